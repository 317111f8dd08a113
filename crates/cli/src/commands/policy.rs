//! `plimsoll policy`: what can be done with policy files besides using them.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use plimsoll_policy::generate;
use plimsoll_policy::import;

use crate::args::{PolicyCheckArgs, PolicyCommand, PolicyGenerateArgs, PolicyImportArgs};
use crate::failure::{Failure, of_stdout};
use crate::policy;
use crate::terminal::{self, clean};
use crate::today::today;

/// Runs the command.
///
/// # Errors
/// Where a file cannot be used or stdout cannot be written.
pub(crate) fn run(command: &PolicyCommand) -> Result<ExitCode, Failure> {
    match command {
        PolicyCommand::Check(args) => check(args),
        PolicyCommand::Generate(args) => generate(args),
        PolicyCommand::Import(args) => import(args),
    }
}

/// Says whether a file can be used; what is worth a second look makes the exit code 1.
fn check(args: &PolicyCheckArgs) -> Result<ExitCode, Failure> {
    let policy = policy::read(&args.file)?;
    let warnings = policy.warnings(args.as_of.unwrap_or_else(today));
    let mut text = String::new();
    for warning in &warnings {
        text.push_str(&format!("warning: {}\n", clean(warning)));
    }
    if warnings.is_empty() {
        text.push_str(&format!("{}: nothing to say\n", args.file.display()));
    }
    print(&text)?;
    Ok(if warnings.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Writes the files, over those of the same names, and lists them.
fn generate(args: &PolicyGenerateArgs) -> Result<ExitCode, Failure> {
    let policy = policy::read(&args.policy)?;
    let source = policy::text(&args.policy)?;
    let failed = |path: &Path, error: &io::Error| Failure::writing(&path.display().to_string(), error);
    fs::create_dir_all(&args.out).map_err(|error| failed(&args.out, &error))?;
    let mut list = String::new();
    for file in generate::generate(args.target, &policy, &source, args.as_of.unwrap_or_else(today)) {
        let path = args.out.join(file.name);
        fs::write(&path, file.text).map_err(|error| failed(&path, &error))?;
        list.push_str(&format!("{}\n", path.display()));
    }
    print(&list)?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the policy file; what is to be known of it goes to stderr.
fn import(args: &PolicyImportArgs) -> Result<ExitCode, Failure> {
    let at = args.file.display();
    let text = policy::text(&args.file)?;
    let imported = import::import(&text, args.as_of.unwrap_or_else(today)).map_err(|error| Failure(format!("{at}: {error}")))?;
    let notes = terminal::Notes::new(false);
    imported.notes.iter().for_each(|note| notes.note(note));
    print(&imported.text)?;
    Ok(ExitCode::SUCCESS)
}

fn print(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    of_stdout(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}
