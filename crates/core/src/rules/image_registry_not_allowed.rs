//! An image from where the policy does not allow images from.

use alloc::format;
use alloc::string::String;

use plimsoll_report::{Category, ImageOrigin, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{ImageUse, Reading};
use crate::policy::{Decision, Mode, Outcome, Place, World};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "image-registry-not-allowed",
    summary: "the image comes from a registry or repository that is not allowed",
    help: "Take the image from an allowed registry, or add its registry to the list.",
    severity: Severity::High,
    category: Category::Image,
    aliases: &["hadolint:DL3026", "trivy:KSV-0125", "cis:5.5.1"],
    check: Check::Image(check),
    ..Rule::DEFAULT
};

fn check(image: &ImageUse<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(decision) = decision(image, cx).filter(|decision| decision.cause.is_origin()) else { return };
    let finding = match decision.outcome {
        Outcome::Allowed => return,
        Outcome::Denied => {
            let message = format!("`{}` {} ({}){}", image.text, decision.reason, decision.entry, expired(&decision));
            let finding = out.report(image.span, message);
            if cx.options.images.mode == Mode::Warn { finding.severity(Severity::Low) } else { finding }
        }
        Outcome::Open => {
            let message = format!("where `{}` comes from is open: that it is allowed cannot be shown", image.text);
            out.report(image.span, message).severity(Severity::Medium)
        }
    };
    finding.aliases(match image.origin {
        _ if image.is_in_manifest() => &["trivy:KSV-0125", "cis:5.5.1"],
        // hadolint passes over what a variable decides, and over frontends.
        ImageOrigin::Syntax => &[],
        _ if decision.outcome == Outcome::Open => &[],
        _ => &["hadolint:DL3026"],
    });
}

/// What the policy decides on an image; `None` where there is no policy, the image is outside its scope, or the text is no
/// reference, which other rules report.
pub(super) fn decision(image: &ImageUse<'_>, cx: &Context<'_>) -> Option<Decision> {
    let policy = &cx.options.images;
    let scope = &policy.scope;
    let place = place(image, cx);
    let is_left_out = policy.is_empty()
        || !scope.has_field(image.origin)
        || (image.is_in_manifest() && !scope.has_kind(image.kind))
        || place.namespace.is_some_and(|namespace| scope.is_exempt(namespace));
    match image.reading {
        _ if is_left_out => None,
        Reading::Image(..) => Some(policy.judge(&image.expanded, &place)),
        Reading::Open(_) => Some(policy.judge_open(&image.expanded, &place)),
        Reading::Invalid(_) | Reading::Empty => None,
    }
}

/// Where an image is used, for the policy.
pub(super) fn place<'a>(image: &ImageUse<'a>, cx: &Context<'_>) -> Place<'a> {
    let world = if image.is_in_manifest() { World::Kubernetes } else { World::Dockerfile };
    Place { namespace: image.namespace, ..Place::of(world, cx.as_of()) }
}

/// What to add on an exception that would have let the image in.
pub(super) fn expired(decision: &Decision) -> String {
    decision.expired.as_ref().map_or_else(String::new, |expired| format!("; the exception {expired}"))
}
