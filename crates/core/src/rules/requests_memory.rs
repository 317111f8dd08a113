//! A container without a memory request.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, resources};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "requests-memory",
    summary: "the container has no memory request",
    help: "Set `resources.requests.memory` to what the container needs, with room to spare.",
    severity: Severity::Low,
    category: Category::Reliability,
    preset: Preset::Strict,
    aliases: &[
        "kubesec:RequestsMemory",
        "kube-linter:unset-memory-requirements",
        "kube-score:container-resources",
        "polaris:memoryRequestsMissing",
        "trivy:KSV-0016",
        "checkov:CKV_K8S_12",
    ],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if !resources::lacks(container, workload, "requests", "memory") {
        return;
    }
    let span = container.place(&["resources", "requests", "memory"]);
    let finding =
        out.report(span, format!("container `{}` has no memory request: it is scheduled as if it needed none", container.label()));
    finding.path(format!("{}.resources.requests.memory", container.path));
}
