//! A hostPath volume: a volume is a folder of the node.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Reach, Workload, bool_at, host_paths, items_at, str_at};
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
        let so = if is_written(workload, volume.name) {
            "what the container writes there stays, and other pods of the node see it"
        } else {
            "what the container finds there is another on every node"
        };
        let finding = out.report(volume.span, format!("volume `{}` is `{what}` of the node: {so}", volume.name));
        finding.path(workload.field_path(&format!("volumes[{}].hostPath.path", volume.index)));
    }
}

/// Whether a container mounts the volume so that it can write to it; one that none mounts may be mounted tomorrow.
fn is_written(workload: &Workload<'_>, volume: &str) -> bool {
    let mounts = || workload.containers.iter().flat_map(|container| items_at(Some(container.node), &["volumeMounts"]));
    let mut its = mounts().filter(|mount| str_at(Some(mount), &["name"]).value() == Some(volume)).peekable();
    its.peek().is_none() || its.any(|mount| bool_at(Some(mount), &["readOnly"]).value() != Some(true))
}
