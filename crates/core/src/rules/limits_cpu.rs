//! A container without a CPU limit.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, resources};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "limits-cpu",
    summary: "the container has no CPU limit",
    help: "Set `resources.limits.cpu` to what the container needs, with room to spare.",
    severity: Severity::Low,
    category: Category::Reliability,
    aliases: &[
        "kubesec:LimitsCPU",
        "kube-linter:unset-cpu-requirements",
        "kube-score:container-resources",
        "polaris:cpuLimitsMissing",
        "trivy:KSV-0011",
        "checkov:CKV_K8S_11",
    ],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if !resources::lacks(container, workload, "limits", "cpu") {
        return;
    }
    let span = container.place(&["resources", "limits", "cpu"]);
    let finding =
        out.report(span, format!("container `{}` has no CPU limit: it can take all CPU time that others do not claim", container.label()));
    finding.path(format!("{}.resources.limits.cpu", container.path));
}
