//! A Kyverno policy that looks at some containers only.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::leaks::{Engine, report_left_out};
use crate::model::Object;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "kyverno-images-containers-only",
    summary: "the policy looks at some containers only",
    help: "Add the same pattern under `=(initContainers)` and `=(ephemeralContainers)`.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    if Engine::of(object) == Some(Engine::Kyverno) {
        report_left_out(object, cx.source, out);
    }
}
