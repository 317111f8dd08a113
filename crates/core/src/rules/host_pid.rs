//! A pod in the node's process namespace.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Workload;
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit;

pub static RULE: Rule = Rule {
    id: "host-pid",
    summary: "the pod sees the node's processes",
    help: "Remove `hostPID: true`.",
    severity: Severity::High,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    aliases: &["kubesec:HostPID", "kube-linter:host-pid", "polaris:hostPIDSet", "trivy:KSV-0010", "checkov:CKV_K8S_17", "cis:5.2.3"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(node) = workload.bool_at(&["hostPID"]).is(true) else { return };
    let finding = out.report(node.span, "the pod sees the node's processes: it can read their environment and, as root, enter them");
    finding.path(workload.field_path("hostPID"));
    if let Some(edits) = workload.spec.and_then(|spec| yaml_edit::remove(cx.source, spec, "hostPID")) {
        finding.unsafe_fix("Remove hostPID", edits);
    }
}
