//! A field that the kind does not have.

use alloc::format;
use alloc::string::String;

use plimsoll_report::{Category, Severity};
use plimsoll_yaml::Entry;

use crate::findings::{Draft, Findings};
use crate::rule::{Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "unknown-field",
    summary: "the field does not exist",
    help: "Look where the field belongs (`kubectl explain`), and mind its capitals.",
    severity: Severity::High,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    ..Rule::DEFAULT
};

/// Reports the entry at `path`, with the name that was most likely meant.
pub fn report<'f>(path: &str, entry: &Entry<'_>, meant: Option<&str>, out: &'f mut Findings<'_>) -> &'f mut Draft {
    let parent = path.get(..path.len().saturating_sub(entry.key.len() + 1)).unwrap_or_default();
    let place: String = if parent.is_empty() { "in this kind".into() } else { format!("in `{parent}`") };
    let mut message = format!("`{}` does not exist {place}, and counts for nothing", entry.key);
    if let Some(name) = meant {
        message.push_str(&format!(": is `{name}` meant?"));
    }
    out.report(entry.key_span, message).path(path)
}
