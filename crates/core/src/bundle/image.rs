//! What the image of a Dockerfile is like when it starts: user, ports, entry point, folders, programs.
//!
//! A stage's settings come through its FROM chain. What the base image brings is taken from the catalog and from the short list
//! here; what neither knows is not known.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_catalog::{DefaultUser, Presence};
use plimsoll_dockerfile::stages::Scope;
use plimsoll_dockerfile::{Command, HealthcheckForm, Instruction, InstructionKind, Word as DockerWord};
use plimsoll_text::{Span, has_word};

use super::facts::{Entry, FOLDERS, ImageFacts, Programs, User, Word};
use super::paths::{covers, normal};
use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::model::{Base, DockerModel, ImageUse, Stage, port};

/// Images of operating systems and languages with what they bring: the name, whether they have an entry point, and what `CMD`
/// they have. Source: their Dockerfiles, as published by the Docker Official Images. None of them exposes a port.
const PLAIN_BASES: &str = " alpine almalinux alt amazoncorretto amazonlinux archlinux bash buildpack-deps busybox centos clojure \
     composer crystal dart debian elixir erlang fedora gcc golang haskell ibmjava julia mageia openjdk oraclelinux perl photon pypy \
     python r-base rockylinux ruby rust sapmachine scala swift ubuntu ";
/// Of them, those that set an entry point.
const WITH_ENTRYPOINT: &str = " bash composer ";
/// Official images that start as another user than root although the catalog does not list them.
const NOT_ROOT: &str = " geonetwork haproxy irssi jetty kong silverpeas sonarqube varnish ";

/// What accumulates along the chain.
#[derive(Default)]
struct Found {
    user: Option<(User, Span)>,
    exposed: Vec<(i64, i64, String, Span)>,
    exposed_open: bool,
    entrypoint: Option<(Entry, Span)>,
    cmd: Option<(Entry, Span)>,
    volumes: Vec<Word>,
    workdir: Option<Word>,
    healthcheck: Option<Span>,
    programs: Programs,
    /// Folders that files are copied to, and those that were given away by `chown` or `chmod`.
    copied_to: Vec<String>,
    given_away: Vec<String>,
}

/// What the last stage's image is like. Linear in the instructions of its chain.
#[must_use]
pub(crate) fn facts(model: &DockerModel<'_>, context: &Context<'_>) -> Option<ImageFacts> {
    let last = model.final_stage().filter(|stage| stage.from.is_some())?;
    let mut chain: Vec<&Stage<'_>> = model.chain(last.index).collect();
    chain.reverse();
    let root = chain.first()?;
    // A chain that is cut, or stages whose base is a loop, would be read from the middle.
    if matches!(root.base, Base::Stage(_)) {
        return None;
    }
    let image = model.root_image(last.index);
    let mut found = Found { programs: base_programs(root.base, image, context), ..Found::default() };
    for stage in &chain {
        model.graph.walk(model.file, stage.index, |index, instruction, scope| read(model, index, instruction, scope, &mut found));
    }
    let (user, user_span) = match found.user {
        Some((user, span)) => (user, Some(span)),
        None => (base_user(root.base, image, context), None),
    };
    let from = last.headline();
    let entrypoint = match found.entrypoint {
        Some((entry, span)) => (entry, Some(span)),
        None => (base_entrypoint(root.base, image), None),
    };
    let cmd = match found.cmd {
        Some((entry, span)) => (entry, Some(span)),
        None if root.base == Base::Scratch => (Entry::Absent, None),
        None => (Entry::Unknown, None),
    };
    let written = found.workdir.filter(|workdir| {
        let by_program = [&entrypoint.0, &cmd.0].into_iter().any(|entry| writes(entry, &workdir.text));
        let is_code = found.copied_to.iter().any(|folder| covers(&workdir.text, folder));
        let given = found.given_away.iter().any(|folder| covers(folder, &workdir.text));
        workdir.text != "/" && (by_program || (given && !is_code))
    });
    Some(ImageFacts {
        base: match root.base {
            Base::Scratch => "scratch".to_string(),
            _ => image.map(|image| image.expanded.to_string()).unwrap_or_default(),
        },
        from,
        user,
        user_span,
        exposed: found.exposed,
        exposed_open: found.exposed_open || base_exposes(root.base, image),
        entrypoint,
        cmd,
        volumes: found.volumes,
        written,
        healthcheck: found.healthcheck,
        programs: found.programs,
    })
}

/// A word with its variables replaced; `None` where one of them has no value.
fn expand(scope: &Scope<'_>, word: &str) -> Option<String> {
    scope.expand(word).ok().filter(|expanded| expanded.unmatched.is_empty()).map(|expanded| expanded.text.into_owned())
}

fn read(model: &DockerModel<'_>, index: usize, instruction: &Instruction<'_>, scope: &Scope<'_>, found: &mut Found) {
    match &instruction.kind {
        InstructionKind::User(Some(word)) => found.user = Some((user(expand(scope, &word.text).as_deref()), word.span)),
        InstructionKind::Expose(words) => words.iter().for_each(|word| expose(word, scope, found)),
        InstructionKind::Entrypoint(command) => {
            found.entrypoint = Some((entry(command, model, index), instruction.keyword_span));
            // What the base image runs by default is not handed to another entry point.
            found.cmd.get_or_insert((Entry::Absent, instruction.keyword_span));
        }
        InstructionKind::Cmd(command) => found.cmd = Some((entry(command, model, index), instruction.keyword_span)),
        InstructionKind::Volume { paths, .. } => {
            for word in paths {
                if let Some(path) = expand(scope, &word.text) {
                    found.volumes.push(Word { text: normal(&path, "/"), span: word.span, own: false });
                }
            }
        }
        InstructionKind::Workdir(Some(word)) => {
            let from = found.workdir.as_ref().map_or("/", |workdir| workdir.text.as_str());
            found.workdir = expand(scope, &word.text).map(|path| Word { text: normal(&path, from), span: word.span, own: false });
        }
        InstructionKind::Healthcheck { form: HealthcheckForm::Cmd, .. } => found.healthcheck = Some(instruction.keyword_span),
        InstructionKind::Healthcheck { form: HealthcheckForm::None, .. } => found.healthcheck = None,
        InstructionKind::Copy(transfer) | InstructionKind::Add(transfer) => {
            let destination = transfer.destination.as_ref().and_then(|word| expand(scope, &word.text));
            copy(&transfer.sources, destination.as_deref(), found);
        }
        InstructionKind::Run { .. } => run(model, index, found),
        _ => {}
    }
}

fn user(text: Option<&str>) -> User {
    let Some(text) = text else { return User::Unknown };
    let name = unquoted(text).split(':').next().unwrap_or_default().trim();
    if name == "root" || (!name.is_empty() && name.bytes().all(|byte| byte == b'0')) {
        User::Root(true)
    } else if name.is_empty() || name.contains('$') {
        User::Unknown
    } else if name.bytes().all(|byte| byte.is_ascii_digit()) {
        User::Number(name.to_string())
    } else {
        User::Name(name.to_string())
    }
}

fn expose(word: &DockerWord<'_>, scope: &Scope<'_>, found: &mut Found) {
    let Some(text) = expand(scope, &word.text) else {
        found.exposed_open = true;
        return;
    };
    for text in text.split_whitespace() {
        match port::ports(text) {
            Ok(Some(port)) => {
                let (first, last) = (i64::from(*port.range.start()), i64::from(*port.range.end()));
                found.exposed.push((first, last, port.protocol.to_ascii_uppercase(), word.span));
            }
            Ok(None) | Err(_) => found.exposed_open = true,
        }
    }
}

/// A command as the container's start sees it. A shell in exec form that is handed one text is a shell form spelled out.
fn entry(command: &Command<'_>, model: &DockerModel<'_>, index: usize) -> Entry {
    match command {
        Command::Shell { text, .. } if text.text().trim().is_empty() => Entry::Absent,
        Command::Shell { text, .. } if model.shell_at(index).is_posix => Entry::Shell(text.text().to_string()),
        Command::Shell { .. } => Entry::Unknown,
        Command::Exec { words, .. } if words.is_empty() => Entry::Absent,
        Command::Exec { words, .. } => {
            let words: Vec<String> = words.iter().map(|word| word.text.to_string()).collect();
            match words.as_slice() {
                [shell, option, text] if is_shell(shell) && option.starts_with('-') && option.ends_with('c') => Entry::Shell(text.clone()),
                _ => Entry::Exec(words),
            }
        }
    }
}

/// Whether a program is a shell, by its name.
#[must_use]
pub fn is_shell(program: &str) -> bool {
    matches!(program.rsplit('/').next().unwrap_or(program), "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh")
}

/// Whether a command in shell form redirects its output into a folder.
fn writes(entry: &Entry, folder: &str) -> bool {
    let Entry::Shell(text) = entry else { return false };
    text.split('>').skip(1).any(|behind| {
        let target = behind.trim_start().split([' ', '\t', ';', '&', '|', ')']).next().unwrap_or_default().trim_matches(['"', '\'']);
        !target.is_empty() && !target.contains('$') && covers(folder, &normal(target, folder))
    })
}

/// Notes which programs a `COPY` or `ADD` may bring.
fn copy(sources: &[DockerWord<'_>], destination: Option<&str>, found: &mut Found) {
    let folder = found.workdir.as_ref().map_or("/", |workdir| workdir.text.as_str());
    let Some(destination) = destination else {
        found.programs.open = true;
        return;
    };
    let target = normal(destination, folder);
    let last = |path: &str| path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_string();
    let into_system = FOLDERS.iter().any(|folder| covers(&target, folder));
    for source in sources {
        let name = last(&source.text);
        if into_system {
            // A folder or an archive may hold anything; so may a name with a pattern or a variable.
            let is_one_file = !source.text.ends_with('/')
                && !name.is_empty()
                && !name.contains(['*', '?', '$', '['])
                && !matches!(name.as_str(), "." | ".." | "root" | "rootfs" | "bin" | "usr" | "fs" | "dist" | "out" | "output" | "install")
                && !crate::model::transfer::is_archive(&name);
            found.programs.open |= !is_one_file || name == "busybox";
            found.programs.copied.push(name);
        } else {
            found.programs.open |= name == "busybox";
            found.programs.copied.push(name);
            found.programs.copied.push(last(&target));
        }
    }
    found.copied_to.push(target);
}

/// Whether a program of RUN brings no other program but what its arguments name.
fn is_harmless(program: &str) -> bool {
    matches!(
        program,
        "addgroup"
            | "adduser"
            | "apk"
            | "apt"
            | "apt-get"
            | "cd"
            | "chgrp"
            | "chmod"
            | "chown"
            | "cp"
            | "echo"
            | "export"
            | "groupadd"
            | "ln"
            | "mkdir"
            | "mv"
            | "npm"
            | "pip"
            | "pip3"
            | "printf"
            | "rm"
            | "set"
            | "sleep"
            | "test"
            | "touch"
            | "true"
            | "useradd"
            | "usermod"
            | "yarn"
            | "["
    )
}

/// Notes what a RUN does to folders and programs.
fn run(model: &DockerModel<'_>, index: usize, found: &mut Found) {
    let commands = model.commands_at(index);
    let folder = found.workdir.as_ref().map_or_else(|| "/".to_string(), |workdir| workdir.text.clone());
    found.programs.open |= commands.is_empty();
    for command in commands {
        let name = command.name();
        let words: Vec<Cow<'_, str>> = command.effective.args.iter().map(|word| word.text()).collect();
        let words = || words.iter().map(|word| &**word);
        let is_harmless = is_harmless(name);
        found.programs.open |= !is_harmless || words().any(|word| word.contains('$'));
        if is_harmless {
            found.programs.lacks.retain(|program| !words().any(|word| word.contains(program)));
        }
        let opens =
            |mode: &str| matches!(mode, "777" | "0777" | "1777" | "775" | "0775" | "770" | "a+w" | "a+rwx" | "g+w" | "ugo+rwx" | "a=rwx");
        let gives = match name {
            "chown" => true,
            "chmod" => words().any(opens),
            "install" => words().any(|word| word == "-d") && words().any(|word| word.starts_with("-o")),
            _ => false,
        };
        if gives {
            found
                .given_away
                .extend(words().filter(|word| !word.starts_with('-') && !word.contains('$')).skip(1).map(|word| normal(word, &folder)));
        }
    }
}

fn parts<'a>(image: Option<&'a ImageUse<'_>>) -> Option<(&'a str, &'a str, &'a str)> {
    let reference = image?.reference()?;
    Some((reference.registry(), reference.repository(), reference.tag().unwrap_or("latest")))
}

/// The name of an official image.
fn official<'a>(registry: &str, repository: &'a str) -> Option<&'a str> {
    let name = repository.strip_prefix("library/").filter(|_| registry == "docker.io")?;
    plimsoll_catalog::is_official(name).then_some(name)
}

fn listed(list: &str, name: &str) -> bool {
    !name.is_empty() && has_word(list, name)
}

fn base_user(base: Base, image: Option<&ImageUse<'_>>, context: &Context<'_>) -> User {
    if base == Base::Scratch {
        return User::Root(true);
    }
    let Some((registry, repository, tag)) = parts(image) else { return User::Unknown };
    let says = |text: &str| ["nonroot", "non-root", "unprivileged", "rootless"].iter().any(|word| text.contains(word));
    if says(tag) || says(repository) {
        return User::Ordinary;
    }
    match image.and_then(|image| context.default_user(image)) {
        Some(DefaultUser { starts_as_root: true, .. }) => User::Root(true),
        Some(_) => User::Ordinary,
        None => match official(registry, repository) {
            // Docker's own default is root; the makers of official images rarely set another user.
            Some(name) if !listed(NOT_ROOT, name) => User::Root(false),
            _ => User::Unknown,
        },
    }
}

/// The entry point that the base image brings.
fn base_entrypoint(base: Base, image: Option<&ImageUse<'_>>) -> Entry {
    if base == Base::Scratch {
        return Entry::Absent;
    }
    let Some((registry, repository, _)) = parts(image) else { return Entry::Unknown };
    if let Some(name) = repository.strip_prefix(plimsoll_catalog::distroless::FOLDER) {
        let Some(plimsoll_catalog::distroless::Status::Current(image)) = plimsoll_catalog::distroless::status(name) else {
            return Entry::Unknown;
        };
        let words: Vec<String> = image.entrypoint().map(ToString::to_string).collect();
        return if words.is_empty() { Entry::Absent } else { Entry::Exec(words) };
    }
    match official(registry, repository) {
        Some(name) if listed(PLAIN_BASES, name) && !listed(WITH_ENTRYPOINT, name) => Entry::Absent,
        _ => Entry::Unknown,
    }
}

/// Whether the base image may expose ports itself: an official image of a service does. Other images are taken at their
/// Dockerfile's word.
fn base_exposes(base: Base, image: Option<&ImageUse<'_>>) -> bool {
    if base == Base::Scratch {
        return false;
    }
    let Some((registry, repository, _)) = parts(image) else { return true };
    official(registry, repository)
        .is_some_and(|name| !listed(PLAIN_BASES, name) && !matches!(name, "node" | "eclipse-temurin" | "maven" | "gradle"))
}

/// The programs of the base image.
fn base_programs(base: Base, image: Option<&ImageUse<'_>>, context: &Context<'_>) -> Programs {
    if base == Base::Scratch {
        return Programs { bare: true, ..Programs::default() };
    }
    let Some((registry, repository, tag)) = parts(image) else { return Programs { open: true, ..Programs::default() } };
    let known = image.and_then(|image| context.footprint(image));
    let chiseled = registry == "mcr.microsoft.com" && repository.starts_with("dotnet/") && tag.contains("chiseled");
    let mut programs = Programs::default();
    if let Some(known) = known {
        programs.bare = known.shell == Presence::ABSENT;
        if known.curl == Presence::ABSENT {
            programs.lacks.push("curl");
        }
        if known.wget == Presence::ABSENT {
            programs.lacks.push("wget");
        }
        // busybox brings no other shell than its own.
        if known.shell.name().is_some_and(|name| name.starts_with("busybox")) {
            programs.lacks.push("bash");
        }
    }
    programs.bare |= chiseled;
    programs
}
