//! A field that the API requires.

use alloc::format;
use alloc::string::String;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Span;

use crate::findings::Findings;
use crate::rule::Rule;

pub static RULE: Rule = Rule {
    id: "missing-required",
    summary: "a required field is missing",
    help: "Add the field.",
    severity: Severity::High,
    category: Category::Reliability,
    ..Rule::DEFAULT
};

/// Reports that `name` is missing at `path`; `at` is what it is missing from.
pub fn report(name: &str, path: String, at: Span, out: &mut Findings<'_>) {
    out.report(at, format!("`{name}` is missing: the API server refuses the object")).path(path);
}
