//! A container without a memory limit.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Role, Workload, resources};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "limits-memory",
    summary: "the container has no memory limit",
    help: "Set `resources.limits.memory` to what the container needs, with room to spare.",
    severity: Severity::Medium,
    category: Category::Reliability,
    aliases: &[
        "kubesec:LimitsMemory",
        "kube-linter:unset-memory-requirements",
        "kube-score:container-resources",
        "polaris:memoryLimitsMissing",
        "trivy:KSV-0018",
        "checkov:CKV_K8S_13",
    ],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if !resources::lacks(container, workload, "limits", "memory") {
        return;
    }
    let span = container.place(&["resources", "limits", "memory"]);
    let finding = out.report(span, format!("container `{}` has no memory limit: it can take all memory of the node", container.label()));
    finding.path(format!("{}.resources.limits.memory", container.path));
    // It runs before the others, and not for long.
    if container.role == Role::Init {
        finding.severity(Severity::Low);
    }
}
