//! Pods that no network policy is for.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::What;
use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "network-policy-missing",
    summary: "no network policy is for these pods, though others have one",
    help: "Add a NetworkPolicy for these pods, or one that denies by default for the whole namespace.",
    severity: Severity::Low,
    category: Category::Privilege,
    preset: Preset::Strict,
    aliases: &["kube-linter:non-isolated-pod", "kube-score:pod-networkpolicy", "polaris:missingNetworkPolicy", "cis:5.3.2"],
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    let policies = bundle.of_kind("NetworkPolicy").iter().filter_map(|at| match &at.object.what {
        What::NetworkPolicy(policy) => Some((*at, &policy.selector)),
        _ => None,
    });
    let Some(covered) = bundle.covered(policies) else { return };
    for (workload, _) in bundle.workloads().iter().zip(covered).filter(|(_, covered)| !covered) {
        let at = workload.at;
        if workload.pods.labels.is_some() && bundle.has_kind_near("networking.k8s.io", "NetworkPolicy", at) {
            let message = format!("no network policy is for the pods of `{}`: everyone in the cluster may call them", at.object.name);
            out.report(at, None, at.object.headline, message, &[]);
        }
    }
}
