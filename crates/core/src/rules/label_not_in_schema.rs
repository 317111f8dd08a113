//! A label that the schema does not know, where it is strict.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::labels::labels;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "label-not-in-schema",
    summary: "a label is not part of the schema",
    help: "Remove the label, or add it to the schema.",
    severity: Severity::Low,
    category: Category::Hygiene,
    aliases: &["hadolint:DL3050"],
    looks_for: Marks::LABEL,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let schema = &cx.options.labels;
    if !schema.strict {
        return;
    }
    for label in model.file.instructions.iter().flat_map(labels).filter(|label| !label.name.contains('$')) {
        if schema.of(label.name).is_none() {
            out.report(label.pair.key.span, format!("the label `{}` is not one of those that images may have", label.name));
        }
    }
}
