//! What a Dockerfile holds, as one set: whether a rule can find anything in it is told without running the rule.
//!
//! It may say that there is something where a rule then finds nothing; it never says that there is nothing where there is.

use plimsoll_dockerfile::{Instruction, InstructionKind, Keyword};
use plimsoll_shell::packages::{Invocation, Manager};
use plimsoll_shell::{Effective, ExpansionKind, SimpleCommand};
use plimsoll_text::find_byte;

use super::casing::has_small_letter;
use super::docker::DockerModel;

/// A set of things that a Dockerfile can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks(u64);

impl Marks {
    /// An `ADD`. What stands behind `ONBUILD` counts here and below.
    pub const ADD: Marks = Marks::of_keyword(Keyword::Add);
    /// An `ARG`.
    pub const ARG: Marks = Marks::of_keyword(Keyword::Arg);
    /// A `CMD`.
    pub const CMD: Marks = Marks::of_keyword(Keyword::Cmd);
    /// A `COPY`.
    pub const COPY: Marks = Marks::of_keyword(Keyword::Copy);
    /// An `ENTRYPOINT`.
    pub const ENTRYPOINT: Marks = Marks::of_keyword(Keyword::Entrypoint);
    /// An `ENV`.
    pub const ENV: Marks = Marks::of_keyword(Keyword::Env);
    /// An `EXPOSE`.
    pub const EXPOSE: Marks = Marks::of_keyword(Keyword::Expose);
    /// A `HEALTHCHECK`.
    pub const HEALTHCHECK: Marks = Marks::of_keyword(Keyword::Healthcheck);
    /// A `LABEL`.
    pub const LABEL: Marks = Marks::of_keyword(Keyword::Label);
    /// A `MAINTAINER`.
    pub const MAINTAINER: Marks = Marks::of_keyword(Keyword::Maintainer);
    /// A `RUN`.
    pub const RUN: Marks = Marks::of_keyword(Keyword::Run);
    /// A `USER`.
    pub const USER: Marks = Marks::of_keyword(Keyword::User);
    /// A `VOLUME`.
    pub const VOLUME: Marks = Marks::of_keyword(Keyword::Volume);
    /// A `WORKDIR`.
    pub const WORKDIR: Marks = Marks::of_keyword(Keyword::Workdir);
    /// A command of apt, apt-get or aptitude.
    pub const APT: Marks = Marks(1 << 20);
    /// A command of apk.
    pub const APK: Marks = Marks(1 << 21);
    /// A command of yum.
    pub const YUM: Marks = Marks(1 << 22);
    /// A command of dnf, microdnf or tdnf.
    pub const DNF: Marks = Marks(1 << 23);
    /// A command of zypper.
    pub const ZYPPER: Marks = Marks(1 << 24);
    /// A command of pip or pipx.
    pub const PIP: Marks = Marks(1 << 25);
    /// A command of npm, yarn or pnpm.
    pub const NPM: Marks = Marks(1 << 26);
    /// A command of gem.
    pub const GEM: Marks = Marks(1 << 27);
    /// A command of go.
    pub const GO: Marks = Marks(1 << 28);
    /// A command of any other package manager.
    pub const OTHER_MANAGER: Marks = Marks(1 << 29);
    /// A command of the package manager of an operating system.
    pub const SYSTEM_MANAGER: Marks = Marks::APT.or(Marks::APK).or(Marks::YUM).or(Marks::DNF).or(Marks::ZYPPER);
    /// A command of any package manager.
    pub const MANAGER: Marks = Marks::SYSTEM_MANAGER.or(Marks::PIP).or(Marks::NPM).or(Marks::GEM).or(Marks::GO).or(Marks::OTHER_MANAGER);
    /// `cd`, `pushd` or `popd`.
    pub const CD: Marks = Marks(1 << 32);
    /// `chmod`.
    pub const CHMOD: Marks = Marks(1 << 33);
    /// `curl`.
    pub const CURL: Marks = Marks(1 << 34);
    /// `wget`.
    pub const WGET: Marks = Marks(1 << 35);
    /// `ln`.
    pub const LINK: Marks = Marks(1 << 36);
    /// `chpasswd` or `passwd`.
    pub const PASSWORD: Marks = Marks(1 << 37);
    /// `useradd`.
    pub const USERADD: Marks = Marks(1 << 38);
    /// `sudo`, also before another command.
    pub const SUDO: Marks = Marks(1 << 39);
    /// `git`.
    pub const GIT: Marks = Marks(1 << 40);
    /// A program that can log in, or that writes a text into a file.
    pub const LOGIN: Marks = Marks(1 << 41);
    /// A program that has no use in a build: `service`, `ssh`, `top`.
    pub const USELESS: Marks = Marks(1 << 44);
    /// A variable that is set for a command or exported, or a wrapper that may set one.
    pub const SETTING: Marks = Marks(1 << 42);
    /// A program that loads what a URL names: `curl`, `wget` and the less usual ones.
    pub const DOWNLOADER: Marks = Marks::CURL.or(Marks::WGET).or(Marks::OTHER_DOWNLOADER);
    const OTHER_DOWNLOADER: Marks = Marks(1 << 43);
    /// A variable among the arguments of a command, outside of quotes.
    pub const SPLIT_VARIABLE: Marks = Marks(1 << 45);
    /// A substitution among the arguments of a command, outside of quotes.
    pub const SPLIT_OUTPUT: Marks = Marks(1 << 46);
    /// A dollar sign, without which there are no variables and hardly a substitution.
    pub const DOLLAR: Marks = Marks(1 << 48);
    /// A stage with a name, or an `AS` that lacks it.
    pub const STAGE_NAME: Marks = Marks(1 << 49);
    /// A `COPY --from`, or a RUN with a mount.
    pub const TAKEN: Marks = Marks(1 << 50);
    /// A flag of a FROM: there is but `--platform`.
    pub const PLATFORM: Marks = Marks(1 << 51);
    /// A dollar sign in a FROM.
    pub const VARIABLE_IN_FROM: Marks = Marks(1 << 52);
    /// Two stages or more.
    pub const STAGES: Marks = Marks(1 << 53);
    /// A blank line between the lines of an instruction.
    pub const BLANK_LINE: Marks = Marks(1 << 54);
    /// A here-document of Docker's.
    pub const HEREDOC: Marks = Marks(1 << 55);
    /// A keyword that is not all in capital letters.
    pub const SMALL_LETTER: Marks = Marks(1 << 56);
    /// An `ARG` or a `FROM` with a comment above it.
    pub const DESCRIPTION: Marks = Marks(1 << 57);
    /// Every Dockerfile.
    pub const ANY: Marks = Marks(1 << 63);

    const fn of_keyword(keyword: Keyword) -> Marks {
        Marks(1 << keyword as u32)
    }

    /// This or that.
    #[must_use]
    pub const fn or(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }

    /// Whether they have something in common.
    #[must_use]
    pub const fn meets(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }

    /// What a Dockerfile holds. O(file).
    #[must_use]
    pub fn of(model: &DockerModel<'_>) -> Marks {
        let mut marks = Marks::ANY;
        if find_byte(model.file.source.as_bytes(), b'$').is_some() {
            marks = marks.or(Marks::DOLLAR);
        }
        if model.stages.len() > 1 {
            marks = marks.or(Marks::STAGES);
        }
        let instructions = model.file.instructions.iter().map(of_instruction);
        let commands = model.commands.iter().map(|command| command.marks);
        instructions.chain(commands).fold(marks, Marks::or)
    }

    /// What one command is.
    #[must_use]
    pub(super) fn of_command(effective: &Effective<'_, '_>, package: Option<&Invocation<'_, '_>>) -> Marks {
        let mut marks = of_name(&effective.name, effective.command);
        if let Some(call) = package {
            marks = marks.or(of_manager(call.manager));
        }
        if !effective.command.assignments.is_empty() || !effective.wrappers.is_empty() {
            marks = marks.or(Marks::SETTING);
        }
        if effective.has_wrapper("sudo") {
            marks = marks.or(Marks::SUDO);
        }
        for expansion in effective.args.iter().flat_map(|word| &word.expansions).filter(|expansion| !expansion.quoted) {
            marks = match expansion.kind {
                ExpansionKind::Parameter { .. } => marks.or(Marks::SPLIT_VARIABLE),
                ExpansionKind::Command(_) => marks.or(Marks::SPLIT_OUTPUT),
                ExpansionKind::Process(_) | ExpansionKind::Arithmetic => marks,
            };
        }
        marks
    }

    /// The numbers of what is in the set, each below 64.
    pub(crate) fn numbers(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        core::iter::from_fn(move || {
            let number = rest.trailing_zeros();
            rest &= rest.checked_sub(1)?;
            Some(number as usize)
        })
    }

    /// Whether what has that number is in the set.
    pub(crate) const fn has_number(self, number: usize) -> bool {
        self.0 >> number & 1 == 1
    }
}

fn of_instruction(instruction: &Instruction<'_>) -> Marks {
    let inner = instruction.effective();
    let mut marks = Marks::of_keyword(instruction.keyword).or(Marks::of_keyword(inner.keyword));
    if has_small_letter(&instruction.keyword_text) {
        marks = marks.or(Marks::SMALL_LETTER);
    }
    if !instruction.doc_comments.is_empty() && matches!(instruction.keyword, Keyword::Arg | Keyword::From) {
        marks = marks.or(Marks::DESCRIPTION);
    }
    if !instruction.empty_continuations.is_empty() {
        marks = marks.or(Marks::BLANK_LINE);
    }
    if !inner.heredocs.is_empty() {
        marks = marks.or(Marks::HEREDOC);
    }
    match &inner.kind {
        InstructionKind::From { image, stage_name, as_keyword } => {
            if stage_name.is_some() || as_keyword.is_some() {
                marks = marks.or(Marks::STAGE_NAME);
            }
            if !inner.flags.is_empty() {
                marks = marks.or(Marks::PLATFORM);
            }
            let words = inner.flags.iter().filter_map(|flag| flag.value.as_ref()).chain(image);
            if words.into_iter().any(|word| word.text.contains('$')) {
                marks = marks.or(Marks::VARIABLE_IN_FROM);
            }
        }
        InstructionKind::Copy(_) if !inner.flags.is_empty() && inner.flag("from").is_some() => marks = marks.or(Marks::TAKEN),
        InstructionKind::Run { mounts, .. } if !mounts.is_empty() => marks = marks.or(Marks::TAKEN),
        _ => {}
    }
    marks
}

/// By the length first: a name is compared with few others.
fn of_name(name: &str, command: &SimpleCommand<'_>) -> Marks {
    match name.len() {
        2 => match name {
            "cd" => Marks::CD,
            "ln" => Marks::LINK,
            "az" | "gh" | "hf" => Marks::LOGIN,
            "ps" => Marks::USELESS,
            "xh" => Marks::OTHER_DOWNLOADER,
            _ => Marks(0),
        },
        3 => match name {
            "apt" => Marks::APT,
            "aws" | "npm" => Marks::LOGIN,
            "dnf" => Marks::DNF,
            "git" => Marks::GIT,
            "ssh" | "top" | "vim" => Marks::USELESS,
            "yum" => Marks::YUM,
            _ => Marks(0),
        },
        4 => match name {
            "curl" => Marks::CURL,
            "echo" if !command.redirects.is_empty() => Marks::LOGIN,
            "free" | "kill" => Marks::USELESS,
            "helm" | "oras" | "pnpm" | "yarn" => Marks::LOGIN,
            "http" => Marks::OTHER_DOWNLOADER,
            "popd" => Marks::CD,
            "sudo" => Marks::SUDO,
            "tdnf" => Marks::DNF,
            "wget" => Marks::WGET,
            _ => Marks(0),
        },
        5 => match name {
            "cargo" | "crane" | "doctl" => Marks::LOGIN,
            "chmod" => Marks::CHMOD,
            "fetch" => Marks::OTHER_DOWNLOADER,
            "mount" => Marks::USELESS,
            "pushd" => Marks::CD,
            _ => Marks(0),
        },
        6 => match name {
            "aria2c" => Marks::OTHER_DOWNLOADER,
            "argocd" | "docker" | "gcloud" | "podman" => Marks::LOGIN,
            "export" => Marks::SETTING,
            "passwd" => Marks::PASSWORD,
            "printf" if !command.redirects.is_empty() => Marks::LOGIN,
            _ => Marks(0),
        },
        _ => match name {
            "buildah" | "huggingface-cli" => Marks::LOGIN,
            "chpasswd" => Marks::PASSWORD,
            "declare" | "typeset" => Marks::SETTING,
            "dnf-config-manager" | "microdnf" => Marks::DNF,
            "lwp-download" => Marks::OTHER_DOWNLOADER,
            "service" | "shutdown" => Marks::USELESS,
            "useradd" => Marks::USERADD,
            "yum-config-manager" => Marks::YUM,
            _ => Marks(0),
        },
    }
}

const fn of_manager(manager: Manager) -> Marks {
    match manager {
        Manager::Apt | Manager::AptGet | Manager::Aptitude => Marks::APT,
        Manager::Apk => Marks::APK,
        Manager::Yum => Marks::YUM,
        Manager::Dnf | Manager::Microdnf | Manager::Tdnf => Marks::DNF,
        Manager::Zypper => Marks::ZYPPER,
        Manager::Pip | Manager::Pipx => Marks::PIP,
        Manager::Npm | Manager::Yarn | Manager::Pnpm => Marks::NPM,
        Manager::Gem => Marks::GEM,
        Manager::Go => Marks::GO,
        _ => Marks::OTHER_MANAGER,
    }
}
