//! A Service that is a name elsewhere.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Object, str_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "service-external-name",
    summary: "the Service is a name elsewhere",
    help: "Call the name itself.",
    severity: Severity::Medium,
    category: Category::Privilege,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if object.kind != "Service" || !object.group().is_empty() {
        return;
    }
    if let Some(node) = str_at(Some(object.root), &["spec", "type"]).is("ExternalName") {
        out.report(node.span, "the name is resolved outside of the cluster: network policies and TLS names do not follow it")
            .path("spec.type");
    }
}
