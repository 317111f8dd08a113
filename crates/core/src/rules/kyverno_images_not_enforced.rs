//! A Kyverno policy on images that refuses nothing.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::leaks::{Engine, is_on_images, report_lenient};
use crate::model::Object;
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "kyverno-images-not-enforced",
    summary: "the policy on images refuses nothing",
    help: "Set the failure action to Enforce and the failure policy to Fail.",
    severity: Severity::High,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if Engine::of(object) == Some(Engine::Kyverno) && is_on_images(object) {
        report_lenient(object, out);
    }
}
