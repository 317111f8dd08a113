//! An amount that Kubernetes cannot read.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload, node_at, resources};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "quantity-invalid",
    summary: "the amount has a unit that does not exist",
    help: "Use `m`, `k`, `M`, `G` or `Ki`, `Mi`, `Gi`, exactly so, without a blank and without `B`.",
    severity: Severity::High,
    category: Category::Reliability,
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for section in ["limits", "requests"] {
        for entry in node_at(Some(container.node), &["resources", section]).map_or(&[][..], |map| map.entries()) {
            let Some(text) = entry.value.as_str() else { continue };
            // A variable that is replaced before the API server sees it.
            if text.contains(['$', '{']) || resources::quantity(text).is_some() {
                continue;
            }
            let finding = out.report(entry.value.span, format!("`{text}` is no amount: the API server refuses the object"));
            finding.path(format!("{}.resources.{section}.{}", container.path, entry.key));
        }
    }
}
