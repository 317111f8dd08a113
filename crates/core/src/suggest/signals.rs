//! What a file shows of how an image is used: what its stages run, install and start, each with its place.
//!
//! It collects; what follows from it is decided in `conditions`.

use alloc::borrow::Cow;
use alloc::string::ToString;
use alloc::vec::Vec;

use plimsoll_dockerfile::stages::Source;
use plimsoll_dockerfile::{Command, Instruction, InstructionKind, Word};
use plimsoll_shell::packages::{Action, Manager, PackageKind};
use plimsoll_text::{Span, has_word};

use super::entry::{Entry, of_command};
use super::known::{Known, KnownImages};
use crate::model::{Base, DockerModel, Marks, Run, RunCommand, RunForm, Stage};

/// Whether Go code is linked to C.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Cgo {
    /// Nothing tells.
    #[default]
    Unknown,
    /// `CGO_ENABLED=0`, or a static link.
    Off,
    /// `CGO_ENABLED=1`, or a compiler and libraries are installed.
    On,
}

/// A package that a stage installs.
#[derive(Clone, Debug)]
pub(crate) struct Installed<'m> {
    /// Its name.
    pub(crate) name: Cow<'m, str>,
    /// Its place.
    pub(crate) span: Span,
    /// By what.
    pub(crate) manager: Manager,
}

/// Where files of the result come from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Copied<'k> {
    /// The stage's number.
    pub(crate) stage: usize,
    /// The root image of the stage they are copied from.
    pub(crate) from: &'k Known,
    /// How Go code was built there.
    pub(crate) cgo: Cgo,
    /// Whether Rust code was built for musl there.
    pub(crate) is_musl: bool,
    /// The `COPY`.
    pub(crate) span: Span,
}

/// The signals of one image use.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signals<'m, 'k> {
    /// There is a name and no file: nothing can speak against an offer.
    pub(crate) is_name_only: bool,
    /// The image is in a manifest: nothing but the reference can change.
    pub(crate) in_manifest: bool,
    /// The manifest runs something that keeps data under its name.
    pub(crate) is_stateful: bool,
    /// The image ends up in the result.
    pub(crate) is_result: bool,
    /// The file has one stage.
    pub(crate) is_single_stage: bool,
    /// The first RUN that does more than an image without a shell has done already.
    pub(crate) run: Option<Span>,
    /// RUNs that such an image makes needless: certificates, time zones, users.
    pub(crate) needless_runs: Vec<&'m Instruction<'m>>,
    /// Everything that the system's package managers install.
    pub(crate) packages: Vec<Installed<'m>>,
    /// Programs that are called and not installed.
    pub(crate) tools: Vec<(Cow<'m, str>, Span)>,
    /// What needs bash.
    pub(crate) bash: Option<Span>,
    /// A command that adds users.
    pub(crate) adds_user: Option<Span>,
    /// `adduser` and `addgroup`, which recent Debian images lack.
    pub(crate) adduser: Option<Span>,
    /// `USER` with a name other than root.
    pub(crate) named_user: Option<(Cow<'m, str>, Span)>,
    /// `USER` is set.
    pub(crate) sets_user: bool,
    /// The `ENTRYPOINT` and the `CMD` that hold.
    pub(crate) entries: Vec<Entry<'m>>,
    /// The `HEALTHCHECK` that holds.
    pub(crate) healthcheck: Option<Entry<'m>>,
    /// The dependencies of a project are installed: `npm ci`, `pip install`.
    pub(crate) installs_project: Option<Span>,
    /// A build tool runs: `go build`, `mvn package`.
    pub(crate) builds: Option<Span>,
    /// How Go code is built.
    pub(crate) cgo: Cgo,
    /// What says that C is linked in.
    pub(crate) cgo_span: Option<Span>,
    /// Rust code is built for musl.
    pub(crate) is_musl: bool,
    /// `EXPOSE` of a port below 1024.
    pub(crate) low_port: Option<Span>,
    /// Files are put under /root, which only root may read.
    pub(crate) root_home: Option<Span>,
    /// The result sets a working directory.
    pub(crate) has_workdir: bool,
    /// Files are put into a working directory that the base image sets.
    pub(crate) relative_copy: Option<Span>,
    /// An archive of packages for Ubuntu is added.
    pub(crate) ppa: Option<Span>,
    /// Extensions of PHP are compiled.
    pub(crate) php_extensions: Option<Span>,
    /// The `--platform` of the `FROM`.
    pub(crate) platform: Option<Cow<'m, str>>,
    /// Stages of the result that files are copied from.
    pub(crate) copied: Vec<Copied<'k>>,
    /// The file says what to start.
    pub(crate) has_start: bool,
}

/// What a program is there for.
#[derive(Clone, Copy)]
enum Doing {
    /// It sets variables of the shell.
    Export,
    /// It is bash.
    Bash,
    /// It adds or changes users.
    AddsUser,
    /// It adds an archive of packages.
    AddsArchive,
    /// It compiles extensions of PHP.
    CompilesExtensions,
    /// It installs the dependencies of a project.
    InstallsProject,
    /// It builds.
    Builds,
    /// None of these.
    Else,
}

impl Doing {
    /// By the length first: a name is compared with few others.
    fn of(name: &str) -> Doing {
        match name.len() {
            2 if matches!(name, "cc" | "ng") => Doing::Builds,
            3 => match name {
                "pdm" => Doing::InstallsProject,
                "mvn" | "sbt" | "tsc" | "gcc" | "g++" | "c++" => Doing::Builds,
                _ => Doing::Else,
            },
            4 => match name {
                "bash" => Doing::Bash,
                "pecl" => Doing::CompilesExtensions,
                "mvnw" | "vite" | "make" => Doing::Builds,
                _ => Doing::Else,
            },
            5 if matches!(name, "javac" | "clang" | "cmake" | "ninja" | "meson") => Doing::Builds,
            6 => match name {
                "export" => Doing::Export,
                "bundle" | "poetry" | "pipenv" => Doing::InstallsProject,
                "gradle" | "dotnet" => Doing::Builds,
                _ => Doing::Else,
            },
            7 => match name {
                "useradd" | "usermod" | "adduser" => Doing::AddsUser,
                "gradlew" | "webpack" | "clang++" => Doing::Builds,
                _ => Doing::Else,
            },
            8 if matches!(name, "groupadd" | "groupmod" | "addgroup") => Doing::AddsUser,
            18 if name == "add-apt-repository" => Doing::AddsArchive,
            22 if name == "docker-php-ext-install" => Doing::CompilesExtensions,
            _ => Doing::Else,
        }
    }
}

/// Programs that a full image has and a slim one has not, sorted, with the packages that bring each.
const TOOLS: &[(&str, &str)] = &[
    ("autoconf", "autoconf"),
    ("automake", "automake"),
    ("c++", "g++ build-essential build-base gcc-c++"),
    ("cc", "gcc build-essential build-base"),
    ("cmake", "cmake"),
    ("convert", "imagemagick"),
    ("curl", "curl"),
    ("g++", "g++ build-essential build-base gcc-c++"),
    ("gcc", "gcc build-essential build-base"),
    ("git", "git git-core"),
    ("hg", "mercurial"),
    ("make", "make build-essential build-base"),
    ("mysql_config", "libmysqlclient-dev default-libmysqlclient-dev libmariadb-dev"),
    ("node-gyp", "build-essential build-base"),
    ("openssl", "openssl libssl-dev libssl3"),
    ("patch", "patch build-essential"),
    ("pg_config", "libpq-dev postgresql-dev"),
    ("pkg-config", "pkg-config pkgconf build-essential"),
    ("scp", "openssh-client openssh"),
    ("ssh", "openssh-client openssh openssh-clients"),
    ("ssh-keyscan", "openssh-client openssh"),
    ("svn", "subversion"),
    ("unzip", "unzip"),
    ("wget", "wget"),
    ("xz", "xz-utils xz"),
];

fn tool(name: &str) -> Option<(&'static str, &'static str)> {
    // Few names are as long as one of them: to compare lengths is quicker than to compare words in the middle of the list.
    TOOLS.iter().find(|(tool, _)| *tool == name).copied()
}

/// Packages whose content every distroless image has.
fn is_in_static(package: &str) -> bool {
    matches!(package, "ca-certificates" | "tzdata" | "netbase" | "media-types" | "mailcap" | "mime-support")
}

/// What one Dockerfile's stages stand on: built once, asked for each image.
#[derive(Debug)]
pub(crate) struct Roots {
    /// The stages by the stage at the root of their chain.
    stages: Vec<Vec<usize>>,
}

impl Roots {
    /// O(stages).
    #[must_use]
    pub(crate) fn of(model: &DockerModel<'_>) -> Roots {
        let mut roots: Vec<usize> = Vec::with_capacity(model.stages.len());
        let mut stages: Vec<Vec<usize>> = model.stages.iter().map(|_| Vec::new()).collect();
        for stage in &model.stages {
            let root = match stage.base {
                Base::Stage(parent) => roots.get(parent).copied().unwrap_or(stage.index),
                Base::Scratch | Base::Image(_) | Base::Unknown => stage.index,
            };
            roots.push(root);
            if let Some(list) = stages.get_mut(root) {
                list.push(stage.index);
            }
        }
        Roots { stages }
    }

    fn built_on<'a, 'm>(&'a self, stage: usize, model: &'a DockerModel<'m>) -> impl Iterator<Item = &'a Stage<'m>> {
        self.stages.get(stage).into_iter().flatten().filter_map(|stage| model.stages.get(*stage))
    }
}

impl<'m, 'k> Signals<'m, 'k> {
    /// The signals of the image that `stage` is built from: of that stage and of all that are built on it.
    #[must_use]
    pub(crate) fn of_stage(stage: &Stage<'m>, model: &'m DockerModel<'m>, roots: &Roots, known: &'k KnownImages) -> Self {
        let mut signals = Signals { is_result: stage.in_result, is_single_stage: model.stages.len() == 1, ..Signals::default() };
        signals.platform = stage.from.and_then(|from| from.flag_value("platform")).map(|word| word.text.clone());
        for stage in roots.built_on(stage.index, model) {
            for instruction in stage.instructions {
                signals.settings(instruction);
                signals.instruction(instruction, stage, model, known);
            }
            for command in model.commands_of(stage) {
                signals.command(command);
            }
            for run in model.runs_of(stage) {
                signals.run(run, model);
            }
        }
        if stage.in_result {
            signals.start(model);
        }
        let Signals { tools, packages, .. } = &mut signals;
        if !packages.is_empty() {
            tools.retain(|(tool, _)| !is_brought(tool, packages));
        }
        signals
    }

    fn instruction(&mut self, instruction: &'m Instruction<'m>, stage: &Stage<'m>, model: &'m DockerModel<'m>, known: &'k KnownImages) {
        let under_root = |word: &Word<'_>| word.text == "/root" || word.text.starts_with("/root/");
        match &instruction.kind {
            InstructionKind::Copy(transfer) => {
                if let Some(destination) = transfer.destination.as_ref().filter(|word| stage.in_result && under_root(word)) {
                    self.root_home.get_or_insert(destination.span);
                }
                let is_relative = |word: &&Word<'_>| !word.text.starts_with(['/', '$', '"', '\'']);
                if let Some(destination) = transfer.destination.as_ref().filter(is_relative)
                    && stage.in_result
                    && !self.has_workdir
                {
                    self.relative_copy.get_or_insert(destination.span);
                }
                let from = instruction.flag_value("from").map(|from| model.graph.resolve_copy_from(&from.text));
                if let Some(Source::Stage(from)) = from.filter(|_| stage.in_result)
                    && self.copied.iter().all(|copied| copied.stage != from)
                {
                    self.copied.extend(copied(from, instruction.keyword_span, model, known));
                }
            }
            InstructionKind::Workdir(Some(word)) if stage.in_result => {
                self.has_workdir = true;
                if under_root(word) {
                    self.root_home.get_or_insert(word.span);
                }
            }
            InstructionKind::User(Some(word)) => {
                let name = word.text.split(':').next().unwrap_or_default().trim();
                self.sets_user |= stage.in_result;
                // .NET's images set this to the number of their user.
                let numeric = name.bytes().all(|b| b.is_ascii_digit()) || is_app_uid(name);
                if stage.in_result && !numeric && !matches!(name, "root" | "nonroot" | "nobody") {
                    self.named_user.get_or_insert((Cow::Owned(name.to_string()), word.span));
                }
            }
            InstructionKind::Expose(ports) if stage.in_result => {
                let low =
                    |word: &&Word<'_>| word.text.split('/').next().is_some_and(|port| port.parse::<u16>().is_ok_and(|port| port < 1024));
                if let Some(word) = ports.iter().find(low) {
                    self.low_port.get_or_insert(word.span);
                }
            }
            InstructionKind::Shell(words) if words.first().is_some_and(|word| word.text.ends_with("bash")) => {
                self.bash.get_or_insert(instruction.keyword_span);
            }
            _ => {}
        }
    }

    /// The variables that builds look at.
    fn settings(&mut self, instruction: &Instruction<'_>) {
        match &instruction.kind {
            InstructionKind::Env(pairs) => {
                for pair in pairs {
                    self.setting(&pair.key.text, pair.value.as_ref().map(|value| &*value.text).unwrap_or_default(), pair.span);
                }
            }
            InstructionKind::Arg(args) => {
                for arg in args {
                    self.setting(&arg.name.text, arg.default.as_ref().map(|value| &*value.text).unwrap_or_default(), arg.name.span);
                }
            }
            _ => {}
        }
    }

    fn setting(&mut self, name: &str, value: &str, span: Span) {
        let value = value.trim_matches(['"', '\'']);
        match name {
            "CGO_ENABLED" if value == "0" => self.cgo = Cgo::Off,
            "CGO_ENABLED" if value == "1" => {
                self.cgo = Cgo::On;
                self.cgo_span = Some(span);
            }
            "CARGO_BUILD_TARGET" if value.contains("musl") => self.is_musl = true,
            _ => {}
        }
    }

    fn command(&mut self, command: &'m RunCommand<'m>) {
        let name = command.name();
        let span = || command.span();
        // Most commands come alone.
        let value = command.marks.meets(Marks::SETTING).then(|| command.effective.variable("CGO_ENABLED")).flatten();
        if let Some(value) = value {
            self.setting("CGO_ENABLED", &value, span());
        }
        match Doing::of(name) {
            Doing::Export => {
                for (name, value) in command.effective.args.iter().filter_map(|arg| arg.setting()) {
                    self.setting(&name, &value, span());
                }
            }
            Doing::Bash => {
                self.bash.get_or_insert_with(span);
            }
            Doing::AddsUser => {
                self.adds_user.get_or_insert_with(span);
                if name.starts_with("add") {
                    self.adduser.get_or_insert_with(span);
                }
            }
            Doing::AddsArchive => {
                self.ppa.get_or_insert_with(span);
            }
            Doing::CompilesExtensions => {
                self.php_extensions.get_or_insert_with(span);
            }
            Doing::InstallsProject => {
                self.installs_project.get_or_insert_with(span);
            }
            Doing::Builds => {
                self.builds.get_or_insert_with(span);
            }
            Doing::Else => {}
        }
        if let Some((tool, _)) = tool(name) {
            self.tools.push((Cow::Borrowed(tool), span()));
        }
        self.arguments(command);
        let Some(package) = &command.package else { return };
        match package.manager {
            Manager::Npm | Manager::Yarn | Manager::Pnpm | Manager::Pip | Manager::Uv | Manager::Composer if package.action.installs() => {
                self.installs_project.get_or_insert_with(span);
            }
            Manager::Go | Manager::Cargo if matches!(package.action, Action::Build | Action::Install) => {
                self.builds.get_or_insert_with(span);
            }
            Manager::Npm | Manager::Yarn | Manager::Pnpm if package.action == Action::Run => {
                self.builds.get_or_insert_with(span);
            }
            _ => {}
        }
        if is_of_system(package.manager) && package.action == Action::Install {
            for one in
                package.packages.iter().filter(|one| matches!(one.kind, PackageKind::Named | PackageKind::Unknown | PackageKind::Local))
            {
                self.packages.push(Installed { name: one.name.clone(), span: command.place(one.name_span), manager: package.manager });
            }
        }
    }

    fn arguments(&mut self, command: &'m RunCommand<'m>) {
        let name = command.name();
        let is_of_node = matches!(name, "npx" | "yarn" | "pnpm" | "bunx");
        let is_of_rust = matches!(name, "cargo" | "rustup");
        let is_read = is_of_node || is_of_rust || name == "go";
        for arg in command.effective.args {
            // Most arguments begin otherwise, quoted or not.
            let may_be_git = match arg.raw.bytes().next() {
                Some(b'"' | b'\'' | b'\\' | b'$') => arg.raw.trim_start_matches(['"', '\'', '\\', '$']).starts_with('g'),
                first => first == Some(b'g'),
            };
            if may_be_git && arg.text().starts_with("git+") {
                self.tools.push((Cow::Borrowed("git"), command.place(arg.span)));
            }
            if !is_read {
                continue;
            }
            let text = arg.text();
            // Prisma's engine is linked to OpenSSL, which small images lack.
            if is_of_node && text == "prisma" {
                self.tools.push((Cow::Borrowed("openssl"), command.span()));
            }
            self.is_musl |= is_of_rust && text.contains("musl");
            if name == "go" && text.contains("-static") {
                self.cgo = Cgo::Off;
            }
        }
    }

    fn run(&mut self, run: &'m Run<'m>, model: &'m DockerModel<'m>) {
        let commands = model.commands_at(run.index);
        let span = run.instruction.keyword_span;
        if matches!(run.form, RunForm::Exec) || commands.is_empty() || !commands.iter().all(is_needless) {
            self.run.get_or_insert(span);
        } else {
            self.needless_runs.push(run.instruction);
        }
    }

    /// What the final stage starts, which may be inherited.
    fn start(&mut self, model: &'m DockerModel<'m>) {
        let Some(last) = model.final_stage() else { return };
        let entry = |choose: fn(&'m InstructionKind<'m>) -> Option<(&'static str, &'m Command<'m>)>| {
            model.inherited(last.index, |index, instruction| {
                let (keyword, command) = choose(&instruction.kind)?;
                Some(of_command(keyword, command, instruction.keyword_span, model.shell_at(index).is_posix))
            })
        };
        let start = entry(|kind| match kind {
            InstructionKind::Entrypoint(command) => Some(("ENTRYPOINT", command)),
            _ => None,
        });
        let arguments = entry(|kind| match kind {
            InstructionKind::Cmd(command) => Some(("CMD", command)),
            _ => None,
        });
        self.has_start = start.is_some() || arguments.is_some();
        self.healthcheck = entry(|kind| match kind {
            InstructionKind::Healthcheck { command: Some(command), .. } => Some(("HEALTHCHECK", command)),
            _ => None,
        });
        // An image's own entry point takes the CMD as arguments; without ENTRYPOINT the CMD is what runs.
        self.entries.extend(start);
        self.entries.extend(arguments);
        for entry in self.entries.iter().chain(&self.healthcheck) {
            for word in &entry.words {
                let program = word.rsplit('/').next().unwrap_or(word);
                if program == "bash" {
                    self.bash.get_or_insert(entry.span);
                }
            }
        }
    }

    /// The packages that something other than a build needs and that no distroless image has.
    pub(crate) fn needed_packages(&self) -> impl Iterator<Item = &Installed<'m>> {
        self.packages.iter().filter(|package| !is_in_static(&package.name))
    }
}

/// Whether a user is the one that .NET's images name in a variable, https://github.com/dotnet/dotnet-docker, `ENV APP_UID`.
#[must_use]
pub(crate) fn is_app_uid(user: &str) -> bool {
    matches!(user, "$APP_UID" | "${APP_UID}")
}

/// Whether one of the packages brings `tool`.
fn is_brought(tool: &str, packages: &[Installed<'_>]) -> bool {
    let bringing = self::tool(tool).map_or("", |(_, bringing)| bringing);
    packages.iter().any(|package| package.name == tool || has_word(bringing, &package.name))
}

/// Whether a package manager is the system's own.
fn is_of_system(manager: Manager) -> bool {
    manager.is_apt() || manager.is_yum() || matches!(manager, Manager::Apk | Manager::Zypper)
}

/// Whether an image without a shell has what the command makes, or needs it not.
fn is_needless(command: &RunCommand<'_>) -> bool {
    let of_packages = command.package.as_ref().filter(|package| is_of_system(package.manager)).is_some_and(|package| {
        let only_static = || package.packages.iter().all(|one| is_in_static(&one.name) || one.kind == PackageKind::Virtual);
        match package.action {
            Action::Update | Action::Upgrade | Action::Clean | Action::Autoremove => true,
            Action::Install => only_static(),
            _ => false,
        }
    });
    let cleans =
        command.name() == "rm" && command.effective.args.iter().all(|arg| arg.raw.starts_with('-') || arg.raw.starts_with("/var/"));
    let users = matches!(command.name(), "adduser" | "addgroup" | "useradd" | "groupadd" | "update-ca-certificates" | "set" | "true" | ":");
    of_packages || cleans || users
}

/// Where the files of a stage come from.
fn copied<'m, 'k>(stage: usize, span: Span, model: &'m DockerModel<'m>, known: &'k KnownImages) -> Option<Copied<'k>> {
    let from = known.get(model.root_image(stage)?.number)?;
    let mut build = Signals::default();
    for stage in model.chain(stage) {
        for instruction in stage.instructions {
            build.settings(instruction);
        }
        for command in model.commands_of(stage) {
            build.command(command);
        }
    }
    Some(Copied { stage, from, cgo: build.cgo(), is_musl: build.is_musl, span })
}

impl Signals<'_, '_> {
    /// How Go code is built, as far as the file shows: who installs a compiler for it means to use it.
    #[must_use]
    pub(crate) fn cgo(&self) -> Cgo {
        match self.cgo {
            Cgo::Unknown if self.needs_c().is_some() => Cgo::On,
            known => known,
        }
    }

    /// What says that Go code is linked to C.
    #[must_use]
    pub(crate) fn needs_c(&self) -> Option<Span> {
        let compiler =
            |name: &str| matches!(name, "gcc" | "g++" | "build-base" | "build-essential" | "musl-dev" | "libc-dev" | "libc6-dev");
        let library = |name: &str| name.ends_with("-dev") && name.starts_with("lib");
        let package = self.packages.iter().find(|package| compiler(&package.name) || library(&package.name));
        self.cgo_span.or(package.map(|package| package.span))
    }
}
