//! A workload in the default namespace.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, str_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "namespace-default",
    summary: "the workload runs in the default namespace",
    help: "Name a namespace of its own in `metadata.namespace`.",
    severity: Severity::Low,
    category: Category::Hygiene,
    preset: Preset::All,
    aliases: &["kube-linter:use-namespace", "trivy:KSV-0110", "checkov:CKV_K8S_21", "cis:5.7.4"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    match str_at(Some(workload.object.root), &["metadata", "namespace"]) {
        Field::Set("default", node) => {
            out.report(node.span, "the workload runs in the namespace `default`").path("metadata.namespace");
        }
        Field::Unset if workload.is_complete() => {
            let span = workload.object.root.entry("metadata").map_or_else(|| workload.object.headline(), |entry| entry.key_span);
            let finding = out.report(span, "no namespace is named: unless the client names one, it is `default`");
            finding.severity(Severity::Info).path("metadata.namespace");
        }
        Field::Set(..) | Field::Unset | Field::Wrong(_) => {}
    }
}
