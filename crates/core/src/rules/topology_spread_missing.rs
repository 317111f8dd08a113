//! Pods without a rule for where they go.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Span;
use plimsoll_yaml::Node;

use crate::bundle::select::is_of_these;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, int_at, node_at, str_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "topology-spread-missing",
    summary: "no topology spread constraint spreads the pods",
    help: "Add `topologySpreadConstraints` whose `labelSelector` selects these pods.",
    severity: Severity::Info,
    category: Category::Reliability,
    preset: Preset::All,
    aliases: &["kube-score:pod-topology-spread-constraints", "polaris:topologySpreadConstraint"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if !matches!(workload.object.kind, "Deployment" | "StatefulSet") || !workload.is_complete() {
        return;
    }
    let path = workload.field_path("topologySpreadConstraints");
    let Some(constraints) = node_at(workload.spec, &["topologySpreadConstraints"]) else {
        let finding = out.report(workload.place(&["topologySpreadConstraints"]), "nothing asks for the pods to be spread over zones");
        finding.aliases(&["polaris:topologySpreadConstraint"]).path(path);
        return;
    };
    for (i, item) in constraints.items().iter().enumerate() {
        if let Some((field, span)) = refused(item) {
            let finding = out.report(span, format!("the API server refuses the object: `{field}` cannot be this"));
            finding
                .aliases(&["kube-score:pod-topology-spread-constraints"])
                .severity(Severity::Medium)
                .path(format!("{path}[{i}].{field}"));
        }
        let Some(first) = item.entries().first().filter(|_| !is_of_these(workload, Some(item))) else { continue };
        let span = item.entry("labelSelector").unwrap_or(first).key_span;
        let path = format!("{path}[{i}].labelSelector");
        if node_at(Some(item), &["labelSelector"]).is_none() {
            let finding = out.report(span, "the constraint has no `labelSelector`: it counts no pods, and spreads none");
            finding.aliases(&["kube-score:pod-topology-spread-constraints"]).path(path);
        } else {
            out.report(span, "the constraint counts other pods than these").aliases(&[]).path(path);
        }
    }
}

/// The first field of a constraint whose value the API server's validation refuses.
fn refused(item: &Node<'_>) -> Option<(&'static str, Span)> {
    for field in ["maxSkew", "minDomains"] {
        if let Field::Set(..1, node) = int_at(Some(item), &[field]) {
            return Some((field, node.span));
        }
    }
    if let Some(node) = str_at(Some(item), &["topologyKey"]).is("") {
        return Some(("topologyKey", node.span));
    }
    match str_at(Some(item), &["whenUnsatisfiable"]) {
        Field::Set(value, node) if !matches!(value, "DoNotSchedule" | "ScheduleAnyway") && !node.is_template() => {
            Some(("whenUnsatisfiable", node.span))
        }
        _ => None,
    }
}
