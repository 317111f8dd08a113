//! A seccomp profile that confines nothing.

use alloc::format;
use alloc::string::ToString;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Workload, str_at};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit::New;

const PATH: [&str; 3] = ["securityContext", "seccompProfile", "type"];

pub static RULE: Rule = Rule {
    id: "seccomp-unconfined",
    summary: "seccomp is switched off",
    help: "Use `type: RuntimeDefault`, or a profile of your own with `type: Localhost`.",
    severity: Severity::Medium,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    family: "seccomp",
    aliases: &[
        "kubesec:SeccompUnconfined",
        "kube-score:container-seccomp-profile",
        "polaris:linuxHardening",
        "trivy:KSV-0030",
        "trivy:KSV-0104",
        "checkov:CKV_K8S_31",
    ],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let new = New::Word("RuntimeDefault");
    if let Some(node) = str_at(workload.spec, &PATH).is("Unconfined") {
        let finding = out.report(node.span, "seccomp is off for the pod: its containers may make any system call");
        finding.path(workload.field_path("securityContext.seccompProfile.type"));
        if let Some(edits) = workload.set(cx.source, &PATH, new) {
            finding.unsafe_fix("Use the runtime's seccomp profile", edits);
        }
    }
    for container in &workload.containers {
        let Some(node) = str_at(Some(container.node), &PATH).is("Unconfined") else { continue };
        let finding = out.report(node.span, format!("seccomp is off for container `{}`: it may make any system call", container.label()));
        finding.path(format!("{}.securityContext.seccompProfile.type", container.path));
        finding.container = (!container.name.is_empty()).then(|| container.name.to_string());
        if let Some(edits) = container.set(cx.source, &PATH, new) {
            finding.unsafe_fix("Use the runtime's seccomp profile", edits);
        }
    }
}
