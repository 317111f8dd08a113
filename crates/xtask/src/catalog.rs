//! The image catalog: its tables are made anew from the data files, and what changed is told.
//!
//! It never downloads anything: `crates/catalog/data/README.md` says how the data files are refreshed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::root;
use crate::run::{run, say};

/// Imports snapshots where a folder is named, makes the tables, and tells how many lines of each file came and went.
///
/// # Errors
/// Where a data file cannot be read.
pub(crate) fn catalog(import: Option<&str>) -> Result<()> {
    let before = texts()?;
    let generator = |words: &[&str]| {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        let words = ["run", "--quiet", "--package", "plimsoll-catalog-generate", "--"].iter().chain(words);
        run(cargo.args(words).current_dir(root()), "The line of the data file that is wrong is above.")
    };
    if let Some(folder) = import {
        generator(&["import", folder])?;
    }
    generator(&["generate"])?;
    let after = texts()?;
    let mut changed = 0;
    for (name, new) in &after {
        let old = before.get(name).map(String::as_str).unwrap_or_default();
        let (old, new): (BTreeSet<&str>, BTreeSet<&str>) = (old.lines().collect(), new.lines().collect());
        let (came, went) = (new.difference(&old).count(), old.difference(&new).count());
        if came + went > 0 {
            changed += 1;
            say(&format!("{name}: {came} lines came, {went} went"));
        }
    }
    say(&format!("{changed} of {} files changed", after.len()));
    Ok(())
}

/// The data files and the tables, by name.
fn texts() -> Result<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    for folder in ["crates/catalog/data", "crates/catalog/src/generated"] {
        for entry in fs::read_dir(root().join(folder)).with_context(|| format!("cannot read {folder}"))?.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            texts.insert(format!("{folder}/{name}"), fs::read_to_string(entry.path())?);
        }
    }
    Ok(texts)
}
