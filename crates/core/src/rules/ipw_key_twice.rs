//! A setting of the image policy that is there in two spellings.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::admission_config::{Block, FIELDS, image_policy};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "ipw-key-twice",
    summary: "a setting is written in two spellings",
    help: "Keep one of the two, spelt as the documentation does.",
    severity: Severity::Medium,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Block::Settings(policy) = image_policy(object, cx.source) else { return };

    for name in FIELDS {
        let Some(winner) = policy.field(name) else { continue };
        for entry in policy.node.entries().iter().filter(|entry| entry.key.eq_ignore_ascii_case(name) && entry.key != winner.key) {
            let order = if policy.json { "comes last" } else { "comes last in byte order" };
            let message = format!("`{}` does not count: to the plugin `{}` is the same key, and {order}", entry.key, winner.key);
            out.report(entry.key_span, message).related(winner.key_span, "this one counts").path(policy.path_of(&entry.key));
        }
    }
}
