//! A label that cannot be one.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_yaml::Node;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Object, node_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "label-value-invalid",
    summary: "the label is none that Kubernetes accepts",
    help: "Use up to 63 letters, digits, dashes, underscores and dots, with a letter or digit at both ends.",
    severity: Severity::High,
    category: Category::Hygiene,
    aliases: &["kube-score:label-values"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

/// Whether a label can have the value (`IsValidLabelValue` of k8s.io/apimachinery).
pub(crate) fn is_value(text: &str) -> bool {
    let ends = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphanumeric());
    text.is_empty()
        || (text.len() <= 63
            && ends(text.bytes().next())
            && ends(text.bytes().next_back())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')))
}

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for path in [&["metadata", "labels"][..], &["spec", "template", "metadata", "labels"]] {
        for entry in node_at(Some(object.root), path).map_or(&[][..], Node::entries) {
            let Some(value) = entry.value.as_str().filter(|value| !value.contains(['$', '{']) && !is_value(value)) else { continue };
            let message = format!("`{value}` can be no label: the API server refuses the object");
            out.report(entry.value.span, message).path(format!("{}[{}]", path.join("."), entry.key));
        }
    }
}
