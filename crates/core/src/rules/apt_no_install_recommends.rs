//! `apt-get install` with the recommended packages.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::packages::{Action, Manager};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::leftovers::writes_apt_setting;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Rule};
use crate::shell_edit::insert_behind;

pub static RULE: Rule = Rule {
    id: "apt-no-install-recommends",
    summary: "apt-get install also installs recommended packages",
    help: "Add `--no-install-recommends` and name what you need.",
    severity: Severity::Low,
    category: Category::Hygiene,
    fix: Fixable::Safe,
    aliases: &["hadolint:DL3015", "trivy:DS-0029"],
    looks_for: Marks::APT,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    model.with_inherited(|configured: &mut bool, stage, index, _| {
        let commands = model.commands_at(index);
        *configured |= commands.first().is_some_and(|command| writes_apt_setting(command.run, "Install-Recommends"));
        for command in commands {
            let Some(call) = command.package.as_ref().filter(|call| matches!(call.manager, Manager::Apt | Manager::AptGet)) else {
                continue;
            };
            let Some(subcommand) = call.subcommand.filter(|_| call.action == Action::Install) else { continue };
            if *configured || call.no_recommends() || !stage.in_result {
                continue;
            }
            let message = format!("`{} install` without `--no-install-recommends` installs more than is named", call.manager.name());
            let finding = out.report(command.place(subcommand.span), message);
            if let Some(edit) = insert_behind(command, cx.source, subcommand, &["--no-install-recommends"]) {
                finding.safe_fix("Insert --no-install-recommends", [edit].into());
            }
        }
    });
}
