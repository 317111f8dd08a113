//! A compiled program: the file that the build makes, found by where it is started from, and what it reads when it runs.
//!
//! It never asks what a project's own settings say.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_shell::packages::Manager;

use super::super::signals::Cgo;
use super::content::{Content, destinations, stage_dir, stage_workdir};
use super::places::{is_in, join, name, parent};
use super::{Hunk, Job};
use crate::docker_edit::insert_below;
use crate::model::RunCommand;

/// A program that the build makes: found by where it is started from.
pub(super) fn binary(job: &Job<'_, '_, '_>, workdirs: &[Option<String>], workdir: &str, word: &str) -> Option<Content> {
    let mut content = Content::default();
    let mut path = None;
    for command in &job.model.commands {
        let here = stage_dir(job, command, workdirs.get(command.run.index).cloned().flatten())?;
        let wanted = if word.contains('/') { Some(join(workdir, word)) } else { None };
        let fits = |made: &str| {
            name(made) == name(word) && wanted.as_ref().is_none_or(|wanted| wanted == made) && (wanted.is_some() || is_on_path(made))
        };
        for made in made_by(command, &here, word) {
            if fits(&made) {
                path = Some(made);
            }
        }
    }
    let path = path?;
    let keeps = !["/go", "/root", "/usr/local/cargo", "/usr/src"].iter().any(|folder| is_in(&path, folder)) && !path.contains("/target/");
    let to = if keeps { path.clone() } else { format!("/usr/local/bin/{}", name(&path)) };
    content.moved.push((word.to_string(), to.clone()));
    content.paths.push((path, to));
    let data = data_files(job, workdirs);
    if !data.is_empty() || !(["/go", "/usr/src", "/root"].iter().any(|folder| is_in(workdir, folder)) || workdir == "/") {
        content.workdir = workdir.to_string();
    }
    content.paths.extend(data);
    content.word = "; files that the program reads at run time have to be copied as well";
    if job.case.work.family().is_some_and(|family| family.id == "go")
        && job.case.signals.cgo != Cgo::Off
        && job.offer.edits.contains(&"cgo_disable")
    {
        let from = job.model.stages.first()?.from?;
        let edit = insert_below(job.model.file, from, "ENV CGO_ENABLED=0")?;
        content.hunks.push(Hunk { edit, why: "without C the program is linked statically and needs no C library".into() });
    }
    Some(content)
}

fn is_on_path(path: &str) -> bool {
    matches!(
        parent(path),
        "/usr/local/sbin"
            | "/usr/local/bin"
            | "/usr/sbin"
            | "/usr/bin"
            | "/sbin"
            | "/bin"
            | "/go/bin"
            | "/usr/local/cargo/bin"
            | "/usr/local/go/bin"
    )
}

/// The files that a command makes, as far as one of them could be `word`.
fn made_by(command: &RunCommand<'_>, here: &str, word: &str) -> Vec<String> {
    let mut made = Vec::new();
    let args: Vec<String> = command.effective.args.iter().map(|arg| arg.text().into_owned()).collect();
    let value = |option: &str| {
        let at = args.iter().position(|arg| arg == option).and_then(|at| args.get(at + 1)).cloned();
        at.or_else(|| args.iter().find_map(|arg| arg.strip_prefix(option)?.strip_prefix('=').map(ToString::to_string)))
    };
    let program = name(word);
    match command.name() {
        "go" if args.first().is_some_and(|verb| verb == "build") => match value("-o") {
            Some(out) if out.ends_with('/') || out == "." || out == ".." => made.push(join(&join(here, &out), program)),
            Some(out) => {
                made.push(join(here, &out));
                made.push(join(&join(here, &out), program));
            }
            None => made.push(join(here, program)),
        },
        "go" if args.first().is_some_and(|verb| verb == "install") => made.push(format!("/go/bin/{program}")),
        "cargo" if args.iter().any(|arg| arg == "build") => {
            let kind = if args.iter().any(|arg| arg == "--release" || arg == "-r") { "release" } else { "debug" };
            let folder = value("--target-dir").unwrap_or_else(|| "target".into());
            let target = value("--target").map(|target| format!("/{target}")).unwrap_or_default();
            made.push(join(here, &format!("{folder}{target}/{kind}/{program}")));
        }
        "cargo" if args.iter().any(|arg| arg == "install") => {
            made.push(format!("{}/bin/{program}", value("--root").map_or_else(|| "/usr/local/cargo".into(), |root| join(here, &root))));
        }
        "gcc" | "g++" | "cc" | "c++" | "clang" | "clang++" => made.extend(value("-o").map(|out| join(here, &out))),
        "cp" | "mv" | "install" => {
            let operands: Vec<&String> = args.iter().filter(|arg| !arg.starts_with('-')).collect();
            if let [.., from, to] = &*operands {
                made.push(join(here, to));
                made.push(join(&join(here, to), name(from)));
            }
        }
        _ => {}
    }
    made
}

/// What COPY puts beside the program for its run time: whatever comes behind the last build, and folders that are no code.
fn data_files(job: &Job<'_, '_, '_>, workdirs: &[Option<String>]) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let is_build = |command: &&RunCommand<'_>| {
        command.package.as_ref().is_some_and(|package| matches!(package.manager, Manager::Go | Manager::Cargo))
            || matches!(command.name(), "make" | "gcc" | "g++" | "cmake")
    };
    let last = job.model.commands.iter().filter(is_build).map(|command| command.run.index).max().unwrap_or_default();
    job.model.graph.walk(job.model.file, 0, |index, instruction, scope| {
        let (InstructionKind::Copy(transfer) | InstructionKind::Add(transfer)) = &instruction.kind else { return };
        let is_data = index > last || transfer.sources.iter().all(|word| is_data(&word.text));
        if !is_data || instruction.flag("from").is_some() {
            return;
        }
        let here = stage_workdir(workdirs, index);
        for path in destinations(transfer, &here, &|word| scope.expand(word).ok().map(|found| found.text.into_owned())) {
            if !out.iter().any(|(_, to)| *to == path) && path != "/" {
                out.push((path.clone(), path));
            }
        }
    });
    out
}

fn is_data(source: &str) -> bool {
    let name = name(source);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    matches!(
        name,
        "templates"
            | "template"
            | "static"
            | "public"
            | "assets"
            | "views"
            | "migrations"
            | "config"
            | "configs"
            | "conf"
            | "locales"
            | "i18n"
            | "web"
            | "www"
            | "html"
            | "data"
    ) || (matches!(ending, "yaml" | "yml" | "html" | "sql" | "ini" | "conf" | "pem" | "crt") && !name.starts_with("pnpm-"))
}
