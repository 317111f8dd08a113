//! Generated sources: they are committed, so that nobody needs a generator to build, and this guards them.
//!
//! The generators themselves are where the knowledge is: the catalog's beside the catalog, the rest in `bin/generate.rs`.

use std::process::Command;

use anyhow::{Result, bail};

use crate::root;
use crate::run::{run, say};

/// Writes every generated source, or with `check` compares only.
///
/// # Errors
/// Where one cannot be made, or differs.
pub(crate) fn generate(check: bool) -> Result<()> {
    let mut stale = Vec::new();
    for generator in generators(check) {
        say(&format!("{} {}", if check { "comparing" } else { "writing" }, generator.what));
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["run", "--quiet"]).args(generator.args).current_dir(root());
        if let Err(error) = run(&mut cargo, "") {
            say(&format!("{error:#}"));
            stale.push(generator.what);
        }
    }
    match (stale.is_empty(), check) {
        (true, _) => Ok(()),
        (false, true) => bail!("{}: run `cargo xtask gen` and commit what it writes", stale.join(", ")),
        (false, false) => bail!("could not write {}", stale.join(", ")),
    }
}

struct Generator {
    what: &'static str,
    args: Vec<&'static str>,
}

fn generators(check: bool) -> [Generator; 2] {
    let catalog = if check { "check" } else { "generate" };
    let mut rest = vec!["--package", "xtask", "--bin", "generate", "--features", "generate", "--"];
    rest.extend(check.then_some("--check"));
    [
        Generator { what: "the image catalog's tables", args: vec!["--package", "plimsoll-catalog-generate", "--", catalog] },
        Generator {
            what: "the TypeScript types, the tables of rules and of peers, the schema of policies and the files for Kubewarden",
            args: rest,
        },
    ]
}
