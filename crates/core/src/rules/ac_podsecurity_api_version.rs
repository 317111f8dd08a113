//! A configuration of Pod Security with another version.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::admission_config::plugin;
use crate::model::{Object, str_at};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit;
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "ac-podsecurity-api-version",
    summary: "the Pod Security configuration has another version",
    help: "Write `apiVersion: pod-security.admission.config.k8s.io/v1`.",
    severity: Severity::Medium,
    category: Category::Privilege,
    fix: Fixable::Safe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(entry) = plugin(object, "PodSecurity").and_then(|plugin| plugin.configuration) else { return };
    let config = &entry.value;

    const VERSION: &str = "pod-security.admission.config.k8s.io/v1";
    let version = str_at(Some(config), &["apiVersion"]);
    let (severity, message) = match version.value() {
        Some(VERSION) => return,
        Some(old @ ("pod-security.admission.config.k8s.io/v1beta1" | "pod-security.admission.config.k8s.io/v1alpha1")) => {
            (Severity::Low, format!("`{old}` is an old version of this API"))
        }
        Some(other) => (Severity::High, format!("`{other}` has no PodSecurityConfiguration: kube-apiserver does not start")),
        None if config.as_map().is_some() && version.is_unset() => {
            (Severity::High, "the configuration has no `apiVersion`: kube-apiserver does not start".into())
        }
        None => return,
    };
    let span = config.get("apiVersion").filter(|node| !node.is_null()).map_or(entry.key_span, |node| node.span);
    let finding = out.report(span, message).severity(severity);
    if let Some(edits) = yaml_edit::set(cx.source, config, &["apiVersion"], New::Word(VERSION), "kind") {
        finding.safe_fix("Write the current version", edits);
    }
}
