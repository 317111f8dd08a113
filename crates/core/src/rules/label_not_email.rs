//! A label that is to be an e-mail address and is none.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::labels::{LabelType, check_values};
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "label-not-email",
    summary: "a label that is to be an e-mail address is none",
    help: "Write the bare address, as `team@example.com`.",
    severity: Severity::Medium,
    category: Category::Hygiene,
    aliases: &["hadolint:DL3058"],
    looks_for: Marks::LABEL,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    check_values(LabelType::Email, model, cx, out, |name| {
        format!("the value of label `{name}` is no e-mail address: nobody can be reached by it")
    });
}
