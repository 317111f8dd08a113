//! An ignore comment that suppresses nothing or cannot be read.

use plimsoll_report::{Category, Severity};

use crate::rule::{Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "bad-pragma",
    summary: "an ignore comment that suppresses nothing or cannot be read",
    help: "Remove the comment, or correct the rule's name.",
    severity: Severity::Info,
    category: Category::Hygiene,
    fix: Fixable::Safe,
    ..Rule::DEFAULT
};
