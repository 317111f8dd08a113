//! An image policy that lets everything in when the webhook does not answer.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::admission_config::{Block, image_policy};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "ipw-default-allow-true",
    summary: "images are let in when the webhook fails",
    help: "Set `defaultAllow` to false, and run the webhook so that it is there when pods start.",
    severity: Severity::Critical,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Block::Settings(policy) = image_policy(object, cx.source) else { return };

    let Some(entry) = policy.field("defaultAllow").filter(|entry| entry.value.as_bool() == Some(true)) else { return };
    let span = entry.value.span;
    let finding =
        out.report(span, format!("`{}: true` lets every image in when the webhook is down, slow or answers with an error", entry.key));
    finding.path(policy.path_of(&entry.key));
    if !entry.value.shared {
        finding.unsafe_fix("Set it to false", [Edit { span, text: "false".into() }].into());
    }
}
