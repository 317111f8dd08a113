//! A container that gets requests before it is ready.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Role, Workload, node_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "readiness-probe-missing",
    summary: "the container has no readiness probe",
    help: "Add a `readinessProbe`.",
    severity: Severity::Low,
    category: Category::Reliability,
    preset: Preset::Strict,
    aliases: &["kube-linter:no-readiness-probe", "kube-score:pod-probes", "polaris:readinessProbeMissing", "checkov:CKV_K8S_9"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if !matches!(container.role, Role::Main | Role::Sidecar) || !workload.runs_on() || !workload.is_complete() {
        return;
    }
    if node_at(Some(container.node), &["readinessProbe"]).is_none() {
        let finding = out.report(
            container.headline(),
            format!("container `{}` has no readiness probe: it gets requests before it can answer", container.label()),
        );
        finding.path(format!("{}.readinessProbe", container.path));
    }
}
