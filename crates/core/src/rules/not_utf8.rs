//! Bytes that are not UTF-8.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Span;

use crate::findings::Findings;
use crate::rule::Rule;

pub static RULE: Rule = Rule {
    id: "not-utf-8",
    summary: "the file is not UTF-8",
    help: "Save the file as UTF-8.",
    severity: Severity::High,
    category: Category::Hygiene,
    ..Rule::DEFAULT
};

/// The first bad byte stands at `at`; the text there is a replacement character.
pub fn report(at: usize, out: &mut Findings<'_>) {
    out.report(Span::at(at), format!("the byte at offset {at} is not UTF-8"));
}
