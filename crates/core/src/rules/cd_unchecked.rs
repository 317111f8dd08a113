//! A `cd` whose failure lets the next command run in the wrong folder.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::Connector;
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::errexit::{has_errexit, line_stops, sets_errexit, shell_stops};
use crate::model::{DockerModel, Marks, RunCommand, RunForm};
use crate::rule::{Check, Fixable, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "cd-unchecked",
    summary: "the commands behind a `cd` run even where it fails",
    help: "Join them with `&&`, or begin with `set -e`.",
    severity: Severity::Low,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    preset: Preset::Strict,
    aliases: &["shellcheck:SC2164"],
    looks_for: Marks::CD,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for command in &model.commands {
        if !matches!(command.name(), "cd" | "pushd" | "popd") || command.run.form == RunForm::Exec && command.text.outer.is_none() {
            continue;
        }
        let script = &command.text.script;
        let Some(pipeline) = script.pipeline_of(command.command) else { continue };
        let goes_on = matches!(pipeline.followed_by, Connector::Semi | Connector::Newline);
        let folder = command.effective.args.first().map_or("", |arg| arg.raw);
        if !goes_on
            || command.command.pipeline_len != 1
            || command.command.context.in_condition()
            || matches!(folder, "" | "/" | ".." | "-")
        {
            continue;
        }
        let is_last = script.lists.get(pipeline.list).is_some_and(|list| {
            list.pipelines.last().and_then(|last| script.pipelines.get(*last)).is_some_and(|last| last.span == pipeline.span)
        });
        if is_last || stops(command, model) {
            continue;
        }
        let finding = out.report(command.span(), format!("where `{folder}` is missing, what follows runs in the folder before"));
        let place = command.place(pipeline.followed_span);
        let alone = matches!(pipeline.preceded_by, Connector::Start | Connector::Semi | Connector::And | Connector::Newline);
        if pipeline.followed_by == Connector::Semi && alone && place.of(model.file.source) == ";" && command.text.outer.is_none() {
            finding.unsafe_fix("Go on only where it works", [Edit { span: place, text: " &&".into() }].into());
        }
    }
}

/// Whether the shell stops at the first command that fails.
fn stops(command: &RunCommand<'_>, model: &DockerModel<'_>) -> bool {
    let script = &command.text.script;
    let before = script.commands.iter().take_while(|other| other.span.start < command.command.span.start).any(sets_errexit);
    let by_shell = model.shell_at(command.run.index).words.is_some_and(shell_stops);
    let by_line = line_stops(script.text);
    // `bash -e -c '…'` and `bash -e <<EOF`.
    let outer = command.text.outer.and_then(|(text, number)| command.run.texts.get(text)?.script.commands.get(number));
    let reader = outer.is_some_and(has_errexit);
    let piped = command.text.is_heredoc() && command.run.form != RunForm::Heredoc;
    before || by_shell || by_line || reader || piped
}
