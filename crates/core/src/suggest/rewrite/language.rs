//! What goes where the image holds the language already: its packages, and the commands that installed nothing else.
//!
//! Other packages stay as they are.

use alloc::format;
use alloc::vec::Vec;

use plimsoll_shell::Word;
use plimsoll_shell::packages::Action;
use plimsoll_text::Edit;

use super::fates::{self, Fate, cleans_behind_apt};
use super::{Hunk, Job, Step};
use crate::model::{Run, RunCommand};
use crate::shell_edit::delete_words;
use crate::suggest::language::{self, Language};

/// The edits.
///
/// # Errors
/// What a person has to take out.
pub(super) fn hunks(job: &Job<'_, '_, '_>) -> Step<Vec<Hunk>> {
    let Some(language) = language::of(job.case) else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    let stages = job.model.stages.iter();
    for stage in stages.filter(|stage| job.model.chain(stage.index).last().map(|root| root.index) == job.case.image.stage) {
        for run in job.model.runs_of(stage) {
            out.extend(of_run(job, run, &language)?);
        }
    }
    Ok(out)
}

fn of_run(job: &Job<'_, '_, '_>, run: &Run<'_>, language: &Language) -> Step<Vec<Hunk>> {
    let commands = job.model.commands_at(run.index);
    let is_install = |command: &&RunCommand<'_>| action(command) == Some(Action::Install);
    let goes = |command: &RunCommand<'_>| named(command).all(|name| language.holds(name));
    if !commands.iter().filter(is_install).any(|command| named(command).any(|name| language.holds(name))) {
        return Ok(Vec::new());
    }
    // Lists are loaded and removed for the packages that stay.
    let installs_more = commands.iter().filter(is_install).any(|command| !goes(command));
    let mut all = Vec::new();
    for command in commands {
        let fate = match action(command) {
            Some(Action::Install) if goes(command) => Fate::Goes,
            Some(Action::Install) => Fate::Becomes(without(job, command, language)?),
            Some(Action::Update | Action::Clean | Action::Autoremove) if !installs_more => Fate::Goes,
            Some(Action::Update | Action::Clean | Action::Autoremove | Action::Upgrade | Action::DistUpgrade) => Fate::Stays,
            Some(_) => return Err(job.by_hand(&format!("what `{}` does here", command.name()), command.span())),
            None if cleans_behind_apt(command) && !installs_more => Fate::Goes,
            None => Fate::Stays,
        };
        all.push(fate);
    }
    fates::hunks(job, run, commands, &all, "the image has it already")
}

/// What a command of apt does.
fn action(command: &RunCommand<'_>) -> Option<Action> {
    command.package.as_ref().filter(|package| package.manager.is_apt()).map(|package| package.action)
}

/// The packages that a command names.
fn named<'c>(command: &'c RunCommand<'_>) -> impl Iterator<Item = &'c str> {
    command.package.iter().flat_map(|package| package.packages.iter().map(|one| &*one.name))
}

/// A command of apt without the packages of the language.
fn without(job: &Job<'_, '_, '_>, command: &RunCommand<'_>, language: &Language) -> Step<Vec<Edit>> {
    let Some(package) = &command.package else { return Ok(Vec::new()) };
    let of_language = |word: &&Word<'_>| {
        let one = package.packages.iter().find(|one| word.span.contains(one.name_span));
        one.is_some_and(|one| language.holds(&one.name))
    };
    let mut edits = Vec::new();
    for word in package.args.iter().filter(of_language) {
        let edit = delete_words(command, job.model.file, core::slice::from_ref(word));
        edits.push(edit.ok_or_else(|| job.by_hand(&format!("`{}` has to be taken out", word.raw), command.place(word.span)))?);
    }
    Ok(edits)
}
