//! A container without a seccomp profile.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, items_at, node_at};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit::New;

const PATH: [&str; 3] = ["securityContext", "seccompProfile", "type"];

const LOCALHOST: [&str; 3] = ["securityContext", "seccompProfile", "localhostProfile"];

pub static RULE: Rule = Rule {
    id: "seccomp-unset",
    summary: "no seccomp profile is set",
    help: "Set `seccompProfile: {type: RuntimeDefault}` in the pod's securityContext.",
    severity: Severity::Low,
    category: Category::Privilege,
    fix: Fixable::Safe,
    family: "seccomp",
    aliases: &[
        "kubesec:SeccompAny",
        "kube-score:container-seccomp-profile",
        "polaris:linuxHardening",
        "trivy:KSV-0030",
        "trivy:KSV-0104",
        "checkov:CKV_K8S_31",
        "cis:5.7.2",
    ],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    if !workload.seccomp(container).is_unset() || !workload.is_complete() || workload.is_windows() {
        return;
    }
    // A profile of its own without a type is the container's to mend; else one line for the pod serves all containers.
    let own = node_at(Some(container.node), &["securityContext", "seccompProfile"]).is_some();
    let message = format!("container `{}` has no seccomp profile: it may make any system call", container.label());
    let finding = out.report(container.place(&PATH), message);
    if is_hardened(container, workload) {
        finding.aliases(&[
            "kubesec:SeccompAny",
            "kube-score:container-seccomp-profile",
            "trivy:KSV-0030",
            "trivy:KSV-0104",
            "checkov:CKV_K8S_31",
            "cis:5.7.2",
        ]);
    }
    finding.path(if own {
        format!("{}.securityContext.seccompProfile.type", container.path)
    } else {
        workload.field_path("securityContext.seccompProfile.type")
    });
    // A file that is named beside no type was meant to be used: which of the two has to go is not ours to say.
    if node_at(if own { Some(container.node) } else { workload.spec }, &LOCALHOST).is_some() {
        return;
    }
    let new = New::Word("RuntimeDefault");
    let edits = if own { container.set(cx.source, &PATH, new) } else { workload.set(cx.source, &PATH, new) };
    if let Some(edits) = edits {
        finding.safe_fix("Use the runtime's seccomp profile", edits);
    }
}

/// Whether anything else keeps the container from privileges: Polaris asks for one of four.
fn is_hardened(container: &Container<'_>, workload: &Workload<'_>) -> bool {
    let pod = node_at(workload.spec, &["securityContext"]);
    let own = node_at(Some(container.node), &["securityContext"]);
    let set = |field: &str| node_at(own, &[field]).or(node_at(pod, &[field])).is_some();
    !items_at(own, &["capabilities", "drop"]).is_empty() || set("seLinuxOptions") || set("appArmorProfile")
}
