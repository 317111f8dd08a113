//! A selector that does not select its own pods.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_yaml::Node;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, node_at, str_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "selector-mismatch",
    summary: "the selector does not match the pods' labels",
    help: "Give the template the selector's labels.",
    severity: Severity::High,
    category: Category::Reliability,
    aliases: &[
        "kube-linter:mismatching-selector",
        "kube-score:deployment-pod-selector-labels-match-template-metadata-labels",
        "kube-score:statefulset-pod-selector-labels-match-template-metadata-labels",
    ],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if !matches!(workload.object.kind, "Deployment" | "DaemonSet" | "StatefulSet" | "ReplicaSet") || !workload.is_complete() {
        return;
    }
    let labels = node_at(workload.metadata, &["labels"]);
    for entry in node_at(Some(workload.object.root), &["spec", "selector", "matchLabels"]).map_or(&[][..], Node::entries) {
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
        finding.path(format!("spec.selector.matchLabels[{}]", entry.key));
    }
}
