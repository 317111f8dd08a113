//! A file with one stage in two: one that builds, as it was, and one that holds what runs.
//!
//! What the program needs at run time is followed from what is started to where the file makes it; where that is not told, a
//! person has to say it.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_dockerfile::{Instruction, InstructionKind, Transfer};
use plimsoll_shell::packages::{Action, Manager};
use plimsoll_text::{Edit, Span};

use super::places::{is_in, join, name, parent, workdirs};
use super::start::{self, Health};
use super::{Hunk, Job, Step, conditions};
use crate::docker_edit::{delete_instruction, insert_above, insert_below};
use crate::model::RunCommand;
use crate::model::expanded::variables;
use crate::shell_edit::{append_command, delete_words, line_end};

/// Where Python's packages are put.
const VENV: &str = "/opt/venv";

/// Variables that only a build reads.
const OF_BUILDS: &str = " CGO_ENABLED CGO_CFLAGS CGO_LDFLAGS GOOS GOARCH GOARM GOPROXY GOSUMDB GOPRIVATE GOFLAGS GO111MODULE GOPATH GOCACHE DEBIAN_FRONTEND CARGO_HOME RUSTUP_HOME RUSTFLAGS CARGO_BUILD_TARGET MAVEN_OPTS MAVEN_CONFIG GRADLE_OPTS GRADLE_USER_HOME POETRY_HOME POETRY_VERSION POETRY_VIRTUALENVS_CREATE POETRY_NO_INTERACTION POETRY_VIRTUALENVS_IN_PROJECT POETRY_CACHE_DIR PIP_NO_CACHE_DIR PIP_DISABLE_PIP_VERSION_CHECK PIP_DEFAULT_TIMEOUT UV_COMPILE_BYTECODE UV_LINK_MODE UV_PYTHON_DOWNLOADS UV_NO_DEV PNPM_HOME NPM_CONFIG_LOGLEVEL NPM_CONFIG_UPDATE_NOTIFIER DOTNET_CLI_TELEMETRY_OPTOUT DOTNET_NOLOGO NUGET_XMLDOC_MODE CI ";

/// What goes into the stage that runs, in the order in which it is written.
#[derive(Default)]
struct Stage {
    /// ARG, ENV and LABEL.
    settings: Vec<String>,
    /// The working directory, and what is copied.
    files: Vec<String>,
    /// EXPOSE, VOLUME, STOPSIGNAL.
    rest: Vec<String>,
    /// USER.
    user: String,
    /// HEALTHCHECK, ENTRYPOINT and CMD.
    start: Vec<String>,
}

/// What is copied, and the paths that change by that.
#[derive(Default)]
struct Content {
    /// From, to.
    paths: Vec<(String, String)>,
    /// The working directory.
    workdir: String,
    /// Paths as they are written, and where they are now.
    moved: Vec<(String, String)>,
    /// ENV lines of the new stage.
    env: Vec<String>,
    /// Edits of the stage that builds.
    hunks: Vec<Hunk>,
    /// Instructions that write settings.
    settings: Vec<String>,
    /// The image itself says what to start.
    starts_itself: bool,
    /// What a reader should know.
    word: &'static str,
}

/// The edits.
///
/// # Errors
/// The step that a person has to make.
pub(super) fn hunks(job: &Job<'_, '_, '_>) -> Step<Vec<Hunk>> {
    let file = job.model.file;
    let source = file.source;
    let signals = job.case.signals;
    let Some((stage, from)) = job.model.stages.first().and_then(|stage| Some((stage, stage.from?))) else { return Ok(Vec::new()) };
    if let Some(span) = signals.low_port {
        return Err(job.by_hand("a port below 1024 may be closed to other users than root", span));
    }
    if let Some(package) = signals.needed_packages().find(|package| !conditions::stays_behind(&package.name, job.offer)) {
        return Err(job.by_hand(&format!("the package `{}` is not in it", package.name), package.span));
    }
    let workdirs = workdirs(job);
    let mut content = content(job, &workdirs)?;
    if !content.starts_itself {
        left_elsewhere(job, &workdirs, &mut content)?;
    }
    let moved = |word: &str| content.moved.iter().find(|(old, _)| old == word).map(|(_, new)| new.clone());

    let mut out = Vec::new();
    let mut new = Stage::default();
    let mut dropped = "";
    let mut starts = if content.starts_itself { Vec::new() } else { start::entries(job, &moved)? };
    let last_build = stage
        .instructions
        .iter()
        .rposition(|one| matches!(one.kind, InstructionKind::Run { .. } | InstructionKind::Copy(_) | InstructionKind::Add(_)));
    let mut kept_end = from.span.end;
    let mut deleted: Vec<(&Instruction<'_>, String)> = Vec::new();
    for (number, instruction) in stage.instructions.iter().enumerate() {
        let own = instruction.span.of(source);
        let comments = comments_above(job, instruction, kept_end);
        let with_comments = |text: &str| if comments.is_empty() { text.to_string() } else { [&*comments, line_end(source), text].concat() };
        let mut goes = true;
        match &instruction.kind {
            InstructionKind::Env(pairs) => {
                goes = false;
                let for_run: Vec<&str> = pairs
                    .iter()
                    .filter(|pair| !OF_BUILDS.contains(&*format!(" {} ", pair.key.text)))
                    .map(|pair| pair.span.of(source))
                    .collect();
                if content.starts_itself {
                    // The settings of the program that is left behind.
                } else if for_run.len() == pairs.len() {
                    new.settings.push(own.to_string());
                } else if !for_run.is_empty() {
                    new.settings.push(format!("{} {}", instruction.keyword_text, for_run.join(" ")));
                }
            }
            InstructionKind::Label(_) | InstructionKind::Maintainer(_) => new.settings.push(with_comments(own)),
            InstructionKind::Expose(_) | InstructionKind::StopSignal(_) => new.rest.push(with_comments(own)),
            InstructionKind::Volume { paths, .. } => {
                let is_there = |path: &str| content.paths.iter().any(|(_, to)| is_in(path, to));
                if let Some(path) = paths.iter().find(|path| !is_there(path.text.trim_end_matches('/'))) {
                    return Err(job.by_hand("the volume would belong to root", path.span));
                }
                new.rest.push(with_comments(own));
            }
            InstructionKind::User(Some(word)) => {
                goes = last_build.is_none_or(|last| last < number);
                let name = word.text.split(':').next().unwrap_or_default();
                let is_number = name.bytes().all(|b| b.is_ascii_digit()) && name != "0" && !name.is_empty();
                new.user = if is_number { word.text.to_string() } else { uid(job, name).unwrap_or_default() };
            }
            InstructionKind::Healthcheck { .. } => match start::health(job, &moved) {
                _ if signals.healthcheck.as_ref().is_none_or(|check| check.span != instruction.keyword_span) => {}
                Health::Keep => new.start.push(with_comments(own)),
                Health::Write(text, _) => new.start.push(with_comments(&text)),
                Health::Drop => dropped = "; HEALTHCHECK is left out: nothing in the image can ask",
            },
            InstructionKind::Entrypoint(_) | InstructionKind::Cmd(_) => {
                let at = starts.iter().position(|(keyword, _)| *keyword == instruction.keyword_span);
                let is_in_effect = !content.starts_itself && signals.entries.iter().any(|entry| entry.span == instruction.keyword_span);
                match at {
                    Some(at) => new.start.push(with_comments(&starts.swap_remove(at).1)),
                    None if is_in_effect => new.start.push(with_comments(own)),
                    None => {}
                }
            }
            InstructionKind::Onbuild(_) => return Err(job.by_hand("ONBUILD is for other builds", instruction.keyword_span)),
            _ => goes = false,
        }
        if goes {
            deleted.push((instruction, comments));
        } else {
            kept_end = instruction.span.end;
        }
    }
    arguments(job, &mut new);
    let build = build_stage(job, from, &mut out)?;
    compose(job, &build, &content, &mut new);
    // What is moved from the end of the file is part of the one edit there.
    let last_comment = file.comments.iter().rev().find(|comment| {
        !comment.inside_instruction && !deleted.iter().any(|(one, text)| is_moved_comment(comment.span, one, text, source))
    });
    let end = kept_end.max(last_comment.map_or(0, |comment| comment.span.end));
    for (instruction, comments) in deleted.iter().filter(|(instruction, _)| instruction.span.start < end) {
        let mut edit = delete_instruction(file, instruction);
        if !comments.is_empty() {
            let first = source.get(..instruction.span.start).unwrap_or_default().trim_end().len() - comments.len();
            edit.span.start = source.get(..first).unwrap_or_default().rfind('\n').map_or(0, |at| at + 1);
        }
        out.push(Hunk { edit, why: "it belongs to the stage that runs".into() });
    }
    let nl = line_end(source);
    let text = [nl, nl, &text(&new, job, nl)].concat();
    let image = format!("what runs, and nothing that builds{}{dropped}", content.word);
    out.append(&mut content.hunks);
    out.push(Hunk { edit: Edit { span: Span::new(end, source.len()), text }, why: image.into() });
    Ok(out)
}

/// The comment lines right above an instruction, without a blank line between, and below `after`.
fn comments_above(job: &Job<'_, '_, '_>, instruction: &Instruction<'_>, after: usize) -> String {
    let source = job.model.file.source;
    let mut start = instruction.span.start;
    let mut text = "";
    for comment in
        job.model.file.comments.iter().rev().filter(|comment| comment.span.end <= instruction.span.start && comment.span.start > after)
    {
        let between = source.get(comment.span.end..start).unwrap_or_default();
        if !between.trim().is_empty() || between.matches('\n').count() != 1 {
            break;
        }
        start = comment.span.start;
        text = source.get(start..instruction.span.start).unwrap_or_default().trim_end();
    }
    text.to_string()
}

fn is_moved_comment(comment: Span, instruction: &Instruction<'_>, comments: &str, source: &str) -> bool {
    let end = source.get(..instruction.span.start).unwrap_or_default().trim_end().len();
    !comments.is_empty() && comment.end <= end && comment.start + comments.len() >= end
}

/// The ARGs that what is moved needs.
fn arguments(job: &Job<'_, '_, '_>, new: &mut Stage) {
    let escape = job.model.file.escape;
    let texts: Vec<String> = new.settings.iter().chain(&new.rest).chain(&new.start).cloned().collect();
    let is_used = |name: &str| texts.iter().any(|text| variables(text, escape, true).iter().any(|used| used.name == name));
    let mut lines: Vec<String> = Vec::new();
    for instruction in job.model.stages.iter().flat_map(|stage| stage.instructions) {
        if let InstructionKind::Arg(args) = &instruction.kind
            && args.iter().any(|arg| is_used(&arg.name.text))
        {
            lines.push(instruction.span.of(job.model.file.source).to_string());
        }
    }
    new.settings.splice(0..0, lines);
}

/// Names the stage that builds, on the image that is maintained.
fn build_stage(job: &Job<'_, '_, '_>, from: &Instruction<'_>, out: &mut Vec<Hunk>) -> Step<String> {
    let InstructionKind::From { image: Some(image), stage_name, .. } = &from.kind else { return Ok(String::new()) };
    let keyword = crate::docker_edit::in_case_of("AS", &from.keyword_text);
    let name = stage_name.as_ref().map_or("build", |name| &name.text).to_string();
    let added = if stage_name.is_some() { String::new() } else { format!(" {keyword} build") };
    let mut edit = Edit { span: Span::at(image.span.end), text: added.clone() };
    if job.case.work.tag != job.case.known.tag || job.case.work.repository != job.case.known.repository {
        let reference = super::super::offers::reference(job.case.image, job.case.work);
        let stray = || job.by_hand("the version comes from elsewhere", image.span);
        let new = super::super::written::edit(job.case.image, &reference).and_then(|mut edits| edits.pop()).ok_or_else(stray)?;
        edit = Edit { text: new.text + &added, ..new };
    }
    if !edit.text.is_empty() {
        out.push(Hunk { edit, why: "this stage builds, and is not shipped".into() });
    }
    Ok(name)
}

fn compose(job: &Job<'_, '_, '_>, build: &str, content: &Content, new: &mut Stage) {
    if new.user.is_empty() {
        new.user = job.user().into();
    }
    let missing: Vec<String> = content.env.iter().filter(|line| !new.settings.contains(line)).cloned().collect();
    new.settings.extend(missing);
    if !content.workdir.is_empty() {
        new.files.push(format!("WORKDIR {}", content.workdir));
    }
    new.files.extend(content.settings.iter().cloned());
    let owner = if new.user.contains(':') { new.user.clone() } else { format!("{0}:{0}", new.user) };
    for (from, to) in &content.paths {
        // Certificates stay root's.
        let chown = if to.starts_with("/etc/") { String::new() } else { format!(" --chown={owner}") };
        new.files.push(format!("COPY --from={build}{chown} {from} {to}"));
    }
}

fn text(new: &Stage, job: &Job<'_, '_, '_>, nl: &str) -> String {
    let from = job.model.stages.first().and_then(|stage| stage.from);
    let platform =
        from.and_then(|from| from.flag("platform")).map(|flag| format!("{} ", flag.span.of(job.model.file.source))).unwrap_or_default();
    let mut lines = Vec::from([format!("FROM {platform}{}", super::super::offers::reference(job.case.image, job.target))]);
    lines.extend(new.settings.iter().cloned());
    lines.extend(new.files.iter().cloned());
    lines.extend(new.rest.iter().cloned());
    lines.push(format!("USER {}", new.user));
    lines.extend(new.start.iter().cloned());
    lines.join(nl) + nl
}

/// The number that a command of the file gives a user.
fn uid(job: &Job<'_, '_, '_>, user: &str) -> Option<String> {
    job.model.commands.iter().filter(|command| matches!(command.name(), "useradd" | "adduser") && command.has_arg(user)).find_map(
        |command| {
            let mut args = command.effective.args.iter().skip_while(|arg| !matches!(arg.raw, "-u" | "--uid"));
            let number = args.nth(1)?.literal()?;
            (number.bytes().all(|b| b.is_ascii_digit()) && number != "0").then(|| format!("{number}:{number}"))
        },
    )
}

/// The program that is started, resolved: the word, and its path.
fn program<'e>(job: &'e Job<'_, '_, '_>) -> Option<(&'e super::super::entry::Entry<'e>, &'e str)> {
    let entry = job.case.signals.entries.first()?;
    Some((entry, entry.words.first()?))
}

/// What the program needs, by language.
fn content(job: &Job<'_, '_, '_>, workdirs: &[Option<String>]) -> Step<Content> {
    let Some((entry, word)) = program(job) else {
        return Err(("what is started is not told: there is neither CMD nor ENTRYPOINT".into(), Some(job.case.image.span)));
    };
    if entry.needs_shell && job.has_no_shell() {
        return Err(job.by_hand(&format!("needs a shell: {}", entry.keyword), entry.span));
    }
    let Some(workdir) = workdirs.last().cloned().flatten() else {
        return Err(job.by_hand("a variable tells the working directory", job.case.image.span));
    };
    let stray = || job.by_hand(&format!("where `{word}` comes from is not told: {} on", entry.keyword), entry.span);
    let site = if job.target.repository.ends_with("/nginx") {
        super::site::for_nginx(entry, &workdir, line_end(job.model.file.source))
    } else {
        None
    };
    if let Some((folder, settings)) = site {
        let paths = Vec::from([(folder, super::site::ROOT.to_string())]);
        return Ok(Content {
            paths,
            settings,
            starts_itself: true,
            word: "; nginx hands the files out in the place of Node",
            ..Content::default()
        });
    }
    let mut found = match job.case.work.family().map(|family| family.id) {
        Some("go" | "rust" | "c-cpp") => binary(job, workdirs, &workdir, word).ok_or_else(stray)?,
        Some("java") => jar(job, &workdir, &entry.words).ok_or_else(stray)?,
        Some("dotnet") => published(job, workdirs, &workdir, &entry.words).ok_or_else(stray)?,
        Some(family) => directory(job, family, &workdir, word)?,
        None => return Err(stray()),
    };
    if found.paths.iter().any(|(_, to)| is_in(to, "/root")) {
        return Err(job.by_hand("what lies under /root only root may read", entry.span));
    }
    if job.target.repository == "scratch" {
        found.paths.insert(0, ("/etc/ssl/certs/ca-certificates.crt".into(), "/etc/ssl/certs/ca-certificates.crt".into()));
    }
    Ok(found)
}

/// A program that the build makes: found by where it is started from.
fn binary(job: &Job<'_, '_, '_>, workdirs: &[Option<String>], workdir: &str, word: &str) -> Option<Content> {
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
        && job.case.signals.cgo != super::super::signals::Cgo::Off
        && job.offer.edits.contains(&"cgo_disable")
    {
        let from = job.model.stages.first()?.from?;
        let edit = insert_below(job.model.file, from, "ENV CGO_ENABLED=0")?;
        content.hunks.push(Hunk { edit, why: "without C the program is linked statically and needs no C library".into() });
    }
    Some(content)
}

/// The directory a command runs in: that of the stage, or where `cd` before it leads.
fn stage_dir(job: &Job<'_, '_, '_>, command: &RunCommand<'_>, here: Option<String>) -> Option<String> {
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
        "strip" | "upx" | "chmod" => {}
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
        for path in destinations(transfer, &here, &|word| scope.expand(word).ok().map(|found| found.text)) {
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

/// The paths that a COPY makes; none where a pattern leaves them open.
fn destinations(transfer: &Transfer<'_>, here: &str, expand: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
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
fn stage_workdir(workdirs: &[Option<String>], index: usize) -> String {
    workdirs.get(index).cloned().flatten().unwrap_or_else(|| "/".into())
}

/// A jar, or the folder of one that has its libraries beside it.
fn jar(job: &Job<'_, '_, '_>, workdir: &str, words: &[alloc::borrow::Cow<'_, str>]) -> Option<Content> {
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
fn published(job: &Job<'_, '_, '_>, workdirs: &[Option<String>], workdir: &str, words: &[alloc::borrow::Cow<'_, str>]) -> Option<Content> {
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
    if workdir == "/" {
        return Err(("the program lies in the root directory: give it one of its own with WORKDIR".into(), Some(job.case.image.span)));
    }
    if job.case.is_alpine() {
        return Err(("what is built on Alpine needs musl".into(), Some(job.case.image.span)));
    }
    let mut content =
        Content { workdir: workdir.to_string(), paths: Vec::from([(workdir.to_string(), workdir.to_string())]), ..Content::default() };
    match family {
        "node" => node(job, word, &mut content)?,
        "python" => python(job, word, &mut content)?,
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

fn python(job: &Job<'_, '_, '_>, word: &str, content: &mut Content) -> Step<()> {
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
    let is_inside = is_in(&venv, &content.workdir);
    if job.has_no_shell() {
        // Its interpreter is another one of the same version: the packages alone are taken.
        let minor = job.case.work.tag.split(['.', '-']).take(2).collect::<Vec<_>>().join(".");
        let packages = format!("{venv}/lib/python{minor}/site-packages");
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

/// What COPY and RUN leave outside of what is taken along.
fn left_elsewhere(job: &Job<'_, '_, '_>, workdirs: &[Option<String>], content: &mut Content) -> Step<()> {
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
        let found = destinations(transfer, &here, &|word| scope.expand(word).ok().map(|found| found.text));
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
        match command.name() {
            "mkdir" => {
                for path in far {
                    content.paths.push((path.clone(), path));
                }
            }
            "cp" | "mv" | "ln" | "touch" | "install" | "tee" | "tar" | "unzip" | "curl" | "wget" | "git"
                if !is_compiled
                    && !far.is_empty()
                    && !matches!(job.case.work.family().map(|family| family.id), Some("java" | "dotnet")) =>
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
