//! An image reference that no runtime can read.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Span;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{ImageUse, Reading};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "image-invalid-reference",
    summary: "the image reference is not valid",
    help: "Write it as `registry/repository:tag@digest`, in lower case but for the tag.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Image(check),
    ..Rule::DEFAULT
};

fn check(image: &ImageUse<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Reading::Invalid(error) = &image.reading else { return };
    // What variables make of it by default is not what is written; other values may well be valid.
    if image.text != image.expanded {
        return;
    }
    // Under a character at fault the character, else the whole text.
    let span = match error.found {
        Some(c) if image.verbatim => Span::new(error.offset, error.offset + c.len_utf8()).shift(image.span.start),
        _ => image.span,
    };
    out.report(span, format!("`{}` is no image reference: {error}", image.text));
}
