//! Containers that see each other's processes.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Workload;
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "share-process-namespace",
    summary: "the containers see each other's processes",
    help: "Remove `shareProcessNamespace`.",
    severity: Severity::Info,
    category: Category::Privilege,
    preset: Preset::Strict,
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if let Some(node) = workload.bool_at(&["shareProcessNamespace"]).is(true) {
        let finding = out.report(node.span, "every container of the pod sees the others' processes, their variables and their files");
        finding.path(workload.field_path("shareProcessNamespace"));
    }
}
