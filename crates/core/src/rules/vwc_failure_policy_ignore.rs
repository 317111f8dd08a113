//! A webhook whose failure lets pods in.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Object, str_at};
use crate::rule::{Check, Fixable, Rule};
use crate::webhooks::webhooks;
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "vwc-failure-policy-ignore",
    summary: "pods are let in when the webhook fails",
    help: "Set `failurePolicy: Fail`, run more than one replica of the webhook, and exempt its own namespace.",
    severity: Severity::High,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    // Of a webhook that changes pods the next one may still see what came of it.
    for webhook in webhooks(object).into_iter().filter(|webhook| webhook.guards()) {
        let severity = if webhook.validating { Severity::High } else { Severity::Medium };
        match str_at(Some(webhook.node), &["failurePolicy"]) {
            Field::Set("Ignore", node) => {
                let message = "pods get in unseen while the webhook is down, slow or answers with an error";
                let finding = out.report(node.span, format!("`failurePolicy: Ignore`: {message}"));
                finding.severity(severity).path(format!("{}.failurePolicy", webhook.path));
                if !node.shared {
                    finding.unsafe_fix("Set it to Fail", [Edit { span: node.span, text: New::Word("Fail").quoted_like(node) }].into());
                }
            }
            Field::Unset if object.api_version.ends_with("/v1beta1") => {
                let message = "v1beta1 takes `failurePolicy: Ignore` for granted: pods get in unseen while the webhook does not answer";
                out.report(webhook.headline(), message).severity(severity).path(format!("{}.failurePolicy", webhook.path));
            }
            _ => {}
        }
    }
}
