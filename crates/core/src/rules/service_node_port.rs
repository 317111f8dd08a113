//! A Service on a port of every node.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Object, str_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "service-node-port",
    summary: "the Service opens a port on every node",
    help: "Use `ClusterIP` behind an Ingress or a Gateway.",
    severity: Severity::Low,
    category: Category::Privilege,
    aliases: &["kube-linter:exposed-services", "kube-score:service-type"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if object.kind != "Service" || !object.group().is_empty() {
        return;
    }
    if let Some(node) = str_at(Some(object.root), &["spec", "type"]).is("NodePort") {
        out.report(node.span, "the Service opens a port on every node, on all its addresses").path("spec.type");
    }
}
