//! `yarn install` that leaves its cache in the image.

use plimsoll_report::{Category, Severity};
use plimsoll_shell::packages::{Action, Manager};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::leftovers::deletes;
use crate::model::{DockerModel, Marks, RunCommand};
use crate::rule::{Check, Fixable, Rule};
use crate::shell_edit::append_command;

pub static RULE: Rule = Rule {
    id: "yarn-cache",
    summary: "the cache of yarn stays in the image",
    help: "Append `yarn cache clean` to the RUN, or mount a cache on yarn's folder.",
    severity: Severity::Low,
    category: Category::Hygiene,
    fix: Fixable::Safe,
    aliases: &["hadolint:DL3060"],
    looks_for: Marks::NPM,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for (index, command) in model.commands.iter().enumerate() {
        let Some(call) = command.package.as_ref().filter(|call| call.manager == Manager::Yarn) else { continue };
        if !matches!(call.action, Action::Install | Action::InstallProject) || command.run.has_cache_mount_with(".cache/yarn") {
            continue;
        }
        if call.has_flag(&["-v", "--version", "-h", "--help"]) {
            continue;
        }
        let later = || model.commands.iter().skip(index + 1).take_while(|later| later.run_index == command.run_index);
        let of_yarn = |later: &RunCommand<'_>, actions: &[Action]| {
            later.package.as_ref().is_some_and(|call| call.manager == Manager::Yarn && actions.contains(&call.action))
        };
        // Only the last of several in a RUN: one clean serves them all.
        let again = |later: &RunCommand<'_>| of_yarn(later, &[Action::Install, Action::InstallProject]);
        let folders = ["/usr/local/share/.cache", "/root/.cache", "~/.cache"];
        let cleans = |later: &RunCommand<'_>| of_yarn(later, &[Action::Clean]) || folders.iter().any(|folder| deletes(later, folder));
        if later().any(again) || later().any(cleans) {
            continue;
        }
        if !model.is_in_result(command.stage) {
            continue;
        }
        let finding = out.report(command.span(), "yarn leaves a copy of every package in its cache, which stays in the layer");
        if let Some(edit) = append_command(command, model.file, "yarn cache clean") {
            finding.safe_fix("Append yarn cache clean", [edit].into());
        }
    }
}
