//! A label that is to be a URL and is none.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::labels::{LabelType, check_values};
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "label-not-url",
    summary: "a label that is to be a URL is none",
    help: "Write an absolute URL, with its scheme.",
    severity: Severity::Medium,
    category: Category::Hygiene,
    aliases: &["hadolint:DL3052"],
    looks_for: Marks::LABEL,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    check_values(LabelType::Url, model, cx, out, |name| format!("the value of label `{name}` is no URL: programs that follow it fail"));
}
