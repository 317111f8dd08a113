//! apt's commands in a RUN, in the words of apk: word by word, so that lines and comments stay.
//!
//! A package without a counterpart in the catalog, a version and an option that asks for more are left to a person.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_catalog::replacements::apk_packages;
use plimsoll_shell::packages::{Action, PackageKind};
use plimsoll_text::{Edit, Span};

use super::fates::{self, Fate, cleans_behind_apt};
use super::{Hunk, Job, Step};
use crate::model::{Run, RunCommand};
use crate::shell_edit::{delete_words, replace_word};

/// The edits of one RUN.
///
/// # Errors
/// What apk has no word for.
pub(super) fn hunks(job: &Job<'_, '_, '_>, run: &Run<'_>, commands: &[RunCommand<'_>]) -> Step<Vec<Hunk>> {
    let why = "Alpine's packages come from apk, which keeps no lists";
    let mut fates = Vec::new();
    for command in commands {
        fates.push(fate(job, command)?);
    }
    fates::hunks(job, run, commands, &fates, why)
}

fn fate(job: &Job<'_, '_, '_>, command: &RunCommand<'_>) -> Step<Fate> {
    if command.name() == "rm" {
        return Ok(if cleans_behind_apt(command) { Fate::Goes } else { Fate::Stays });
    }
    if matches!(
        command.name(),
        "apt-mark"
            | "apt-key"
            | "apt-cache"
            | "apt-config"
            | "add-apt-repository"
            | "dpkg"
            | "dpkg-reconfigure"
            | "debconf-set-selections"
            | "update-alternatives"
            | "locale-gen"
    ) {
        return Err(job.by_hand(&format!("Alpine has no `{}`", command.name()), command.span()));
    }
    let Some(package) = command.package.as_ref().filter(|package| package.manager.is_apt()) else { return Ok(Fate::Stays) };
    let stray = || job.by_hand(&format!("what `{}` does here has to be written for apk by hand", command.name()), command.span());
    let verb = match package.action {
        Action::Update | Action::Clean | Action::Autoremove => return Ok(Fate::Goes),
        Action::Install => "add",
        Action::Remove => "del",
        Action::Upgrade | Action::DistUpgrade => "upgrade",
        _ => return Err(stray()),
    };
    let (source, file) = (job.model.file.source, job.model.file);
    let mut edits = Vec::new();
    let replace = |word, by: &str| replace_word(command, source, word, by).ok_or_else(stray);
    edits.push(replace(package.name, "apk")?);
    let subcommand = package.subcommand.ok_or_else(stray)?;
    let verb_text = if verb == "del" { "del".into() } else { format!("{verb} --no-cache") };
    edits.push(replace(subcommand, &verb_text)?);
    // Whatever is set for apt alone.
    for assignment in &command.command.assignments {
        if assignment.name != "DEBIAN_FRONTEND" {
            return Err(stray());
        }
        let own = command.place(assignment.span);
        edits.push(Edit { span: Span::new(own.start, command.place(command.effective.word.span).start), text: String::new() });
    }
    let mut seen: Vec<&str> = Vec::new();
    for word in package.args.iter().filter(|word| word.span != subcommand.span) {
        let Some(one) = package.packages.iter().find(|one| word.span.contains(one.name_span)) else {
            if !word.raw.starts_with('-') || matches!(word.raw, "-t" | "-o" | "-c") {
                return Err(stray());
            }
            edits.push(delete_words(command, file, core::slice::from_ref(word)).ok_or_else(stray)?);
            continue;
        };
        if one.kind != PackageKind::Named || word.raw.contains(['=', '/', '$', '*']) {
            return Err(job.by_hand(&format!("`{}` asks for Debian's version or file", word.raw), command.place(word.span)));
        }
        let Some(found) = apk_packages(&one.name).filter(|found| !found.is_empty()) else { return Err(stray()) };
        let fresh: Vec<&str> = found.split(' ').filter(|name| !seen.contains(name)).collect();
        seen.extend(&fresh);
        if fresh.is_empty() {
            edits.push(delete_words(command, file, core::slice::from_ref(word)).ok_or_else(stray)?);
        } else if *word.raw != *fresh.join(" ") {
            edits.push(replace(word, &fresh.join(" "))?);
        }
    }
    Ok(Fate::Becomes(edits))
}
