//! An image from a registry that is not on the list.

use alloc::format;

use plimsoll_report::{Category, ImageOrigin, Severity};

use crate::allowed::{Verdict, is_allowed, verdict_of_open};
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{ImageUse, Reading};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "image-registry-not-allowed",
    summary: "the image comes from a registry that is not allowed",
    help: "Take the image from an allowed registry, or add its registry to the list.",
    severity: Severity::High,
    category: Category::Image,
    aliases: &["hadolint:DL3026", "trivy:KSV-0125"],
    check: Check::Image(check),
    ..Rule::DEFAULT
};

fn check(image: &ImageUse<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let list = &cx.options.allowed_registries;
    if list.is_empty() {
        return;
    }
    let verdict = match &image.reading {
        Reading::Image(reference) if is_allowed(list, reference.registry(), reference.repository()) => Verdict::Allowed,
        Reading::Image(_) => Verdict::NotAllowed,
        Reading::Open(_) => verdict_of_open(list, &image.expanded),
        Reading::Invalid(_) | Reading::Empty => Verdict::Allowed,
    };
    let finding = match (verdict, image.reference()) {
        (Verdict::Allowed, _) => return,
        (Verdict::NotAllowed, Some(reference)) => {
            let message =
                format!("`{}` comes from `{}`, which the list of allowed registries does not take in", image.text, place(reference, list));
            out.report(image.span, message)
        }
        (Verdict::NotAllowed, None) => {
            out.report(image.span, format!("`{}` comes from a registry that the list of allowed ones does not take in", image.text))
        }
        (Verdict::Open, _) => {
            let message = format!("where `{}` comes from is open: that it is an allowed registry cannot be shown", image.text);
            out.report(image.span, message).severity(Severity::Medium)
        }
    };
    finding.aliases(match image.origin {
        _ if image.is_in_manifest() => &["trivy:KSV-0125"],
        // hadolint passes over what a variable decides, and over frontends.
        ImageOrigin::Syntax => &[],
        _ if verdict == Verdict::Open => &[],
        _ => &["hadolint:DL3026"],
    });
}

/// The registry; with the repository where the list lets in a part of that registry.
fn place(reference: &plimsoll_reference::Reference, list: &[alloc::string::String]) -> alloc::string::String {
    let is_listed = list.iter().any(|entry| entry.split('/').next() == Some(reference.registry()));
    if is_listed { format!("{}/{}", reference.registry(), reference.repository()) } else { reference.registry().into() }
}
