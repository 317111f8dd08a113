//! A Service that leads to no pods.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::{ServiceFacts, What};
use crate::bundle::select::Selector;
use crate::bundle::{At, Bundle, BundleFindings, Pods};
use crate::nearest::nearest;
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "dangling-service",
    summary: "the Service selects no pods",
    help: "Let the selector name labels that the pods carry.",
    severity: Severity::Medium,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    aliases: &["kube-linter:dangling-service", "kube-score:service-targets-pod"],
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for at in bundle.of_kind("Service").iter().copied().filter(|at| at.object.complete) {
        let What::Service(ServiceFacts { selector: Some(selector), .. }) = &at.object.what else { continue };
        if bundle.selected(selector, at).is_some_and(|pods| pods.is_empty()) && bundle.has_known_pods_near(at) {
            let message = format!("no pods carry these labels: the Service `{}` leads nowhere", at.object.name);
            let fix = miss(bundle, selector, at).and_then(|(number, value)| {
                let (key, old) = selector.labels.get(number)?;
                let span = selector.places.get(number).copied().flatten()?;
                Some((format!("Select {key}: {value}"), out.rewritten(at.file, span, old, value)?))
            });
            if let Some(finding) = out.report(at, None, selector.span, message, &[]) {
                finding.path("spec.selector");
                if let Some((title, edits)) = fix {
                    finding.unsafe_fix(title, edits);
                }
            }
        }
    }
}

/// The one value that keeps the Service from pods beside it, where all that it misses so narrowly would have the same.
fn miss<'b>(bundle: &Bundle<'b>, selector: &Selector, at: At<'b>) -> Option<(usize, &'b str)> {
    let own = at.object.namespace.as_deref();
    let fits = |pods: &&Pods<'b>| {
        let of = pods.at.object.namespace.as_deref();
        bundle.is_near(pods.at.file, at.file) && (own.is_none() || of.is_none() || own == of)
    };
    if !bundle.spend_on(bundle.workloads().len()) {
        return None;
    }
    let mut misses = bundle.workloads().iter().filter(fits).filter_map(|pods| selector.misses_by(pods.pods.labels.as_deref()?));
    let first = misses.next()?;
    // Of a single label nothing else says which pods are meant.
    let old = selector.labels.get(first.0).map(|(_, value)| value.as_str())?;
    let is_likely = selector.labels.len() > 1 || nearest(old, [first.1]).is_some();
    (is_likely && misses.all(|other| other == first)).then_some(first)
}
