//! A file that costs more than a run may spend on it.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Span;

use crate::findings::Findings;
use crate::limits;
use crate::rule::Rule;

pub static RULE: Rule = Rule {
    id: "input-limit",
    summary: "the file passes a limit of the analysis",
    help: "Split the file, or look at what made it so large.",
    severity: Severity::Medium,
    category: Category::Hygiene,
    ..Rule::DEFAULT
};

/// The file is larger than [`limits::MAX_BYTES`].
pub fn too_large(bytes: usize, out: &mut Findings<'_>) {
    out.report(Span::at(0), format!("the file has {bytes} bytes; more than {} are not analysed", limits::MAX_BYTES));
}

/// Only the first `limit` of something are looked at; `span` is where the rest begins.
pub fn cut(what: &str, limit: usize, span: Span, out: &mut Findings<'_>) {
    out.report(span, format!("only the first {limit} {what} of a file are checked: those from here on are not"));
}

/// The run has more objects, or more to compare, than is looked at together.
pub fn bundle(out: &mut Findings<'_>) {
    out.report(Span::at(0), "the files of this run hold too much to be held against each other: each is checked by itself");
}

/// There were more findings than [`limits::MAX_FINDINGS`].
pub fn too_many(left: usize, out: &mut Findings<'_>) {
    out.report(Span::at(0), format!("{left} more findings are not listed; a file lists at most {}", limits::MAX_FINDINGS));
}
