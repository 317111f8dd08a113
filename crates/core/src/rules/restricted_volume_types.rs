//! A volume of a kind that reaches outside the cluster.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Workload;
use crate::rule::{Check, Rule};
use crate::standards;

pub static RULE: Rule = Rule {
    id: "restricted-volume-types",
    summary: "a volume is of a kind that the restricted level refuses",
    help: "Use a PersistentVolumeClaim.",
    severity: Severity::Low,
    category: Category::Privilege,
    aliases: &["trivy:KSV-0028"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    standards::report(
        "restrictedVolumes",
        workload,
        out,
        &|spot| (spot.key != "hostPath").then(|| format!("a volume of the kind `{}` is mounted by the node on the pod's word", spot.key)),
        |_, _| {},
    );
}
