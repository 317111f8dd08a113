//! Every check that a change has to pass, in one command.
//!
//! All steps run even where one fails, so that one run tells everything; the command fails where any did.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::run::{ask, patiently, run, run_quietly, say, seconds};
use crate::site::{self, Mode};
use crate::{generate, hadolint, kubewarden, npm, pkg, root, serve, size, target_dir};

struct Step {
    name: &'static str,
    what: &'static str,
    run: fn() -> Result<()>,
}

const STEPS: &[Step] = &[
    Step { name: "fmt", what: "formatting", run: format },
    Step { name: "clippy", what: "clippy, warnings are errors", run: clippy },
    Step { name: "rust", what: "Rust tests", run: rust },
    Step { name: "gen", what: "generated sources are what the generators write", run: || generate::generate(true) },
    Step { name: "hadolint", what: "hadolint on the files that advice makes", run: hadolint::advice },
    Step { name: "node", what: "the WebAssembly in Node, and the page's modules", run: node },
    Step { name: "consumers", what: "the npm package as its users install it", run: consumers },
    Step { name: "e2e", what: "the page in Chromium: Playwright and axe", run: e2e },
    Step { name: "size", what: "sizes beside their budgets", run: sizes },
    Step { name: "engines", what: "other policy engines decide as we do", run: engines },
    Step { name: "kubewarden", what: "the Kubewarden module, as a policy server runs it", run: kubewarden::test },
];

/// Steps that run only where they are named or all are asked for: what they build takes minutes.
const SLOW: &[&str] = &["engines", "kubewarden"];

/// The steps' names, for the help.
pub(crate) const NAMES: &str = "fmt, clippy, rust, gen, hadolint, node, consumers, e2e, size, engines, kubewarden";

/// Runs the steps that are named, or all but the slow ones; with `all` those too.
///
/// # Errors
/// Where a name is unknown or a step fails.
pub(crate) fn test(names: &[String], all: bool) -> Result<()> {
    if let Some(unknown) = names.iter().find(|name| !STEPS.iter().any(|step| step.name == name.as_str())) {
        bail!("there is no step `{unknown}`; the steps are {NAMES}");
    }
    let is_chosen = |step: &&Step| {
        let is_named = names.iter().any(|name| name == step.name);
        is_named || all || (names.is_empty() && !SLOW.contains(&step.name))
    };
    let chosen: Vec<&Step> = STEPS.iter().filter(is_chosen).collect();
    let started = Instant::now();
    let mut outcomes: Vec<(&Step, Duration, bool)> = Vec::new();
    for (index, step) in chosen.iter().enumerate() {
        let at = format!("[{}/{}]", index + 1, chosen.len());
        say(&format!("{at} {}", step.what));
        let begun = Instant::now();
        let outcome = (step.run)();
        let passed = outcome.is_ok();
        match outcome {
            Ok(()) => say(&format!("{at} {}: passed after {}", step.name, seconds(begun.elapsed()))),
            Err(error) => say(&format!("{at} {}: FAILED after {}: {error:#}", step.name, seconds(begun.elapsed()))),
        }
        outcomes.push((step, begun.elapsed(), passed));
    }
    println!("\nAfter {}:", seconds(started.elapsed()));
    for (step, time, passed) in &outcomes {
        println!("  {:<7}{:<10}{:>8}  {}", if *passed { "passed" } else { "FAILED" }, step.name, seconds(*time), step.what);
    }
    let failed: Vec<&str> = outcomes.iter().filter(|(_, _, passed)| !passed).map(|(step, _, _)| step.name).collect();
    println!("steps: {} passed, {} failed", outcomes.len() - failed.len(), failed.len());
    if failed.is_empty() {
        return Ok(());
    }
    bail!("failed: {}. `cargo xtask test {}` runs these again", failed.join(", "), failed.join(" "))
}

fn cargo(words: &[&str]) -> Result<()> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    run(cargo.args(words).current_dir(root()), "Its messages are above.")
}

/// rustfmt does not see modules that a macro declares: the rules are given to it by name.
fn format() -> Result<()> {
    cargo(&["fmt", "--all", "--", "--check"])?;
    let folder = root().join("crates/core/src/rules");
    let mut rules: Vec<PathBuf> = fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    rules.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
    run(Command::new("rustfmt").args(["--check", "--edition", "2024"]).args(rules), "Format them with rustfmt --edition 2024.")
}

fn clippy() -> Result<()> {
    cargo(&["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"])
}

fn rust() -> Result<()> {
    cargo(&["test", "--workspace"])
}

/// A workspace of its own, whose files are put beside ours.
fn engines() -> Result<()> {
    let folder = target_dir().join("engines").display().to_string();
    cargo(&["test", "--manifest-path", "tests/engines/Cargo.toml", "--target-dir", &folder])
}

fn node() -> Result<()> {
    npm::ensure(npm::Need::Tests)?;
    pkg::pkg()?;
    node_tests("tests/node", &mut npm::node())
}

fn consumers() -> Result<()> {
    npm::ensure(npm::Need::Tests)?;
    pkg::pkg()?;
    node_tests("tests/consumers", npm::node().env("CHROMIUM", chromium()?))
}

/// Runs the test files of a folder; newer versions of Node take no folder.
fn node_tests(folder: &str, node: &mut Command) -> Result<()> {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join(folder))?.flatten().map(|entry| entry.path()).collect();
    files.retain(|file| file.to_string_lossy().ends_with(".test.js"));
    files.sort();
    run(node.arg("--test").args(files), "Its messages are above.")
}

fn e2e() -> Result<()> {
    npm::ensure(npm::Need::Tests)?;
    let browser = chromium()?;
    // One test compares the reports of the command line, the package and the page.
    cargo(&["build", "--package", "plimsoll"])?;
    pkg::pkg()?;
    let command = target_dir().join("debug").join(format!("plimsoll{}", std::env::consts::EXE_SUFFIX));
    let (folder, address) = serve_release()?;
    let mut playwright = Command::new(npm::tool("playwright"));
    playwright.args(["test", "--config", "tests/e2e/playwright.config.js"]).current_dir(root());
    run(
        playwright.env("PLAYGROUND", address).env("PLAYGROUND_FOLDER", folder).env("PLIMSOLL_CLI", command).env("CHROMIUM", browser),
        "Its messages are above; traces are in target/e2e/.",
    )
}

/// Builds the release site, serves it from a thread, and gives its folder and its address.
pub(crate) fn serve_release() -> Result<(PathBuf, String)> {
    let folder = target_dir().join("web/site").join(Mode::Release.profile());
    site::build(Mode::Release, &folder)?;
    let address = serve::in_background(&folder)?;
    Ok((folder, address))
}

/// Sizes are told, not judged: what a change adds is for the person to weigh who reads this. `cargo xtask size` judges.
fn sizes() -> Result<()> {
    let over = size::print()?;
    if !over.is_empty() {
        say(&format!("over budget: {}", over.join(", ")));
    }
    Ok(())
}

/// A Chromium for Playwright; installs Debian's where there is none and we may.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Ok(named.into());
    }
    if let Some(found) = installed_chromium() {
        return Ok(found);
    }
    let advice = "Install Chromium (Debian and Ubuntu: apt-get install chromium), or set CHROMIUM to a Chromium or Chrome.";
    let root_on_debian = Path::new("/etc/debian_version").exists() && ask(Command::new("id").arg("-u")).as_deref() == Some("0");
    if !root_on_debian {
        bail!("there is no Chromium here. {advice}");
    }
    let apt = |words: &[&str]| run_quietly(Command::new("apt-get").args(words).env("DEBIAN_FRONTEND", "noninteractive"), advice);
    patiently("installing Debian's Chromium (apt-get install chromium)", || {
        apt(&["update"])?;
        apt(&["install", "--yes", "--no-install-recommends", "chromium"])
    })?;
    installed_chromium().ok_or_else(|| anyhow::anyhow!("apt-get installed chromium, but it is not to be found. {advice}"))
}

fn installed_chromium() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|file| file.is_file())
}
