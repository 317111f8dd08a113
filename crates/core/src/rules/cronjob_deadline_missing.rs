//! A CronJob without a deadline for its start.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Workload, int_at};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "cronjob-deadline-missing",
    summary: "the CronJob has no deadline for its start",
    help: "Set `startingDeadlineSeconds`.",
    severity: Severity::Low,
    category: Category::Reliability,
    preset: Preset::Strict,
    aliases: &["kube-score:cronjob-has-deadline"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if workload.object.kind != "CronJob"
        || !workload.is_complete()
        || !int_at(Some(workload.object.root), &["spec", "startingDeadlineSeconds"]).is_unset()
    {
        return;
    }
    out.report(workload.object.headline(), "after a pause of the cluster the job may start long after its time, or never again")
        .path("spec.startingDeadlineSeconds");
}
