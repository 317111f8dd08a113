//! The Kubewarden module: cargo and wasm-opt make it, a host in a workspace of its own runs it.
//!
//! It is finished with that: its metadata is in it from the compiler on.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run::{patiently, run, say};
use crate::{npm, root, shown, size, target_dir, toolchain, wasm};

/// In bytes after brotli, which is how registries and their clients can send it.
const BUDGET: u64 = 300_000;

/// For speed: policy servers load it once and ask it often, and it is small enough.
const OPTIMIZE: [&str; 1] = ["-O3"];

/// Builds the module, prints its size, and says where it is.
///
/// # Errors
/// Where a step fails or it is over its budget.
pub(crate) fn kubewarden() -> Result<()> {
    let module = build()?;
    if size::print_one("Kubewarden module", &module, BUDGET)? {
        bail!("over budget");
    }
    say(&format!("{} is ready: docs/kubewarden.md says where it goes", shown(&module)));
    Ok(())
}

/// Builds the module.
fn build() -> Result<PathBuf> {
    let toolchain = toolchain::find()?;
    let folder = target_dir().join("web");
    say("compiling the Kubewarden module for wasm32 (release)");
    let mut cargo = toolchain.cargo("build");
    cargo.args(["--package", "plimsoll-kubewarden", "--release", "--target-dir"]).arg(&folder).current_dir(root());
    run(&mut cargo, "The compiler's messages are above.")?;
    npm::ensure(npm::Need::Page)?;
    let compiled = folder.join(toolchain::TARGET).join("release/plimsoll_kubewarden.wasm");
    let module = target_dir().join("kubewarden/plimsoll-kubewarden.wasm");
    if let Some(folder) = module.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    patiently("making the module fast and small (wasm-opt -O3)", || wasm::optimize(&OPTIMIZE, &compiled, &module))?;
    Ok(module)
}

/// Runs the module's tests.
///
/// # Errors
/// Where a build or a test fails.
pub(crate) fn test() -> Result<()> {
    let module = build()?;
    run(&mut host("test", &module), "Its messages are above.")
}

/// Measures a review.
///
/// # Errors
/// Where a build fails or a review takes longer than its budget.
pub(crate) fn bench() -> Result<()> {
    let module = build()?;
    say("compiling an engine to measure with (minutes when nothing is cached)");
    run(host("run", &module).args(["--release", "--example", "speed"]), "Its figures are above.")
}

/// Cargo on the host, whose files are put beside ours.
fn host(subcommand: &str, module: &Path) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args([subcommand, "--manifest-path", "tests/kubewarden/Cargo.toml", "--target-dir"]).arg(target_dir().join("kubewarden/host"));
    cargo.env("PLIMSOLL_KUBEWARDEN", module).current_dir(root());
    cargo
}
