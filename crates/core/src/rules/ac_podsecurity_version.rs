//! A version of the Pod Security Standards that cannot be read.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::admission_config::plugin;
use crate::model::{Field, Object, str_at};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "ac-podsecurity-version",
    summary: "the Pod Security version cannot be read",
    help: "Write `latest` or a version such as `v1.34`.",
    severity: Severity::Medium,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(entry) = plugin(object, "PodSecurity").and_then(|plugin| plugin.configuration) else { return };
    let config = &entry.value;

    for mode in ["enforce-version", "audit-version", "warn-version"] {
        let Field::Set(version, node) = str_at(Some(config), &["defaults", mode]) else { continue };
        if matches!(version, "" | "latest") || is_minor(version) || version.contains(['{', '$']) {
            continue;
        }
        let finding =
            out.report(node.span, format!("`{version}` is neither `latest` nor of the form `v1.34`: kube-apiserver does not start"));
        let meant = format!("v{version}");
        if is_minor(&meant) && !node.shared {
            finding.unsafe_fix(format!("Write {meant}"), [Edit { span: node.span, text: New::Word(&meant).quoted_like(node) }].into());
        }
    }
}

fn is_minor(version: &str) -> bool {
    version.strip_prefix("v1.").is_some_and(|minor| !minor.is_empty() && minor.bytes().all(|b| b.is_ascii_digit()))
}
