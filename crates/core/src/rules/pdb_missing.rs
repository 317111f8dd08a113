//! Several pods that may all be stopped at once.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::What;
use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "pdb-missing",
    summary: "no disruption budget is for these pods",
    help: "Add a PodDisruptionBudget with `maxUnavailable: 1`.",
    severity: Severity::Low,
    category: Category::Reliability,
    preset: Preset::All,
    aliases: &[
        "kube-score:deployment-has-poddisruptionbudget",
        "kube-score:statefulset-has-poddisruptionbudget",
        "polaris:missingPodDisruptionBudget",
    ],
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    let budgets = bundle.of_kind("PodDisruptionBudget").iter().filter_map(|at| match &at.object.what {
        What::Budget(budget) => Some((*at, &budget.selector)),
        _ => None,
    });
    let Some(covered) = bundle.covered(budgets) else { return };
    for (workload, _) in bundle.workloads().iter().zip(covered).filter(|(_, covered)| !covered) {
        let aliases: &[&str] = match workload.at.object.kind.as_str() {
            "Deployment" => &["kube-score:deployment-has-poddisruptionbudget", "polaris:missingPodDisruptionBudget"],
            "StatefulSet" => &["kube-score:statefulset-has-poddisruptionbudget"],
            _ => continue,
        };
        let Some((replicas, span)) = workload.pods.replicas.filter(|(replicas, _)| *replicas > 1) else { continue };
        if workload.pods.labels.is_none() {
            continue;
        }
        let message = format!("no disruption budget is for these {replicas} pods: draining nodes may stop all of them at once");
        if let Some(finding) = out.report(workload.at, None, span, message, &[]) {
            finding.aliases(aliases);
        }
    }
}
