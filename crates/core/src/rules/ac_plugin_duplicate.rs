//! A second entry for the same admission plugin.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::admission_config::plugins;
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit;

pub static RULE: Rule = Rule {
    id: "ac-plugin-duplicate",
    summary: "a plugin has two entries",
    help: "Keep the one entry that is meant.",
    severity: Severity::Medium,
    category: Category::Image,
    fix: Fixable::Safe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let all = plugins(object);
    for plugin in &all {
        let first = all.iter().find(|other| other.name == plugin.name && other.index < plugin.index);
        let Some(first) = first.filter(|_| !plugin.name.is_empty()) else { continue };
        let message = format!("`{}` has an entry above: the first counts, and this one is ignored", plugin.name);
        let finding = out.report(plugin.place(), message).related(first.place(), "this one counts");
        finding.path(format!("plugins[{}]", plugin.index));
        if let Some(edits) = object.root.get("plugins").and_then(|list| yaml_edit::remove_item(cx.source, list, plugin.index)) {
            finding.safe_fix("Remove the entry", edits);
        }
    }
}
