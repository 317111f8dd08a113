//! Fuzzing: builds the targets of tests/fuzz with cargo-fuzz, gives them seeds, and runs them for a while, one after another.
//!
//! What is found lies in target/fuzz/found afterwards; what was learnt stays in target/fuzz/corpus for the next time.

use std::fs;
use std::process::Command;

use anyhow::{Result, bail};

use crate::run::{run, say};
use crate::{root, target_dir};

/// The targets: the files of tests/fuzz/targets.
const TARGETS: [&str; 7] = ["dockerfile", "shell", "expansion", "dockerfile-fixes", "yaml", "yaml-edit", "manifest-fixes"];

/// The targets' names, for the help.
pub(crate) const NAMES: &str = "dockerfile, shell, expansion, dockerfile-fixes, yaml, yaml-edit, manifest-fixes";

/// `[TARGET...] [SECONDS]`: runs the targets that are named, or all, each for so long.
///
/// # Errors
/// Where a name is unknown, a build fails, or a target finds something.
pub(crate) fn fuzz(words: &[String]) -> Result<()> {
    let (mut targets, mut seconds) = (Vec::new(), 60);
    for word in words {
        match word.parse::<u32>() {
            Ok(number) => seconds = number,
            Err(_) if TARGETS.contains(&word.as_str()) => targets.push(word.as_str()),
            Err(_) => bail!("there is no target `{word}`; the targets are {NAMES}"),
        }
    }
    if targets.is_empty() {
        targets = TARGETS.to_vec();
    }
    let mut found = Vec::new();
    for target in targets {
        if let Err(error) = one(target, seconds) {
            say(&format!("{target}: {error:#}"));
            found.push(target);
        }
    }
    if found.is_empty() { Ok(()) } else { bail!("not passed: {}", found.join(", ")) }
}

fn one(target: &str, seconds: u32) -> Result<()> {
    let cargo = || {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(root());
        cargo
    };
    let folder = target_dir().join("fuzz");
    let [seeds, corpus, found] = ["seeds", "corpus", "found"].map(|name| folder.join(name).join(target));
    for folder in [&seeds, &corpus, &found] {
        fs::create_dir_all(folder)?;
    }
    let mut writer = cargo();
    writer.args(["run", "--quiet", "--package", "plimsoll-tests", "--example", "seeds", target]).arg(&seeds);
    run(&mut writer, "Its messages are above.")?;
    say(&format!("{target}: building, then {seconds} s"));
    let mut fuzz = cargo();
    // Nothing here is unsafe: what a sanitizer could find the compiler has excluded, and without one a stable compiler will do.
    fuzz.args(["fuzz", "run", "--fuzz-dir", "tests/fuzz", "--sanitizer", "none", "--target-dir"]).arg(folder.join("build")).arg(target);
    fuzz.arg(&corpus).arg(&seeds).arg("--").args(["-max_len=4096", "-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1"]);
    fuzz.arg(format!("-max_total_time={seconds}")).arg(format!("-artifact_prefix={}/", found.display()));
    run(&mut fuzz, "`cargo install cargo-fuzz --locked` installs what it needs; what was found lies in target/fuzz/found.")
}
