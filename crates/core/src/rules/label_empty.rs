//! A label of the schema without a value.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::labels::labels;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "label-empty",
    summary: "a label of the schema has no value",
    help: "Give the label its value.",
    severity: Severity::Medium,
    category: Category::Hygiene,
    aliases: &["hadolint:DL3051"],
    looks_for: Marks::LABEL,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let schema = &cx.options.labels;
    if schema.labels.is_empty() {
        return;
    }
    for label in model.file.instructions.iter().flat_map(labels) {
        if label.value == Some("") && schema.of(label.name).is_some() {
            out.report(label.pair.span, format!("the label `{}` is empty: it is there and says nothing", label.name));
        }
    }
}
