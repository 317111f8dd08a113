//! A port of the node.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_yaml::Node;

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

fn check(container: &Container<'_>, workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let on_node = workload.bool_at(&["hostNetwork"]).is(true).filter(|_| !workload.runs_control_plane());
    for (i, port) in items_at(Some(container.node), &["ports"]).iter().enumerate() {
        let Some((number, node)) = port_at(port, "hostPort") else {
            // The API gives such a port its host port.
            if let (Some(network), Some((number, node))) = (on_node, port_at(port, "containerPort")) {
                let message = format!("container `{}` takes port {number} of its node, whose network the pod uses", container.label());
                let finding = out.report(node.span, message);
                // The peers look at `hostPort` alone; `host-network` has the weight.
                finding.severity(Severity::Info).aliases(&[]).related(network.span, "the pod uses the node's network here");
                finding.help("Remove `hostNetwork: true`, or know that no other pod of the node can have the port.");
                finding.path(format!("{}.ports[{i}].containerPort", container.path));
            }
            continue;
        };
        let finding = out.report(node.span, format!("container `{}` takes port {number} of its node", container.label()));
        finding.path(format!("{}.ports[{i}].hostPort", container.path));
        if let Some(edits) = yaml_edit::remove(cx.source, port, "hostPort") {
            finding.unsafe_fix("Remove hostPort", edits);
        }
    }
}

/// A port's number that is set and not 0, which means none.
fn port_at<'a>(port: &'a Node<'a>, field: &str) -> Option<(i64, &'a Node<'a>)> {
    match int_at(Some(port), &[field]) {
        Field::Set(number, node) if number != 0 => Some((number, node)),
        _ => None,
    }
}
