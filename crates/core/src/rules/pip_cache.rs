//! `pip install` that leaves its downloads in the layer.

use core::cell::OnceCell;

use plimsoll_dockerfile::{InstructionKind, Keyword};
use plimsoll_report::{Category, Severity};
use plimsoll_shell::packages::{Action, Manager};

use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::findings::Findings;
use crate::model::leftovers::deletes;
use crate::model::{DockerModel, Marks, RunCommand};
use crate::rule::{Check, Fixable, Rule};
use crate::shell_edit::insert_behind;

pub static RULE: Rule = Rule {
    id: "pip-cache",
    summary: "pip install leaves its downloads in the image",
    help: "Add `--no-cache-dir`, or put a cache mount on `/root/.cache/pip`.",
    severity: Severity::Low,
    category: Category::Hygiene,
    fix: Fixable::Safe,
    aliases: &["hadolint:DL3042"],
    looks_for: Marks::PIP,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

const VARIABLE: &str = "PIP_NO_CACHE_DIR";

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    model.with_inherited(|(off, off_for_children): &mut (bool, bool), stage, index, instruction| {
        if let InstructionKind::Env(pairs) = &instruction.effective().kind {
            // What an ONBUILD sets is seen by the ONBUILDs behind it, in the other build.
            let set = if instruction.keyword == Keyword::Onbuild { &mut *off_for_children } else { &mut *off };
            for pair in pairs.iter().filter(|pair| pair.key.text == VARIABLE) {
                *set = pair.value.as_ref().is_some_and(|value| says_yes(unquoted(&value.text)));
            }
        }
        let commands = model.commands_at(index);
        // Found once per RUN: the last command that empties the cache counts for all before it.
        let emptied = OnceCell::new();
        let is_emptied = |at| *emptied.get_or_init(|| commands.iter().rposition(empties)) > Some(at);
        let mut exported = false;
        for (at, command) in commands.iter().enumerate() {
            exported |= command.name() == "export"
                && command.effective.args.iter().filter_map(|arg| arg.setting()).any(|(name, value)| name == VARIABLE && says_yes(&value));
            let Some(call) = command.package.as_ref().filter(|call| call.manager == Manager::Pip) else { continue };
            *off |= call.config_set().is_some_and(|(name, value, _)| name.ends_with("no-cache-dir") && says_yes(&value));
            let Some(subcommand) = call.subcommand.filter(|_| call.action == Action::Install) else { continue };
            let by_env = *off || (*off_for_children && command.run.onbuild);
            let told = by_env || exported || command.effective.variable(VARIABLE).is_some_and(|value| says_yes(&value));
            let elsewhere = call.has_flag(&["--cache-dir", "--dry-run"]) || command.run.has_cache_mount_with(".cache/pip");
            let around = command.run.has_cache_mount("/root/.cache/pip") || is_emptied(at);
            if told || elsewhere || around || call.no_cache() || !stage.in_result {
                continue;
            }
            let message = "`pip install` without `--no-cache-dir` leaves the downloaded packages in this layer";
            let finding = out.report(command.place(subcommand.span), message);
            if let Some(edit) = insert_behind(command, cx.source, subcommand, &["--no-cache-dir"]) {
                finding.safe_fix("Insert --no-cache-dir", [edit].into());
            }
        }
    });
}

/// The values that pip reads as yes.
fn says_yes(value: &str) -> bool {
    ["1", "true", "yes", "on", "t", "y"].iter().any(|yes| value.eq_ignore_ascii_case(yes))
}

/// `pip cache purge`, `rm -rf ~/.cache`.
fn empties(command: &RunCommand<'_>) -> bool {
    let purges = command.package.as_ref().is_some_and(|call| call.manager == Manager::Pip && call.action == Action::Clean);
    let homes = || command.effective.args.iter().any(|arg| arg.raw.contains("/.cache"));
    purges || deletes(command, "/root/.cache/pip") || (command.name() == "rm" && homes())
}
