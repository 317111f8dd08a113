//! Pods without a rule for where they go.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Workload, node_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "topology-spread-missing",
    summary: "the pods have no topology spread constraints",
    help: "Add `topologySpreadConstraints`.",
    severity: Severity::Info,
    category: Category::Reliability,
    preset: Preset::All,
    aliases: &["kube-score:pod-topology-spread-constraints", "polaris:topologySpreadConstraint"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if !matches!(workload.object.kind, "Deployment" | "StatefulSet")
        || !workload.is_complete()
        || node_at(workload.spec, &["topologySpreadConstraints"]).is_some()
    {
        return;
    }
    out.report(workload.place(&["topologySpreadConstraints"]), "nothing asks for the pods to be spread over zones")
        .path(workload.field_path("topologySpreadConstraints"));
}
