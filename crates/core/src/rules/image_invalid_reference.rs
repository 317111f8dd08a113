//! An image reference that no runtime can read.

use alloc::format;
use alloc::string::String;

use plimsoll_reference::ErrorKind;
use plimsoll_report::{Category, ImageOrigin, Severity};
use plimsoll_text::Span;

use super::image_digest_invalid::is_of_digest;
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
    // What the default of an argument makes of a `FROM` is a fault of the argument, and reported as such.
    let by_argument = image.origin == ImageOrigin::From && image.text != image.expanded;
    if is_of_digest(error.kind) || by_argument {
        return;
    }
    // The character at fault, what a tag has too much, else the whole text.
    let end = match error.found {
        Some(c) => Some(error.offset + c.len_utf8()),
        None if error.kind == ErrorKind::TagTooLong => Some(image.text.find('@').unwrap_or(image.text.len())),
        None => None,
    };
    let is_as_written = image.verbatim && image.text == image.expanded;
    let span = end.filter(|_| is_as_written).map_or(image.span, |end| Span::new(error.offset, end).shift(image.span.start));
    let finding = out.report(span, format!("`{}` is no image reference: {error}", image.expanded));
    if let Some((letter, name)) = error.found.and_then(|letter| Some((letter, latin(&image.expanded)?))) {
        finding.help(format!("Write `{name}`: `{letter}` only looks like a Latin letter. Ask where the line came from."));
    }
}

/// Letters of other alphabets that look like Latin ones, in pairs.
const LOOK_ALIKES: &str = "αaеeοoоoаaрpсcуyхxіiјjѕsνvρpιiκkτtυuкkтtмmнhвbԁdɡgӏl";

/// The text with Latin letters in the place of those that look like them, where that makes it plain ASCII.
fn latin(text: &str) -> Option<String> {
    let letter = |c: char| {
        let mut pairs = LOOK_ALIKES.chars();
        core::iter::from_fn(|| Some((pairs.next()?, pairs.next()?))).find(|(other, _)| *other == c).map_or(c, |(_, latin)| latin)
    };
    let plain: String = text.chars().map(letter).collect();
    (plain.is_ascii() && plain != text).then_some(plain)
}
