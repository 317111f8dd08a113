//! A budget that lets no pod go.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_yaml::Value;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Object, node_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "pdb-blocks-drain",
    summary: "the disruption budget lets no pod go",
    help: "Let at least one pod go: `maxUnavailable: 1`.",
    severity: Severity::Medium,
    category: Category::Reliability,
    preset: Preset::Strict,
    aliases: &["kube-linter:pdb-max-unavailable", "kube-linter:pdb-min-available", "polaris:pdbDisruptionsIsZero"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if object.kind != "PodDisruptionBudget" || object.group() != "policy" {
        return;
    }
    for (field, wanted) in [("maxUnavailable", 0), ("minAvailable", 100)] {
        let Some(node) = node_at(Some(object.root), &["spec", field]) else { continue };
        let blocks = match &node.value {
            Value::Int(number) => field == "maxUnavailable" && *number == 0,
            Value::String(text) => text.strip_suffix('%').and_then(|number| number.parse().ok()) == Some(wanted),
            _ => false,
        };
        if blocks {
            let finding = out.report(node.span, "no pod may ever be moved: draining a node, and so upgrading it, never ends");
            finding.path(format!("spec.{field}"));
            if field == "maxUnavailable" {
                finding.aliases(&["kube-linter:pdb-max-unavailable", "polaris:pdbDisruptionsIsZero"]);
            } else {
                finding.aliases(&["kube-linter:pdb-min-available", "polaris:pdbDisruptionsIsZero"]);
            }
        }
    }
}
