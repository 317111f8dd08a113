//! A hostPath volume: a volume is a sensitive part of the node.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Reach, Workload, host_paths};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "host-path-sensitive",
    summary: "a volume is a sensitive part of the node",
    help: "Mount only the file or folder that is needed, read-only; or none.",
    severity: Severity::High,
    category: Category::Privilege,
    family: "host-path",
    aliases: &[
        "kubesec:ProcMount",
        "kube-linter:sensitive-host-mounts",
        "polaris:hostPathSet",
        "trivy:KSV-0121",
        "trivy:KSV-0023",
        "cis:5.2.12",
    ],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for volume in host_paths(workload).iter().filter(|volume| volume.reach == Reach::Sensitive) {
        let what = volume.path.unwrap_or("a path");
        let finding = out.report(
            volume.span,
            format!("volume `{0}` is `{1}` of the node: it holds what keeps the node and its containers apart", volume.name, what),
        );
        finding.path(workload.field_path(&format!("volumes[{}].hostPath.path", volume.index)));
    }
}
