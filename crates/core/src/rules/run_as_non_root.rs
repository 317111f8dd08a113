//! A container that nothing keeps from running as root.

use alloc::format;
use alloc::string::ToString;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, bool_at, int_at};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit::New;

const PATH: [&str; 2] = ["securityContext", "runAsNonRoot"];

pub static RULE: Rule = Rule {
    id: "run-as-non-root",
    summary: "the container may run as root",
    help: "Set `runAsNonRoot: true` in the pod's securityContext, or `runAsUser` to a user other than 0.",
    severity: Severity::Medium,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    family: "run-as-user",
    aliases: &[
        "kubesec:RunAsNonRoot",
        "kube-linter:run-as-non-root",
        "polaris:runAsRootAllowed",
        "trivy:KSV-0012",
        "checkov:CKV_K8S_23",
        "cis:5.2.7",
    ],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    // Root in a user namespace of its own is nobody on the node.
    if workload.bool_at(&["hostUsers"]).value() == Some(false) {
        return;
    }
    // A setting for the pod would keep a container from starting that asks for root by number.
    let some_root =
        workload.containers.iter().any(|container| int_at(Some(container.node), &["securityContext", "runAsUser"]).value() == Some(0));
    let pod = workload.bool_at(&PATH);
    for container in &workload.containers {
        let user = workload.security(container, &["runAsUser"], int_at);
        let unset = match (user, workload.security(container, &["runAsNonRoot"], bool_at)) {
            (Field::Unset, Field::Set(false, _)) => false,
            (Field::Unset, Field::Unset) if workload.is_complete() => true,
            _ => continue,
        };
        let own = some_root || !bool_at(Some(container.node), &PATH).is_unset();
        let span = if own || pod.is_unset() { container.place(&PATH) } else { workload.place(&PATH) };
        let why = if unset { "neither `runAsNonRoot` nor `runAsUser` is set" } else { "`runAsNonRoot` is false" };
        let finding = out.report(span, format!("container `{}` may run as root: {why}", container.label()));
        finding.container = (!container.name.is_empty()).then(|| container.name.to_string());
        let (path, edits) = if own {
            (format!("{}.securityContext.runAsNonRoot", container.path), container.set(cx.source, &PATH, New::Bool(true)))
        } else {
            (workload.field_path("securityContext.runAsNonRoot"), workload.set(cx.source, &PATH, New::Bool(true)))
        };
        finding.path(path);
        if let Some(edits) = edits {
            finding.unsafe_fix("Refuse to run as root", edits);
        }
    }
}
