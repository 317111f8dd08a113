//! The managers and their subcommands, from the manual pages of each.

use crate::effective::Effective;
use crate::options::{Args, Name};
use crate::word::Word;

/// A package manager.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Manager {
    /// `apt`
    Apt,
    /// `apt-get`
    AptGet,
    /// `aptitude`
    Aptitude,
    /// `apk`
    Apk,
    /// `yum`
    Yum,
    /// `dnf`, `dnf5`
    Dnf,
    /// `microdnf`
    Microdnf,
    /// `tdnf`
    Tdnf,
    /// `zypper`
    Zypper,
    /// `pip`, `pip3`, `python -m pip`
    Pip,
    /// `pipx`
    Pipx,
    /// `uv`
    Uv,
    /// `npm`
    Npm,
    /// `yarn`
    Yarn,
    /// `pnpm`
    Pnpm,
    /// `gem`
    Gem,
    /// `go`
    Go,
    /// `cargo`
    Cargo,
    /// `composer`
    Composer,
    /// `dpkg`
    Dpkg,
    /// `rpm`
    Rpm,
}

impl Manager {
    /// `apt`, `apt-get`, `aptitude`.
    #[must_use]
    pub fn is_apt(self) -> bool {
        matches!(self, Manager::Apt | Manager::AptGet | Manager::Aptitude)
    }

    /// `yum`, `dnf`, `microdnf`, `tdnf`.
    #[must_use]
    pub fn is_yum(self) -> bool {
        matches!(self, Manager::Yum | Manager::Dnf | Manager::Microdnf | Manager::Tdnf)
    }

    /// The manager's usual command name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Manager::Apt => "apt",
            Manager::AptGet => "apt-get",
            Manager::Aptitude => "aptitude",
            Manager::Apk => "apk",
            Manager::Yum => "yum",
            Manager::Dnf => "dnf",
            Manager::Microdnf => "microdnf",
            Manager::Tdnf => "tdnf",
            Manager::Zypper => "zypper",
            Manager::Pip => "pip",
            Manager::Pipx => "pipx",
            Manager::Uv => "uv",
            Manager::Npm => "npm",
            Manager::Yarn => "yarn",
            Manager::Pnpm => "pnpm",
            Manager::Gem => "gem",
            Manager::Go => "go",
            Manager::Cargo => "cargo",
            Manager::Composer => "composer",
            Manager::Dpkg => "dpkg",
            Manager::Rpm => "rpm",
        }
    }
}

/// What a manager is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Install the packages named: `install`, `add`, `go get`, `dpkg -i`.
    Install,
    /// Install what a manifest or lock file of the project says: bare `npm install`, `npm ci`, `yarn`, `uv sync`.
    InstallProject,
    /// `reinstall`
    Reinstall,
    /// yum's `groupinstall`, `group install`, `module install`.
    GroupInstall,
    /// yum's `localinstall`.
    LocalInstall,
    /// zypper's `source-install`, apt's `build-dep`, yum's `builddep`.
    BuildDependencies,
    /// Refresh the package lists: `apt update`, `apk update`, `dnf makecache`, `zypper refresh`.
    Update,
    /// Upgrade installed packages: `apt upgrade`, `yum update`, `zypper up`, `npm update`.
    Upgrade,
    /// Move to another release: `apt dist-upgrade`, `full-upgrade`, `zypper dup`, dnf's `distro-sync`.
    DistUpgrade,
    /// `remove`, `purge`, `del`, `uninstall`, `rpm -e`.
    Remove,
    /// `autoremove`
    Autoremove,
    /// Empty a cache: `clean`, `cache clean`, `cache purge`.
    Clean,
    /// Read or write the configuration: `npm config`, `yum-config-manager`.
    Config,
    /// Fetch without installing: `download`, `go mod download`, `cargo fetch`.
    Download,
    /// Compile a project: `go build`, `cargo build`.
    Build,
    /// Run a program or script: `npm run`, `go run`, `uv run`.
    Run,
    /// Anything else.
    Other,
}

impl Action {
    /// Whether the operands are packages.
    #[must_use]
    pub fn takes_packages(self) -> bool {
        !matches!(self, Action::InstallProject | Action::Clean | Action::Config | Action::Build | Action::Other)
    }

    /// Whether it brings software into the image that was not there before.
    #[must_use]
    pub fn installs(self) -> bool {
        matches!(
            self,
            Action::Install
                | Action::InstallProject
                | Action::Reinstall
                | Action::GroupInstall
                | Action::LocalInstall
                | Action::BuildDependencies
        )
    }
}

/// The manager that a command calls, the word of its name, and its arguments.
pub(super) fn find<'c, 'a>(command: &Effective<'c, 'a>) -> Option<(Manager, &'c Word<'a>, &'c [Word<'a>])> {
    let manager = match &*command.name {
        "apt" => Manager::Apt,
        "apt-get" => Manager::AptGet,
        "aptitude" => Manager::Aptitude,
        "apk" => Manager::Apk,
        "yum" | "yum-config-manager" => Manager::Yum,
        "dnf" | "dnf5" | "dnf-3" => Manager::Dnf,
        "microdnf" => Manager::Microdnf,
        "tdnf" => Manager::Tdnf,
        "zypper" => Manager::Zypper,
        "pipx" => Manager::Pipx,
        "uv" => Manager::Uv,
        "npm" => Manager::Npm,
        "yarn" | "yarnpkg" => Manager::Yarn,
        "pnpm" => Manager::Pnpm,
        "gem" => Manager::Gem,
        "go" => Manager::Go,
        "cargo" => Manager::Cargo,
        "composer" | "composer.phar" => Manager::Composer,
        "dpkg" => Manager::Dpkg,
        "rpm" => Manager::Rpm,
        name if is_versioned(name, "pip") => Manager::Pip,
        name if is_versioned(name, "python") || is_versioned(name, "pypy") => return python_module(command),
        _ => return None,
    };
    Some((manager, command.word, command.args))
}

/// Whether `name` is `program`, `program3`, `program3.12`, …
fn is_versioned(name: &str, program: &str) -> bool {
    name.strip_prefix(program).is_some_and(|v| v.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
}

/// `python -m pip …`
fn python_module<'c, 'a>(command: &Effective<'c, 'a>) -> Option<(Manager, &'c Word<'a>, &'c [Word<'a>])> {
    // Single letters, of which -c ends the options, and -W and -X take a value.
    let mut at = 0;
    loop {
        let text = command.args.get(at)?.text();
        let letters = text.strip_prefix('-')?;
        at += 1;
        if let Some(before) = letters.strip_suffix('m')
            && !before.contains(['c', 'm', '-'])
        {
            let module = command.args.get(at)?;
            let manager = match &*module.text() {
                "pip" => Manager::Pip,
                "pipx" => Manager::Pipx,
                "uv" => Manager::Uv,
                _ => return None,
            };
            return Some((manager, module, command.args.get(at + 1..).unwrap_or_default()));
        }
        if letters.starts_with(['c', '-']) {
            return None;
        }
        at += usize::from(matches!(letters, "W" | "X"));
    }
}

/// An action, the argument that names it, and how many operands its name takes.
pub(super) struct Said {
    pub(super) action: Action,
    pub(super) subcommand: Option<usize>,
    pub(super) operands: usize,
}

pub(super) fn action(manager: Manager, name: &str, args: &[Word<'_>], options: &Args<'_>) -> Said {
    if matches!(manager, Manager::Dpkg | Manager::Rpm) {
        let modes = options.options.iter().filter_map(|o| mode(manager, &o.name));
        // `rpm -qa` and `-Vi` are queries whatever the other letters are.
        let action = modes.min_by_key(|a| *a != Action::Other).unwrap_or(Action::Other);
        return Said { action, subcommand: None, operands: 0 };
    }
    if name == "yum-config-manager" {
        return Said { action: Action::Config, subcommand: None, operands: 0 };
    }
    let operand = |n: usize| options.operands.get(n).and_then(|&i| args.get(i)).map(Word::text);
    let mut used = 0;
    if manager == Manager::Cargo && operand(0).is_some_and(|w| w.starts_with('+')) {
        used = 1;
    }
    let (Some(first), second) = (operand(used), operand(used + 1)) else {
        let action = if manager == Manager::Yarn { Action::InstallProject } else { Action::Other };
        return Said { action, subcommand: None, operands: used };
    };
    let (mut action, words) = match second.as_deref().and_then(|second| pair(manager, &first, second)) {
        Some(action) => (action, 2),
        None => (single(manager, &first), 1),
    };
    used += words;
    // A bare `npm install` installs what package.json says.
    let projects = matches!(manager, Manager::Npm | Manager::Yarn | Manager::Pnpm | Manager::Composer);
    if action == Action::Install && projects && options.operands.len() <= used {
        action = Action::InstallProject;
    }
    Said { action, subcommand: options.operands.get(used - 1).copied(), operands: used }
}

/// Actions that two words name.
fn pair(manager: Manager, first: &str, second: &str) -> Option<Action> {
    use Action::{Clean, Config, DistUpgrade, Download, GroupInstall, Install, InstallProject, Other, Remove, Run, Upgrade};
    Some(match (manager, first, second) {
        (Manager::Uv, "pip", "install") => Install,
        (Manager::Uv, "pip", "sync") => InstallProject,
        (Manager::Uv, "pip", "uninstall") | (Manager::Uv, "tool", "uninstall") => Remove,
        (Manager::Uv, "pip" | "python", _) => Other,
        (Manager::Uv, "tool", "install") => Install,
        (Manager::Uv, "tool", "upgrade") => Upgrade,
        (Manager::Uv, "tool", "run") => Run,
        (Manager::Uv | Manager::Pip, "cache", "clean" | "purge" | "prune" | "remove") => Clean,
        (Manager::Pip, "config", _) => Config,
        (Manager::Npm | Manager::Yarn, "cache", "clean" | "clear" | "rm" | "verify") => Clean,
        (Manager::Pnpm, "store", "prune") | (Manager::Pnpm, "cache", "delete") => Clean,
        (Manager::Npm | Manager::Yarn | Manager::Pnpm | Manager::Composer, "config" | "c", _) => Config,
        (Manager::Yarn, "global", "add") => Install,
        (Manager::Yarn, "global", "upgrade") => Upgrade,
        (Manager::Yarn, "global", "remove") => Remove,
        (Manager::Composer, "global", "require" | "req" | "r") => Install,
        (Manager::Composer, "global", "install" | "i" | "update") => InstallProject,
        (m, "group" | "groups", "install") if m.is_yum() => GroupInstall,
        (m, "module", "install") if m.is_yum() => GroupInstall,
        (m, "group" | "groups" | "module", "remove" | "reset" | "disable") if m.is_yum() => Remove,
        (m, "group" | "groups" | "module", "update" | "upgrade") if m.is_yum() => Upgrade,
        (m, "module", "switch-to") if m.is_yum() => DistUpgrade,
        (m, "clean", "all" | "packages" | "metadata" | "dbcache" | "expire-cache") if m.is_yum() => Clean,
        (Manager::Apk, "cache", "clean" | "purge") => Clean,
        (Manager::Apk, "cache", "download") => Download,
        (Manager::Go, "mod", "download" | "vendor") => Download,
        (Manager::Go, "env", _) => Config,
        (Manager::Gem, "sources", _) => Config,
        _ => return None,
    })
}

/// Actions that one word names.
fn single(manager: Manager, word: &str) -> Action {
    match manager {
        Manager::Apt | Manager::AptGet | Manager::Aptitude => apt(word),
        Manager::Apk => match word {
            "add" => Action::Install,
            "del" => Action::Remove,
            "update" => Action::Update,
            "upgrade" => Action::Upgrade,
            "fix" => Action::Reinstall,
            "fetch" => Action::Download,
            _ => Action::Other,
        },
        Manager::Yum | Manager::Dnf | Manager::Microdnf | Manager::Tdnf => yum(word),
        Manager::Zypper => zypper(word),
        Manager::Pip | Manager::Pipx | Manager::Uv => match word {
            "install" | "inject" | "add" => Action::Install,
            "uninstall" | "remove" => Action::Remove,
            "reinstall" => Action::Reinstall,
            "upgrade" | "upgrade-all" => Action::Upgrade,
            "download" | "wheel" => Action::Download,
            "sync" => Action::InstallProject,
            "run" => Action::Run,
            "build" => Action::Build,
            _ => Action::Other,
        },
        Manager::Npm | Manager::Yarn | Manager::Pnpm => node(manager, word),
        Manager::Gem => match word {
            "install" | "i" => Action::Install,
            "update" => Action::Upgrade,
            "uninstall" => Action::Remove,
            "cleanup" => Action::Clean,
            "fetch" => Action::Download,
            "build" => Action::Build,
            _ => Action::Other,
        },
        Manager::Go => match word {
            "install" | "get" => Action::Install,
            "run" => Action::Run,
            "build" => Action::Build,
            "clean" => Action::Clean,
            _ => Action::Other,
        },
        Manager::Cargo => match word {
            "install" | "binstall" | "add" => Action::Install,
            "uninstall" | "remove" | "rm" => Action::Remove,
            "update" => Action::Upgrade,
            "fetch" | "vendor" => Action::Download,
            "build" | "b" | "rustc" => Action::Build,
            "run" | "r" => Action::Run,
            "clean" => Action::Clean,
            _ => Action::Other,
        },
        Manager::Composer => match word {
            "require" | "req" | "r" => Action::Install,
            "install" | "i" | "update" | "u" | "upgrade" | "create-project" => Action::InstallProject,
            "remove" | "rm" => Action::Remove,
            "clear-cache" | "clearcache" | "cc" => Action::Clean,
            _ => Action::Other,
        },
        Manager::Dpkg | Manager::Rpm => Action::Other,
    }
}

fn apt(word: &str) -> Action {
    match word {
        "install" => Action::Install,
        "reinstall" => Action::Reinstall,
        "build-dep" => Action::BuildDependencies,
        "update" => Action::Update,
        "upgrade" | "safe-upgrade" => Action::Upgrade,
        "dist-upgrade" | "full-upgrade" => Action::DistUpgrade,
        "remove" | "purge" => Action::Remove,
        "autoremove" | "auto-remove" | "autopurge" => Action::Autoremove,
        "clean" | "autoclean" | "auto-clean" | "distclean" => Action::Clean,
        "download" | "source" => Action::Download,
        _ => Action::Other,
    }
}

fn yum(word: &str) -> Action {
    match word {
        "install" | "in" | "install-n" | "install-na" | "install-nevra" => Action::Install,
        "reinstall" | "rei" => Action::Reinstall,
        "groupinstall" | "grpinstall" => Action::GroupInstall,
        "localinstall" => Action::LocalInstall,
        "builddep" | "build-dep" => Action::BuildDependencies,
        "makecache" | "mc" | "check-update" | "check-upgrade" => Action::Update,
        "update" | "upgrade" | "up" | "upgrade-to" | "update-to" | "upgrade-minimal" | "update-minimal" | "up-min" | "localupdate" => {
            Action::Upgrade
        }
        "distro-sync" | "dsync" | "distribution-synchronization" | "dist-sync" | "system-upgrade" => Action::DistUpgrade,
        "remove" | "erase" | "rm" | "groupremove" | "grouperase" => Action::Remove,
        "autoremove" => Action::Autoremove,
        "clean" => Action::Clean,
        "config-manager" => Action::Config,
        "download" => Action::Download,
        _ => Action::Other,
    }
}

fn zypper(word: &str) -> Action {
    match word {
        "install" | "in" => Action::Install,
        "source-install" | "si" | "build-deps-install" | "bdi" => Action::BuildDependencies,
        "refresh" | "ref" | "refresh-services" | "refs" => Action::Update,
        "update" | "up" | "patch" => Action::Upgrade,
        "dist-upgrade" | "dup" => Action::DistUpgrade,
        "remove" | "rm" => Action::Remove,
        "clean" | "cc" => Action::Clean,
        "download" => Action::Download,
        _ => Action::Other,
    }
}

fn node(manager: Manager, word: &str) -> Action {
    match word {
        "add" => Action::Install,
        "ci" | "clean-install" | "install-clean" | "ic" if manager != Manager::Yarn => Action::InstallProject,
        "install" => Action::Install,
        "i" | "in" | "ins" | "inst" | "insta" | "instal" | "isnt" | "isnta" | "isntal" | "isntall" if manager != Manager::Yarn => {
            Action::Install
        }
        "update" | "up" | "upgrade" => Action::Upgrade,
        "uninstall" | "remove" | "rm" | "r" | "un" | "unlink" => Action::Remove,
        "run" | "run-script" | "start" | "test" | "exec" | "dlx" | "x" => Action::Run,
        "prune" => Action::Autoremove,
        "fetch" => Action::Download,
        _ => Action::Other,
    }
}

/// What an option of `dpkg` or `rpm` makes it do; [`Action::Other`] for queries and checks.
pub(super) fn mode(manager: Manager, name: &Name<'_>) -> Option<Action> {
    let name = match name {
        Name::Short(letter) => match (manager, letter) {
            (Manager::Dpkg, 'i') | (Manager::Rpm, 'i') => "install",
            // `rpm -U` installs what is not there yet.
            (Manager::Rpm, 'U') => "install",
            (Manager::Rpm, 'F') => "freshen",
            (Manager::Dpkg, 'r' | 'P') | (Manager::Rpm, 'e') => "remove",
            (Manager::Rpm, 'q' | 'V' | 'K') => "query",
            _ => return None,
        },
        Name::Long(name) => name,
    };
    Some(match name {
        "install" | "reinstall" | "upgrade" => Action::Install,
        "freshen" => Action::Upgrade,
        "remove" | "purge" | "erase" => Action::Remove,
        "query" | "verify" | "import" | "checksig" => Action::Other,
        _ => return None,
    })
}
