//! `cargo xtask COMMAND`: everything this repository builds, serves, tests and generates.
//!
//! This file names the commands and reads their arguments; the work is in the modules. It never holds a build step itself.

mod args;
mod bench;
mod catalog;
mod docs;
mod fuzz;
mod generate;
mod hadolint;
mod kubewarden;
mod new_rule;
mod npm;
mod pkg;
mod run;
mod serve;
mod site;
mod size;
mod test;
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
        usage: "build [--dev]",
        summary: "write the playground as a static site to dist/",
        help: "\
dist/ is ready to publish: it works on any file server and under any path, because every address in
it is relative.

  --dev   the quick build, larger and slower: to look at, not to publish",
        run: |mut args| {
            let quick = args.flag("--dev");
            args.finish()?;
            site::build(site::Mode::from_release(!quick), &root().join("dist"))
        },
    },
    Command {
        name: "pkg",
        usage: "pkg",
        summary: "build the npm package's pkg/dist",
        help: "The entries, types and README in pkg/ are written by hand; pkg/dist holds the WebAssembly and its binding.",
        run: |args| {
            args.finish()?;
            pkg::pkg()
        },
    },
    Command {
        name: "kubewarden",
        usage: "kubewarden",
        summary: "build the module for Kubewarden, print its size",
        help: "\
Writes target/kubewarden/plimsoll-kubewarden.wasm, with its metadata: `kwctl push` takes it as it is.
Exits with 1 when it is over its budget. docs/kubewarden.md tells the rest.",
        run: |args| {
            args.finish()?;
            kubewarden::kubewarden()
        },
    },
    Command {
        name: "test",
        usage: "test [--all] [STEP...]",
        summary: "run every check, or the named steps",
        help: "\
The steps, in this order: fmt, clippy, rust, gen, node, consumers, e2e, size; and with --all or
by their names: engines, kubewarden.

All of them run even where one fails. consumers and e2e need Chromium: CHROMIUM names one; Debian's
is installed where there is none and this runs as root on Debian.

PLIMSOLL_CONFORMANCE and PLIMSOLL_CORPUS name folders of conformance cases and real files; tests
that need them say so and pass where they are not set.",
        run: |mut args| {
            let all = args.flag("--all");
            test::test(&args.rest()?, all)
        },
    },
    Command {
        name: "bench",
        usage: "bench [page|native|serve|kubewarden]",
        summary: "measure speed beside its budgets",
        help: "\
page: analysis in the worker and the first finding on screen, in Chromium, of the release build.
native: megabytes per second on one core, and the program's start, of release builds.
serve: answers of the webhook server to 2,000 reviews a second over TLS, on one core.
kubewarden: one review by the Kubewarden module, as a policy server runs it.
PLIMSOLL_CORPUS names a folder of real files to measure with; without it made-up ones are used.",
        run: |args| bench::bench(&args.rest()?),
    },
    Command {
        name: "fuzz",
        usage: "fuzz [TARGET...] [SECONDS]",
        summary: "look for texts that break a promise",
        help: "\
Runs the named targets of tests/fuzz, or all, one after another, each for SECONDS (60 where none are
given). cargo-fuzz must be installed. A finding is a failure; its text lies in target/fuzz/found.

The targets: dockerfile, shell, expansion, dockerfile-fixes, yaml, yaml-edit, manifest-fixes.

PLIMSOLL_CONFORMANCE and PLIMSOLL_CORPUS name folders of texts to start from besides our own.",
        run: |args| fuzz::fuzz(&args.rest()?),
    },
    Command {
        name: "catalog",
        usage: "catalog [--import DIR]",
        summary: "make the image catalog's tables, and tell what changed",
        help: "\
The tables are made from crates/catalog/data and from nothing else; the README there says where each
file comes from and how it is refreshed.

  --import DIR   refresh the snapshot files first, from the JSON snapshots in DIR",
        run: |mut args| {
            let import = args.value("--import")?;
            args.finish()?;
            catalog::catalog(import.as_deref())
        },
    },
    Command {
        name: "gen",
        usage: "gen [--check]",
        summary: "write the generated sources, or compare them",
        help: "\
Generated sources are committed. Run this after changing the catalog's data, a rule's metadata or a
type of the report.

  --check   write nothing; fail where a file is not what its generator makes",
        run: |mut args| {
            let check = args.flag("--check");
            args.finish()?;
            generate::generate(check)
        },
    },
    Command {
        name: "new-rule",
        usage: "new-rule ID",
        summary: "make the two files of a new rule and list it",
        help: "ID is lower-case words joined by `-` that name the fault, such as image-tag-missing.",
        run: |args| match args.rest()?.as_slice() {
            [id] => new_rule::new_rule(id),
            _ => bail!("one rule id is wanted\nusage: cargo xtask new-rule ID"),
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
