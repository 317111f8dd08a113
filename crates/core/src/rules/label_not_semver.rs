//! A label that is to be a semantic version and is none.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::labels::{LabelType, check_values};
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "label-not-semver",
    summary: "a label that is to be a semantic version is none",
    help: "Write three numbers, as `1.2.3` or `1.2.3-rc.1`.",
    severity: Severity::Medium,
    category: Category::Hygiene,
    aliases: &["hadolint:DL3056"],
    looks_for: Marks::LABEL,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    check_values(LabelType::Semver, model, cx, out, |name| {
        format!("the value of label `{name}` is no semantic version: it cannot be compared with others")
    });
}
