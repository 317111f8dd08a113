//! A field with a value of the wrong type.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_yaml::Node;

use crate::findings::{Draft, Findings};
use crate::rule::{Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "invalid-type",
    summary: "the field takes a value of another type",
    help: "Write a value of the type that the field takes; a string that looks like a number or a boolean needs quotes.",
    severity: Severity::High,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    ..Rule::DEFAULT
};

/// Reports the value at `path`, which should be `wanted`; `outcome` is what comes of it.
pub fn report<'f>(path: &str, wanted: &str, node: &Node<'_>, outcome: &str, out: &'f mut Findings<'_>) -> &'f mut Draft {
    let name = path.rsplit('.').next().unwrap_or(path);
    let finding = out.report(node.span, format!("`{name}` takes {wanted}, and this is {}: {outcome}", node.kind_name()));
    finding.path(path)
}
