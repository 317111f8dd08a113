//! Python's packages: in a virtual environment that is taken along, and found by the interpreter of another image.
//!
//! Where a file installs them elsewhere, a person has to follow.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_shell::packages::{Action, Manager};

use super::content::Content;
use super::places::{is_in, join, name};
use super::{Hunk, Job, Runtime, Step};
use crate::docker_edit::{insert_above, insert_below};
use crate::model::RunCommand;
use crate::shell_edit::{delete_words, line_end};

/// Where Python's packages are put.
const VENV: &str = "/opt/venv";

/// The virtual environment of a file that is split in two.
///
/// # Errors
/// Where the packages go elsewhere, or the program cannot come along.
pub(super) fn split(job: &Job<'_, '_, '_>, word: &str, content: &mut Content) -> Step<()> {
    let commands = &job.model.commands;
    let managers = |command: &RunCommand<'_>| command.package.as_ref().map(|package| (package.manager, package.action));
    // A tool that installs is not what runs.
    let is_tool = |command: &RunCommand<'_>| {
        command.package.as_ref().is_some_and(|package| {
            package.action == Action::Install
                && !package.packages.is_empty()
                && package.packages.iter().all(|one| matches!(&*one.name, "pip" | "uv" | "poetry" | "setuptools" | "wheel" | "pipenv"))
        })
    };
    let fills = |command: &&RunCommand<'_>| {
        let pip =
            matches!(managers(command), Some((Manager::Pip | Manager::Uv, Action::Install | Action::InstallProject))) && !is_tool(command);
        pip || (command.name() == "poetry" && (command.has_arg("install") || command.has_arg("sync")))
    };
    let Some(first) = commands.iter().find(fills) else { return Ok(()) };
    let entry = job.case.signals.entries.first().map_or(job.case.image.span, |entry| entry.span);
    for command in commands.iter().filter(|command| command.package.is_some() || command.name() == "pipenv") {
        let odd = ["--user", "--target", "-t", "--prefix", "--root"]
            .into_iter()
            .find(|option| command.effective.args.iter().any(|arg| arg.raw == *option || arg.raw.starts_with(&*format!("{option}="))));
        if let Some(odd) = odd.filter(|_| fills(&command)).or((command.name() == "pipenv").then_some("pipenv")) {
            return Err(job.by_hand(&format!("where `{odd}` puts the packages has to be followed by hand"), command.span()));
        }
    }
    if matches!(name(word), "uv" | "poetry" | "pipenv" | "pdm") {
        return Err(job.by_hand(&format!("`{}` stays in the stage that builds: start the program itself", name(word)), entry));
    }
    let makes_venv =
        commands.iter().find(|command| matches!(command.name(), "virtualenv") || (command.has_arg("venv") && command.name() != "pip"));
    let is_sync = first.has_arg("sync") && first.name() == "uv";
    let venv = match makes_venv {
        Some(command) => command
            .effective
            .args
            .last()
            .and_then(|arg| arg.literal())
            .filter(|path| path.starts_with('/'))
            .map(|path| path.to_string())
            .ok_or_else(|| job.by_hand("where the virtual environment is, is not told", command.span()))?,
        None if is_sync => join(&content.workdir, ".venv"),
        None => VENV.to_string(),
    };
    if makes_venv.is_none() && !is_sync {
        let user = job.model.file.instructions.iter().take(first.run.index).find(|one| matches!(one.kind, InstructionKind::User(_)));
        if let Some(user) = user {
            return Err(job.by_hand(&format!("another user than root cannot make {VENV}"), user.keyword_span));
        }
        let lines =
            format!("RUN python -m venv {VENV}{0}ENV VIRTUAL_ENV={VENV} PATH=\"{VENV}/bin:$PATH\"", line_end(job.model.file.source));
        let edit = insert_above(job.model.file, first.run.instruction, &lines);
        content.hunks.push(Hunk { edit, why: "a virtual environment can be taken along whole".into() });
        for command in commands.iter().filter(|command| command.name() == "uv") {
            for arg in command.effective.args.iter().filter(|arg| arg.raw == "--system") {
                let edit = delete_words(command, job.model.file, core::slice::from_ref(arg))
                    .ok_or_else(|| job.by_hand("`--system` has to go", command.span()))?;
                content.hunks.push(Hunk { edit, why: "the packages belong into the virtual environment".into() });
            }
        }
    }
    if job.target.is_of_vendor() {
        return Err(job.by_hand("which Python is in it moves: build on its `latest-dev`", entry));
    }
    let is_inside = is_in(&venv, &content.workdir);
    if job.has_no_shell() {
        // Its interpreter is another one of the same version: the packages alone are taken.
        let packages = packages_of(job, &venv);
        content.env.push(format!("ENV PYTHONPATH={packages}"));
        if !is_inside {
            content.paths.insert(0, (packages.clone(), packages));
        }
    } else {
        content.env.push(format!("ENV PATH=\"{venv}/bin:$PATH\""));
        if !is_inside {
            content.paths.insert(0, (venv.clone(), venv));
        }
    }
    Ok(())
}

/// Where a virtual environment of the file's Python has its packages.
fn packages_of(job: &Job<'_, '_, '_>, environment: &str) -> String {
    let minor = job.case.work.tag.split(['.', '-']).take(2).collect::<Vec<_>>().join(".");
    format!("{environment}/lib/python{minor}/site-packages")
}

/// Where the packages are that another stage has installed, for an interpreter that does not look there by itself.
///
/// # Errors
/// Where the file does not tell.
pub(super) fn swap(job: &Job<'_, '_, '_>) -> Step<Option<Hunk>> {
    let Some(stage) = job.model.final_stage().filter(|_| matches!(job.runtime(), Runtime::Python(_))) else { return Ok(None) };
    let mut folders: Vec<String> = Vec::new();
    let mut paths: Vec<String> = Vec::new();
    let mut last = None;
    job.model.graph.walk(job.model.file, stage.index, |_, instruction, scope| match &instruction.kind {
        InstructionKind::Copy(transfer) if instruction.flag("from").is_some() => {
            let to = transfer.destination.as_ref().and_then(|word| scope.expand(&word.text).ok());
            folders.extend(to.map(|to| to.text.trim_end_matches('/').to_string()));
            last = Some(instruction);
        }
        InstructionKind::Env(pairs) => {
            for pair in pairs.iter().filter(|pair| pair.key.text == "PATH") {
                let value = pair.value.as_ref().and_then(|value| scope.expand(value.text.trim_matches('"')).ok());
                paths.extend(value.map(|value| value.text.into_owned()));
            }
        }
        _ => {}
    });
    paths.extend(job.case.signals.entries.iter().filter_map(|entry| Some(entry.words.first()?.rsplit_once('/')?.0.to_string())));
    let of_path = |path: &String| path.split(':').next()?.strip_suffix("/bin").map(ToString::to_string);
    let is_copied = |environment: &String| folders.iter().any(|folder| folder.starts_with('/') && is_in(environment, folder));
    let environment = paths.iter().filter_map(of_path).find(is_copied).map(|found| packages_of(job, &found));
    let packages = environment.or_else(|| folders.iter().find(|folder| folder.ends_with("/site-packages")).cloned());
    let line = packages.filter(|_| !job.target.is_of_vendor()).map(|packages| format!("ENV PYTHONPATH={packages}"));
    let edit = line.and_then(|line| insert_below(job.model.file, last?, &line));
    let is_python = |known: &super::Known| known.family().is_some_and(|family| family.id == "python");
    match (edit, job.case.signals.copied.iter().find(|copied| is_python(copied.from))) {
        (Some(edit), _) => Ok(Some(Hunk { edit, why: "the interpreter is another one, and looks for packages elsewhere".into() })),
        (None, Some(copied)) => Err(job.by_hand("where its packages are, PYTHONPATH has to tell: COPY on", copied.span)),
        (None, None) => Ok(None),
    }
}
