//! Network policies without one that denies by default.

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::What;
use crate::bundle::{At, may_share_namespace};
use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Preset, Rule};
use alloc::vec::Vec;

pub static RULE: Rule = Rule {
    id: "default-deny-missing",
    summary: "network policies name some pods, and none denies by default",
    help: "Add a NetworkPolicy with `podSelector: {}` and no rules.",
    severity: Severity::Info,
    category: Category::Privilege,
    preset: Preset::Strict,
    aliases: &["cis:5.3.2"],
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    let policies = bundle.of_kind("NetworkPolicy");
    let facts = |at: &At<'_>| match &at.object.what {
        What::NetworkPolicy(policy) => Some((policy.selector.known && at.object.complete, policy.selector.is_empty() && policy.denies)),
        _ => None,
    };
    // One finding per namespace and folder is enough.
    let mut told: Vec<At<'_>> = Vec::new();
    for at in policies {
        let is_beside =
            |other: &At<'_>| bundle.is_near(at.file, other.file) && may_share_namespace(other.object, at.object.namespace.as_deref());
        if !bundle.spend_on(policies.len()) || told.iter().any(is_beside) {
            continue;
        }
        let answered = |other: &At<'_>| {
            may_share_namespace(other.object, at.object.namespace.as_deref()) && facts(other).is_none_or(|(known, denies)| !known || denies)
        };
        if facts(at).is_none() || policies.iter().any(answered) {
            continue;
        }
        told.push(*at);
        let message = "no policy of this namespace denies by default: pods that none of them names stay open to everyone";
        out.report(*at, None, at.object.headline, message, &[]);
    }
}
