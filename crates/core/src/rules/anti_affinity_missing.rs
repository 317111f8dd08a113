//! Pods that may all run on one node.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, int_at, node_at};
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
    let Some(spec) = workload.spec.filter(|_| matches!(workload.object.kind, "Deployment" | "StatefulSet") && workload.is_complete())
    else {
        return;
    };
    let Field::Set(replicas @ 2.., node) = int_at(Some(workload.object.root), &["spec", "replicas"]) else { return };
    let spread =
        node_at(Some(spec), &["affinity", "podAntiAffinity"]).is_some() || node_at(Some(spec), &["topologySpreadConstraints"]).is_some();
    if !spread {
        out.report(node.span, format!("the {replicas} pods may all run on one node, and go down with it"))
            .path(workload.field_path("affinity.podAntiAffinity"));
    }
}
