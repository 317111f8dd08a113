//! Refreshes the catalog's data files and makes its tables from them.
//!
//! Two steps, both deterministic: [`import`] turns snapshots into `data/*.tsv`, which a person reads, reviews and
//! edits; [`generate`] turns those into `src/generated/*.rs`. It never touches the network or the clock.

mod columns;
mod import;
mod table;
mod tables;

pub use import::import;
pub use tables::generate;

use std::path::Path;

/// Writes generated tables into `folder`.
///
/// # Errors
/// A file that cannot be written, named.
pub fn write_tables(folder: &Path, files: &[(String, String)]) -> Result<(), String> {
    for (name, contents) in files {
        std::fs::write(folder.join(name), contents).map_err(|error| format!("{name}: {error}"))?;
    }
    Ok(())
}

/// Compares the tables in `folder` with what `data` makes.
///
/// # Errors
/// The first table that differs, or whatever [`generate`] reports.
pub fn check(data: &Path, folder: &Path) -> Result<(), String> {
    for (name, contents) in generate(data)? {
        let present = std::fs::read_to_string(folder.join(&name)).map_err(|error| format!("{name}: {error}"))?;
        if present != contents {
            return Err(format!("{name} is not what the data files make: run `plimsoll-catalog-generate generate`"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{check, generate};
    use std::path::Path;

    #[test]
    fn committed_tables_are_what_the_data_makes() {
        let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        assert_eq!(check(&catalog.join("data"), &catalog.join("src/generated")), Ok(()));
    }

    #[test]
    fn generating_twice_gives_the_same() {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data");
        assert_eq!(generate(&data), generate(&data));
    }
}
