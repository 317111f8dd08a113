//! A Dockerfile that starts no stage.

use plimsoll_report::{Category, Severity};

use crate::rule::Rule;

pub static RULE: Rule = Rule {
    id: "no-from",
    summary: "the first instruction that is not ARG is not FROM",
    help: "Start with `FROM image`; a fragment is checked, but not graded.",
    severity: Severity::High,
    category: Category::Reliability,
    aliases: &["hadolint:DL3061"],
    ..Rule::DEFAULT
};
