//! A workload without an owner.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, place, str_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "owner-label-missing",
    summary: "the workload has no label `owner`",
    help: "Add the label `owner`.",
    severity: Severity::Info,
    category: Category::Hygiene,
    preset: Preset::All,
    aliases: &["kube-linter:required-label-owner"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let value = str_at(Some(workload.object.root), &["metadata", "labels", "owner"]);
    if !workload.is_complete() || !matches!(value, Field::Unset | Field::Set("", _)) {
        return;
    }
    let span = place(workload.object.root, &["metadata", "labels", "owner"]).unwrap_or_else(|| workload.object.headline());
    out.report(span, "nobody is named whom to ask about the workload").path("metadata.labels.owner");
}
