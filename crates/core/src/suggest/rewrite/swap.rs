//! What follows from another base image in the stages that stand on it: packages, accounts, shells, what is started.
//!
//! Stages are never made or joined here.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_catalog::Flavour;
use plimsoll_catalog::replacements::alpine_path;
use plimsoll_dockerfile::{Command, Instruction, InstructionKind, Word};
use plimsoll_text::{Edit, Span};

use super::super::signals::is_app_uid;
use super::start::{self, Health};
use super::{Hunk, Job, Step, accounts, apk, language, places, python};
use crate::docker_edit::{delete_instruction, insert_below, json_array};
use crate::model::{Run, RunForm, Stage};

/// What plain sh, and BusyBox's ash, cannot read.
const BASHISMS: &[&str] = &[
    "[[",
    "<(",
    ">(",
    "=(",
    "<<<",
    "${!",
    "//",
    "^^}",
    ",,}",
    "declare ",
    "shopt ",
    "pushd",
    "popd",
    "mapfile",
    "readarray",
    "function ",
    "&>",
    "{1..",
    "$RANDOM",
    "PIPESTATUS",
];

/// The edits.
///
/// # Errors
/// The step that a person has to make.
pub(super) fn hunks(job: &Job<'_, '_, '_>) -> Step<Vec<Hunk>> {
    let mut out = Vec::new();
    let to_alpine = matches!(job.target.flavour(), Some(Flavour::Alpine | Flavour::AlpineSlim)) && !job.case.is_alpine();
    if job.offer.id == "lang-image" {
        return language::hunks(job);
    }
    let is_move = job.offer.caveats.contains(&"pkg_version_change");
    if let Some(package) = job.case.signals.packages.first().filter(|_| is_move) {
        return Err(job.by_hand("another distribution has other packages", package.span));
    }
    if let Some(span) = job.case.signals.php_extensions.filter(|_| to_alpine) {
        return Err(job.by_hand("extensions need $PHPIZE_DEPS and Alpine's libraries to compile", span));
    }
    let stands_on = |stage: &&Stage<'_>| job.model.chain(stage.index).last().map(|root| root.index) == job.case.image.stage;
    for stage in job.model.stages.iter().filter(stands_on) {
        for run in job.model.runs_of(stage) {
            if to_alpine {
                onto_alpine(job, run, &mut out)?;
            } else if job.has_no_shell() {
                // Whatever else a RUN does stands among the blockers.
                out.push(Hunk {
                    edit: delete_instruction(job.model.file, run.instruction),
                    why: "the image has this already, and no shell to run it".into(),
                });
            }
        }
        for instruction in stage.instructions {
            if to_alpine {
                of_alpine(job, instruction, &mut out)?;
            }
            if job.has_no_shell() {
                without_accounts(job, instruction, &mut out)?;
            }
        }
    }
    if !job.case.signals.is_result || job.case.signals.in_manifest {
        return Ok(out);
    }
    if job.starts_runtime() {
        workdir(job, &mut out)?;
        out.extend(python::swap(job)?);
        for (keyword, text) in start::entries(job, &|_| None)? {
            let why = if text.contains("ENTRYPOINT") || job.runtime() == super::Runtime::Other {
                "without a shell it is a JSON array of the program and its words"
            } else {
                "the image starts the runtime itself: CMD names what follows it"
            };
            out.extend(job.instruction(keyword).map(|instruction| Hunk { edit: Edit { span: instruction.span, text }, why: why.into() }));
        }
    }
    healthcheck(job, &mut out)?;
    Ok(out)
}

fn healthcheck(job: &Job<'_, '_, '_>, out: &mut Vec<Hunk>) -> Step<()> {
    let Some(instruction) = job.case.signals.healthcheck.as_ref().and_then(|check| job.instruction(check.span)) else { return Ok(()) };
    match start::health(job, &|_| None) {
        Health::Keep => {}
        Health::Write(text, why) => {
            if text != instruction.span.of(job.model.file.source) {
                out.push(Hunk { edit: Edit { span: instruction.span, text }, why: why.into() });
            }
        }
        Health::Drop if job.has_no_shell() => {
            let why = "nothing in the image can ask: let the platform that runs the container check its health";
            out.push(Hunk { edit: delete_instruction(job.model.file, instruction), why: why.into() });
        }
        Health::Drop => return Err(job.by_hand("nothing in the image can make the request: HEALTHCHECK on", instruction.keyword_span)),
    }
    Ok(())
}

/// Files that were put under the old image's working directory stay where they are.
fn workdir(job: &Job<'_, '_, '_>, out: &mut Vec<Hunk>) -> Step<()> {
    let signals = job.case.signals;
    let is_relative = |word: &str| !word.starts_with(['/', '-', '$']) && (word.contains('/') || word.contains('.'));
    let starts_relative = signals.entries.iter().any(|entry| entry.words.iter().any(|word| is_relative(word)));
    let Some(root) = job.case.image.stage.filter(|_| !signals.has_workdir && (signals.relative_copy.is_some() || starts_relative)) else {
        return Ok(());
    };
    if !matches!(job.case.work.family().map(|family| family.id), Some("node" | "python" | "distro" | "small-distro" | "java")) {
        let span = signals.relative_copy.unwrap_or(job.case.image.span);
        return Err(job.by_hand("the working directory has to be written out", span));
    }
    let from = job.model.stages.get(root).and_then(|stage| stage.from);
    let edit = from.and_then(|from| insert_below(job.model.file, from, "WORKDIR /"));
    out.extend(edit.map(|edit| Hunk { edit, why: "the new image starts in another directory".into() }));
    Ok(())
}

/// USER and `--chown` with names that the image has not.
fn without_accounts(job: &Job<'_, '_, '_>, instruction: &Instruction<'_>, out: &mut Vec<Hunk>) -> Step<()> {
    let of_dotnet = job.target.tag.contains("chiseled");
    let is_known = |name: &str| {
        // Distroless knows root, nobody and nonroot.
        let is_own = if of_dotnet { name == "app" || is_app_uid(name) } else { matches!(name, "nonroot" | "nobody") };
        name.is_empty() || name == "root" || is_own || name.bytes().all(|b| b.is_ascii_digit())
    };
    let are_known = |text: &str| text.split(':').all(is_known);
    let why = "the image has no such user: numbers need no entry in /etc/passwd";
    let mut replace = |word: &Word<'_>| -> Step<()> {
        if word.text.contains('$') && !are_known(&word.text) {
            return Err(job.by_hand("which user it is, a variable tells", word.span));
        }
        if !are_known(&word.text) {
            out.push(Hunk { edit: Edit { span: word.span, text: job.user().to_string() }, why: why.into() });
        }
        Ok(())
    };
    match &instruction.kind {
        InstructionKind::User(Some(word)) => replace(word),
        InstructionKind::Copy(_) | InstructionKind::Add(_) => instruction.flag_value("chown").map_or(Ok(()), replace),
        InstructionKind::Onbuild(_) => Err(job.by_hand("ONBUILD is for other builds", instruction.keyword_span)),
        _ => Ok(()),
    }
}

/// One RUN on Alpine.
fn onto_alpine(job: &Job<'_, '_, '_>, run: &Run<'_>, out: &mut Vec<Hunk>) -> Step<()> {
    let commands = job.model.commands_at(run.index);
    out.extend(apk::hunks(job, run, commands)?);
    for command in commands {
        out.extend(accounts::hunk(job, command)?);
    }
    let has_bash = job.case.signals.packages.iter().any(|package| package.name == "bash");
    if has_bash {
        return Ok(());
    }
    for command in commands.iter().filter(|command| command.name() == "bash") {
        let text = command.span().of(job.model.file.source);
        let is_script = command.effective.args.first().is_none_or(|arg| !arg.raw.starts_with('-') || !arg.raw.ends_with('c'));
        if is_script || run.form != RunForm::Shell || is_bash(text) {
            return Err(job.by_hand("needs bash", command.span()));
        }
        let span = command.place(command.effective.word.span);
        out.push(Hunk { edit: Edit { span, text: "sh".into() }, why: "there is no bash, and nothing here needs it".into() });
    }
    Ok(())
}

fn is_bash(text: &str) -> bool {
    BASHISMS.iter().any(|sign| text.contains(sign) && (*sign != "//" || text.contains("${")))
}

/// SHELL, and paths that differ.
fn of_alpine(job: &Job<'_, '_, '_>, instruction: &Instruction<'_>, out: &mut Vec<Hunk>) -> Step<()> {
    let has_bash = job.case.signals.packages.iter().any(|package| package.name == "bash");
    match &instruction.kind {
        InstructionKind::Shell(words) if !has_bash && words.first().is_some_and(|word| places::name(&word.text) == "bash") => {
            let runs = job.model.runs.iter().filter(|run| run.instruction.span.start > instruction.span.start);
            if let Some(run) = runs.into_iter().find(|run| is_bash(run.instruction.span.of(job.model.file.source))) {
                return Err(job.by_hand("needs bash", run.instruction.keyword_span));
            }
            let new: Vec<String> =
                words.iter().enumerate().map(|(i, word)| if i == 0 { "/bin/ash".to_string() } else { word.text.to_string() }).collect();
            let text = format!("{} {}", instruction.keyword_text, json_array(new.iter().map(String::as_str)));
            out.push(Hunk { edit: Edit { span: instruction.span, text }, why: "Alpine's shell is ash, which knows pipefail too".into() });
        }
        InstructionKind::Cmd(command) | InstructionKind::Entrypoint(command) => {
            let mut at = |path: &str, span: Span| {
                if let Some(other) = alpine_path(path) {
                    let start = span.start + span.of(job.model.file.source).find(path).unwrap_or_default();
                    let edit = Edit { span: Span::new(start, start + path.len()), text: other.to_string() };
                    out.push(Hunk { edit, why: "Alpine keeps it elsewhere".into() });
                }
            };
            match command {
                Command::Exec { words, .. } => words.iter().for_each(|word| at(&word.text, word.span)),
                Command::Shell { text, .. } => {
                    let first = text.text().split_whitespace().find(|word| *word != "exec").unwrap_or_default();
                    at(first, instruction.span);
                }
            }
            if let Some(entry) = job.case.signals.entries.iter().find(|entry| entry.span == instruction.keyword_span)
                && entry.words.iter().any(|word| places::name(word) == "bash")
                && !has_bash
            {
                return Err(job.by_hand("needs bash", entry.span));
            }
        }
        _ => {}
    }
    Ok(())
}
