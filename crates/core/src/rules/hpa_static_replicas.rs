//! A fixed number of pods beside an autoscaler.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::{PodFacts, What};
use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "hpa-static-replicas",
    summary: "`replicas` is set although an autoscaler decides it",
    help: "Remove `replicas` from the workload.",
    severity: Severity::Low,
    category: Category::Reliability,
    preset: Preset::Strict,
    aliases: &["kube-score:deployment-targeted-by-hpa-does-not-have-replicas-configured"],
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for at in bundle.of_kind("HorizontalPodAutoscaler") {
        let What::Autoscaler(Some(target), _) = &at.object.what else { continue };
        let mut found = bundle.targets(target, *at);
        // Of several, which one is meant is not known.
        let (Some(workload), None) = (found.next(), found.next()) else { continue };
        let What::Pods(PodFacts { replicas: Some((replicas, span)), .. }) = &workload.object.what else { continue };
        let message = format!("every deployment sets the pods back to {replicas}, whatever the autoscaler has made of them");
        let related = (at.file, target.name.span, "this autoscaler decides how many there are");
        if let Some(finding) = out.report(workload, None, *span, message, &[related]) {
            finding.path("spec.replicas");
        }
    }
}
