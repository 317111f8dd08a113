//! An Ingress that leads to no Service.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::{PortName, ServicePort, What};
use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Rule};
use alloc::vec::Vec;

pub static RULE: Rule = Rule {
    id: "dangling-ingress",
    summary: "the Ingress leads to a Service or a port that is not there",
    help: "Name a Service of the same namespace and one of its ports.",
    severity: Severity::Medium,
    category: Category::Reliability,
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
                    out.report(
                        at,
                        None,
                        backend.service.span,
                        format!("there is no Service `{name}`: these requests end in an error"),
                        &[],
                    );
                }
                continue;
            };
            let Some(port) = &backend.port else { continue };
            if found.iter().all(|service| service.object.complete && lacks(&service.object.what, port)) {
                let message = format!("the Service `{name}` has no port `{}`: these requests end in an error", port.word.text);
                out.report(at, None, port.word.span, message, &[(first.file, first.object.headline, "this Service is meant")]);
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
