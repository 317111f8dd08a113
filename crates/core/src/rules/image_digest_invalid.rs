//! A digest that no registry can have.

use alloc::format;

use plimsoll_reference::ErrorKind;
use plimsoll_report::{Category, Severity};
use plimsoll_text::Span;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{ImageUse, Reading};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "image-digest-invalid",
    summary: "the image's digest is not valid",
    help: "Copy the whole digest: `sha256:` and 64 lower-case hexadecimal digits.",
    severity: Severity::High,
    category: Category::Image,
    family: "image-invalid-reference",
    check: Check::Image(check),
    ..Rule::DEFAULT
};

/// Whether it is the digest that makes a reference invalid.
pub(super) fn is_of_digest(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::DigestInvalid | ErrorKind::DigestUnsupported | ErrorKind::DigestLength)
}

fn check(image: &ImageUse<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Reading::Invalid(error) = &image.reading else { return };
    if !is_of_digest(error.kind) {
        return;
    }
    let at = image.text.find('@').filter(|_| image.verbatim && image.text == image.expanded);
    let span = at.map_or(image.span, |at| Span::new(at + 1, image.text.len()).shift(image.span.start));
    let why = match error.kind {
        ErrorKind::DigestUnsupported => "its algorithm is none of sha256, sha384 and sha512",
        ErrorKind::DigestLength => "it has the wrong number of digits",
        _ => "it is not an algorithm, a colon and lower-case hexadecimal digits",
    };
    out.report(span, format!("no image can have this digest: {why}"));
}
