//! A script in a heredoc that goes on after a failed command.

use alloc::format;

use plimsoll_dockerfile::Heredoc;
use plimsoll_report::{Category, Severity};
use plimsoll_shell::{Connector, Script, SimpleCommand};
use plimsoll_text::{Edit, Span};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::errexit::{has_errexit, sets_errexit, shell_stops};
use crate::model::{DockerModel, Marks, Run, RunForm};
use crate::rule::{Check, Fixable, Rule};
use crate::shell_edit::line_end;

pub static RULE: Rule = Rule {
    id: "heredoc-errexit",
    summary: "a heredoc goes on after a failed command",
    help: "Begin the heredoc with `set -e`.",
    severity: Severity::Low,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    looks_for: Marks::HEREDOC,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for run in model.runs.iter().filter(|run| !run.onbuild) {
        let Some(text) = run.texts.iter().find(|text| text.is_heredoc() && text.outer.is_none()) else { continue };
        let script = &text.script;
        let stops = run.form == RunForm::Heredoc && model.shell_at(run.index).words.is_some_and(shell_stops);
        if stops || script.text.starts_with("#!") || reader_stops(run) || !goes_on(script) {
            continue;
        }
        let Some(heredoc) = run.instruction.heredocs.iter().find(|heredoc| heredoc.text(model.file.source) == script.text) else {
            continue;
        };
        let finding =
            out.report(heredoc.word, "the commands of this heredoc go on after one of them has failed: only the last one's status counts");
        finding.unsafe_fix("Insert set -e", [set_errexit(heredoc, model.file.source)].into());
    }
}

/// `RUN bash -e <<EOF`.
fn reader_stops(run: &Run<'_>) -> bool {
    let line = run.texts.first().filter(|text| !text.is_heredoc());
    line.is_some_and(|text| text.script.commands.iter().any(has_errexit))
}

/// Whether a command may fail and another one follows without looking.
fn goes_on(script: &Script<'_>) -> bool {
    let set_at = script.commands.iter().find(|command| sets_errexit(command)).map_or(usize::MAX, |set| set.span.start);
    let top = script.lists.first().map(|list| list.pipelines.as_slice()).unwrap_or_default();
    let pipelines = || top.iter().filter_map(|index| script.pipelines.get(*index));
    let Some(last) = pipelines().next_back() else { return false };
    pipelines().any(|pipeline| {
        pipeline.span != last.span
            && pipeline.span.start < set_at
            && matches!(pipeline.followed_by, Connector::Newline | Connector::Semi)
            && script.commands_of(pipeline).all(|command| !is_harmless(command))
    })
}

/// Settings and words that do not fail.
fn is_harmless(command: &SimpleCommand<'_>) -> bool {
    command.words.first().is_none_or(|word| matches!(word.raw, "set" | "echo" | "printf" | "export" | ":" | "true" | "umask" | "unset"))
}

fn set_errexit(heredoc: &Heredoc<'_>, source: &str) -> Edit {
    let body = heredoc.text(source);
    let indent = body.get(..body.len() - body.trim_start_matches([' ', '\t']).len()).unwrap_or_default();
    Edit { span: Span::at(heredoc.body.start), text: format!("{indent}set -e{}", line_end(source)) }
}
