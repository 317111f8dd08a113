//! A file with one stage in two: one that builds, as it was, and one that holds what runs.
//!
//! What goes from one to the other is found elsewhere; nothing of the stage that builds is left out of it but what is moved.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_dockerfile::{Instruction, InstructionKind};
use plimsoll_text::{Edit, Span};

use super::content::{Content, content, left_elsewhere};
use super::places::{is_in, workdirs};
use super::start::{self, Health};
use super::{Hunk, Job, Step, conditions};
use crate::docker_edit::delete_instruction;
use crate::model::expanded::variables;
use crate::shell_edit::line_end;

/// Variables that only a build reads.
const OF_BUILDS: &str = " CGO_ENABLED CGO_CFLAGS CGO_LDFLAGS GOOS GOARCH GOARM GOPROXY GOSUMDB GOPRIVATE GOFLAGS GO111MODULE GOPATH GOCACHE DEBIAN_FRONTEND CARGO_HOME RUSTUP_HOME RUSTFLAGS CARGO_BUILD_TARGET MAVEN_OPTS MAVEN_CONFIG GRADLE_OPTS GRADLE_USER_HOME POETRY_HOME POETRY_VERSION POETRY_VIRTUALENVS_CREATE POETRY_NO_INTERACTION POETRY_VIRTUALENVS_IN_PROJECT POETRY_CACHE_DIR PIP_NO_CACHE_DIR PIP_DISABLE_PIP_VERSION_CHECK PIP_DEFAULT_TIMEOUT UV_COMPILE_BYTECODE UV_LINK_MODE UV_PYTHON_DOWNLOADS UV_NO_DEV PNPM_HOME NPM_CONFIG_LOGLEVEL NPM_CONFIG_UPDATE_NOTIFIER DOTNET_CLI_TELEMETRY_OPTOUT DOTNET_NOLOGO NUGET_XMLDOC_MODE CI ";

/// What goes into the stage that runs, in the order in which it is written.
#[derive(Default)]
struct Stage {
    /// ARG, ENV and LABEL.
    settings: Vec<String>,
    /// RUN for the packages that the program needs.
    packages: String,
    /// The working directory, and what is copied.
    files: Vec<String>,
    /// EXPOSE, VOLUME, STOPSIGNAL.
    rest: Vec<String>,
    /// USER.
    user: String,
    /// HEALTHCHECK, ENTRYPOINT and CMD.
    start: Vec<String>,
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
    let workdirs = workdirs(job);
    let mut content = content(job, &workdirs)?;
    if !content.starts_itself {
        left_elsewhere(job, &workdirs, &mut content)?;
    }
    let moved = |word: &str| content.moved.iter().find(|(old, _)| old == word).map(|(_, new)| new.clone());

    let mut out = Vec::new();
    let mut new = Stage { packages: packages(job)?, ..Stage::default() };
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
                let is_of_builds = |name: &str| OF_BUILDS.contains(&*format!(" {name} "));
                // What is made of a variable that stays behind stays behind, too.
                let reads_one = |text: &str| variables(text, file.escape, true).iter().any(|used| is_of_builds(used.name));
                let for_run: Vec<&str> = pairs
                    .iter()
                    .filter(|pair| !is_of_builds(&pair.key.text) && !reads_one(pair.span.of(source)))
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

/// The packages that stay with the program: installed again, where the new image is of the same distribution.
fn packages(job: &Job<'_, '_, '_>) -> Step<String> {
    let source = job.model.file.source;
    let mut names: Vec<&str> = Vec::new();
    for package in job.case.signals.needed_packages().filter(|package| !conditions::stays_behind(&package.name, job.offer)) {
        let is_slim = package.manager.is_apt() && job.target.repository == job.case.work.repository;
        let is_pinned = source.get(package.span.end..).is_some_and(|rest| rest.starts_with('='));
        if !is_slim || is_pinned || package.name.contains('$') {
            return Err(job.by_hand(&format!("the package `{}` is not in it", package.name), package.span));
        }
        // The library of the same release, by its name in Debian 12 and 13.
        let name = match &*package.name {
            "libpq-dev" => "libpq5",
            "default-libmysqlclient-dev" | "libmariadb-dev" => "libmariadb3",
            name if name.ends_with("-dev") => {
                return Err(job.by_hand(&format!("which library of `{name}` the program needs is not told"), package.span));
            }
            name => name,
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return Ok(String::new());
    }
    let install = ["apt-get install -y --no-install-recommends ", &names.join(" ")].concat();
    Ok(["RUN apt-get update && ", &install, " && rm -rf /var/lib/apt/lists/*"].concat())
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
    lines.extend(Some(&new.packages).filter(|text| !text.is_empty()).cloned());
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
