//! An image whose tag, missing digest or use as a base the policy forbids.

use alloc::format;

use plimsoll_report::{Category, ImageOrigin, Severity};

use super::image_registry_not_allowed::{decision, expired, place};
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, ImageUse, Reading};
use crate::policy::{Cause, Mode, Outcome};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "image-against-policy",
    summary: "the policy forbids the image's tag or how it is pulled, asks for a digest or does not trust it as a base",
    help: "Use a tag that the policy allows, add the digest, pull always, or take a trusted base image.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Image(check),
    ..Rule::DEFAULT
};

fn check(image: &ImageUse<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let policy = &cx.options.images;
    let Some(decided) = decision(image, cx) else { return };
    let is_let_in = decided.outcome == Outcome::Allowed && decided.cause != Cause::Exception;
    let is_pulled_well = || match image.pull {
        None | Some(Field::Wrong(_)) => true,
        Some(Field::Set("", _) | Field::Unset) => policy.is_pulled_well(&image.expanded, None),
        Some(Field::Set(word, _)) => policy.is_pulled_well(&image.expanded, Some(word)),
    };
    if is_let_in && policy.always_pull && !is_pulled_well() {
        let message = format!("`{}` must be pulled always, because it has no digest (images.pullPolicy)", image.text);
        let finding = out.report(image.span, message);
        if policy.mode == Mode::Warn {
            finding.severity(Severity::Low);
        }
    }
    let base = || {
        let is_base = image.origin == ImageOrigin::From && matches!(image.reading, Reading::Image(..));
        is_base.then(|| policy.judge_base(&image.expanded, image.is_result, &place(image, cx))).flatten()
    };
    for decision in [Some(decided), base()].into_iter().flatten() {
        if decision.outcome != Outcome::Denied || decision.cause.is_origin() {
            continue;
        }
        let span = if decision.cause == Cause::Tag { image.tag_span() } else { image.span };
        let message = format!("`{}` {} ({}){}", image.text, decision.reason, decision.entry, expired(&decision));
        let finding = out.report(span, message);
        if policy.mode == Mode::Warn {
            finding.severity(Severity::Low);
        }
    }
}
