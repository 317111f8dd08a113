//! A webhook that is asked about pods, but not in every way they come.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Object, items_at, str_at};
use crate::rule::{Check, Rule};
use crate::webhooks::webhooks;

pub static RULE: Rule = Rule {
    id: "vwc-rules-incomplete",
    summary: "the webhook is not asked about all ways in which images come",
    help: "Name `pods` and `pods/ephemeralcontainers` with the operations CREATE and UPDATE.",
    severity: Severity::Medium,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for webhook in webhooks(object).into_iter().filter(|webhook| webhook.validating) {
        let path = format!("{}.rules", webhook.path);
        for rule in webhook.rules.items {
            let Some(scope) = str_at(Some(rule), &["scope"]).is("Cluster") else { continue };
            if items_at(Some(rule), &["resources"]).iter().any(|name| name.as_str() == Some("pods")) {
                out.report(scope.span, "pods are in namespaces: with `scope: Cluster` the webhook is never asked about them")
                    .severity(Severity::High)
                    .path(path.clone());
            }
        }
        if !webhook.guards() {
            continue;
        }
        let gaps = webhook.rules.gaps();
        if let (Some(span), false) = (webhook.rules.place(), gaps.is_empty()) {
            out.report(span, format!("the webhook is not asked about {}", gaps.join(", nor about "))).path(path);
        }
        if let Some(node) = str_at(Some(webhook.node), &["matchPolicy"]).is("Exact") {
            let message = "with `Exact` a request by another version of the same API is not shown to the webhook";
            out.report(node.span, message).severity(Severity::Low).path(format!("{}.matchPolicy", webhook.path));
        }
    }
}
