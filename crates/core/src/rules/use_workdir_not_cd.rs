//! A `cd` in a RUN.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::Connector;
use plimsoll_text::Edit;

use crate::context::Context;
use crate::docker_edit::in_case_of;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks, RunCommand, RunForm};
use crate::rule::{Check, Fixable, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "use-workdir-not-cd",
    summary: "cd in a RUN where WORKDIR would say it",
    help: "Say `WORKDIR` with the folder; it also holds for what follows.",
    severity: Severity::Info,
    category: Category::Hygiene,
    fix: Fixable::Unsafe,
    preset: Preset::Strict,
    aliases: &["hadolint:DL3003", "trivy:DS-0013"],
    looks_for: Marks::CD,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for (index, run) in model.runs.iter().enumerate().filter(|(_, run)| !run.onbuild) {
        let commands = model.commands_of_run(index);
        // In `$( … )` and `( … )` the change of the folder is meant for that place alone.
        let is_cd = |command: &&RunCommand<'_>| command.name() == "cd" && !command.command.context.in_command_substitution();
        let Some(first) = commands.iter().find(is_cd) else { continue };
        let Some(lost) = commands.iter().filter(is_cd).find(|command| is_last(command)) else {
            let folder = first.effective.args.first().map_or("another folder", |arg| arg.raw);
            let message = format!("this RUN changes to `{folder}` by itself: `WORKDIR` would say so for all to see");
            out.report(first.place(first.effective.word.span), message);
            continue;
        };
        let finding = out.report(lost.span(), "this `cd` has no effect: the next instruction starts in the old folder again");
        finding.severity(Severity::Medium);
        if let ([only], [folder]) = (commands, lost.effective.args)
            && let Some(folder) = folder.literal()
            && run.form == RunForm::Shell
            && only.text.outer.is_none()
            && run.instruction.flags.is_empty()
            && run.instruction.lines.0 == run.instruction.lines.1
            && !folder.contains(' ')
        {
            let text = format!("{} {folder}", in_case_of("WORKDIR", &run.instruction.keyword_text));
            finding.unsafe_fix("Make it WORKDIR", [Edit { span: run.instruction.span, text }].into());
        }
    }
}

/// Whether nothing follows in the same shell.
fn is_last(command: &RunCommand<'_>) -> bool {
    let script = &command.text.script;
    let simple = command.command;
    let is_end = script.lists.first().is_some_and(|top| top.pipelines.last() == Some(&simple.pipeline))
        && script.pipeline_of(simple).is_some_and(|pipeline| pipeline.preceded_by != Connector::Or);
    command.text.outer.is_none() && simple.context.is_top() && simple.pipeline_len == 1 && is_end
}
