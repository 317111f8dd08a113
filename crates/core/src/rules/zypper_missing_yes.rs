//! `zypper install` that asks.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::packages::{Action, Manager};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Rule};
use crate::shell_edit::insert_behind;

pub static RULE: Rule = Rule {
    id: "zypper-missing-yes",
    summary: "zypper asks before it installs",
    help: "Add `--non-interactive`.",
    severity: Severity::Medium,
    category: Category::Reliability,
    fix: Fixable::Safe,
    aliases: &["hadolint:DL3034"],
    looks_for: Marks::ZYPPER,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for command in &model.commands {
        let Some(call) = command.package.as_ref().filter(|call| matches!(call.manager, Manager::Zypper)) else { continue };
        let Some(subcommand) = call.subcommand.filter(|_| {
            matches!(call.action, Action::Install | Action::Remove | Action::BuildDependencies | Action::Upgrade) && !call.assumes_yes()
        }) else {
            continue;
        };
        let message = format!("`{} {}` asks, and nobody answers: the build stops here", call.manager.name(), subcommand.raw);
        let finding = out.report(command.place(subcommand.span), message);
        // Of what upgrades, hadolint knows `patch` alone.
        if call.action == Action::Upgrade && subcommand.raw != "patch" {
            finding.aliases(&[]);
        }
        if let Some(edit) = insert_behind(command, model.file.source, call.name, &["--non-interactive"]) {
            finding.safe_fix("Insert --non-interactive", [edit].into());
        }
    }
}
