//! A StatefulSet without a Service for its names.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, str_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "statefulset-service-name",
    summary: "the StatefulSet names no Service",
    help: "Set `serviceName` to a Service with `clusterIP: None`.",
    severity: Severity::Low,
    category: Category::Reliability,
    preset: Preset::Strict,
    aliases: &["kube-score:statefulset-has-servicename"],
    check: Check::Workload(check),
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
