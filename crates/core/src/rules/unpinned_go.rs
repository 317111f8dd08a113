//! `go install` of whatever version there is.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::packages::{Action, Manager, Pin};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::DockerModel;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "unpinned-go",
    summary: "Go modules have no version",
    help: "Write `module@version`, or make it a tool of go.mod.",
    severity: Severity::Medium,
    category: Category::Image,
    aliases: &["hadolint:DL3062"],
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for command in &model.commands {
        let Some(call) = command.package.as_ref().filter(|call| call.manager == Manager::Go) else { continue };
        if !matches!(call.action, Action::Install | Action::Run) {
            continue;
        }
        for package in call.packages.iter().filter(|package| matches!(package.pin, Pin::None | Pin::Moving)) {
            let why = if package.pin == Pin::Moving { "asks for a version that moves" } else { "has no version" };
            out.report(command.place(package.word.span), format!("`{}` {why}: the next build may get another one", package.name));
        }
    }
}
