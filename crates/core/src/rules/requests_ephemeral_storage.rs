//! A container without a request for the node's disk.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, resources};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "requests-ephemeral-storage",
    summary: "the container has no request for the node's disk",
    help: "Set `resources.requests.ephemeral-storage`.",
    severity: Severity::Low,
    category: Category::Reliability,
    preset: Preset::All,
    aliases: &["kube-score:container-ephemeral-storage-request-and-limit"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if !resources::lacks(container, workload, "requests", "ephemeral-storage") {
        return;
    }
    let finding = out.report(
        container.place(&["resources", "requests", "ephemeral-storage"]),
        format!("container `{}` is placed on nodes whatever room their disks have", container.label()),
    );
    finding.path(format!("{}.resources.requests.ephemeral-storage", container.path));
}
