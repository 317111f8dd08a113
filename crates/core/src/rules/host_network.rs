//! A pod in the node's network namespace.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Workload;
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit;

pub static RULE: Rule = Rule {
    id: "host-network",
    summary: "the pod uses the node's network",
    help: "Remove `hostNetwork: true`.",
    severity: Severity::High,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    aliases: &[
        "kubesec:HostNetwork",
        "kube-linter:host-network",
        "polaris:hostNetworkSet",
        "trivy:KSV-0009",
        "checkov:CKV_K8S_19",
        "cis:5.2.5",
    ],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    if workload.runs_control_plane() {
        return;
    }
    let Some(node) = workload.bool_at(&["hostNetwork"]).is(true) else { return };
    let finding = out
        .report(node.span, "the pod uses the node's network: it can listen to the node's traffic and reach services that trust the node");
    finding.path(workload.field_path("hostNetwork"));
    if let Some(edits) = workload.spec.and_then(|spec| yaml_edit::remove(cx.source, spec, "hostNetwork")) {
        finding.unsafe_fix("Remove hostNetwork", edits);
    }
}
