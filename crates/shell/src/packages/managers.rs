//! The managers and their subcommands, from the manual pages of each.

use plimsoll_text::split_byte;

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
    let name = &*command.name;
    // By the length first: a name is compared with few others.
    let known = match name.len() {
        2 => match name {
            "go" => Some(Manager::Go),
            "uv" => Some(Manager::Uv),
            _ => None,
        },
        3 => match name {
            "apk" => Some(Manager::Apk),
            "apt" => Some(Manager::Apt),
            "dnf" => Some(Manager::Dnf),
            "gem" => Some(Manager::Gem),
            "npm" => Some(Manager::Npm),
            "rpm" => Some(Manager::Rpm),
            "yum" => Some(Manager::Yum),
            _ => None,
        },
        4 => match name {
            "dnf5" => Some(Manager::Dnf),
            "dpkg" => Some(Manager::Dpkg),
            "pipx" => Some(Manager::Pipx),
            "pnpm" => Some(Manager::Pnpm),
            "tdnf" => Some(Manager::Tdnf),
            "yarn" => Some(Manager::Yarn),
            _ => None,
        },
        5 => match name {
            "cargo" => Some(Manager::Cargo),
            "dnf-3" => Some(Manager::Dnf),
            _ => None,
        },
        _ => match name {
            "apt-get" => Some(Manager::AptGet),
            "aptitude" => Some(Manager::Aptitude),
            "composer" | "composer.phar" => Some(Manager::Composer),
            "microdnf" => Some(Manager::Microdnf),
            "yarnpkg" => Some(Manager::Yarn),
            "yum-config-manager" => Some(Manager::Yum),
            "zypper" => Some(Manager::Zypper),
            _ => None,
        },
    };
    let manager = match known {
        Some(manager) => manager,
        None if !name.starts_with('p') => return None,
        None if is_versioned(name, "pip") => Manager::Pip,
        None if is_versioned(name, "python") || is_versioned(name, "pypy") => return python_module(command),
        None => return None,
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
    let (mut action, words) = named(manager, &first, second.as_deref());
    used += words;
    // A bare `npm install` installs what package.json says.
    let projects = matches!(manager, Manager::Npm | Manager::Yarn | Manager::Pnpm | Manager::Composer);
    if action == Action::Install && projects && options.operands.len() <= used {
        action = Action::InstallProject;
    }
    Said { action, subcommand: options.operands.get(used - 1).copied(), operands: used }
}

/// What the subcommands do. `a.b` is the subcommand `a b`, and `a.*` is `a` with any second word; two words are
/// looked for before one.
fn subcommands(manager: Manager) -> &'static [(Action, &'static str)] {
    use Action::{
        Autoremove, Build, BuildDependencies, Clean, Config, DistUpgrade, Download, GroupInstall, Install, InstallProject, LocalInstall,
        Other, Reinstall, Remove, Run, Update, Upgrade,
    };
    match manager {
        Manager::Apt | Manager::AptGet | Manager::Aptitude => &[
            (Install, "install"),
            (Reinstall, "reinstall"),
            (BuildDependencies, "build-dep"),
            (Update, "update"),
            (Upgrade, "upgrade safe-upgrade"),
            (DistUpgrade, "dist-upgrade full-upgrade"),
            (Remove, "remove purge"),
            (Autoremove, "autoremove auto-remove autopurge"),
            (Clean, "clean autoclean auto-clean distclean"),
            (Download, "download source"),
        ],
        Manager::Apk => &[
            (Install, "add"),
            (Reinstall, "fix"),
            (Update, "update"),
            (Upgrade, "upgrade"),
            (Remove, "del"),
            (Clean, "cache.clean cache.purge"),
            (Download, "fetch cache.download"),
        ],
        Manager::Yum | Manager::Dnf | Manager::Microdnf | Manager::Tdnf => &[
            (Install, "install in install-n install-na install-nevra"),
            (Reinstall, "reinstall rei"),
            (GroupInstall, "groupinstall grpinstall group.install groups.install module.install"),
            (LocalInstall, "localinstall"),
            (BuildDependencies, "builddep build-dep"),
            (Update, "makecache mc check-update check-upgrade"),
            (
                Upgrade,
                "update upgrade up upgrade-to update-to upgrade-minimal update-minimal up-min localupdate group.update group.upgrade \
                groups.update groups.upgrade module.update module.upgrade",
            ),
            (DistUpgrade, "distro-sync dsync distribution-synchronization dist-sync system-upgrade module.switch-to"),
            (Remove, "remove erase rm groupremove grouperase group.remove groups.remove module.remove module.reset module.disable"),
            (Autoremove, "autoremove"),
            (Clean, "clean clean.*"),
            (Config, "config-manager"),
            (Download, "download"),
        ],
        Manager::Zypper => &[
            (Install, "install in"),
            (BuildDependencies, "source-install si build-deps-install bdi"),
            (Update, "refresh ref refresh-services refs"),
            (Upgrade, "update up patch"),
            (DistUpgrade, "dist-upgrade dup"),
            (Remove, "remove rm"),
            (Clean, "clean cc"),
            (Download, "download"),
        ],
        Manager::Pip | Manager::Pipx => &[
            (Install, "install inject"),
            (Reinstall, "reinstall"),
            (Upgrade, "upgrade upgrade-all"),
            (Remove, "uninstall"),
            (Clean, "cache.purge cache.remove"),
            (Config, "config.*"),
            (Download, "download wheel"),
            (Run, "run"),
        ],
        Manager::Uv => &[
            (Install, "pip.install tool.install add"),
            (InstallProject, "pip.sync sync"),
            (Upgrade, "tool.upgrade"),
            (Remove, "pip.uninstall tool.uninstall remove"),
            (Clean, "cache.clean cache.prune"),
            (Build, "build"),
            (Run, "run tool.run"),
            (Other, "pip.* python.*"),
        ],
        Manager::Npm => &[
            (InstallProject, "ci clean-install install-clean ic"),
            (Install, "install add i in ins inst insta instal isnt isnta isntal isntall"),
            (Upgrade, "update up upgrade"),
            (Remove, "uninstall remove rm r un unlink"),
            (Autoremove, "prune"),
            (Clean, "cache.clean cache.clear cache.rm cache.verify"),
            (Config, "config.* c.*"),
            (Run, "run run-script start test exec x"),
        ],
        Manager::Yarn => &[
            (Install, "add install global.add"),
            (Upgrade, "upgrade up global.upgrade"),
            (Remove, "remove global.remove"),
            (Clean, "cache.clean"),
            (Config, "config.*"),
            (Run, "run start test exec dlx"),
        ],
        Manager::Pnpm => &[
            (InstallProject, "ci clean-install"),
            (Install, "add install i"),
            (Upgrade, "update up upgrade"),
            (Remove, "remove rm uninstall un"),
            (Autoremove, "prune"),
            (Clean, "store.prune cache.delete"),
            (Config, "config.* c.*"),
            (Download, "fetch"),
            (Run, "run start test exec dlx"),
        ],
        Manager::Gem => &[
            (Install, "install i"),
            (Upgrade, "update"),
            (Remove, "uninstall"),
            (Clean, "cleanup"),
            (Config, "sources"),
            (Download, "fetch"),
            (Build, "build"),
        ],
        Manager::Go => &[
            (Install, "install get"),
            (Clean, "clean"),
            (Config, "env.*"),
            (Download, "mod.download mod.vendor"),
            (Build, "build"),
            (Run, "run"),
        ],
        Manager::Cargo => &[
            (Install, "install binstall add"),
            (Upgrade, "update"),
            (Remove, "uninstall remove rm"),
            (Clean, "clean"),
            (Download, "fetch vendor"),
            (Build, "build b rustc"),
            (Run, "run r"),
        ],
        Manager::Composer => &[
            (Install, "require req r global.require global.req"),
            (InstallProject, "install i update u upgrade create-project global.install global.update"),
            (Remove, "remove rm"),
            (Clean, "clear-cache clearcache cc"),
            (Config, "config.*"),
        ],
        Manager::Dpkg | Manager::Rpm => &[],
    }
}

/// The usual subcommands, which are never the first of two words: where one is found, nothing has to be looked for behind it.
const ALONE: [&str; 8] = ["install", "update", "add", "run", "upgrade", "remove", "del", "ci"];

/// The action that two words name, or else the first of them, and how many words that takes.
fn named(manager: Manager, first: &str, second: Option<&str>) -> (Action, usize) {
    let mut of_first = None;
    let may_be_two = !ALONE.contains(&first);
    for (action, names) in subcommands(manager) {
        for name in split_byte(names, b' ') {
            if name.as_bytes().first() != first.as_bytes().first() {
                continue;
            }
            let Some(rest) = name.strip_prefix(first) else { continue };
            match rest.strip_prefix('.') {
                Some(rest) if second.is_some_and(|second| rest == "*" || rest == second) => return (*action, 2),
                None if rest.is_empty() && !may_be_two => return (*action, 1),
                None if rest.is_empty() => of_first = of_first.or(Some(*action)),
                _ => {}
            }
        }
    }
    (of_first.unwrap_or(Action::Other), 1)
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

#[cfg(test)]
mod tests {
    use super::{ALONE, Manager, subcommands};

    #[test]
    fn no_two_words_begin_with_one_that_stands_alone() {
        use Manager::{Apk, AptGet, Cargo, Composer, Dnf, Gem, Go, Npm, Pip, Pnpm, Uv, Yarn, Zypper};
        for manager in [Apk, AptGet, Cargo, Composer, Dnf, Gem, Go, Npm, Pip, Pnpm, Uv, Yarn, Zypper] {
            for (_, names) in subcommands(manager) {
                let mut firsts = names.split_whitespace().filter_map(|name| Some(name.split_once('.')?.0));
                assert!(!firsts.any(|first| ALONE.contains(&first)), "{names}");
            }
        }
    }
}
