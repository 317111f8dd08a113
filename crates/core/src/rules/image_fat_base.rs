//! An image that ships more than the software needs.

use alloc::format;

use plimsoll_report::{Category, Severity, SuggestionKind};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::ImageUse;
use crate::rule::{Check, Fixable, Rule};
use crate::suggest::words::megabytes;

pub static RULE: Rule = Rule {
    id: "image-fat-base",
    summary: "a smaller image would do",
    help: "Build on the smaller image: what is not in it needs no updates and helps no attacker.",
    severity: Severity::Info,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Image(check),
    ..Rule::DEFAULT
};

/// From so many bytes less on, compressed, it is more than a hint.
const MUCH: u64 = 100_000_000;

fn check(image: &ImageUse<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let smaller = |kind| {
        matches!(
            kind,
            SuggestionKind::Slim | SuggestionKind::Alpine | SuggestionKind::Distroless | SuggestionKind::Scratch | SuggestionKind::Split
        )
    };
    let Some(known) = cx.known(image).filter(|_| image.is_result) else { return };
    let Some(found) = cx.suggestions(image).first().filter(|found| found.recommended && smaller(found.kind) && found.blockers.is_empty())
    else {
        return;
    };
    // What is slim already, or distroless, is no finding, even where less is possible.
    if !known.is_full() {
        return;
    }
    let bytes = |footprint: Option<u64>| footprint.unwrap_or_default();
    let own = bytes(known.footprint().and_then(|footprint| footprint.amd64));
    let theirs = found.footprint.as_ref().and_then(|footprint| footprint.compressed_bytes).map(u64::from);
    let message = match theirs.filter(|theirs| *theirs < own) {
        Some(theirs) => format!(
            "`{}` would do in the place of `{}`: {} instead of {} to pull",
            found.image,
            image.text,
            megabytes(theirs),
            megabytes(own)
        ),
        None => format!("`{}` would do in the place of `{}`", found.image, image.text),
    };
    let finding = out.report(image.span, message);
    finding.help(found.why.clone());
    if theirs.is_some_and(|theirs| own.saturating_sub(theirs) >= MUCH) {
        finding.severity(Severity::Low);
    }
    // Without its digest the image would be pinned less firmly than before.
    if image.reference().is_some_and(|reference| reference.digest().is_none()) {
        finding.fixes.extend(found.fix.clone());
    }
}
