//! `dnf install` that asks.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::packages::{Action, Manager};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Rule};
use crate::shell_edit::insert_behind;

pub static RULE: Rule = Rule {
    id: "dnf-missing-yes",
    summary: "dnf asks before it installs",
    help: "Add `-y`.",
    severity: Severity::Medium,
    category: Category::Reliability,
    fix: Fixable::Safe,
    aliases: &["hadolint:DL3038"],
    looks_for: Marks::DNF,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for command in &model.commands {
        let Some(call) = command.package.as_ref().filter(|call| matches!(call.manager, Manager::Dnf | Manager::Microdnf | Manager::Tdnf))
        else {
            continue;
        };
        let Some(subcommand) = call
            .subcommand
            .filter(|_| matches!(call.action, Action::Install | Action::GroupInstall | Action::LocalInstall) && !call.assumes_yes())
        else {
            continue;
        };
        let message = if call.manager == Manager::Microdnf {
            format!("`microdnf {}` asks where it is dnf5, and nobody answers: the build stops there", subcommand.raw)
        } else {
            format!("`{} {}` asks, and nobody answers: the build stops here", call.manager.name(), subcommand.raw)
        };
        let finding = out.report(command.place(subcommand.span), message);
        // The old microdnf never asks; since Fedora 39 it is dnf5, which does.
        if call.manager == Manager::Microdnf {
            finding.severity(Severity::Info);
        }
        if let Some(edit) = insert_behind(command, model.file.source, subcommand, &["-y"]) {
            finding.safe_fix("Insert -y", [edit].into());
        }
    }
}
