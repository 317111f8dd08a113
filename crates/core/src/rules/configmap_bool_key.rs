//! A key that YAML takes for something else than the text it is.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Object, node_at};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "configmap-bool-key",
    summary: "the key becomes another text",
    help: "Put quotes around the key.",
    severity: Severity::Medium,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    if !object.group().is_empty() || !matches!(object.kind, "ConfigMap" | "Secret") {
        return;
    }
    for field in ["data", "stringData", "binaryData"] {
        let Some(map) = node_at(Some(object.root), &[field]) else { continue };
        for entry in map.entries() {
            let written = entry.key_span.of(cx.source);
            if written == entry.key || written.starts_with(['"', '\'', '*', '!', '&', '?', '|', '>']) || written.contains("{{") {
                continue;
            }
            let finding = out.report(entry.key_span, format!("YAML reads the key `{written}` as `{}`", entry.key));
            finding.path(format!("{field}.{}", entry.key));
            if !map.shared {
                finding.unsafe_fix("Put quotes around it", [Edit { span: entry.key_span, text: format!("\"{written}\"") }].into());
            }
        }
    }
}
