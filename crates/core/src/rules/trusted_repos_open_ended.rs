//! Settings of Kubewarden's trusted-repos that let in more than they say.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::leaks::{Engine, report_lenient, report_slips};
use crate::model::Object;
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "trusted-repos-open-ended",
    summary: "an allowed image lets in others",
    help: "Name the registry of each image, and whole registries.",
    severity: Severity::High,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    if Engine::of(object) == Some(Engine::TrustedRepos) {
        report_slips(object, cx.source, out);
        report_lenient(object, out);
    }
}
