//! Keys that are not in alphabetical order.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "sorted-keys",
    summary: "the keys are not in alphabetical order",
    help: "Sort the keys.",
    severity: Severity::Info,
    category: Category::Hygiene,
    preset: Preset::All,
    aliases: &["kube-linter:sorted-keys"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let entries = object.root.entries();
    for pair in entries.windows(2) {
        let [before, entry] = pair else { continue };
        if before.key > entry.key && before.key_span.start < entry.key_span.start {
            out.report(entry.key_span, format!("`{}` stands below `{}`", entry.key, before.key)).path(entry.key.clone());
        }
    }
}
