//! `apk add` that leaves its index in the layer.

use core::cell::OnceCell;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::packages::{Action, Manager};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::leftovers::deletes;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Rule};
use crate::shell_edit::insert_behind;

pub static RULE: Rule = Rule {
    id: "apk-no-cache",
    summary: "apk add leaves its index in the image",
    help: "Add `--no-cache`; `apk update` and `--update` are not needed then.",
    severity: Severity::Low,
    category: Category::Hygiene,
    fix: Fixable::Safe,
    aliases: &["hadolint:DL3019", "trivy:DS-0025"],
    looks_for: Marks::APK,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

const CACHES: [&str; 2] = ["/var/cache/apk", "/etc/apk/cache"];

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    for (number, run) in model.runs.iter().enumerate() {
        if CACHES.iter().any(|cache| run.has_cache_mount(cache)) {
            continue;
        }
        let commands = model.commands_of_run(number);
        // Found once per RUN: the last command that empties the cache counts for all before it.
        let emptied = OnceCell::new();
        let is_emptied = |at| *emptied.get_or_init(|| commands.iter().rposition(|command| deletes(command, "/var/cache/apk"))) > Some(at);
        for (at, command) in commands.iter().enumerate() {
            let Some(call) = command.package.as_ref().filter(|call| call.manager == Manager::Apk && call.action == Action::Install) else {
                continue;
            };
            let Some(subcommand) = call.subcommand.filter(|_| !call.no_cache() && model.is_in_result(command.stage)) else { continue };
            let (severity, message) = if is_emptied(at) {
                (Severity::Info, "`apk add --no-cache` needs no cleaning up afterwards")
            } else {
                (RULE.severity, "`apk add` without `--no-cache` leaves the package index in this layer")
            };
            let finding = out.report(command.place(subcommand.span), message).severity(severity);
            if let Some(edit) = insert_behind(command, cx.source, subcommand, &["--no-cache"]) {
                finding.safe_fix("Insert --no-cache", [edit].into());
            }
        }
    }
}
