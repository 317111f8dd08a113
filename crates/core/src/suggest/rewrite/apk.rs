//! apt's commands in a RUN, in the words of apk: word by word, so that lines and comments stay.
//!
//! A package without a counterpart in the catalog, a version and an option that asks for more are left to a person.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_catalog::replacements::apk_packages;
use plimsoll_shell::packages::{Action, PackageKind};
use plimsoll_text::{Edit, Span};

use super::{Hunk, Job, Step};
use crate::docker_edit::delete_instruction;
use crate::model::{Run, RunCommand};
use crate::shell_edit::{delete_words, replace_word};

/// What becomes of a command.
enum Fate {
    /// It is none of apt's.
    Stays,
    /// apk needs it not.
    Goes,
    /// It is written anew, word by word.
    Becomes(Vec<Edit>),
}

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
                let span = cut(number, &fates, commands);
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

fn fate(job: &Job<'_, '_, '_>, command: &RunCommand<'_>) -> Step<Fate> {
    let args = command.effective.args;
    if command.name() == "rm" {
        let of_apt = |text: &str| text.starts_with("/var/lib/apt") || text.starts_with("/var/cache/apt") || text.starts_with("/etc/apt/");
        let is_apts = args.iter().any(|arg| of_apt(arg.raw))
            && args
                .iter()
                .all(|arg| arg.raw.starts_with('-') || of_apt(arg.raw) || arg.raw.starts_with("/tmp/") || arg.raw.starts_with("/var/tmp/"));
        return Ok(if is_apts { Fate::Goes } else { Fate::Stays });
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
