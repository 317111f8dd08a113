//! A label that is to be a date and time and is none.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::labels::{LabelType, check_values};
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "label-not-date",
    summary: "a label that is to be a date and time is none",
    help: "Write date, time and zone as `2026-11-23T08:00:00Z`.",
    severity: Severity::Medium,
    category: Category::Hygiene,
    aliases: &["hadolint:DL3053"],
    looks_for: Marks::LABEL,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    check_values(LabelType::Rfc3339, model, cx, out, |name| {
        format!("the value of label `{name}` is no date and time of RFC 3339: programs that sort by it fail")
    });
}
