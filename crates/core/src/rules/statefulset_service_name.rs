//! A StatefulSet without a Service for its names.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};

use crate::bundle::facts::What;
use crate::bundle::select::Selector;
use crate::bundle::{At, Bundle, BundleFindings};
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, str_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "statefulset-service-name",
    summary: "no Service gives the StatefulSet's pods their names",
    help: "Set `serviceName` to a Service with `clusterIP: None`.",
    severity: Severity::Low,
    category: Category::Reliability,
    preset: Preset::Strict,
    aliases: &["kube-score:statefulset-has-servicename"],
    check: Check::Workload(check),
    beside: Some(beside),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if workload.object.kind != "StatefulSet"
        || !workload.is_complete()
        || !matches!(str_at(Some(workload.object.root), &["spec", "serviceName"]), Field::Unset | Field::Set("", _))
    {
        return;
    }
    out.report(workload.object.headline(), "the pods get no names of their own in DNS").path("spec.serviceName");
}

/// The Service that is named, where it should be beside the StatefulSet: it must be there, without an address of its own.
fn beside(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for workload in bundle.workloads() {
        let at = workload.at;
        let name = workload.pods.service_name.as_ref().filter(|name| !name.text.is_empty() && !name.text.contains('$'));
        let Some(name) = name.filter(|_| at.object.kind == "StatefulSet" && at.object.complete) else { continue };
        let mut found = bundle.named("", "Service", &name.text, at.object.namespace.as_deref()).peekable();
        let (message, related) = match found.peek().copied() {
            None if bundle.has_kind_near("", "Service", at) => {
                (format!("there is no Service `{}`: the pods get no names of their own in DNS", name.text), None)
            }
            Some(first) => {
                let services: Vec<At<'_>> = found.collect();
                let all = |fails: &dyn Fn(&What) -> bool| services.iter().all(|service| fails(&service.object.what));
                if !services.iter().all(|service| service.object.complete) {
                    continue;
                }
                if all(&has_address) {
                    let message = format!("the Service `{}` has an address of its own: the pods get no names in DNS", name.text);
                    (message, Some((first.file, first.object.headline, "`clusterIP: None` is missing here")))
                } else if let (Some(labels), Some(selector)) = (&workload.pods.labels, selector(&first.object.what))
                    && all(&|what| is_for_others(what, labels))
                {
                    let message = format!("the Service `{}` leads to other pods: these get no names in DNS", name.text);
                    (message, Some((first.file, selector.span, "these labels are not those of the pods")))
                } else {
                    continue;
                }
            }
            None => continue,
        };
        if let Some(finding) = out.report(at, None, name.span, message, related.as_slice()) {
            finding.path("spec.serviceName");
        }
    }
}

fn has_address(service: &What) -> bool {
    matches!(service, What::Service(service) if !service.headless)
}

fn selector(service: &What) -> Option<&Selector> {
    match service {
        What::Service(service) => service.selector.as_ref(),
        _ => None,
    }
}

fn is_for_others(service: &What, labels: &[(String, String)]) -> bool {
    selector(service).is_some_and(|selector| selector.known && !selector.matches(labels))
}
