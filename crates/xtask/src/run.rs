//! Running other programs, and telling people what is going on meanwhile.
//!
//! Everything said here goes to standard error; standard output is left to a command's result.

use std::io::ErrorKind;
use std::process::{Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How long a silent piece of work may take before a line says that it goes on.
const PATIENCE: Duration = Duration::from_secs(10);

/// Says one line.
pub(crate) fn say(line: &str) {
    eprintln!("xtask: {line}");
}

/// Seconds, as people read them.
pub(crate) fn seconds(time: Duration) -> String {
    if time.as_secs() >= 100 { format!("{} s", time.as_secs()) } else { format!("{:.1} s", time.as_secs_f64()) }
}

/// Does work that prints nothing itself, and says every ten seconds that it still goes on.
pub(crate) fn patiently<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    say(what);
    let started = Instant::now();
    let (done, over) = channel::<()>();
    let outcome = thread::scope(|scope| {
        scope.spawn(move || {
            while over.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                say(&format!("  still at it after {}: {what}", seconds(started.elapsed())));
            }
        });
        let outcome = work();
        drop(done);
        outcome
    });
    outcome.with_context(|| format!("failed while {what}"))
}

/// A command line as one would type it.
pub(crate) fn line_of(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for arg in command.get_args() {
        line.push(' ');
        line.push_str(&arg.to_string_lossy());
    }
    line
}

/// Runs a program with our own input and output; an error says what failed and `advice`.
pub(crate) fn run(command: &mut Command, advice: &str) -> Result<()> {
    let status = command.status().map_err(|e| explain_start(command, e.kind(), advice))?;
    if status.success() {
        return Ok(());
    }
    bail!("`{}` ended with {status}. {advice}", line_of(command))
}

/// Runs a program without showing its output, which becomes part of the error where it fails.
pub(crate) fn run_quietly(command: &mut Command, advice: &str) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().map_err(|e| explain_start(command, e.kind(), advice))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let said = [output.stdout, output.stderr].concat();
    bail!("`{}` ended with {}. {advice}\n{}", line_of(command), output.status, String::from_utf8_lossy(&said).trim_end())
}

/// The trimmed standard output of a program, or `None` where it is missing or fails.
pub(crate) fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn explain_start(command: &Command, kind: ErrorKind, advice: &str) -> anyhow::Error {
    match kind {
        ErrorKind::NotFound => anyhow::anyhow!("`{}` is not installed. {advice}", command.get_program().to_string_lossy()),
        kind => anyhow::anyhow!("`{}` did not start ({kind}). {advice}", line_of(command)),
    }
}
