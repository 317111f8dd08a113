//! The `plimsoll` command: files, exit codes, terminal.
//!
//! Everything that touches a disk, a clock or a terminal is here, and nothing that knows what a Dockerfile is. Exit codes: 0
//! nothing at or above the threshold, 1 something is, 2 the command could not do its work.

mod args;
mod baseline;
mod commands;
mod failure;
mod files;
mod fix;
mod formats;
mod hadolint;
mod judge;
mod names;
mod parallel;
mod policy;
mod targets;
mod terminal;
mod today;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use args::{Cli, Command};
use failure::Failure;

/// The analysis makes many small texts and lists: this allocator takes a tenth off its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Wrong arguments end the process here, with what is wrong on stderr and 2.
    let matches = Cli::command().get_matches();
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let done = match &cli.command {
        Command::Lint(args) => {
            let given = matches.subcommand_matches("lint").map(args::places).unwrap_or_default();
            commands::lint::run(args, &given, cli.color)
        }
        Command::Explain(args) => commands::explain::run(args, cli.color),
        Command::Suggest(args) => commands::suggest::run(args, cli.color),
        Command::Rules(args) => commands::rules::run(args, cli.color),
        Command::Policy(args) => commands::policy::run(&args.command),
        Command::Admit(args) => commands::admit::run(args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => commands::serve::run(args),
        Command::Completions(args) => commands::shell::completions(args.shell, Cli::command()),
        Command::Man => commands::shell::manual(Cli::command()),
    };
    match done {
        Ok(code) => code,
        Err(Failure(message)) => {
            terminal::error(&message);
            ExitCode::from(2)
        }
    }
}
