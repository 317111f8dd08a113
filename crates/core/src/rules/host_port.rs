//! A port of the node.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Field, Workload, int_at, items_at};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit;

pub static RULE: Rule = Rule {
    id: "host-port",
    summary: "the container takes a port of the node",
    help: "Remove `hostPort` and reach the pod through a Service.",
    severity: Severity::Medium,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    aliases: &["polaris:hostPortSet", "trivy:KSV-0024", "checkov:CKV_K8S_26", "cis:5.2.13"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    for (i, port) in items_at(Some(container.node), &["ports"]).iter().enumerate() {
        let Field::Set(number, node) = int_at(Some(port), &["hostPort"]) else { continue };
        if number == 0 {
            continue;
        }
        let finding = out.report(node.span, format!("container `{}` takes port {number} of its node", container.label()));
        finding.path(format!("{}.ports[{i}].hostPort", container.path));
        if let Some(edits) = yaml_edit::remove(cx.source, port, "hostPort") {
            finding.unsafe_fix("Remove hostPort", edits);
        }
    }
}
