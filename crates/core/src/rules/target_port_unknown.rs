//! A Service that sends to a port which its pods do not have.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::{ContainerPort, PortName, ServiceFacts, What};
use crate::bundle::{Bundle, BundleFindings};
use crate::nearest::nearest;
use crate::rule::{Check, Fixable, Rule};
use alloc::vec::Vec;

pub static RULE: Rule = Rule {
    id: "target-port-unknown",
    summary: "the Service sends to a port that its pods do not name",
    help: "Let `targetPort` be the number or the name of a `containerPort` of the pods.",
    severity: Severity::Medium,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for at in bundle.of_kind("Service").iter().copied().filter(|at| at.object.complete) {
        let What::Service(ServiceFacts { selector: Some(selector), ports, .. }) = &at.object.what else { continue };
        let Some(pods) = bundle.selected(selector, at).filter(|pods| !pods.is_empty()) else { continue };
        // What a pod does not say, or says of no port at all, may be right.
        let containers = || pods.iter().flat_map(|pods| &pods.pods.containers).filter(|container| !container.init && !container.ephemeral);
        if containers().any(|container| !container.ports_known) {
            continue;
        }
        let says_ports = containers().any(|container| !container.ports.is_empty()) && bundle.spend_on(containers().count() * ports.len());
        let first = pods.first().map(|pods| (pods.at.file, pods.at.object.headline, "these pods are selected"));
        let related: Vec<_> = first.into_iter().collect();
        for port in ports {
            let (number, name, span) = match (&port.target, port.number) {
                (Some(PortName { number: Some(number), word }), _) => (Some(*number), "", word.span),
                (Some(PortName { number: None, word }), _) => (None, word.text.as_str(), word.span),
                (None, Some((number, span))) => (Some(number), "", span),
                (None, None) => continue,
            };
            let has = |own: &ContainerPort| if number.is_some() { Some(own.number) == number } else { own.name == name };
            if !says_ports && number.is_some() || number == Some(0) || containers().any(|container| container.ports.iter().any(has)) {
                continue;
            }
            match number {
                // A container may listen on a port that it does not name.
                Some(number) => {
                    let message = format!("the pods name ports, and {number} is none of them");
                    if let Some(finding) = out.report(at, None, span, message, &related) {
                        finding.severity(Severity::Low);
                    }
                }
                None => {
                    let message = format!("the pods have no port `{name}`: nothing is sent to them");
                    let names =
                        || containers().flat_map(|container| &container.ports).map(|own| own.name.as_str()).filter(|own| !own.is_empty());
                    let mut all = names();
                    let only = all.next().filter(|first| all.all(|other| other == *first));
                    let word = port.target.as_ref().map(|target| &target.word);
                    let fix = nearest(name, names()).or(only).zip(word).and_then(|(right, word)| {
                        let edits = out.renamed(at.file, word, right)?;
                        Some((format!("Send to {right}"), edits))
                    });
                    if let (Some(finding), Some((title, edits))) = (out.report(at, None, span, message, &related), fix) {
                        finding.unsafe_fix(title, edits);
                    }
                }
            }
        }
    }
}
