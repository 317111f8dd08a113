//! `gem install` of whatever version there is.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_shell::packages::{Action, Manager, Pin};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "unpinned-gem",
    summary: "gems have no version",
    help: "Write `gem install name:version`, or use a Gemfile with its lock file.",
    severity: Severity::Medium,
    category: Category::Image,
    aliases: &["hadolint:DL3028"],
    looks_for: Marks::GEM,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for command in &model.commands {
        let Some(call) = command.package.as_ref().filter(|call| call.manager == Manager::Gem && call.action == Action::Install) else {
            continue;
        };
        if call.options.has(&["-v", "--version"]) {
            continue;
        }
        for package in call.packages.iter().filter(|package| package.pin == Pin::None) {
            out.report(
                command.place(package.word.span),
                format!("`{}` has no version: the next build may install another one", package.name),
            );
        }
    }
}
