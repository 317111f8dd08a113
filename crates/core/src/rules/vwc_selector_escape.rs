//! A webhook that one gets past with a label.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Object, node_at};
use crate::rule::{Check, Rule};
use crate::webhooks::{escapes, webhooks};

pub static RULE: Rule = Rule {
    id: "vwc-selector-escape",
    summary: "a label gets past the webhook",
    help: "Exempt namespaces by `kubernetes.io/metadata.name`, which nobody can change, and leave `objectSelector` out.",
    severity: Severity::Medium,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for webhook in webhooks(object).into_iter().filter(|webhook| webhook.validating && webhook.guards()) {
        for escape in escapes(node_at(Some(webhook.node), &["objectSelector"])) {
            let who = if escape.opts_out { "sets" } else { "leaves out" };
            let message = format!("who {who} the label `{}` on a pod is not checked: its author decides that", escape.label);
            out.report(escape.span, message).severity(Severity::High).path(format!("{}.objectSelector", webhook.path));
        }
        for escape in escapes(node_at(Some(webhook.node), &["namespaceSelector"])) {
            let message = if escape.opts_out {
                format!("a namespace with the label `{}` is not checked: whoever may label one gets past the webhook", escape.label)
            } else {
                format!("a namespace without the label `{}` is not checked: a new one is not until someone labels it", escape.label)
            };
            out.report(escape.span, message).path(format!("{}.namespaceSelector", webhook.path));
        }
    }
}
