//! Settings of the image policy that stand where the plugin does not look.

use alloc::format;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};
use plimsoll_text::{Edit, Span};
use plimsoll_yaml::{Node, Style};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::admission_config::{Block, FIELDS, image_policy};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "ipw-config-nesting",
    summary: "the image policy's settings are in the wrong place",
    help: "Put the settings below `configuration.imagePolicy`.",
    severity: Severity::High,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Block::Misplaced { at, why, flat } = image_policy(object, cx.source) else { return };
    let finding = out.report(at, format!("the settings of ImagePolicyWebhook belong in a map below `imagePolicy`: {why}"));
    if let Some(edits) = flat.and_then(|map| nest(map, cx.source)) {
        finding.unsafe_fix("Put them below imagePolicy", edits);
    }
}

/// Edits that put all of a block map below a new key `imagePolicy`.
fn nest(map: &Node<'_>, source: &str) -> Option<Vec<Edit>> {
    let entries = map.entries();
    if map.shared
        || map.style != Style::Block
        || !entries.iter().all(|entry| FIELDS.iter().any(|name| entry.key.eq_ignore_ascii_case(name)))
    {
        return None;
    }
    let first = entries.iter().map(|entry| entry.key_span.start).min()?;
    let last = entries.iter().map(|entry| entry.value.span.end.max(entry.key_span.end)).max()?;
    let start = source.get(..first)?.rfind('\n')? + 1;
    let lead = source.get(start..first).filter(|lead| lead.bytes().all(|b| b == b' '))?;
    let end = if source.get(..start)?.ends_with("\r\n") { "\r\n" } else { "\n" };
    let mut edits: Vec<Edit> = [Edit { span: Span::at(start), text: format!("{lead}imagePolicy:{end}  ") }].into();
    let mut at = start;
    for line in source.get(start..last)?.split_inclusive('\n') {
        if at > start && !line.trim().is_empty() {
            edits.push(Edit { span: Span::at(at), text: "  ".into() });
        }
        at += line.len();
    }
    Some(edits)
}
