//! An Ingress that leads to no Service.

use alloc::format;
use alloc::string::{String, ToString};

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::{PortName, ServicePort, What};
use crate::bundle::{Bundle, BundleFindings};
use crate::nearest::nearest;
use crate::rule::{Check, Fixable, Rule};
use alloc::vec::Vec;

pub static RULE: Rule = Rule {
    id: "dangling-ingress",
    summary: "the Ingress leads to a Service or a port that is not there",
    help: "Name a Service of the same namespace and one of its ports.",
    severity: Severity::Medium,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    aliases: &["kube-linter:dangling-ingress", "kube-score:ingress-targets-service"],
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for at in bundle.of_kind("Ingress").iter().copied().filter(|at| at.object.complete) {
        let What::Ingress(backends) = &at.object.what else { continue };
        for backend in backends.iter().filter(|backend| !backend.service.text.contains('$')) {
            let name = &backend.service.text;
            let found: Vec<_> = bundle.named("", "Service", name, at.object.namespace.as_deref()).collect();
            let Some(first) = found.first() else {
                if bundle.has_kind_near("", "Service", at) {
                    let near = bundle.near_name("", "Service", name, at);
                    let fix = near.and_then(|near| Some((near, out.renamed(at.file, &backend.service, near)?)));
                    let message = format!("there is no Service `{name}`: these requests end in an error");
                    if let (Some(finding), Some((near, edits))) = (out.report(at, None, backend.service.span, message, &[]), fix) {
                        finding.unsafe_fix(format!("Name the Service {near}"), edits);
                    }
                }
                continue;
            };
            let Some(port) = &backend.port else { continue };
            if found.iter().all(|service| service.object.complete && lacks(&service.object.what, port)) {
                let message = format!("the Service `{name}` has no port `{}`: these requests end in an error", port.word.text);
                let fix = right(&first.object.what, port).and_then(|right| {
                    let edits = out.renamed(at.file, &port.word, &right)?;
                    Some((right, edits))
                });
                let related = (first.file, first.object.headline, "this Service is meant");
                if let (Some(finding), Some((right, edits))) = (out.report(at, None, port.word.span, message, &[related]), fix) {
                    finding.unsafe_fix(format!("Send to port {right}"), edits);
                }
            }
        }
    }
}

/// Whether a Service has ports, and not this one.
fn lacks(service: &What, wanted: &PortName) -> bool {
    let What::Service(service) = service else { return false };
    let fits = |port: &ServicePort| match (wanted.number, port.number) {
        (Some(wanted), Some((number, _))) => wanted == number,
        // A number that is not known may be the one.
        (Some(_), None) => true,
        (None, _) => port.name == wanted.word.text,
    };
    !service.ports.is_empty() && !service.ports.iter().any(fits)
}

/// The port that is meant in the place of one that the Service has not: its only one, or the one of a similar name.
fn right(service: &What, wanted: &PortName) -> Option<String> {
    let What::Service(service) = service else { return None };
    let only = || <&[ServicePort; 1]>::try_from(service.ports.as_slice()).ok().map(|[port]| port);
    if wanted.number.is_some() {
        return only()?.number.map(|(number, _)| number.to_string());
    }
    let near = nearest(&wanted.word.text, service.ports.iter().map(|port| port.name.as_str()));
    near.or_else(|| only().map(|port| port.name.as_str())).filter(|name| !name.is_empty()).map(ToString::to_string)
}
