//! A workload without an address to write to.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, place, str_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "email-annotation-missing",
    summary: "the workload has no annotation `email`",
    help: "Add the annotation `email`.",
    severity: Severity::Info,
    category: Category::Hygiene,
    preset: Preset::All,
    aliases: &["kube-linter:required-annotation-email"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let value = str_at(Some(workload.object.root), &["metadata", "annotations", "email"]);
    if !workload.is_complete()
        || matches!(value, Field::Wrong(_))
        || value.value().is_some_and(|email| email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')))
    {
        return;
    }
    let span = place(workload.object.root, &["metadata", "annotations", "email"]).unwrap_or_else(|| workload.object.headline());
    out.report(span, "no address is given to write to about the workload").path("metadata.annotations.email");
}
