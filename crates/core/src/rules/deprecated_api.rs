//! An API version that Kubernetes has dropped, or is about to.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Object, node_at};
use crate::rule::{Check, Fixable, Rule};
use crate::schema::versions;
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
    // In the first versions a workload needed no selector.
    let selects = || node_at(Some(object.root), &["spec", "selector"]).is_some();
    let same = fate.same || (successor == "apps/v1" && kind != "ControllerRevision" && version != "extensions/v1beta1" && selects());
    if let Some(node) = node.filter(|node| same && !node.shared) {
        finding.safe_fix(format!("Write {successor}"), [Edit { span: node.span, text: New::Word(successor).quoted_like(node) }].into());
    }
}
