//! A Service that leads to no pods.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::{ServiceFacts, What};
use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "dangling-service",
    summary: "the Service selects no pods",
    help: "Let the selector name labels that the pods carry.",
    severity: Severity::Medium,
    category: Category::Reliability,
    aliases: &["kube-linter:dangling-service", "kube-score:service-targets-pod"],
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for at in bundle.of_kind("Service").iter().copied().filter(|at| at.object.complete) {
        let What::Service(ServiceFacts { selector: Some(selector), .. }) = &at.object.what else { continue };
        if bundle.selected(selector, at).is_some_and(|pods| pods.is_empty()) && bundle.has_known_pods_near(at) {
            let message = format!("no pods carry these labels: the Service `{}` leads nowhere", at.object.name);
            if let Some(finding) = out.report(at, None, selector.span, message, &[]) {
                finding.path("spec.selector");
            }
        }
    }
}
