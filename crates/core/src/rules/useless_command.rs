//! A program that does nothing useful in a build.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::Connector;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "useless-command",
    summary: "the command makes no sense in a build",
    help: "Remove it.",
    severity: Severity::Low,
    category: Category::Hygiene,
    preset: Preset::Strict,
    aliases: &["hadolint:DL3001"],
    looks_for: Marks::USELESS,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    // Whether the text looked at last starts something in the background.
    let mut background = None;
    for command in model.commands.iter().filter(|command| command.marks.meets(Marks::USELESS)) {
        let why = match command.name() {
            "service" => "what it starts ends with this RUN, and does not run in the container",
            "free" | "ps" | "top" => "it shows the state of the machine that builds, and nothing is kept of it",
            "ssh" => "a build that reaches into another machine is not repeated by the next one",
            "vim" => "nobody sits at the terminal of a build",
            "kill" => "every process ends with its RUN anyway",
            "mount" => "a build may not mount, and what is mounted is gone in the next RUN",
            "shutdown" => "there is no machine to shut down in a build",
            _ => continue,
        };
        let run = model.commands_of_run(command.run_index);
        let (name, here) = (command.name(), command.span().start);
        // A process that the same RUN has put into the background may be ended.
        if name == "kill" {
            let text = (command.run_index, command.text_index);
            if background.is_none_or(|(of, _)| of != text) {
                let any = command.text.script.pipelines.iter().any(|pipeline| pipeline.followed_by == Connector::Background);
                background = Some((text, any));
            }
            if background.is_some_and(|(_, any)| any) {
                continue;
            }
        }
        let finding = out.report(command.place(command.effective.word.span), format!("`{name}` makes no sense in a build: {why}"));
        // What follows may need the service: a database is filled that way.
        if name == "service" && run.last().is_some_and(|last| last.span().start > here) {
            finding.severity(Severity::Info);
        }
    }
}
