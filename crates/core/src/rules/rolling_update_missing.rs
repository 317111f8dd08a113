//! An update that takes everything down first.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Workload, str_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "rolling-update-missing",
    summary: "updates take all pods down first",
    help: "Use `RollingUpdate`.",
    severity: Severity::Low,
    category: Category::Reliability,
    preset: Preset::Strict,
    aliases: &["kube-linter:no-rolling-update-strategy"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let (field, off) = match workload.object.kind {
        "Deployment" | "DeploymentConfig" => ("strategy", "Recreate"),
        "DaemonSet" | "StatefulSet" => ("updateStrategy", "OnDelete"),
        _ => return,
    };
    if let Some(node) = str_at(Some(workload.object.root), &["spec", field, "type"]).is(off) {
        let message = if off == "Recreate" {
            "an update stops every pod before it starts a new one"
        } else {
            "an update waits until someone deletes the pods"
        };
        out.report(node.span, message).path(format!("spec.{field}.type"));
    }
}
