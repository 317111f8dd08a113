//! `cargo xtask COMMAND`: everything this repository builds, serves, tests and generates.
//!
//! This file names the commands and reads their arguments; the work is in the modules. It never holds a build step itself.

mod args;
mod npm;
mod run;
mod serve;
mod site;
mod size;
mod toolchain;
mod wasm;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use args::Args;

/// One command: its name, how it is called, what it does in one line, and the rest of its help.
struct Command {
    name: &'static str,
    usage: &'static str,
    summary: &'static str,
    help: &'static str,
    run: fn(Args) -> Result<()>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "serve",
        usage: "serve [--release] [--port N]",
        summary: "build the playground, serve it on 127.0.0.1:8080, rebuild on change",
        help: "\
Builds the page, prints its address, and watches the sources: a change is rebuilt and the outcome
printed. When a rebuild fails the last good page stays up. Ctrl-C ends it.

  --release   the build that is shipped (minutes) instead of the quick one
  --port N    listen on another port (default 8080)",
        run: |mut args| {
            let release = args.flag("--release");
            let port =
                args.value("--port")?.map_or(Ok(8080), |p| p.parse()).map_err(|_| anyhow::anyhow!("--port wants a number up to 65535"))?;
            args.finish()?;
            serve::serve(release, port)
        },
    },
    Command {
        name: "build",
        usage: "build [--release]",
        summary: "write the playground as a static site to dist/",
        help: "\
dist/ works on any file server and under any path: every address in it is relative.

  --release   optimised for size: what to publish",
        run: |mut args| {
            let release = args.flag("--release");
            args.finish()?;
            site::build(site::Mode::from_release(release), &root().join("dist"))
        },
    },
    Command {
        name: "size",
        usage: "size",
        summary: "print the sizes of what browsers load, beside their budgets",
        help: "\
Builds the release site and prints raw, gzip and brotli sizes. Exits with 1 when a part is over its budget.",
        run: |args| {
            args.finish()?;
            size::size()
        },
    },
    Command {
        name: "toolchain",
        usage: "toolchain",
        summary: "find or add a compiler for wasm32 and say which it is",
        help: "\
In this order: the compiler in use, where it has the target; the same after `rustup target add`; a
distribution's cargo and rustc with the sources of the standard library beside them. Every command
that builds WebAssembly does this by itself.

PLIMSOLL_WASM_TOOLCHAIN=build-std goes straight to the third way.",
        run: |args| {
            args.finish()?;
            println!("{}", toolchain::find()?);
            Ok(())
        },
    },
];

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let name = words.next();
    let outcome = match name.as_deref() {
        None | Some("help" | "--help" | "-h") => {
            print!("{}", overview());
            return ExitCode::SUCCESS;
        }
        Some(name) => match COMMANDS.iter().find(|c| c.name == name) {
            None => Err(anyhow::anyhow!("there is no command `{name}`\n\n{}", overview())),
            Some(command) => {
                let args = Args::new(command.usage, words.collect());
                if args.wants_help() {
                    println!("cargo xtask {}\n\n{}", command.usage, command.help);
                    return ExitCode::SUCCESS;
                }
                (command.run)(args)
            }
        },
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn overview() -> String {
    let mut text = String::from("cargo xtask COMMAND\n\n");
    for command in COMMANDS {
        text.push_str(&format!("  {:<30} {}\n", command.usage, command.summary));
    }
    text.push_str("\n`cargo xtask COMMAND --help` tells more about one.\n");
    text
}

/// The repository's root folder.
fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.ancestors().nth(2).map_or(here.clone(), Path::to_path_buf)
}

/// Where cargo puts what it builds.
fn target_dir() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A path as it is shown to people: relative to the root where it is inside.
fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// Refuses to go on where a tool's answer makes no sense.
fn absurd<T>(what: &str) -> Result<T> {
    bail!("{what}: this should not happen; please report it")
}
