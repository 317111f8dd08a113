//! `plimsoll policy`: what can be done with policy files besides using them.

use std::io::{self, Write};
use std::process::ExitCode;

use crate::args::{PolicyCheckArgs, PolicyCommand};
use crate::failure::{Failure, of_stdout};
use crate::policy;
use crate::terminal::clean;
use crate::today::today;

/// Runs the command.
///
/// # Errors
/// Where a file cannot be used or stdout cannot be written.
pub(crate) fn run(command: &PolicyCommand) -> Result<ExitCode, Failure> {
    match command {
        PolicyCommand::Check(args) => check(args),
    }
}

/// Says whether a file can be used; what is worth a second look makes the exit code 1.
fn check(args: &PolicyCheckArgs) -> Result<ExitCode, Failure> {
    let policy = policy::read(&args.file)?;
    let warnings = policy.warnings(args.as_of.unwrap_or_else(today));
    let mut out = io::stdout().lock();
    let mut text = String::new();
    for warning in &warnings {
        text.push_str(&format!("warning: {}\n", clean(warning)));
    }
    if warnings.is_empty() {
        text.push_str(&format!("{}: nothing to say\n", args.file.display()));
    }
    of_stdout(out.write_all(text.as_bytes()).and_then(|()| out.flush()))?;
    Ok(if warnings.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
