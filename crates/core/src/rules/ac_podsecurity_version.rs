//! A version of the Pod Security Standards that cannot be read.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::admission_config::plugin;
use crate::model::{Field, Object, str_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "ac-podsecurity-version",
    summary: "the Pod Security version cannot be read",
    help: "Write `latest` or a version such as `v1.34`.",
    severity: Severity::Medium,
    category: Category::Privilege,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(entry) = plugin(object, "PodSecurity").and_then(|plugin| plugin.configuration) else { return };
    let config = &entry.value;

    for mode in ["enforce-version", "audit-version", "warn-version"] {
        let Field::Set(version, node) = str_at(Some(config), &["defaults", mode]) else { continue };
        let minor = version.strip_prefix("v1.").filter(|minor| !minor.is_empty() && minor.bytes().all(|b| b.is_ascii_digit()));
        if !matches!(version, "" | "latest") && minor.is_none() && !version.contains(['{', '$']) {
            out.report(node.span, format!("`{version}` is neither `latest` nor of the form `v1.34`: kube-apiserver does not start"));
        }
    }
}
