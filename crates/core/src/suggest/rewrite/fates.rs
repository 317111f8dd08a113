//! Commands of a RUN that go or change, and what is left of the RUN: lines and comments stay.
//!
//! Which command goes is decided elsewhere.

use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::{Edit, Span};

use super::{Hunk, Job, Step};
use crate::docker_edit::delete_instruction;
use crate::model::{Run, RunCommand};

/// What becomes of a command.
pub(super) enum Fate {
    /// It is none of the package manager's.
    Stays,
    /// it is needed no more.
    Goes,
    /// It is written anew, word by word.
    Becomes(Vec<Edit>),
}

/// The edits of one RUN whose commands have these fates.
///
/// # Errors
/// A command that only a person can take out.
pub(super) fn hunks(
    job: &Job<'_, '_, '_>,
    run: &Run<'_>,
    commands: &[RunCommand<'_>],
    fates: &[Fate],
    why: &'static str,
) -> Step<Vec<Hunk>> {
    if !fates.iter().any(|fate| !matches!(fate, Fate::Stays)) {
        return Ok(Vec::new());
    }
    if fates.iter().all(|fate| matches!(fate, Fate::Goes)) {
        return Ok(Vec::from([Hunk { edit: delete_instruction(job.model.file, run.instruction), why: why.into() }]));
    }
    let is_list = run.texts.len() == 1
        && run.texts.iter().all(|text| text.script.compounds.is_empty() && text.script.errors.is_empty() && !text.is_heredoc());
    let mut edits: Vec<Edit> = Vec::new();
    for (number, (fate, command)) in fates.iter().zip(commands).enumerate() {
        match fate {
            Fate::Stays => {}
            Fate::Becomes(own) => edits.extend(own.iter().cloned()),
            Fate::Goes => {
                let is_piped = command.command.pipeline_len > 1;
                if !is_list || is_piped || !run.instruction.heredocs.is_empty() {
                    return Err(job.by_hand("the command has to be taken out by hand", command.span()));
                }
                let span = cut(number, fates, commands);
                if span.of(job.model.file.source).lines().any(|line| line.trim_start().starts_with('#')) {
                    return Err(job.by_hand("the command has to be taken out by hand, its comments kept", command.span()));
                }
                edits.push(Edit { span, text: String::new() });
            }
        }
    }
    Ok(edits.into_iter().map(|edit| Hunk { edit, why: why.into() }).collect())
}

/// From a command to the next one; where only what goes follows, from the end of the one before.
fn cut(number: usize, fates: &[Fate], commands: &[RunCommand<'_>]) -> Span {
    let start = |command: &RunCommand<'_>| command.place(command.command.span).start;
    let end = |command: &RunCommand<'_>| command.place(command.command.span).end;
    let is_tail = fates.iter().skip(number).all(|fate| matches!(fate, Fate::Goes));
    let own = commands.get(number).map_or(Span::at(0), |command| command.place(command.command.span));
    match (is_tail, number.checked_sub(1).and_then(|before| commands.get(before)), commands.get(number + 1)) {
        (true, Some(before), _) => Span::new(end(before), own.end),
        (_, _, Some(next)) => Span::new(own.start, start(next)),
        _ => own,
    }
}

/// Whether a command removes nothing but what apt leaves behind.
#[must_use]
pub(super) fn cleans_behind_apt(command: &RunCommand<'_>) -> bool {
    let of_apt = |text: &str| text.starts_with("/var/lib/apt") || text.starts_with("/var/cache/apt") || text.starts_with("/etc/apt/");
    let is_temporary = |text: &str| text.starts_with("/tmp/") || text.starts_with("/var/tmp/");
    let args = command.effective.args;
    command.name() == "rm"
        && args.iter().any(|arg| of_apt(arg.raw))
        && args.iter().all(|arg| arg.raw.starts_with('-') || of_apt(arg.raw) || is_temporary(arg.raw))
}
