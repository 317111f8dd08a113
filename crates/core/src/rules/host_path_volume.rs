//! A hostPath volume: a volume is a folder of the node.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Reach, Workload, host_paths};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "host-path-volume",
    summary: "a volume is a folder of the node",
    help: "Use a PersistentVolumeClaim, an emptyDir or a ConfigMap instead.",
    severity: Severity::Medium,
    category: Category::Privilege,
    family: "host-path",
    aliases: &["polaris:hostPathSet", "trivy:KSV-0023", "cis:5.2.12"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for volume in host_paths(workload).iter().filter(|volume| volume.reach == Reach::Plain) {
        let what = volume.path.unwrap_or("a path");
        let finding = out.report(
            volume.span,
            format!(
                "volume `{0}` is `{1}` of the node: what the container writes there stays, and other pods of the node see it",
                volume.name, what
            ),
        );
        finding.path(workload.field_path(&format!("volumes[{}].hostPath.path", volume.index)));
    }
}
