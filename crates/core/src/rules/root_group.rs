//! Processes in the group of root.

use alloc::format;
use alloc::string::ToString;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Workload, int_at, items_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "root-group",
    summary: "the processes belong to the group of root",
    help: "Use a group other than 0.",
    severity: Severity::Low,
    category: Category::Privilege,
    aliases: &["trivy:KSV-0116"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    const MESSAGE: &str = "group 0 is root's: its files can be read, and often written, by these processes";
    for field in ["runAsGroup", "fsGroup"] {
        if let Some(node) = int_at(workload.spec, &["securityContext", field]).is(0) {
            out.report(node.span, MESSAGE).path(workload.field_path(&format!("securityContext.{field}")));
        }
    }
    for (i, node) in items_at(workload.spec, &["securityContext", "supplementalGroups"]).iter().enumerate() {
        if node.as_i64() == Some(0) {
            out.report(node.span, MESSAGE).path(workload.field_path(&format!("securityContext.supplementalGroups[{i}]")));
        }
    }
    for container in &workload.containers {
        if let Some(node) = int_at(Some(container.node), &["securityContext", "runAsGroup"]).is(0) {
            let finding = out.report(node.span, MESSAGE);
            finding.path(format!("{}.securityContext.runAsGroup", container.path));
            finding.container = (!container.name.is_empty()).then(|| container.name.to_string());
        }
    }
}
