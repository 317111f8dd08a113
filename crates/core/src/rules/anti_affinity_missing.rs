//! Pods that may all run on one node.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::select::is_of_these;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, int_at, items_at, node_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "anti-affinity-missing",
    summary: "the pods may all run on one node",
    help: "Add a `podAntiAffinity`, or `topologySpreadConstraints`.",
    severity: Severity::Low,
    category: Category::Reliability,
    preset: Preset::Strict,
    aliases: &[
        "kube-linter:no-anti-affinity",
        "kube-score:deployment-has-host-podantiaffinity",
        "kube-score:statefulset-has-host-podantiaffinity",
    ],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let kind = workload.object.kind;
    let Some(spec) = workload.spec.filter(|_| matches!(kind, "Deployment" | "StatefulSet" | "DeploymentConfig") && workload.is_complete())
    else {
        return;
    };
    let Field::Set(replicas @ 2.., node) = int_at(Some(workload.object.root), &["spec", "replicas"]) else { return };
    let affinity = node_at(Some(spec), &["affinity"]).and_then(|node| node.entry("podAntiAffinity")).filter(|entry| !entry.value.is_null());
    let constraints = spec.entry("topologySpreadConstraints").filter(|entry| !entry.value.is_null());
    let terms = |list: &str, path: &[&str]| {
        items_at(affinity.map(|entry| &entry.value), &[list]).iter().any(|item| is_of_these(workload, node_at(Some(item), path)))
    };
    let spread = terms("requiredDuringSchedulingIgnoredDuringExecution", &[])
        || terms("preferredDuringSchedulingIgnoredDuringExecution", &["podAffinityTerm"])
        || constraints.is_some_and(|entry| entry.value.items().iter().any(|item| is_of_these(workload, Some(item))));
    if spread {
        return;
    }
    let finding = match affinity.or(constraints) {
        Some(entry) => {
            let finding = out.report(
                entry.key_span,
                format!("this is about other pods: the {replicas} of this {kind} may all run on one node, and go down with it"),
            );
            if let Some(labels) = workload.metadata.and_then(|metadata| metadata.entry("labels")) {
                finding.related(labels.key_span, "the labels of these pods");
            }
            finding
        }
        None => out.report(node.span, format!("the {replicas} pods may all run on one node, and go down with it")),
    };
    finding.path(workload.field_path("affinity.podAntiAffinity"));
    if kind == "DeploymentConfig" {
        finding.aliases(&["kube-linter:no-anti-affinity"]);
    }
}
