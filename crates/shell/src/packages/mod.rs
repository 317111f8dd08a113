//! The command lines of package managers: which one, what it is to do, with which options, to which packages.
//! The one place that knows how each of them is called; it never judges whether that is good.

mod grammars;
mod managers;
mod operand;

use alloc::borrow::Cow;
use alloc::vec::Vec;

use plimsoll_text::Span;

pub use managers::{Action, Manager};
pub use operand::{Constraint, Package, PackageKind, Pin};

use crate::effective::Effective;
use crate::options::{self, Args, Opt};
use crate::word::Word;

/// One call of a package manager.
#[derive(Clone, Debug)]
pub struct Invocation<'c, 'a> {
    /// Which package manager.
    pub manager: Manager,
    /// What it is to do.
    pub action: Action,
    /// The word that says so (`install`); of two words (`cache clean`, `pip install` of uv) the last one.
    /// Nothing for `dpkg` and `rpm`, which say it with an option, and for a bare `yarn`.
    pub subcommand: Option<&'c Word<'a>>,
    /// Options in order, those before the subcommand included. Their indices are those of [`args`](Self::args).
    pub options: Args<'a>,
    /// What the action is done to, each split in name and version.
    pub packages: Vec<Package<'c, 'a>>,
    /// The words behind the manager's name (behind `pip` of `python -m pip`).
    pub args: &'c [Word<'a>],
    /// The word that names the manager: `apt-get`, `pip3`, the `pip` of `python -m pip`.
    pub name: &'c Word<'a>,
    /// Packages may also come from the standard input (`xargs`).
    pub reads_operands: bool,
}

/// The package manager that `command` calls, if it calls one that is known.
#[must_use]
pub fn invocation<'c, 'a>(command: &Effective<'c, 'a>) -> Option<Invocation<'c, 'a>> {
    let (manager, name, args) = managers::find(command)?;
    let options = options::read(args, &grammars::grammar(manager));
    let said = managers::action(manager, &command.name, args, &options);
    let operands = options.operands.get(said.operands..).unwrap_or_default();
    let packages =
        if said.action.takes_packages() { operand::packages(manager, said.action, args, operands, &options) } else { Vec::new() };
    let subcommand = said.subcommand.and_then(|i| args.get(i));
    let reads_operands = command.reads_operands();
    Some(Invocation { manager, action: said.action, subcommand, options, packages, args, name, reads_operands })
}

impl<'c, 'a> Invocation<'c, 'a> {
    /// The text of the subcommand.
    #[must_use]
    pub fn subcommand_text(&self) -> Option<Cow<'a, str>> {
        self.subcommand.map(Word::text)
    }

    /// Whether one of `names` (`-y`, `--yes`) is given, also in a bundle, and not switched off by its value.
    #[must_use]
    pub fn has_flag(&self, names: &[&str]) -> bool {
        self.flag(names).is_some()
    }

    /// The first option called one of `names` that its value does not switch off.
    #[must_use]
    pub fn flag(&self, names: &[&str]) -> Option<&Opt<'a>> {
        self.options.options.iter().find(|o| o.is_any(names) && !o.is_off())
    }

    /// The word that an option stands in.
    #[must_use]
    pub fn option_word(&self, option: &Opt<'a>) -> Option<&'c Word<'a>> {
        self.args.get(option.word)
    }

    /// Where an option stands with its value, if that is a word of its own.
    #[must_use]
    pub fn option_span(&self, option: &Opt<'a>) -> Span {
        let value = option.value_word.and_then(|i| self.args.get(i));
        value.map_or(option.span, |v| option.span.to(v.span))
    }

    /// From the manager's name to its last argument.
    #[must_use]
    pub fn span(&self) -> Span {
        self.args.last().map_or(self.name.span, |last| self.name.span.to(last.span))
    }

    /// What a configuration item is set to on the command line: apt's `-o NAME=value`, yum's `--setopt=NAME=value`.
    /// Names are compared without regard to case. The last one wins.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.settings().filter(|(_, item, _)| item.eq_ignore_ascii_case(name)).last().map(|(_, _, value)| value)
    }

    fn settings(&self) -> impl Iterator<Item = (&Opt<'a>, &str, &str)> {
        let names: &[&str] = match self.manager {
            Manager::Apt | Manager::AptGet | Manager::Aptitude => &["-o", "--option"],
            Manager::Yum | Manager::Dnf | Manager::Microdnf | Manager::Tdnf => &["--setopt"],
            _ => &[],
        };
        self.options.options.iter().filter(|o| o.is_any(names)).filter_map(|o| {
            let (item, value) = o.value.as_deref()?.split_once('=')?;
            Some((o, item.trim(), value.trim()))
        })
    }

    /// The option that switches off (`on` false) or on a setting of one of the given names.
    fn switch(&self, items: &[&str], on: bool) -> Option<&Opt<'a>> {
        let named = |item: &str| items.iter().any(|name| item.eq_ignore_ascii_case(name));
        self.settings().filter(|(_, item, _)| named(item)).last().filter(|(_, _, v)| options::is_false(v) != on).map(|(o, _, _)| o)
    }

    /// Whether the manager is told not to ask. apt also does not with `-qq` or `-q=2` (apt-get(8)).
    #[must_use]
    pub fn assumes_yes(&self) -> bool {
        match self.manager {
            Manager::Apt | Manager::AptGet | Manager::Aptitude => {
                self.has_flag(&["-y", "--yes", "--assume-yes"])
                    || self.quiet_level() >= 2
                    || self.switch(&["APT::Get::Assume-Yes"], true).is_some()
            }
            Manager::Yum | Manager::Dnf | Manager::Microdnf | Manager::Tdnf => {
                self.has_flag(&["-y", "--assumeyes", "--assume-yes"]) || self.switch(&["assumeyes"], true).is_some()
            }
            Manager::Zypper => self.has_flag(&["-y", "--no-confirm", "-n", "--non-interactive"]),
            _ => self.has_flag(&["-y", "--yes"]),
        }
    }

    /// How often `-q` is said; `-q=N` and `--quiet=N` say it N times.
    fn quiet_level(&self) -> u32 {
        self.options.all(&["-q", "--quiet", "--silent"]).fold(0, |level, o| match o.value.as_deref().map(str::parse::<u32>) {
            Some(Ok(n)) => n,
            _ => level + 1,
        })
    }

    /// Whether recommended packages are left out: apt's `--no-install-recommends` or `APT::Install-Recommends=false`,
    /// aptitude's `-R`, zypper's `--no-recommends`, dnf's `install_weak_deps=False`.
    #[must_use]
    pub fn no_recommends(&self) -> bool {
        match self.manager {
            Manager::Apt | Manager::AptGet | Manager::Aptitude => {
                self.has_flag(&["--no-install-recommends", "--without-recommends"])
                    || (self.manager == Manager::Aptitude && self.has_flag(&["-R"]))
                    || self.options.all(&["--install-recommends"]).any(Opt::is_off)
                    || self.switch(&["APT::Install-Recommends"], false).is_some()
            }
            Manager::Zypper => self.has_flag(&["--no-recommends"]),
            Manager::Yum | Manager::Dnf | Manager::Microdnf | Manager::Tdnf => self.switch(&["install_weak_deps"], false).is_some(),
            _ => false,
        }
    }

    /// Whether the manager is told to keep no cache: apk's `--no-cache`, pip's `--no-cache-dir`, uv's `--no-cache`.
    #[must_use]
    pub fn no_cache(&self) -> bool {
        match self.manager {
            Manager::Apk => self.has_flag(&["--no-cache"]),
            Manager::Pip => self.has_flag(&["--no-cache-dir"]) || self.options.all(&["--cache-dir"]).any(Opt::is_off),
            Manager::Uv => self.has_flag(&["--no-cache", "--no-cache-dir", "-n"]),
            _ => false,
        }
    }

    /// The first option that accepts packages without a valid signature.
    #[must_use]
    pub fn unauthenticated(&self) -> Option<&Opt<'a>> {
        let flags: &[&str] = match self.manager {
            Manager::Apk => &["--allow-untrusted"],
            Manager::Apt | Manager::AptGet | Manager::Aptitude => &["--allow-unauthenticated", "--allow-untrusted", "--force-yes"],
            Manager::Yum | Manager::Dnf | Manager::Microdnf | Manager::Tdnf => &["--nogpgcheck", "--no-gpgchecks"],
            Manager::Zypper => &["--no-gpg-checks"],
            Manager::Rpm => &["--nodigest", "--nosignature", "--noverify", "--nofiledigest"],
            _ => &[],
        };
        let allowed = ["APT::Get::AllowUnauthenticated", "APT::Get::Force-Yes", "Acquire::AllowInsecureRepositories"];
        self.flag(flags).or_else(|| self.switch(&allowed, true)).or_else(|| self.switch(&["gpgcheck"], false))
    }

    /// The first option that switches off the check of TLS certificates: pip's `--trusted-host`,
    /// yum's `--setopt=sslverify=0`, npm's `--strict-ssl=false`, uv's `--allow-insecure-host`.
    /// For `npm config set strict-ssl false` see [`config_set`](Self::config_set).
    #[must_use]
    pub fn tls_disabled(&self) -> Option<&Opt<'a>> {
        match self.manager {
            Manager::Pip | Manager::Pipx => self.flag(&["--trusted-host"]),
            Manager::Uv => self.flag(&["--allow-insecure-host", "--trusted-host"]),
            Manager::Npm | Manager::Yarn | Manager::Pnpm => {
                self.options.all(&["--strict-ssl"]).find(|o| o.is_off()).or_else(|| self.flag(&["--no-strict-ssl"]))
            }
            Manager::Apt | Manager::AptGet | Manager::Aptitude => self.switch(&["Acquire::https::Verify-Peer"], false),
            _ => self.switch(&["sslverify"], false),
        }
    }

    /// Name and value words of `npm|yarn|pnpm|pip|composer|go config set NAME VALUE` (also `NAME=VALUE` as one word).
    #[must_use]
    pub fn config_set(&self) -> Option<(Cow<'a, str>, Cow<'a, str>, Span)> {
        if self.action != Action::Config {
            return None;
        }
        let mut operands = self.options.operands.iter().filter_map(|&i| self.args.get(i)).skip_while(|w| !matches!(&*w.text(), "set"));
        operands.next()?;
        let name = operands.next()?;
        match operands.next() {
            Some(value) => Some((name.text(), value.text(), name.span.to(value.span))),
            None => {
                let text = name.text();
                let at = text.find('=')?;
                let (item, value) = crate::word::split(text, at, 1);
                Some((item, value, name.span))
            }
        }
    }

    /// Requirement and constraint files: pip's `-r FILE` and `-c FILE`.
    pub fn requirement_files(&self) -> impl Iterator<Item = &Opt<'a>> {
        let names: &'static [&'static str] = match self.manager {
            Manager::Pip | Manager::Uv => &["-r", "--requirement", "--requirements", "-c", "--constraint", "--constraints"],
            _ => &[],
        };
        self.options.options.iter().filter(move |o| o.is_any(names))
    }

    /// The letter or word that a manager without subcommand says its action with (`-i` of dpkg).
    #[must_use]
    pub fn mode_option(&self) -> Option<&Opt<'a>> {
        match self.manager {
            Manager::Dpkg | Manager::Rpm => self.options.options.iter().find(|o| managers::mode(self.manager, &o.name).is_some()),
            _ => None,
        }
    }
}
