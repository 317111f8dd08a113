//! A container that is not restarted when it hangs.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Role, Workload, node_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "liveness-probe-missing",
    summary: "the container has no liveness probe",
    help: "Add a `livenessProbe` that fails when only a restart helps.",
    severity: Severity::Low,
    category: Category::Reliability,
    preset: Preset::Strict,
    aliases: &["kube-linter:no-liveness-probe", "kube-score:pod-probes", "polaris:livenessProbeMissing", "checkov:CKV_K8S_8"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if !matches!(container.role, Role::Main | Role::Sidecar) || !workload.runs_on() || !workload.is_complete() {
        return;
    }
    if node_at(Some(container.node), &["livenessProbe"]).is_none() {
        let finding = out.report(
            container.headline(),
            format!("container `{}` has no liveness probe: one that hangs is not restarted", container.label()),
        );
        finding.path(format!("{}.livenessProbe", container.path));
    }
}
