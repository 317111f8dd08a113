//! Pods without a choice of nodes.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Workload, node_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "node-affinity-missing",
    summary: "the pods choose no nodes",
    help: "Add a `nodeAffinity` or a `nodeSelector`.",
    severity: Severity::Info,
    category: Category::Reliability,
    preset: Preset::All,
    aliases: &["kube-linter:no-node-affinity"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let chooses = node_at(workload.spec, &["affinity", "nodeAffinity"]).is_some() || node_at(workload.spec, &["nodeSelector"]).is_some();
    if chooses || !workload.is_complete() {
        return;
    }
    out.report(workload.place(&["affinity", "nodeAffinity"]), "the pods run on whatever node has room")
        .path(workload.field_path("affinity.nodeAffinity"));
}
