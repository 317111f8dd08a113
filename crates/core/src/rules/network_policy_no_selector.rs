//! A network policy for all pods that lets something through.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::{PolicyFacts, What};
use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "network-policy-no-selector",
    summary: "the network policy lets something through to all pods of the namespace",
    help: "Name the pods that are meant in `podSelector`.",
    severity: Severity::Low,
    category: Category::Privilege,
    preset: Preset::Strict,
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for at in bundle.of_kind("NetworkPolicy").iter().copied().filter(|at| at.object.complete) {
        let What::NetworkPolicy(PolicyFacts { selector, denies: false }) = &at.object.what else { continue };
        if selector.is_empty() {
            let message = format!("what the policy `{}` allows, it allows for all pods of its namespace", at.object.name);
            out.report(at, None, selector.span, message, &[]);
        }
    }
}
