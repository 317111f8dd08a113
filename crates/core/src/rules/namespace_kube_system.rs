//! A workload in the cluster's own namespace.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, str_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "namespace-kube-system",
    summary: "the workload runs in the cluster's own namespace",
    help: "Give it a namespace of its own.",
    severity: Severity::Medium,
    category: Category::Hygiene,
    preset: Preset::Strict,
    aliases: &["trivy:KSV-0037"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if let Field::Set(name @ ("kube-system" | "kube-public" | "kube-node-lease"), node) =
        str_at(Some(workload.object.root), &["metadata", "namespace"])
        && !workload.runs_control_plane()
    {
        out.report(node.span, format!("`{name}` belongs to Kubernetes: policies rarely apply there")).path("metadata.namespace");
    }
}
