//! A ValidatingAdmissionPolicy whose expression lets in more than it says.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::leaks::{Engine, report_slips};
use crate::model::Object;
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "vap-images-open-ended",
    summary: "an expression on images lets other images in",
    help: "Compare with a prefix that ends with `/`, or with an expression that begins with `^` and ends its host with `/`.",
    severity: Severity::High,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    if Engine::of(object) == Some(Engine::ValidatingAdmissionPolicy) {
        report_slips(object, cx.source, out);
    }
}
