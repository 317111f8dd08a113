//! File permissions that lack their leading zero.

use alloc::format;
use alloc::string::String;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;
use plimsoll_yaml::{Node, Value};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Workload;
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "file-mode-decimal",
    summary: "file permissions are written without their leading zero",
    help: "Write the permissions in octal with a leading zero (`0644`), or in JSON as a decimal number (420).",
    severity: Severity::Medium,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

/// What people write and mean in octal. None of these is a usual mode when it is read as a decimal number.
const OCTAL: [i64; 18] = [400, 440, 444, 500, 550, 555, 600, 640, 644, 660, 664, 666, 700, 744, 750, 755, 770, 777];

fn check(workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    for (i, volume) in workload.volumes().iter().enumerate() {
        walk(volume, &workload.field_path(&format!("volumes[{i}]")), cx, out);
    }
}

/// Looks for modes in a volume: `defaultMode` of a source, `mode` of an item. Recursion ends where the tree does.
fn walk(node: &Node<'_>, path: &str, cx: &Context<'_>, out: &mut Findings<'_>) {
    for entry in node.entries() {
        let below = format!("{path}.{}", entry.key);
        match &entry.value.value {
            Value::Int(mode) if matches!(entry.key.as_ref(), "defaultMode" | "mode") => check_mode(*mode, &entry.value, below, cx, out),
            Value::Map(_) => walk(&entry.value, &below, cx, out),
            Value::Seq(items) => {
                for (i, item) in items.iter().enumerate() {
                    walk(item, &format!("{below}[{i}]"), cx, out);
                }
            }
            _ => {}
        }
    }
}

fn check_mode(mode: i64, node: &Node<'_>, path: String, cx: &Context<'_>, out: &mut Findings<'_>) {
    let written = node.span.of(cx.source);
    if !OCTAL.contains(&mode) || written != format!("{mode}") {
        return;
    }
    let finding = out.report(node.span, format!("`{mode}` is a decimal number here: as permissions it is {mode:04o}"));
    finding.path(path);
    let json = cx.source.trim_start().starts_with('{');
    if let Some(meant) = i64::from_str_radix(written, 8).ok().filter(|_| !node.shared) {
        let text = if json { format!("{meant}") } else { format!("0{written}") };
        finding.unsafe_fix(format!("Write {text}"), [Edit { span: node.span, text }].into());
    }
}
