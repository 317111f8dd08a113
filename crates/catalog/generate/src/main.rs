//! `plimsoll-catalog-generate import DIR | generate | check`: the catalog's refresh, by hand.
//!
//! It never downloads anything: `import` reads snapshots that were fetched before.

use std::path::Path;
use std::process::ExitCode;

use plimsoll_catalog_generate::{check, generate, import, write_tables};

fn main() -> ExitCode {
    let catalog = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (data, tables) = (catalog.join("data"), catalog.join("src/generated"));
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["import", folder] => import(Path::new(folder), &data).map(|files| println!("{} data files written", files.len())),
        ["generate"] => generate(&data).and_then(|files| write_tables(&tables, &files)),
        ["check"] => check(&data, &tables),
        _ => Err(String::from("usage: plimsoll-catalog-generate import DIR | generate | check")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}
