//! What a parser cannot read.

use plimsoll_report::{Category, Severity};

use crate::rule::{Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "syntax-error",
    summary: "the file cannot be read as what it is",
    severity: Severity::High,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    ..Rule::DEFAULT
};
