//! A container that nothing keeps from running as root.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Field, Workload, bool_at, int_at};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit::New;

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
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let user = workload.security(container, &["runAsUser"], int_at);
    let non_root = workload.security(container, &["runAsNonRoot"], bool_at);
    let unset = match (user, non_root) {
        (Field::Unset, Field::Set(false, _)) => false,
        (Field::Unset, Field::Unset) if workload.is_complete() => true,
        _ => return,
    };
    // Root in a user namespace of its own is nobody on the node.
    if workload.bool_at(&["hostUsers"]).value() == Some(false) {
        return;
    }
    let path = ["securityContext", "runAsNonRoot"];
    let own = !bool_at(Some(container.node), &path).is_unset();
    let span = if own || workload.bool_at(&path).is_unset() { container.place(&path) } else { workload.place(&path) };
    let message = if unset {
        format!("container `{}` may run as root: neither `runAsNonRoot` nor `runAsUser` is set", container.label())
    } else {
        format!("container `{}` may run as root: `runAsNonRoot` is false", container.label())
    };
    let finding = out.report(span, message);
    finding.path(if own { format!("{}.securityContext.runAsNonRoot", container.path) } else { workload.field_path("securityContext.runAsNonRoot") });
    let edits = if own { container.set(cx.source, &path, New::Bool(true)) } else { workload.set(cx.source, &path, New::Bool(true)) };
    if let Some(edits) = edits {
        finding.unsafe_fix("Refuse to run as root", edits);
    }
}
