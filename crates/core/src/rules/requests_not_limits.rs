//! Requests lower than limits.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_yaml::{Node, Value};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, node_at, resources};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "requests-not-limits",
    summary: "the request is not the limit",
    help: "Set request and limit to the same amount.",
    severity: Severity::Info,
    category: Category::Reliability,
    preset: Preset::All,
    aliases: &[
        "kube-score:container-resource-requests-equal-limits",
        "kube-score:container-cpu-requests-equal-limits",
        "kube-score:container-memory-requests-equal-limits",
        "kube-score:container-ephemeral-storage-request-equals-limit",
    ],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

/// What a quantity stands for, where it can be read.
fn amount(node: &Node<'_>) -> Option<f64> {
    match &node.value {
        Value::String(text) => resources::quantity(text),
        _ => node.as_f64(),
    }
}

fn check(container: &Container<'_>, _: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for (name, aliases) in [
        ("cpu", &["kube-score:container-resource-requests-equal-limits", "kube-score:container-cpu-requests-equal-limits"][..]),
        ("memory", &["kube-score:container-resource-requests-equal-limits", "kube-score:container-memory-requests-equal-limits"]),
        ("ephemeral-storage", &["kube-score:container-ephemeral-storage-request-equals-limit"]),
    ] {
        let read = |section: &str| node_at(Some(container.node), &["resources", section, name]);
        let (Some(request), Some(limit)) = (read("requests"), read("limits")) else { continue };
        if let (Some(low), Some(high)) = (amount(request), amount(limit))
            && low != high
        {
            let finding = out
                .report(request.span, format!("container `{}` may use more {name} than the node has set aside for it", container.label()));
            finding.related(limit.span, "the limit").aliases(aliases).path(format!("{}.resources.requests.{name}", container.path));
        }
    }
}
