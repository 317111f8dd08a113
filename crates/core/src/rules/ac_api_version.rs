//! An admission configuration that is written for another version, or without its kind.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::admission_config::{is_admission_configuration, is_bare};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit;
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "ac-api-version",
    summary: "the admission configuration has another version",
    help: "Write `apiVersion: apiserver.config.k8s.io/v1` and `kind: AdmissionConfiguration`.",
    severity: Severity::Medium,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    const VERSION: &str = "apiserver.config.k8s.io/v1";
    if is_bare(object) {
        let exact = object.root.entry("imagePolicy").is_some();
        let entry = object.root.entries().iter().find(|entry| entry.key.eq_ignore_ascii_case("imagePolicy")).filter(|_| !exact);
        if let Some(entry) = entry {
            let message = format!(
                "kube-apiserver reads a file without `kind` only where its key is exactly `imagePolicy`, and does not start with `{}`",
                entry.key
            );
            out.report(entry.key_span, message).severity(Severity::High);
        }
        return;
    }
    if !is_admission_configuration(object) || object.template {
        return;
    }
    let root = object.root;
    let Some(kind) = root.get("kind") else {
        let message = "without `kind: AdmissionConfiguration` kube-apiserver does not read the file, and does not start";
        out.report(object.headline(), message).severity(Severity::High);
        return;
    };
    if object.kind != "AdmissionConfiguration" {
        let message = format!("`{}` is no kind that kube-apiserver takes here: it does not start", object.kind);
        let finding = out.report(kind.span, message).severity(Severity::High);
        if !kind.shared {
            finding.unsafe_fix(
                "Write AdmissionConfiguration",
                [Edit { span: kind.span, text: New::Word("AdmissionConfiguration").quoted_like(kind) }].into(),
            );
        }
        return;
    }
    let at = root.get("apiVersion").filter(|node| !node.is_null());
    let (severity, message) = match object.api_version {
        VERSION => return,
        "apiserver.k8s.io/v1alpha1" => (Severity::Low, "`apiserver.k8s.io/v1alpha1` is an old name of this API, which still loads".into()),
        "" => (Severity::High, "without its `apiVersion` kube-apiserver does not read the file, and does not start".into()),
        other => (Severity::High, format!("`{other}` has no AdmissionConfiguration: kube-apiserver does not start")),
    };
    let finding = out.report(at.map_or_else(|| object.headline(), |node| node.span), message).severity(severity).path("apiVersion");
    if let Some(edits) = yaml_edit::set(cx.source, root, &["apiVersion"], New::Word(VERSION), "kind") {
        if severity == Severity::Low {
            finding.safe_fix("Write the current version", edits)
        } else {
            finding.unsafe_fix("Write the current version", edits)
        };
    }
}
