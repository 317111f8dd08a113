//! A process that may gain rights its parent has not.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::harden;
use crate::model::{Container, Field, Workload, bool_at, items_at};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit::New;

const PATH: [&str; 2] = ["securityContext", "allowPrivilegeEscalation"];

pub static RULE: Rule = Rule {
    id: "allow-privilege-escalation",
    summary: "processes may gain more rights than they were started with",
    help: "Set `allowPrivilegeEscalation: false` in the container's securityContext.",
    severity: Severity::Medium,
    category: Category::Privilege,
    fix: Fixable::Safe,
    aliases: &[
        "kubesec:AllowPrivilegeEscalation",
        "kube-linter:privilege-escalation-container",
        "polaris:privilegeEscalationAllowed",
        "trivy:KSV-0001",
        "checkov:CKV_K8S_20",
        "cis:5.2.6",
    ],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let field = bool_at(Some(container.node), &PATH);
    let unset = match field {
        Field::Set(true, _) => false,
        Field::Unset if workload.is_complete() => true,
        Field::Set(false, _) | Field::Unset | Field::Wrong(_) => return,
    };
    if workload.is_windows() {
        return;
    }
    let message = if unset {
        format!("container `{}` does not forbid privilege escalation, which is allowed unless it is forbidden", container.label())
    } else {
        format!("container `{}` allows privilege escalation", container.label())
    };
    let finding = out.report(container.place(&PATH), message);
    finding.path(format!("{}.securityContext.allowPrivilegeEscalation", container.path));
    if unset {
        finding.aliases(&UNSET);
    }
    if refused_with_false(container) {
        finding
            .help("Take `privileged` or `CAP_SYS_ADMIN` away first: the API server refuses `allowPrivilegeEscalation: false` beside them.");
    } else if let Some(edits) = container.set(cx.source, &PATH, New::Bool(false)) {
        finding.safe_fix("Forbid privilege escalation", edits);
        // One for the whole workload, with the first of its containers.
        if workload.containers.first().is_some_and(|first| first.path == container.path)
            && let Some(edits) = harden::edits(workload, cx.source, |container| !refused_with_false(container))
        {
            finding.unsafe_fix("Harden the whole workload", edits);
        }
    }
}

/// kubesec speaks of an explicit `true` only.
static UNSET: [&str; 5] = [
    "kube-linter:privilege-escalation-container",
    "polaris:privilegeEscalationAllowed",
    "trivy:KSV-0001",
    "checkov:CKV_K8S_20",
    "cis:5.2.6",
];

/// The API server refuses false together with `privileged: true`, or with the item `CAP_SYS_ADMIN` spelled like that
/// (`ValidateSecurityContext` in kubernetes/pkg/apis/core/validation).
fn refused_with_false(container: &Container<'_>) -> bool {
    bool_at(Some(container.node), &["securityContext", "privileged"]).value() == Some(true)
        || items_at(Some(container.node), &["securityContext", "capabilities", "add"])
            .iter()
            .any(|item| item.as_str() == Some("CAP_SYS_ADMIN"))
}
