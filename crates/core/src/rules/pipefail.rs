//! A pipe whose left side may fail unnoticed.

use alloc::format;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::{ListParent, ListRole, Pipeline, Script, SimpleCommand, Stage};
use plimsoll_text::Span;

use crate::context::Context;
use crate::docker_edit::insert_above;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks, Run, RunForm, ShellText};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "pipefail",
    summary: "a failure on the left of a pipe goes unnoticed",
    help: "Set `SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]` above, or begin the script with `set -o pipefail`.",
    severity: Severity::Low,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    aliases: &["hadolint:DL4006"],
    looks_for: Marks::RUN,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    // One SHELL serves all later RUNs of the stage and of those built from it.
    let mut offered: Vec<bool> = Vec::new();
    for run in model.runs.iter().filter(|run| !run.onbuild) {
        let shell = model.shell_at(run.index);
        let docker = shell.words.is_some_and(|words| words.iter().any(|word| word.text == "pipefail"));
        let Some((text, pipeline)) = run.texts.iter().find_map(|text| Some((text, first_pipe(run, text, docker)?))) else { continue };
        let (severity, what) = judge(text, pipeline);
        let message = [what, " unnoticed: the status of a pipe is that of its last command"].concat();
        let finding = out.report(text.place(pipe_span(text, pipeline)), message);
        finding.severity(severity);
        let Some(stage) = model.stage_of(run.index) else { continue };
        let is_plain = shell.words.is_none_or(|words| words.len() == 2);
        let by_docker = run.form != RunForm::Exec && text.outer.is_none() && (run.form == RunForm::Heredoc || !text.is_heredoc());
        let already = model.chain(stage).any(|stage| offered.get(stage.index).copied().unwrap_or_default());
        if by_docker && is_plain && !already {
            let line = format!("SHELL [\"{}\", \"-o\", \"pipefail\", \"-c\"]", shell_for(stage, model));
            finding.unsafe_fix("Let pipes fail", [insert_above(model.file, run.instruction, &line)].into());
            offered.resize(model.stages.len(), false);
            if let Some(offered) = offered.get_mut(stage) {
                *offered = true;
            }
        }
    }
}

/// The first pipe of a text whose status matters while no `pipefail` is in effect. What only prints does not fail.
fn first_pipe<'t>(run: &Run<'_>, text: &'t ShellText<'_>, docker: bool) -> Option<&'t Pipeline> {
    let script = &text.script;
    let is_pipe = |pipeline: &&Pipeline| pipeline.stages.len() > 1;
    script.pipelines.iter().find(is_pipe)?;
    let by_docker = run.form != RunForm::Exec && (run.form == RunForm::Heredoc || !text.is_heredoc());
    let inherited = match text.outer {
        // The `sh -c` around it says which options there are.
        Some((outer, command)) => {
            let outer = run.texts.get(outer).and_then(|outer| outer.script.commands.get(command));
            outer.is_some_and(|command| command.words.iter().any(|word| word.raw == "pipefail"))
        }
        None => by_docker && docker,
    };
    // A script with `#!` is read by a program of its own choice.
    if inherited || (text.is_heredoc() && script.text.starts_with("#!")) {
        return None;
    }
    let sets = |command: &&SimpleCommand<'_>| command.words.iter().any(|word| word.raw == "pipefail");
    let set_at = script.commands.iter().find(|command| sets(command) && is_named(command, &["set", "shopt"])).map(|set| set.span.start);
    script.pipelines.iter().filter(is_pipe).find(|pipeline| {
        set_at.is_none_or(|at| pipeline.span.start < at)
            && is_status_used(script, pipeline)
            && !left_of(script, pipeline)
                .all(|command| command.is_some_and(|command| is_named(command, &["echo", "printf", "yes", "true", ":"])))
    })
}

/// The commands left of a pipeline's last `|`; `None` for those that are no simple ones.
fn left_of<'s, 'a>(script: &'s Script<'a>, pipeline: &'s Pipeline) -> impl Iterator<Item = Option<&'s SimpleCommand<'a>>> {
    let left = pipeline.stages.split_last().map(|(_, left)| left).unwrap_or_default();
    left.iter().map(|stage| match stage {
        Stage::Simple(command) => script.commands.get(*command),
        Stage::Compound(_) => None,
    })
}

/// Whether anybody looks at the pipeline's status: not in a condition, whose answer is the last command's, and not in a
/// substitution among the arguments of a command, whose status is lost whatever it is.
fn is_status_used(script: &Script<'_>, pipeline: &Pipeline) -> bool {
    let Some(list) = script.lists.get(pipeline.list) else { return true };
    if list.context.in_condition() || list.context.in_process_substitution() {
        return false;
    }
    match (list.role, list.parent) {
        (ListRole::CommandSubstitution, ListParent::Simple(parent)) => {
            script.commands.get(parent).is_none_or(|parent| parent.words.is_empty())
        }
        _ => true,
    }
}

fn is_named(command: &SimpleCommand<'_>, names: &[&str]) -> bool {
    command.effective().is_some_and(|effective| names.contains(&&*effective.name))
}

/// How bad a lost failure is, by what may fail.
fn judge(text: &ShellText<'_>, pipeline: &Pipeline) -> (Severity, &'static str) {
    let downloads = |command: &SimpleCommand<'_>| is_named(command, &["curl", "wget", "fetch", "aria2c", "git", "gpg"]);
    if left_of(&text.script, pipeline).flatten().any(downloads) {
        (Severity::Medium, "a failed download goes")
    } else {
        (Severity::Low, "a failure left of this pipe goes")
    }
}

/// The first `|` of a pipeline.
fn pipe_span(text: &ShellText<'_>, pipeline: &Pipeline) -> Span {
    let simple = |at: usize| match pipeline.stages.get(at) {
        Some(Stage::Simple(command)) => text.script.commands.get(*command),
        _ => None,
    };
    match (simple(0), simple(1)) {
        (Some(first), _) => first.followed_span,
        (None, Some(second)) => second.connector_span,
        (None, None) => pipeline.span,
    }
}

/// Alpine has no bash; its `ash` knows the option too.
fn shell_for(stage: usize, model: &DockerModel<'_>) -> &'static str {
    let alpine = model.root_image(stage).is_some_and(|image| image.expanded.contains("alpine") || image.expanded.contains("busybox"));
    if alpine { "/bin/ash" } else { "/bin/bash" }
}
