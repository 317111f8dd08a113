//! A template of Gatekeeper that looks at some containers only.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::leaks::{Engine, report_left_out};
use crate::model::Object;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "gatekeeper-template-containers-only",
    summary: "the template looks at some containers only",
    help: "Go over `containers`, `initContainers` and `ephemeralContainers`.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    if Engine::of(object) == Some(Engine::Template) {
        report_left_out(object, cx.source, out);
    }
}
