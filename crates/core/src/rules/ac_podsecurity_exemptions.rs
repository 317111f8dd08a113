//! An exemption from Pod Security that lets anyone through.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::admission_config::plugin;
use crate::model::{Object, items_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "ac-podsecurity-exemptions",
    summary: "the exemption is wider than it looks",
    help: "Exempt single namespaces that only administrators use.",
    severity: Severity::Medium,
    category: Category::Privilege,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(entry) = plugin(object, "PodSecurity").and_then(|plugin| plugin.configuration) else { return };
    let config = &entry.value;

    for node in items_at(Some(config), &["exemptions", "usernames"]) {
        let Some(name) = node.as_str() else { continue };
        if name.starts_with("system:serviceaccount:kube-system:") && name.ends_with("-controller") {
            out.report(node.span, format!("`{name}` makes pods for others: whoever may write its workloads is exempt as well"));
        } else if matches!(name, "system:anonymous" | "system:serviceaccount:kube-system:default") {
            out.report(node.span, format!("`{name}` is nobody in particular: the exemption is for everyone"));
        }
    }
    for node in items_at(Some(config), &["exemptions", "namespaces"]) {
        if let Some(name @ ("default" | "*" | "")) = node.as_str() {
            let why = if name == "default" {
                "is where everyone's pods land"
            } else {
                "is no namespace, and no pattern either: kube-apiserver does not start"
            };
            out.report(node.span, format!("`{name}` {why}"));
        }
    }
}
