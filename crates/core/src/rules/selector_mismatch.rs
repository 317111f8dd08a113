//! A selector that does not select its own pods.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;
use plimsoll_yaml::Node;

use crate::bundle::select::{Selector, is_given, pairs};
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, items_at, node_at, str_at};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit::{self, New};

pub static RULE: Rule = Rule {
    id: "selector-mismatch",
    summary: "the selector does not match the pods' labels",
    help: "Give the template the selector's labels.",
    severity: Severity::High,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    aliases: &[
        "kube-linter:mismatching-selector",
        "kube-score:deployment-pod-selector-labels-match-template-metadata-labels",
        "kube-score:statefulset-pod-selector-labels-match-template-metadata-labels",
    ],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let path: &[&str] = match workload.object.kind {
        "Deployment" | "DaemonSet" | "StatefulSet" | "ReplicaSet" => &["matchLabels"],
        // These are older than selectors with two parts.
        "ReplicationController" | "DeploymentConfig" => &[],
        _ => return,
    };
    if !workload.is_complete() {
        return;
    }
    let selector = node_at(Some(workload.object.root), &["spec", "selector"]);
    let labels = node_at(workload.metadata, &["labels"]);
    for entry in node_at(selector, path).map_or(&[][..], Node::entries) {
        let Some(wanted) = entry.value.as_str() else { continue };
        let found = str_at(labels, &[&entry.key]);
        let message = match found {
            Field::Unset => format!("the pods have no label `{}`: the API server refuses the object", entry.key),
            Field::Set(value, _) if value != wanted => {
                format!("the pods' label `{}` is `{value}`: the API server refuses the object", entry.key)
            }
            Field::Set(..) | Field::Wrong(_) => continue,
        };
        let finding = out.report(entry.value.span, message);
        if let Field::Set(_, node) = found {
            finding.related(node.span, "the pods' label");
        }
        finding.path(format!("spec.selector{}[{}]", if path.is_empty() { "" } else { ".matchLabels" }, entry.key));
        if let Some(edits) = give(workload, &entry.key, wanted, cx.source) {
            finding.unsafe_fix(format!("Give the pods the label {}: {wanted}", entry.key), edits);
        }
    }
    let expressions = if path.is_empty() { &[][..] } else { items_at(selector, &["matchExpressions"]) };
    let known: Option<Vec<(String, String)>> = if expressions.is_empty() { None } else { labels.map_or(Some(Vec::new()), pairs) };
    let Some(known) = known else { return };
    for (i, item) in expressions.iter().enumerate() {
        let matches = Selector::of_expression(item).is_none_or(|selector| selector.matches(&known));
        let key = str_at(Some(item), &["key"]).value().unwrap_or_default();
        if !matches && !is_given(key) {
            out.report(item.span, format!("the pods' label `{key}` is not as asked for: the API server refuses the object"))
                .path(format!("spec.selector.matchExpressions[{i}]"));
        }
    }
}

/// Gives the pods the label that the selector asks for: the selector of an object that is there already cannot be changed.
fn give(workload: &Workload<'_>, key: &str, value: &str, source: &str) -> Option<Vec<Edit>> {
    if !yaml_edit::is_word(value) || !yaml_edit::is_word(key) {
        return None;
    }
    let metadata = workload.metadata?;
    match node_at(Some(metadata), &["labels", key]) {
        Some(node) if node.shared => None,
        _ => yaml_edit::set(source, metadata, &["labels", key], New::Word(value), ""),
    }
}
