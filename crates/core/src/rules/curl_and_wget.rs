//! Two programs for one job.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks, RunCommand, Stage};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "curl-and-wget",
    summary: "both curl and wget are used",
    help: "Use one of them.",
    severity: Severity::Low,
    category: Category::Hygiene,
    preset: Preset::Strict,
    aliases: &["hadolint:DL4001", "trivy:DS-0014"],
    looks_for: Marks::WGET,
    check: Check::Stage(check),
    ..Rule::DEFAULT
};

fn check(stage: &Stage<'_>, model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let commands = model.commands_of(stage);
    let first = |name: &str| commands.iter().find(|command| command.name() == name);
    let (Some(curl), Some(wget)) = (first("curl"), first("wget")) else { return };
    let place = |command: &RunCommand<'_>| command.place(command.effective.word.span);
    let (early, late) = if place(curl).start < place(wget).start { (curl, wget) } else { (wget, curl) };
    let message = format!("the stage downloads with `{}` and with `{}`: one of the two is enough", early.name(), late.name());
    out.report(place(late), message).related(place(early), format!("`{}` is used here", early.name()));
}
