//! Caches of yum, dnf and zypper that stay in a layer.

use alloc::format;
use alloc::string::String;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::packages::{Action, Invocation, Manager};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::leftovers::deletes;
use crate::model::{DockerModel, Marks, RunCommand};
use crate::rule::{Check, Fixable, Rule};
use crate::shell_edit::append_command;

pub static RULE: Rule = Rule {
    id: "rpm-clean-missing",
    summary: "yum, dnf or zypper leaves its cache in the image",
    help: "End the same RUN with `dnf clean all` (`yum clean all`, `zypper clean`).",
    severity: Severity::Low,
    category: Category::Hygiene,
    fix: Fixable::Safe,
    aliases: &["hadolint:DL3032", "hadolint:DL3036", "hadolint:DL3040", "trivy:DS-0015", "trivy:DS-0019", "trivy:DS-0020", "trivy:DS-0027"],
    looks_for: Marks::YUM.or(Marks::DNF).or(Marks::ZYPPER),
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for (number, run) in model.runs.iter().enumerate() {
        let commands = model.commands_of_run(number);
        // The last command of each kind decides: what cleans must come behind what fills.
        for kind in [Kind::Dnf, Kind::Microdnf, Kind::Tdnf, Kind::Zypper] {
            let Some(last) = commands.iter().rposition(|command| fills(command, kind)) else { continue };
            let behind = commands.get(last..).unwrap_or_default();
            let cleaned = behind.iter().any(|command| cleans(command, kind));
            let elsewhere = kind.caches().iter().any(|cache| run.has_cache_mount(cache)) || run.has_cache_mount_with(".cache/libdnf5");
            let Some(command) = behind.first().filter(|command| !cleaned && !elsewhere && model.is_in_result(command.stage)) else {
                continue;
            };
            let Some(call) = &command.package else { continue };
            let name = call.manager.name();
            let word = call.subcommand.unwrap_or(call.name);
            let finding = out.report(command.place(word.span), format!("what `{name}` downloads stays in this layer"));
            finding.aliases(aliases(call));
            let clean = if kind == Kind::Zypper { String::from("zypper clean") } else { format!("{name} clean all") };
            if let Some(edit) = append_command(command, model.file, &clean) {
                finding.safe_fix(format!("Append {clean}"), [edit].into());
            }
        }
    }
}

/// Managers that share caches.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// dnf, and yum, which mostly is a link to it.
    Dnf,
    Microdnf,
    Tdnf,
    Zypper,
}

impl Kind {
    fn has(self, manager: Manager) -> bool {
        match self {
            Kind::Dnf => matches!(manager, Manager::Yum | Manager::Dnf),
            Kind::Microdnf => manager == Manager::Microdnf,
            Kind::Tdnf => manager == Manager::Tdnf,
            Kind::Zypper => manager == Manager::Zypper,
        }
    }

    fn caches(self) -> &'static [&'static str] {
        match self {
            Kind::Dnf | Kind::Microdnf => &["/var/cache/dnf", "/var/cache/yum", "/var/cache/libdnf5"],
            Kind::Tdnf => &["/var/cache/tdnf"],
            Kind::Zypper => &["/var/cache/zypp"],
        }
    }
}

fn call<'c, 'm>(command: &'c RunCommand<'m>, kind: Kind) -> Option<&'c Invocation<'m, 'm>> {
    command.package.as_ref().filter(|call| kind.has(call.manager))
}

fn fills(command: &RunCommand<'_>, kind: Kind) -> bool {
    call(command, kind).is_some_and(|call| call.action.installs() || matches!(call.action, Action::Upgrade | Action::DistUpgrade))
}

fn cleans(command: &RunCommand<'_>, kind: Kind) -> bool {
    let asks = |call: &Invocation<'_, '_>| {
        let all = call.args.iter().any(|arg| arg.text() == "all");
        call.action == Action::Clean && (kind == Kind::Zypper || all)
    };
    call(command, kind).is_some_and(asks) || kind.caches().iter().any(|cache| deletes(command, cache))
}

/// Each peer looks at some of the subcommands only.
fn aliases(call: &Invocation<'_, '_>) -> &'static [&'static str] {
    let text = call.subcommand_text();
    let word = text.as_deref().unwrap_or_default();
    let installs = call.action == Action::Install || call.args.iter().any(|arg| arg.text() == "install");
    match call.manager {
        Manager::Zypper if installs => &["hadolint:DL3036", "trivy:DS-0020"],
        Manager::Zypper if call.action == Action::BuildDependencies || word == "patch" => &["trivy:DS-0020"],
        Manager::Yum if installs => &["hadolint:DL3032", "trivy:DS-0015"],
        Manager::Microdnf if installs || call.action == Action::Reinstall => &["hadolint:DL3040", "trivy:DS-0027"],
        Manager::Dnf if installs || call.action == Action::Reinstall => &["hadolint:DL3040", "trivy:DS-0019"],
        Manager::Microdnf | Manager::Dnf if call.action == Action::Upgrade && !word.starts_with("update") => &["hadolint:DL3040"],
        _ => &[],
    }
}
