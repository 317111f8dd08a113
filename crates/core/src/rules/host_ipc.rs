//! A pod in the node's IPC namespace.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Workload;
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit;

pub static RULE: Rule = Rule {
    id: "host-ipc",
    summary: "the pod shares the node's memory segments",
    help: "Remove `hostIPC: true`.",
    severity: Severity::High,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    aliases: &["kubesec:HostIPC", "kube-linter:host-ipc", "polaris:hostIPCSet", "trivy:KSV-0008", "checkov:CKV_K8S_18", "cis:5.2.4"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(node) = workload.bool_at(&["hostIPC"]).is(true) else { return };
    let finding =
        out.report(node.span, "the pod shares the node's IPC namespace: it can read and change the shared memory of the node's processes");
    finding.path(workload.field_path("hostIPC"));
    if let Some(edits) = workload.spec.and_then(|spec| yaml_edit::remove(cx.source, spec, "hostIPC")) {
        finding.unsafe_fix("Remove hostIPC", edits);
    }
}
