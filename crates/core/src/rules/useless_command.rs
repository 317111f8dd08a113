//! A program that does nothing useful in a build.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::DockerModel;
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "useless-command",
    summary: "the command makes no sense in a build",
    help: "Remove it.",
    severity: Severity::Low,
    category: Category::Hygiene,
    preset: Preset::Strict,
    aliases: &["hadolint:DL3001"],
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for command in &model.commands {
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
        out.report(command.place(command.effective.word.span), format!("`{}` makes no sense in a build: {why}", command.name()));
    }
}
