//! From a crate to browser-ready files: cargo, wasm-bindgen (in this process), wasm-opt.
//!
//! A step whose input has not changed is skipped; the finished files of a profile are in target/web/<profile>/.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::run::{patiently, run, run_quietly, say};
use crate::site::Mode;
use crate::{npm, root, target_dir, toolchain};

/// A crate that becomes a wasm file and its JavaScript binding.
pub(crate) struct Unit {
    /// The package.
    package: &'static str,
    /// What it is called in messages.
    what: &'static str,
    /// The binding's name: `<name>.js`, `<name>_bg.wasm`.
    pub(crate) name: &'static str,
    /// Whether the binding can start over with a fresh instance after a trap.
    restartable: bool,
}

/// How wasm-opt makes a file small: for size, until another round changes nothing. The first kilobyte of memory is the far end of
/// the stack, which the linker puts first, so that no address is made by wrapping around into it.
const OPTIMIZE: [&str; 3] = ["-Oz", "--converge", "--low-memory-unused"];

/// The analysis, as the worker and the npm package load it.
pub(crate) const CORE: Unit = Unit { package: "plimsoll-wasm", what: "the core", name: "plimsoll", restartable: true };

/// Policies: what the Admission part of the page and `plimsoll/policy` load.
pub(crate) const POLICY: Unit = Unit { package: "plimsoll-policy-wasm", what: "policies", name: "policy", restartable: true };

/// The page.
pub(crate) const APP: Unit = Unit { package: "plimsoll-web", what: "the page", name: "app", restartable: false };

/// Builds one unit and gives the folder that holds its binding and its wasm.
///
/// # Errors
/// Where a compiler is missing or a step fails.
pub(crate) fn build(unit: &Unit, mode: Mode) -> Result<PathBuf> {
    let compiled = compile(unit, mode)?;
    let folder = target_dir().join("web").join(mode.profile()).join(unit.name);
    let stamp = folder.join("made-of");
    let fingerprint = fingerprint(&compiled, unit)?;
    if fs::read_to_string(&stamp).is_ok_and(|made_of| made_of == fingerprint) {
        return Ok(folder);
    }
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    patiently(&format!("binding {} to JavaScript (wasm-bindgen)", unit.what), || bind(unit, &compiled, &folder))?;
    if mode == Mode::Release {
        npm::ensure(npm::Need::Page)?;
        let wasm = folder.join(format!("{}_bg.wasm", unit.name));
        patiently(&format!("making {} small (wasm-opt -Oz)", unit.what), || optimize(&OPTIMIZE, &wasm, &wasm))?;
    }
    fs::write(&stamp, fingerprint).with_context(|| format!("cannot write {}", stamp.display()))?;
    Ok(folder)
}

fn compile(unit: &Unit, mode: Mode) -> Result<PathBuf> {
    let toolchain = toolchain::find()?;
    // A folder of its own: builds for the host and of another toolchain never invalidate these, nor wait for them.
    let folder = target_dir().join("web");
    say(&format!("compiling {} for wasm32 ({})", unit.what, mode.describe()));
    let mut cargo = toolchain.cargo("build");
    cargo.args(["--package", unit.package, "--profile", mode.profile(), "--target-dir"]).arg(&folder).current_dir(root());
    run(&mut cargo, "The compiler's messages are above.")?;
    let file = format!("{}.wasm", unit.package.replace('-', "_"));
    Ok(folder.join(toolchain::TARGET).join(mode.profile()).join(file))
}

/// Names the input of the steps behind the compiler.
fn fingerprint(wasm: &Path, unit: &Unit) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    fs::read(wasm).with_context(|| format!("cannot read {}", wasm.display()))?.hash(&mut hasher);
    fs::read(root().join("package-lock.json")).unwrap_or_default().hash(&mut hasher);
    unit.restartable.hash(&mut hasher);
    OPTIMIZE.hash(&mut hasher);
    Ok(format!("{:016x} {}\n", hasher.finish(), env!("CARGO_PKG_VERSION")))
}

fn bind(unit: &Unit, wasm: &Path, folder: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name(unit.name)
        .typescript(false)
        .keep_debug(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .reset_state_function(unit.restartable)
        // The library's default, unlike the command's, leaves `init()` without the address of its wasm.
        .omit_default_module_path(false);
    bindgen.web(true)?.generate(folder)
}

/// No feature flags: rustc's own section says which features are in use, and `--all-features` makes files that no browser takes.
pub(crate) fn optimize(flags: &[&str], wasm: &Path, to: &Path) -> Result<()> {
    run_quietly(Command::new(npm::tool("wasm-opt")).args(flags).arg(wasm).arg("-o").arg(to), "It comes with `npm ci`.").map(drop)
}

/// Whether a file of a unit's folder is loaded by browsers: the binding and the wasm, not declarations and stamps.
pub(crate) fn is_shipped(name: &str) -> bool {
    name.ends_with(".js") || name.ends_with(".wasm")
}
