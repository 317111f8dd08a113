//! A Service that takes over addresses.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Object, items_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "service-external-ips",
    summary: "the Service takes over addresses",
    help: "Remove `externalIPs`.",
    severity: Severity::High,
    category: Category::Privilege,
    aliases: &["trivy:KSV-0108"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if object.kind != "Service" || !object.group().is_empty() {
        return;
    }
    for node in items_at(Some(object.root), &["spec", "externalIPs"]).iter().take(1) {
        out.report(node.span, "traffic to this address goes to the Service from then on, whoever it was meant for (CVE-2020-8554)")
            .path("spec.externalIPs");
    }
}
