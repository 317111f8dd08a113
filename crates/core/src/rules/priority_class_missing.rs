//! Pods without a priority.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, str_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "priority-class-missing",
    summary: "the pods have no priority class",
    help: "Set `priorityClassName`.",
    severity: Severity::Info,
    category: Category::Reliability,
    preset: Preset::All,
    aliases: &["kube-linter:priority-class-name", "polaris:priorityClassNotSet"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if !matches!(str_at(workload.spec, &["priorityClassName"]), Field::Unset | Field::Set("", _)) || !workload.is_complete() {
        return;
    }
    out.report(workload.place(&["priorityClassName"]), "the pods have the default priority: others may push them off their node")
        .path(workload.field_path("priorityClassName"));
}
