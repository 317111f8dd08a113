//! `plimsoll completions` and `plimsoll man`: what a shell and `man` want to know of the command line.

use std::io::{self, Write};
use std::process::ExitCode;

use clap_complete::Shell;

use crate::failure::{Failure, of_stdout};

/// Prints a script that completes the command line.
///
/// # Errors
/// Where stdout cannot be written.
pub(crate) fn completions(shell: Shell, mut command: clap::Command) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "plimsoll", &mut script);
    print(&script)
}

/// Prints the manual page: the program's, and behind it one for each command.
///
/// # Errors
/// Where stdout cannot be written.
pub(crate) fn manual(mut command: clap::Command) -> Result<ExitCode, Failure> {
    command.build();
    let mut pages = Vec::new();
    let rendered = clap_mangen::Man::new(command.clone())
        .render(&mut pages)
        .and_then(|()| command.get_subcommands().try_for_each(|of| clap_mangen::Man::new(of.clone()).render(&mut pages)));
    of_stdout(rendered)?;
    print(&pages)
}

fn print(bytes: &[u8]) -> Result<ExitCode, Failure> {
    let mut out = io::stdout().lock();
    of_stdout(out.write_all(bytes).and_then(|()| out.flush()))?;
    Ok(ExitCode::SUCCESS)
}
