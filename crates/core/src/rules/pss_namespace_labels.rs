//! A namespace that enforces no level of Pod Security.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Object, str_at};
use crate::pod_security;
use crate::rule::{Check, Fixable, Preset, Rule};
use crate::yaml_edit;
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "pss-namespace-labels",
    summary: "the namespace enforces no level of Pod Security",
    help: "Set the label `pod-security.kubernetes.io/enforce` to `baseline` or `restricted`.",
    severity: Severity::Medium,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    preset: Preset::Strict,
    aliases: &["cis:5.2.1"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    const ENFORCE: &str = "pod-security.kubernetes.io/enforce";
    const VERSION: &str = "pod-security.kubernetes.io/enforce-version";
    if object.kind != "Namespace" || !object.group().is_empty() {
        return;
    }
    let root = Some(object.root);
    match str_at(root, &["metadata", "labels", ENFORCE]) {
        Field::Set("baseline" | "restricted", _) | Field::Wrong(_) => {}
        Field::Set("privileged", node) => {
            out.report(node.span, "the namespace lets in pods that are as good as root on the node").path("metadata.labels");
        }
        Field::Set(level, node) => {
            let message = format!("`{level}` is no level of Pod Security: Kubernetes enforces `restricted` instead");
            out.report(node.span, message).path("metadata.labels");
        }
        Field::Unset if object.template => {}
        Field::Unset => {
            let finding = out.report(object.headline(), "the namespace enforces no level of Pod Security: any pod may run in it");
            finding.path("metadata.labels");
            if let Some(edits) = yaml_edit::set(cx.source, object.root, &["metadata", "labels", ENFORCE], New::Word("baseline"), "") {
                finding.unsafe_fix("Enforce the baseline", edits);
            }
        }
    }
    if let Field::Set(version, node) = str_at(root, &["metadata", "labels", VERSION]) {
        if version == "latest" {
            let finding = out.report(node.span, "what is enforced changes with every upgrade of the cluster");
            finding.severity(Severity::Info).path("metadata.labels");
        } else if pod_security::Version::parse(version).is_none() {
            out.report(node.span, format!("`{version}` is no version such as `v1.37`: Kubernetes enforces `restricted` instead"))
                .path("metadata.labels");
        }
    }
}
