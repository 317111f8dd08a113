//! What a program needs where it runs: its files, and the paths that change by that.
//!
//! It is followed from what is started to where the file makes it; where that is not told, a person has to say it.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_dockerfile::{InstructionKind, Transfer};
use plimsoll_shell::packages::{Action, Manager};
use plimsoll_text::Span;

use super::super::entry::Entry;
use super::places::{is_in, join, name, parent};
use super::{Hunk, Job, Step, binary, python, site};
use crate::model::RunCommand;
use crate::shell_edit::{append_command, line_end};

/// What is copied, and the paths that change by that.
#[derive(Default)]
pub(super) struct Content {
    /// From, to.
    pub(super) paths: Vec<(String, String)>,
    /// The working directory.
    pub(super) workdir: String,
    /// Paths as they are written, and where they are now.
    pub(super) moved: Vec<(String, String)>,
    /// ENV lines of the new stage.
    pub(super) env: Vec<String>,
    /// Edits of the stage that builds.
    pub(super) hunks: Vec<Hunk>,
    /// Instructions that write settings.
    pub(super) settings: Vec<String>,
    /// The image itself says what to start.
    pub(super) starts_itself: bool,
    /// What a reader should know.
    pub(super) word: &'static str,
}

/// The program that is started, resolved: the word, and its path.
fn program<'e>(job: &'e Job<'_, '_, '_>) -> Option<(&'e Entry<'e>, &'e str)> {
    let entry = job.case.signals.entries.first()?;
    Some((entry, entry.words.first()?))
}

/// What the program needs, by language.
pub(super) fn content(job: &Job<'_, '_, '_>, workdirs: &[Option<String>]) -> Step<Content> {
    let Some((entry, word)) = program(job) else {
        return Err(("what is started is not told: there is neither CMD nor ENTRYPOINT".into(), Some(job.case.image.span)));
    };
    if entry.needs_shell && job.has_no_shell() {
        return Err(job.by_hand(&format!("needs a shell: {}", entry.keyword), entry.span));
    }
    let Some(workdir) = workdirs.last().cloned().flatten() else {
        return Err(job.by_hand("a variable tells the working directory", job.case.image.span));
    };
    let family = job.case.work.family().map(|family| family.id);
    let stray = || {
        let what =
            if matches!(family, Some("java" | "dotnet")) { format!("what `{word}` starts") } else { format!("where `{word}` comes from") };
        job.by_hand(&format!("{what} is not told: {} on", entry.keyword), entry.span)
    };
    let site =
        if job.target.repository.ends_with("/nginx") { site::for_nginx(entry, &workdir, line_end(job.model.file.source)) } else { None };
    if let Some((folder, settings)) = site {
        let paths = Vec::from([(folder, site::ROOT.to_string())]);
        return Ok(Content {
            paths,
            settings,
            starts_itself: true,
            word: "; nginx hands the files out in the place of Node",
            ..Content::default()
        });
    }
    let mut found = match family {
        Some("go" | "rust" | "c-cpp") => binary::binary(job, workdirs, &workdir, word).ok_or_else(stray)?,
        Some("java") => jar(job, &workdir, &entry.words).ok_or_else(stray)?,
        Some("dotnet") => published(job, workdirs, &workdir, &entry.words).ok_or_else(stray)?,
        Some(family) => directory(job, family, &workdir, word)?,
        None => return Err(stray()),
    };
    if found.paths.iter().any(|(_, to)| is_in(to, "/root")) {
        return Err(job.by_hand("what lies under /root only root may read", entry.span));
    }
    if &*job.target.repository == "scratch" {
        found.paths.insert(0, ("/etc/ssl/certs/ca-certificates.crt".into(), "/etc/ssl/certs/ca-certificates.crt".into()));
    }
    Ok(found)
}

/// A jar, or the folder of one that has its libraries beside it.
fn jar(job: &Job<'_, '_, '_>, workdir: &str, words: &[Cow<'_, str>]) -> Option<Content> {
    let at = words.iter().position(|word| word == "-jar")? + 1;
    let written = words.get(at).filter(|word| word.ends_with(".jar") && !word.contains(['*', '$']))?;
    let path = join(workdir, written);
    let folder = parent(&path);
    let home = if is_in(workdir, "/root") || is_in(workdir, "/usr/src") || workdir == "/" { "/app" } else { workdir };
    let mut content = Content { workdir: home.to_string(), ..Content::default() };
    let is_alone = matches!(name(folder), "target" | "libs") || folder == workdir;
    let to = if is_alone { join(home, name(&path)) } else { join(home, &format!("{}/{}", name(folder), name(&path))) };
    content.moved.push((written.to_string(), to.clone()));
    if is_alone {
        content.paths.push((path, to))
    } else {
        content.paths.push((folder.to_string(), parent(&to).to_string()))
    }
    job.case.signals.builds.is_some().then_some(content)
}

/// The folder that `dotnet publish` writes.
fn published(job: &Job<'_, '_, '_>, workdirs: &[Option<String>], workdir: &str, words: &[Cow<'_, str>]) -> Option<Content> {
    let dll = words.iter().find(|word| word.ends_with(".dll"))?;
    let folder = parent(&join(workdir, dll)).to_string();
    let publish = job.model.commands.iter().find(|command| command.name() == "dotnet" && command.has_arg("publish"))?;
    let here = stage_dir(job, publish, Some(stage_workdir(workdirs, publish.run.index)))?;
    let mut args = publish.effective.args.iter().skip_while(|arg| !matches!(arg.raw, "-o" | "--output"));
    let out = join(&here, &args.nth(1)?.literal()?);
    let mut content = Content { workdir: "/app".into(), ..Content::default() };
    content.moved.push((dll.to_string(), name(dll).to_string()));
    content.paths.push((out.clone(), "/app".into()));
    (out == folder).then_some(content)
}

/// The folder of a program that is not compiled, with what was installed for it.
fn directory(job: &Job<'_, '_, '_>, family: &str, workdir: &str, word: &str) -> Step<Content> {
    let base = job.case.image.span;
    let at_base = |what: &str| (format!("{what}: {}", job.case.lines.name(base)), Some(base));
    if workdir == "/" {
        return Err(at_base("the program lies in the root directory, give it one of its own with WORKDIR"));
    }
    if job.case.is_alpine() {
        return Err(at_base("what is built on Alpine needs musl"));
    }
    let mut content =
        Content { workdir: workdir.to_string(), paths: Vec::from([(workdir.to_string(), workdir.to_string())]), ..Content::default() };
    match family {
        "node" => node(job, word, &mut content)?,
        "python" => python::split(job, word, &mut content)?,
        "ruby" => content.paths.insert(0, ("/usr/local/bundle".into(), "/usr/local/bundle".into())),
        _ => return Err(("how its programs are built is not known".into(), Some(job.case.image.span))),
    }
    Ok(content)
}

fn node(job: &Job<'_, '_, '_>, word: &str, content: &mut Content) -> Step<()> {
    let program = name(word);
    if !matches!(program, "node" | "npm" | "npx" | "yarn") && !program.ends_with(".js") {
        let entry = job.case.signals.entries.first().map_or(job.case.image.span, |entry| entry.span);
        return Err(job.by_hand(&format!("`{program}` stays in the stage that builds"), entry));
    }
    // What only the build needs is taken out, where the file shows that there is a build and a manager that can.
    let commands = &job.model.commands;
    let runs = |command: &&RunCommand<'_>| command.package.as_ref().is_some_and(|package| package.action == Action::Run);
    let installs = |command: &&RunCommand<'_>| command.package.as_ref().is_some_and(|package| package.action == Action::InstallProject);
    let is_production = |command: &RunCommand<'_>| {
        command.effective.args.iter().any(|arg| matches!(arg.raw, "--omit=dev" | "--production" | "--only=production" | "--prod" | "-P"))
    };
    let (Some(build), Some(install)) = (commands.iter().rfind(runs), commands.iter().find(installs)) else { return Ok(()) };
    let is_set = |pair: &plimsoll_dockerfile::Pair<'_>| {
        pair.key.text == "NODE_ENV" && pair.value.as_ref().is_some_and(|value| value.text.contains("production"))
    };
    let is_set_before = job.model.file.instructions.iter().take(install.run.index).any(|one| match &one.kind {
        InstructionKind::Env(pairs) => pairs.iter().any(is_set),
        _ => false,
    });
    if is_set_before || is_production(install) || build.run.onbuild || program != "node" {
        return Ok(());
    }
    let prune = match install.package.as_ref().map(|package| package.manager) {
        Some(Manager::Npm) => "npm prune --omit=dev",
        Some(Manager::Pnpm) => "CI=true pnpm prune --prod",
        _ => return Ok(()),
    };
    if let Some(edit) = append_command(build, job.model.file, prune) {
        content.hunks.push(Hunk { edit, why: "what only the build needed is not shipped".into() });
    }
    Ok(())
}

/// What COPY and RUN leave outside of what is taken along.
pub(super) fn left_elsewhere(job: &Job<'_, '_, '_>, workdirs: &[Option<String>], content: &mut Content) -> Step<()> {
    let is_compiled = matches!(job.case.work.family().map(|family| family.id), Some("go" | "rust" | "c-cpp"));
    let mut paths: Vec<(String, Span)> = Vec::new();
    let mut open = None;
    job.model.graph.walk(job.model.file, 0, |index, instruction, scope| {
        let (InstructionKind::Copy(transfer) | InstructionKind::Add(transfer)) = &instruction.kind else { return };
        let Some(to) = transfer.destination.as_ref().filter(|_| !is_compiled) else { return };
        let here = stage_workdir(workdirs, index);
        let Some(absolute) = scope.expand(&to.text).ok().map(|found| join(&here, &found.text)) else { return };
        let is_tool = instruction.flag("from").is_some()
            && matches!(&*absolute, "/bin" | "/usr/local/bin" | "/usr/bin" | "/bin/uv" | "/usr/local/bin/uv");
        let is_for_build = matches!(job.case.work.family().map(|family| family.id), Some("java" | "dotnet"));
        if is_tool || is_taken(&absolute, content) || (is_for_build && !is_in(&absolute, "/etc")) {
            return;
        }
        let found = destinations(transfer, &here, &|word| scope.expand(word).ok().map(|found| found.text.into_owned()));
        if found.is_empty() || found.iter().any(|path| path == "/") {
            open = Some(to.span);
        }
        paths.extend(found.into_iter().map(|path| (path, to.span)));
    });
    if let Some(span) = open {
        return Err(job.by_hand("what is copied outside of the working directory has to be taken along by hand", span));
    }
    for (path, _) in paths {
        if !is_taken(&path, content) {
            content.paths.push((path.clone(), path));
        }
    }
    for command in &job.model.commands {
        let here = stage_dir(job, command, Some(stage_workdir(workdirs, command.run.index))).unwrap_or_default();
        let operands = command.effective.args.iter().filter(|arg| !arg.raw.starts_with('-')).filter_map(|arg| arg.literal());
        let far: Vec<String> = operands
            .filter(|path| path.starts_with('/'))
            .map(|path| join(&here, &path))
            .filter(|path| !is_taken(path, content) && !is_passing(path))
            .collect();
        let is_for_run = !is_compiled && !matches!(job.case.work.family().map(|family| family.id), Some("java" | "dotnet"));
        let has_place = command.effective.args.iter().any(|arg| arg.text().contains("/") && !arg.text().contains("://"));
        match command.name() {
            "tar" | "unzip" | "git" if is_for_run && !has_place && !is_taken(&here, content) && !is_passing(&here) => {
                let what = format!("what `{}` leaves in `{here}` has to be taken along by hand", command.name());
                return Err(job.by_hand(&what, command.span()));
            }
            "mkdir" => {
                for path in far {
                    content.paths.push((path.clone(), path));
                }
            }
            "cp" | "mv" | "ln" | "touch" | "install" | "tee" | "tar" | "unzip" | "curl" | "wget" | "git"
                if is_for_run && !far.is_empty() =>
            {
                return Err(job.by_hand(
                    &format!(
                        "what `{}` leaves in `{}` has to be taken along by hand",
                        command.name(),
                        far.first().map(String::as_str).unwrap_or_default()
                    ),
                    command.span(),
                ));
            }
            _ if command.has_arg("--with-deps") || (command.name() == "sed" && !far.is_empty() && !is_compiled) => {
                return Err(
                    job.by_hand(&format!("what `{}` changes in the system has to be taken along by hand", command.name()), command.span())
                );
            }
            _ => {}
        }
    }
    Ok(())
}

/// The paths that a COPY makes; none where a pattern leaves them open.
pub(super) fn destinations(transfer: &Transfer<'_>, here: &str, expand: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let Some(to) = transfer.destination.as_ref().and_then(|word| expand(&word.text)) else { return Vec::new() };
    let whole = join(here, &to);
    if !to.ends_with('/') && to != "." && to != ".." && whole != here && transfer.sources.len() == 1 {
        return Vec::from([whole]);
    }
    let mut out = Vec::new();
    for source in transfer.sources.iter().filter_map(|word| expand(&word.text)) {
        if source.contains(['*', '?', '[', '<']) {
            return Vec::new();
        }
        // A folder's content goes into the destination, a file keeps its name.
        let is_file = name(&source).contains('.') && name(&source) != ".";
        out.push(if is_file { join(&whole, name(&source)) } else { whole.clone() });
    }
    out
}

/// The working directory at an instruction of the file.
pub(super) fn stage_workdir(workdirs: &[Option<String>], index: usize) -> String {
    workdirs.get(index).cloned().flatten().unwrap_or_else(|| "/".into())
}

/// The directory a command runs in: that of the stage, or where `cd` before it leads.
pub(super) fn stage_dir(job: &Job<'_, '_, '_>, command: &RunCommand<'_>, here: Option<String>) -> Option<String> {
    let mut here = here?;
    for before in job.model.commands_of_run(command.run_index) {
        if core::ptr::eq(before, command) {
            break;
        }
        if before.name() == "cd" {
            here = join(&here, &before.effective.args.first()?.literal()?);
        }
    }
    Some(here)
}

fn is_taken(path: &str, content: &Content) -> bool {
    content.paths.iter().any(|(from, to)| is_in(path, from) || is_in(path, to))
}

/// Places whose content no program needs, or that images have anyway.
fn is_passing(path: &str) -> bool {
    [
        "/tmp",
        "/var/lib/apt",
        "/var/cache",
        "/var/tmp",
        "/root",
        "/etc/apt",
        "/usr/share/keyrings",
        "/dev",
        "/proc",
        "/usr/share/doc",
        "/usr/share/man",
    ]
    .iter()
    .any(|folder| is_in(path, folder))
}
