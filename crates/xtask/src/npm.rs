//! The npm side: installs what a step needs, and runs the tools that are installed.
//!
//! Versions are exact in package.json and package-lock.json; nothing is fetched but through `npm ci`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::run::{patiently, run_quietly};
use crate::{root, shown};

const NODE_ADVICE: &str = "Node 20 or newer and npm are needed (Debian: apt-get install nodejs npm; others: https://nodejs.org).";

/// The lock file that node_modules was made of. Times of change alone would deceive: a fresh checkout or a copy is always newer.
const LOCK_COPY: &str = "node_modules/.made-of.json";

/// Which part of package.json a step needs.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Need {
    /// The page's libraries, the bundler and the wasm optimiser.
    Page,
    /// These and the test tools.
    Tests,
}

/// Runs `npm ci` where node_modules is missing, is not of this lock file, or lacks the test tools.
///
/// # Errors
/// Where npm is missing or fails.
pub(crate) fn ensure(need: Need) -> Result<()> {
    let lock = root().join("package-lock.json");
    let wanted = fs::read_to_string(&lock).with_context(|| format!("cannot read {}", shown(&lock)))?;
    let has_tests = root().join("node_modules/@playwright/test").exists();
    if is_of(&wanted) && (has_tests || need == Need::Page) {
        return Ok(());
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(root());
    // Test tools that are there stay there.
    let what = if need == Need::Page && !has_tests {
        npm.arg("--omit=dev");
        "installing what the page's build needs from npm (npm ci, some 15 seconds)"
    } else {
        "installing the build and test tools from npm (npm ci, some 30 seconds)"
    };
    patiently(what, || run_quietly(&mut npm, NODE_ADVICE).map(drop))?;
    fs::write(root().join(LOCK_COPY), wanted).with_context(|| format!("cannot write {LOCK_COPY}"))
}

/// Whether node_modules was made of this lock file: by us, or by hand after the file's last change.
fn is_of(wanted: &str) -> bool {
    match fs::read_to_string(root().join(LOCK_COPY)) {
        Ok(made_of) => made_of == wanted,
        Err(_) => {
            let modified = |path: &str| fs::metadata(root().join(path)).and_then(|m| m.modified());
            match (modified("node_modules/.package-lock.json"), modified("package-lock.json")) {
                (Ok(installed), Ok(lock)) => installed >= lock,
                _ => false,
            }
        }
    }
}

/// The path of a tool that `ensure` has installed.
pub(crate) fn tool(name: &str) -> PathBuf {
    root().join("node_modules/.bin").join(name)
}

/// `node`, in the root folder.
pub(crate) fn node() -> Command {
    let mut node = Command::new("node");
    node.current_dir(root());
    node
}

/// Runs `node` on a script given as text, and gives what it prints.
///
/// # Errors
/// Where node is missing or the script fails.
pub(crate) fn node_script(script: &str, args: &[String]) -> Result<String> {
    run_quietly(node().args(["--input-type=module", "--eval", script, "--"]).args(args), NODE_ADVICE)
}
