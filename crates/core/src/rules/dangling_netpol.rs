//! A network policy for pods that are not there.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::{PolicyFacts, What};
use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "dangling-netpol",
    summary: "the network policy selects no pods",
    help: "Let `podSelector` name labels that the pods carry.",
    severity: Severity::Medium,
    category: Category::Privilege,
    aliases: &["kube-linter:dangling-networkpolicy", "kube-score:networkpolicy-targets-pod"],
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for at in bundle.of_kind("NetworkPolicy").iter().copied().filter(|at| at.object.complete) {
        let What::NetworkPolicy(PolicyFacts { selector, .. }) = &at.object.what else { continue };
        let selects_none = !selector.is_empty() && bundle.selected(selector, at).is_some_and(|pods| pods.is_empty());
        if selects_none && bundle.has_known_pods_near(at) {
            let message = format!("no pods carry these labels: the policy `{}` protects nothing", at.object.name);
            if let Some(finding) = out.report(at, None, selector.span, message, &[]) {
                finding.path("spec.podSelector");
            }
        }
    }
}
