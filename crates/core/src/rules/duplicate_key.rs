//! A key that is given twice.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_yaml::Duplicate;

use crate::findings::Findings;
use crate::rule::Rule;

pub static RULE: Rule = Rule {
    id: "duplicate-key",
    summary: "a key is given twice in one map",
    help: "Remove one of them, or merge the two values.",
    severity: Severity::High,
    category: Category::Reliability,
    ..Rule::DEFAULT
};

/// Reports the later key; the reader has taken its value.
pub fn report(duplicate: &Duplicate<'_>, out: &mut Findings<'_>) {
    let finding = out.report(
        duplicate.span,
        format!("`{}` is given a second time: only the last one counts, and strict readers refuse both", duplicate.key),
    );
    finding.related(duplicate.first, "the first one, which counts for nothing");
}
