//! A Service that is open to everyone.

use plimsoll_report::{Category, Severity};
use plimsoll_yaml::Node;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Object, items_at, node_at, str_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "service-load-balancer",
    summary: "the Service is open to everyone",
    help: "Set `loadBalancerSourceRanges`, or use an Ingress.",
    severity: Severity::Low,
    category: Category::Privilege,
    preset: Preset::Strict,
    aliases: &["kube-linter:exposed-services"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

/// Whether an annotation of a cloud keeps the load balancer inside.
fn is_internal(object: &Object<'_>) -> bool {
    let annotations = node_at(Some(object.root), &["metadata", "annotations"]).map_or(&[][..], Node::entries);
    annotations
        .iter()
        .any(|entry| entry.key.contains("internal") || entry.value.as_str().is_some_and(|value| value.eq_ignore_ascii_case("internal")))
}

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if object.kind != "Service"
        || !object.group().is_empty()
        || !items_at(Some(object.root), &["spec", "loadBalancerSourceRanges"]).is_empty()
        || is_internal(object)
    {
        return;
    }
    if let Some(node) = str_at(Some(object.root), &["spec", "type"]).is("LoadBalancer") {
        out.report(node.span, "the load balancer usually is on the Internet, and takes everyone in").path("spec.type");
    }
}
