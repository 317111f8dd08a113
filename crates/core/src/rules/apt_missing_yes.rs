//! `apt-get install` that asks and gets no answer.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::Word;
use plimsoll_shell::packages::{Action, Invocation};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::leftovers::writes_apt_setting;
use crate::model::{DockerModel, Marks, RunCommand};
use crate::rule::{Check, Fixable, Rule};
use crate::shell_edit::insert_behind;

pub static RULE: Rule = Rule {
    id: "apt-missing-yes",
    summary: "apt-get install waits for an answer",
    help: "Add `-y`: a build has nobody who could answer.",
    severity: Severity::Medium,
    category: Category::Reliability,
    fix: Fixable::Safe,
    aliases: &["hadolint:DL3014", "trivy:DS-0021"],
    looks_for: Marks::APT,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    // Most files need no look at how apt is configured.
    if !model.commands.iter().any(|command| asks(command).is_some()) {
        return;
    }
    model.with_inherited(|configured: &mut bool, _, index, _| {
        let commands = model.commands_at(index);
        *configured |= commands.first().is_some_and(|command| writes_apt_setting(command.run, "Assume-Yes"));
        for command in commands {
            let Some((call, subcommand)) = asks(command).filter(|_| !*configured) else { continue };
            let message = format!("`{} install` without `-y` asks before it installs, and the build fails", call.manager.name());
            let finding = out.report(command.place(subcommand.span), message);
            if let Some(edit) = insert_behind(command, cx.source, subcommand, &["-y"]) {
                finding.safe_fix("Insert -y", [edit].into());
            }
        }
    });
}

/// The call and the word of an installation that asks, unless apt is configured not to.
fn asks<'c, 'm>(command: &'c RunCommand<'m>) -> Option<(&'c Invocation<'m, 'm>, &'m Word<'m>)> {
    let call = command.package.as_ref().filter(|call| call.manager.is_apt())?;
    let subcommand = call.subcommand.filter(|_| call.action == Action::Install)?;
    let simulates = || call.has_flag(&["-s", "--simulate", "--just-print", "--dry-run", "--print-uris"]);
    (!call.assumes_yes() && !simulates() && !is_answered(command)).then_some((call, subcommand))
}

/// `yes | apt-get install`: something is piped in.
fn is_answered(command: &RunCommand<'_>) -> bool {
    let script = &command.text.script;
    let first = script.pipeline_of(command.command).and_then(|pipeline| script.commands_of(pipeline).next());
    command.command.position_in_pipeline > 0
        && first.and_then(|first| first.effective()).is_some_and(|first| matches!(&*first.name, "yes" | "echo" | "printf"))
}
