//! A disruption budget that keeps as many pods as there are.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::{BudgetFacts, What};
use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "pdb-exceeds-replicas",
    summary: "the disruption budget keeps as many pods as there are",
    help: "Let `minAvailable` be lower than the number of pods, or use `maxUnavailable: 1`.",
    severity: Severity::Medium,
    category: Category::Reliability,
    preset: Preset::Strict,
    aliases: &["kube-linter:pdb-min-available", "polaris:pdbMinAvailableGreaterThanHPAMinReplicas"],
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for at in bundle.of_kind("PodDisruptionBudget").iter().copied().filter(|at| at.object.complete) {
        let What::Budget(BudgetFacts { selector, min_available: Some((least, span)) }) = &at.object.what else { continue };
        // Several workloads with the same labels may be one in several folders.
        let Some([workload]) = bundle.selected(selector, at).as_deref().map(<[_; 1]>::try_from).and_then(Result::ok) else { continue };
        if !matches!(workload.at.object.kind.as_str(), "Deployment" | "StatefulSet" | "ReplicaSet" | "ReplicationController") {
            continue;
        }
        let scaled = bundle.scaled_to(workload.at);
        let (pods, place) = match (scaled, workload.pods.replicas) {
            (Some((least, hpa)), _) => (least, (hpa.file, hpa.object.headline, "this may go down to so many pods")),
            (None, Some((replicas, span))) => (replicas, (workload.at.file, span, "so many pods there are")),
            (None, None) => (1, (workload.at.file, workload.at.object.headline, "one pod there is, since nothing else is said")),
        };
        let least = least.of(pods);
        if pods > 0 && least >= pods {
            let message = format!("{least} of {pods} pods must always run: draining a node waits for ever");
            if let Some(finding) = out.report(at, None, *span, message, &[place]) {
                finding.path("spec.minAvailable");
                if scaled.is_none() {
                    finding.aliases(&["kube-linter:pdb-min-available"]);
                }
            }
        }
    }
}
