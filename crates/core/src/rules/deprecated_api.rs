//! An API version that Kubernetes has dropped, or is about to.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Object, node_at};
use crate::rule::{Check, Fixable, Rule};
use crate::schema::versions::{self, Fate};
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "deprecated-api",
    summary: "the API version is gone or has a successor",
    help: "Write the version that took its place.",
    severity: Severity::Medium,
    category: Category::Hygiene,
    fix: Fixable::Safe,
    aliases: &["kube-linter:no-extensions-v1beta", "kube-score:stable-version", "trivy:KSV-0107"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(fate) = versions::fate(object.api_version, object.kind) else { return };
    let node = object.root.get("apiVersion");
    let span = node.map_or_else(|| object.headline(), |node| node.span);
    let (version, kind) = (object.api_version, object.kind);
    let finding = if fate.gone {
        out.report(span, format!("Kubernetes has no `{kind}` in `{version}` since 1.{}: the API server refuses it", fate.since))
    } else {
        out.report(span, format!("`{version}` will go: `{kind}` has a stable version since Kubernetes 1.{}", fate.since))
    };
    finding.path("apiVersion");
    if !fate.gone {
        finding.severity(Severity::Low);
    }
    if !version.starts_with("extensions/") {
        finding.aliases(&["kube-score:stable-version", "trivy:KSV-0107"]);
    }
    let Some(successor) = fate.successor else {
        finding.help(format!("It has no successor ({}).", versions::newest()));
        return;
    };
    finding.help(format!("Write `{successor}`, and compare the fields ({}).", versions::newest()));
    if let Some(node) = node.filter(|node| is_same(&fate, object) && !node.shared) {
        finding.safe_fix(format!("Write {successor}"), [Edit { span: node.span, text: New::Word(successor).quoted_like(node) }].into());
    }
}

/// The version that an object of an older one can be moved to as it is.
pub fn successor_as_is(object: &Object<'_>) -> Option<&'static str> {
    let fate = versions::fate(object.api_version, object.kind)?;
    fate.successor.filter(|_| is_same(&fate, object))
}

/// Whether the successor takes the same fields.
fn is_same(fate: &Fate, object: &Object<'_>) -> bool {
    // In the first versions a workload needed no selector.
    let selects = || node_at(Some(object.root), &["spec", "selector"]).is_some();
    let is_workload = fate.successor == Some("apps/v1") && object.kind != "ControllerRevision";
    fate.same || (is_workload && object.api_version != "extensions/v1beta1" && selects())
}
