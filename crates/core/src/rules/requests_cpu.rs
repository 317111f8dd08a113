//! A container without a CPU request.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, resources};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "requests-cpu",
    summary: "the container has no CPU request",
    help: "Set `resources.requests.cpu` to what the container needs, with room to spare.",
    severity: Severity::Low,
    category: Category::Reliability,
    preset: Preset::Strict,
    aliases: &[
        "kubesec:RequestsCPU",
        "kube-linter:unset-cpu-requirements",
        "kube-score:container-resources",
        "polaris:cpuRequestsMissing",
        "trivy:KSV-0015",
        "checkov:CKV_K8S_10",
    ],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if !resources::lacks(container, workload, "requests", "cpu") {
        return;
    }
    let span = container.place(&["resources", "requests", "cpu"]);
    let finding =
        out.report(span, format!("container `{}` has no CPU request: it gets CPU time only when nobody else wants it", container.label()));
    finding.path(format!("{}.resources.requests.cpu", container.path));
}
