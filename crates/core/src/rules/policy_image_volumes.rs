//! A policy on images that does not look at image volumes.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::leaks::without_volumes;
use crate::model::Object;
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "policy-image-volumes",
    summary: "the policy does not look at image volumes",
    help: "Look at `spec.volumes[].image.reference` as well.",
    severity: Severity::Low,
    category: Category::Image,
    preset: Preset::Strict,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    if let Some(span) = without_volumes(object, cx.source) {
        out.report(span, "images that volumes name are not looked at: a volume with the image `evil.example/x:1` is let in");
    }
}
