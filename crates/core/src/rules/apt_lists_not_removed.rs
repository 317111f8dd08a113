//! Package lists of apt that stay in a layer.

use alloc::format;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::packages::Action;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::leftovers::deletes;
use crate::model::{DockerModel, Marks, Run, RunCommand};
use crate::rule::{Check, Fixable, Rule};
use crate::shell_edit::append_command;

pub static RULE: Rule = Rule {
    id: "apt-lists-not-removed",
    summary: "the package lists of apt stay in the image",
    help: "End the same RUN with `rm -rf /var/lib/apt/lists/*`, or put a cache mount on `/var/lib/apt/lists`.",
    severity: Severity::Low,
    category: Category::Hygiene,
    fix: Fixable::Safe,
    aliases: &["hadolint:DL3009"],
    looks_for: Marks::APT,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

const LISTS: &str = "/var/lib/apt/lists";

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let fresh = last_use_of_old_lists(model);
    for (number, run) in model.runs.iter().enumerate() {
        let commands = model.commands_of_run(number);
        let Some(last) = commands.iter().rposition(is_update) else { continue };
        let behind = commands.get(last..).unwrap_or_default();
        let cleans = behind.iter().any(|command| deletes(command, LISTS) || is_dist_clean(command));
        if cleans || run.has_cache_mount(LISTS) || leaves_to_mount(run) {
            continue;
        }
        let Some(update) = behind.first().filter(|update| model.is_in_result(update.stage)) else { continue };
        let Some(call) = &update.package else { continue };
        let word = call.subcommand.unwrap_or(call.name);
        let message = format!("the lists that `{} update` loads stay in this layer", call.manager.name());
        let finding = out.report(update.place(word.span), message);
        // A later RUN that installs without an update of its own lives from these lists.
        if fresh.is_none_or(|last| last <= number)
            && let Some(edit) = append_command(update, model.file, "rm -rf /var/lib/apt/lists/*")
        {
            finding.safe_fix("Remove the lists at the end of the RUN", [edit].into());
        }
    }
}

fn is_update(command: &RunCommand<'_>) -> bool {
    command.package.as_ref().is_some_and(|call| call.manager.is_apt() && call.action == Action::Update)
}

fn is_dist_clean(command: &RunCommand<'_>) -> bool {
    command.package.as_ref().is_some_and(|call| {
        let word = call.subcommand_text();
        call.manager.is_apt() && matches!(word.as_deref(), Some("distclean" | "dist-clean"))
    })
}

/// Both of apt's directories are mounts, at whatever depth.
fn leaves_to_mount(run: &Run<'_>) -> bool {
    run.has_cache_mount("/var/lib/apt") && run.has_cache_mount("/var/cache/apt")
}

/// The last RUN that installs with apt and has not updated the lists itself.
fn last_use_of_old_lists(model: &DockerModel<'_>) -> Option<usize> {
    let uses: Vec<usize> = (0..model.runs.len())
        .filter(|run| {
            let commands = model.commands_of_run(*run);
            let installs = |command: &RunCommand<'_>| {
                command
                    .package
                    .as_ref()
                    .is_some_and(|call| call.manager.is_apt() && (call.action.installs() || call.action == Action::Upgrade))
            };
            let first = commands.iter().position(installs);
            first.is_some_and(|first| !commands.iter().take(first).any(is_update))
        })
        .collect();
    uses.last().copied()
}
