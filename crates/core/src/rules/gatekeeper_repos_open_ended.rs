//! A constraint of Gatekeeper's library that lets in more than it says.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::leaks::{Engine, report_lenient, report_slips};
use crate::model::Object;
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "gatekeeper-repos-open-ended",
    summary: "an allowed repository lets in others",
    help: "End each entry with `/`, or name one image with its tag, and let the constraint deny.",
    severity: Severity::High,
    category: Category::Image,
    fix: Fixable::Unsafe,
    aliases: &["trivy:KSV-0124"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    if Engine::of(object) == Some(Engine::Constraint) {
        report_slips(object, cx.source, out);
        report_lenient(object, out);
    }
}
