//! One probe for two questions.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_yaml::{Node, Value};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, node_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "probes-identical",
    summary: "the liveness probe is the readiness probe",
    help: "Let the liveness probe ask less, or wait longer.",
    severity: Severity::Low,
    category: Category::Reliability,
    preset: Preset::Strict,
    aliases: &["kube-score:pod-probes-identical"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

/// Whether two values are the same, wherever they are written.
fn same(a: &Node<'_>, b: &Node<'_>) -> bool {
    match (&a.value, &b.value) {
        (Value::Map(_), Value::Map(_)) => {
            a.entries().len() == b.entries().len()
                && a.entries().iter().all(|entry| b.get(&entry.key).is_some_and(|other| same(&entry.value, other)))
        }
        (Value::Seq(x), Value::Seq(y)) => x.len() == y.len() && x.iter().zip(y).all(|(a, b)| same(a, b)),
        (x, y) => x == y,
    }
}

fn check(container: &Container<'_>, _: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let probe = |field: &str| node_at(Some(container.node), &[field]);
    if let (Some(live), Some(ready)) = (probe("livenessProbe"), probe("readinessProbe"))
        && same(live, ready)
        && let Some(entry) = container.node.entry("livenessProbe")
    {
        let finding = out.report(
            entry.key_span,
            format!("container `{}` is restarted at the moment when it should only get no more requests", container.label()),
        );
        finding.related(ready.span, "the readiness probe").path(format!("{}.livenessProbe", container.path));
    }
}
