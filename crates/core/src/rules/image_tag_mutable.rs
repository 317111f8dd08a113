//! A tag that names a line of versions.

use plimsoll_report::{Category, Severity};

use super::image_tag_latest::{Moves, report};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "image-tag-mutable",
    summary: "the tag names a line of versions and not one of them",
    help: "Name the version you mean, and add the digest.",
    severity: Severity::Low,
    category: Category::Image,
    fix: Fixable::Unsafe,
    family: "image-pin",
    aliases: &["checkov:CKV_K8S_43"],
    check: Check::Image(|image, cx, out| report(image, cx, out, |moves| moves == Moves::Alias)),
    ..Rule::DEFAULT
};
