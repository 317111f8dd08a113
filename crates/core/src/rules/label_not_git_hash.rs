//! A label that is to be the hash of a commit and is none.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::labels::{LabelType, check_values};
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "label-not-git-hash",
    summary: "a label that is to be a git hash is none",
    help: "Write the hash of the commit, whole or at least seven digits of it.",
    severity: Severity::Medium,
    category: Category::Hygiene,
    aliases: &["hadolint:DL3055"],
    looks_for: Marks::LABEL,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    check_values(LabelType::Hash, model, cx, out, |name| {
        format!("the value of label `{name}` is no git hash: the commit cannot be found by it")
    });
}
