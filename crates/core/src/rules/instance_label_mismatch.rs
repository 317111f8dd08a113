//! An instance label that is not the name.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, str_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "instance-label-mismatch",
    summary: "the label `app.kubernetes.io/instance` is not the name",
    help: "Give both the same value.",
    severity: Severity::Info,
    category: Category::Hygiene,
    preset: Preset::All,
    aliases: &["polaris:metadataAndInstanceMismatched"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Field::Set(label, node) = str_at(Some(workload.object.root), &["metadata", "labels", "app.kubernetes.io/instance"]) else { return };
    let name = workload.object.name();
    if label != name && !name.is_empty() {
        out.report(node.span, format!("the instance is called `{label}`, the object `{name}`"))
            .path("metadata.labels[app.kubernetes.io/instance]");
    }
}
