//! A Job that is never cleaned up.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Workload, int_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "job-ttl-missing",
    summary: "the Job stays when it is done",
    help: "Set `ttlSecondsAfterFinished`.",
    severity: Severity::Low,
    category: Category::Hygiene,
    preset: Preset::Strict,
    aliases: &["kube-linter:job-ttl-seconds-after-finished"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if workload.object.kind != "Job"
        || !workload.is_complete()
        || !int_at(Some(workload.object.root), &["spec", "ttlSecondsAfterFinished"]).is_unset()
    {
        return;
    }
    out.report(workload.object.headline(), "the Job and its pods stay in the cluster when it is done").path("spec.ttlSecondsAfterFinished");
}
