//! A container with no time of its own to start.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Role, Workload, node_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "startup-probe-missing",
    summary: "the container has no startup probe",
    help: "Add a `startupProbe` where starting takes long.",
    severity: Severity::Info,
    category: Category::Reliability,
    preset: Preset::All,
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if !matches!(container.role, Role::Main | Role::Sidecar) || !workload.runs_on() || !workload.is_complete() {
        return;
    }
    if node_at(Some(container.node), &["startupProbe"]).is_none() {
        let finding = out.report(
            container.headline(),
            format!("container `{}` has no startup probe: a slow start may be taken for a failure", container.label()),
        );
        finding.path(format!("{}.startupProbe", container.path));
    }
}
