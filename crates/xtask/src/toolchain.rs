//! Finds a compiler for `wasm32-unknown-unknown`, and adds the target where that can be done.
//!
//! It installs nothing but a rustup target: packages of the system are named in the error, not installed.

use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::run::{ask, say};

pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// The Debian packages of the third way.
const DEBIAN_PACKAGES: &str = "rustc-web cargo-web rust-web-src lld-22";

/// Set by an outer cargo or rustup; they are about another toolchain than the distribution's.
const FOREIGN: &[&str] = &["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER"];

/// A way to build for wasm32.
#[derive(Debug)]
pub(crate) enum Toolchain {
    /// The compiler in use has the target's standard library.
    Prebuilt { rustc: OsString },
    /// A distribution's compiler that builds the standard library itself.
    BuildStd { bin: PathBuf, linker: PathBuf },
}

impl fmt::Display for Toolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Toolchain::Prebuilt { rustc } => write!(f, "{TARGET}: {}, with its own standard library", rustc.to_string_lossy()),
            Toolchain::BuildStd { bin, linker } => {
                write!(f, "{TARGET}: {}/rustc builds the standard library from source and links with {}", bin.display(), linker.display())
            }
        }
    }
}

/// Finds a way, or says which two commands give one.
///
/// # Errors
/// Where there is none.
pub(crate) fn find() -> Result<Toolchain> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let build_std_only = std::env::var("PLIMSOLL_WASM_TOOLCHAIN").is_ok_and(|way| way == "build-std");
    if !build_std_only {
        if has_target(&rustc) {
            return Ok(Toolchain::Prebuilt { rustc });
        }
        if ask(Command::new("rustup").arg("--version")).is_some() {
            say(&format!("the compiler lacks {TARGET}: rustup target add {TARGET}"));
            let added = Command::new("rustup").args(["target", "add", TARGET]).status().is_ok_and(|s| s.success());
            if added && has_target(&rustc) {
                return Ok(Toolchain::Prebuilt { rustc });
            }
            say("rustup could not add it; looking for a compiler of the distribution");
        }
    }
    if let Some(found) = distribution(Path::new("/usr/bin")) {
        return Ok(found);
    }
    bail!(
        "no compiler here can build for {TARGET}. One of these gives one:\n  \
         rustup target add {TARGET}\n  \
         apt-get install --no-install-recommends {DEBIAN_PACKAGES}     (Debian and Ubuntu, as root)"
    )
}

fn has_target(rustc: &OsString) -> bool {
    let Some(sysroot) = ask(Command::new(rustc).args(["--print", "sysroot"])) else { return false };
    let Ok(files) = fs::read_dir(Path::new(&sysroot).join("lib/rustlib").join(TARGET).join("lib")) else { return false };
    files.flatten().any(|file| file.file_name().to_string_lossy().starts_with("libcore-"))
}

/// A compiler under `bin` that has the sources of the standard library, and a linker for wasm.
fn distribution(bin: &Path) -> Option<Toolchain> {
    let rustc = bin.join("rustc");
    let query = |arg: &[&str]| ask(Command::new(&rustc).args(arg).env_remove("LD_LIBRARY_PATH").env_remove("RUSTUP_TOOLCHAIN"));
    let sysroot = query(&["--print", "sysroot"])?;
    let sources = Path::new(&sysroot).join("lib/rustlib/src/rust/library/Cargo.lock");
    if !bin.join("cargo").exists() || !sources.exists() {
        return None;
    }
    let names: Vec<String> = fs::read_dir(bin).ok()?.flatten().map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    let linker = choose_linker(llvm_version(&query(&["-vV"])?), &names)?;
    Some(Toolchain::BuildStd { linker: bin.join(linker), bin: bin.to_path_buf() })
}

/// LLVM's major version in what `rustc -vV` prints.
fn llvm_version(verbose: &str) -> Option<u32> {
    verbose.lines().find_map(|line| line.strip_prefix("LLVM version: "))?.split('.').next()?.parse().ok()
}

/// The `wasm-ld-N` of the compiler's own LLVM, else the next newer one: an older linker refuses newer objects.
fn choose_linker(llvm: Option<u32>, names: &[String]) -> Option<&String> {
    let version = |name: &String| name.strip_prefix("wasm-ld-").and_then(|n| n.parse::<u32>().ok());
    names.iter().filter(|name| version(name).is_some_and(|v| llvm.is_none_or(|llvm| v >= llvm))).min_by_key(|name| version(name))
}

impl Toolchain {
    /// A cargo command that works on the target; `subcommand` is build, check and so on.
    pub(crate) fn cargo(&self, subcommand: &str) -> Command {
        let mut cargo = self.plain_cargo(subcommand);
        cargo.env("CARGO_ENCODED_RUSTFLAGS", remapped().join("\u{1f}"));
        cargo
    }

    fn plain_cargo(&self, subcommand: &str) -> Command {
        match self {
            Toolchain::Prebuilt { .. } => {
                let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
                cargo.args([subcommand, "--target", TARGET]);
                cargo
            }
            Toolchain::BuildStd { bin, linker } => {
                let mut cargo = Command::new(bin.join("cargo"));
                cargo.args([subcommand, "--target", TARGET, "-Zbuild-std=std,panic_abort"]);
                for name in FOREIGN {
                    cargo.env_remove(name);
                }
                let mut path = bin.clone().into_os_string();
                if let Some(rest) = std::env::var_os("PATH") {
                    path.push(":");
                    path.push(rest);
                }
                cargo
                    .env("PATH", path)
                    .env("RUSTC", bin.join("rustc"))
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                cargo
            }
        }
    }
}

/// Flags that take this machine's folders out of panic messages: what is built says nothing of where, and is smaller for it.
fn remapped() -> Vec<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let sources = home.map(|home| home.join("registry/src")).and_then(|sources| sources.read_dir().ok());
    let registries = sources.into_iter().flatten().flatten().map(|registry| registry.path());
    registries.map(|path| format!("--remap-path-prefix={}=", path.display())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &[&str]) -> Vec<String> {
        list.iter().map(|n| n.to_string()).collect()
    }

    #[test]
    fn the_linker_is_of_the_compilers_llvm_or_newer() {
        let here = names(&["wasm-ld-19", "wasm-ld-24", "wasm-ld-22", "wasm-ld", "ls"]);
        assert_eq!(choose_linker(Some(22), &here).unwrap(), "wasm-ld-22");
        assert_eq!(choose_linker(Some(23), &here).unwrap(), "wasm-ld-24");
        assert_eq!(choose_linker(Some(25), &here), None);
        assert_eq!(choose_linker(None, &here).unwrap(), "wasm-ld-19");
    }

    #[test]
    fn llvm_is_read_from_the_compilers_own_words() {
        assert_eq!(llvm_version("rustc 1.96.0\nhost: x86_64\nLLVM version: 22.1.2\n"), Some(22));
        assert_eq!(llvm_version("rustc 1.96.0\n"), None);
    }

    #[test]
    fn a_folder_without_a_compiler_is_no_distribution() {
        assert!(distribution(Path::new("/nonexistent/bin")).is_none());
    }
}
