//! A Deployment of one pod.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, int_at, str_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "replicas-too-few",
    summary: "the Deployment runs one pod",
    help: "Set `replicas` to 2 or more.",
    severity: Severity::Low,
    category: Category::Reliability,
    preset: Preset::Strict,
    aliases: &["kube-linter:minimum-three-replicas", "kube-score:deployment-replicas", "polaris:deploymentMissingReplicas"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let kind = workload.object.kind;
    if !matches!(kind, "Deployment" | "DeploymentConfig") || !workload.is_complete() {
        return;
    }
    let root = Some(workload.object.root);
    let replicas = int_at(root, &["spec", "replicas"]);
    let span = match replicas {
        Field::Set(1, node) => node.span,
        Field::Unset if kind == "Deployment" => workload.object.headline(),
        Field::Set(..) | Field::Unset | Field::Wrong(_) => return,
    };
    // With `Recreate` there must not be two.
    if str_at(root, &["spec", "strategy", "type"]).is("Recreate").is_some() {
        return;
    }
    let finding = out.report(span, "there is one pod: nothing answers while it is moved or restarted");
    finding.path("spec.replicas");
    if kind == "DeploymentConfig" {
        finding.aliases(&["kube-linter:minimum-three-replicas"]);
    }
    if replicas.is_unset() {
        finding.severity(Severity::Info).help("Set `replicas` to 2 or more, unless an autoscaler sets it.");
    }
}
