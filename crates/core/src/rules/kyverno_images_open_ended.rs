//! A Kyverno policy whose pattern lets in more than it says.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::leaks::{Engine, report_slips};
use crate::model::Object;
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "kyverno-images-open-ended",
    summary: "a pattern on images lets other images in",
    help: "Write the whole registry and a `/` before `*`.",
    severity: Severity::High,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    if Engine::of(object) == Some(Engine::Kyverno) {
        report_slips(object, cx.source, out);
    }
}
