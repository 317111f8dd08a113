//! A webhook that may keep every request waiting.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Object, int_at};
use crate::rule::{Check, Fixable, Rule};
use crate::webhooks::webhooks;

pub static RULE: Rule = Rule {
    id: "vwc-timeout",
    summary: "the webhook may take long",
    help: "Set `timeoutSeconds` to 10 or less.",
    severity: Severity::Low,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for webhook in webhooks(object).into_iter().filter(|webhook| webhook.guards()) {
        let Field::Set(seconds @ 11..=30, node) = int_at(Some(webhook.node), &["timeoutSeconds"]) else { continue };
        let message =
            format!("the API server waits {seconds} s for the webhook, and whoever makes pods with it; many clients give up before");
        let finding = out.report(node.span, message).path(format!("{}.timeoutSeconds", webhook.path));
        if !node.shared {
            finding.unsafe_fix("Set it to 10", [Edit { span: node.span, text: "10".into() }].into());
        }
    }
}
