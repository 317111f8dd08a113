//! An autoscaler without anything to scale.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::What;
use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "dangling-hpa",
    summary: "the autoscaler's target is not there",
    help: "Name kind, API version and name of the workload to scale.",
    severity: Severity::Medium,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    aliases: &["kube-linter:dangling-horizontalpodautoscaler", "kube-score:horizontalpodautoscaler-has-target"],
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for at in bundle.of_kind("HorizontalPodAutoscaler").iter().copied().filter(|at| at.object.complete) {
        let What::Autoscaler(Some(target), _) = &at.object.what else { continue };
        let name = &target.name.text;
        if name.contains('$') || bundle.targets(target, at).next().is_some() {
            continue;
        }
        if bundle.has_kind_near(&target.group, &target.kind, at) || bundle.has_known_pods_near(at) {
            let message = format!("there is no {} `{name}`: the autoscaler scales nothing", target.kind);
            let near = bundle.near_name(&target.group, &target.kind, name, at);
            let fix = near.and_then(|near| Some((near, out.renamed(at.file, &target.name, near)?)));
            if let Some(finding) = out.report(at, None, target.name.span, message, &[]) {
                finding.path("spec.scaleTargetRef.name");
                if let Some((near, edits)) = fix {
                    finding.unsafe_fix(format!("Scale {near}"), edits);
                }
            }
        }
    }
}
