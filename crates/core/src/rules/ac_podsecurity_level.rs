//! A level of Pod Security that does not exist.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::admission_config::plugin;
use crate::model::{Field, Object, str_at};
use crate::nearest::nearest;
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "ac-podsecurity-level",
    summary: "no such Pod Security level",
    help: "Write privileged, baseline or restricted.",
    severity: Severity::Medium,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(entry) = plugin(object, "PodSecurity").and_then(|plugin| plugin.configuration) else { return };
    let config = &entry.value;

    for mode in ["enforce", "audit", "warn"] {
        let Field::Set(level, node) = str_at(Some(config), &["defaults", mode]) else { continue };
        if matches!(level, "" | "privileged" | "baseline" | "restricted") || level.contains(['{', '$']) {
            continue;
        }
        let finding = out.report(node.span, format!("`{level}` is no Pod Security level: kube-apiserver does not start"));
        if let Some(name) = nearest(level, ["privileged", "baseline", "restricted"]).filter(|_| !node.shared) {
            finding.unsafe_fix(format!("Write {name}"), [Edit { span: node.span, text: New::Word(name).quoted_like(node) }].into());
        }
    }
}
