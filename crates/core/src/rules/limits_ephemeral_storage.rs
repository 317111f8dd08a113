//! A container without a limit on the node's disk.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, resources};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "limits-ephemeral-storage",
    summary: "the container has no limit on the node's disk",
    help: "Set `resources.limits.ephemeral-storage`.",
    severity: Severity::Low,
    category: Category::Reliability,
    preset: Preset::All,
    aliases: &["kube-score:container-ephemeral-storage-request-and-limit"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if !resources::lacks(container, workload, "limits", "ephemeral-storage") {
        return;
    }
    let finding = out.report(
        container.place(&["resources", "limits", "ephemeral-storage"]),
        format!("container `{}` may fill the disk of its node", container.label()),
    );
    finding.path(format!("{}.resources.limits.ephemeral-storage", container.path));
}
