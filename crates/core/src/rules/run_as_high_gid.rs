//! A group id that the node may use as well.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Preset, Rule};
use crate::rules::run_as_high_uid;

pub static RULE: Rule = Rule {
    id: "run-as-high-gid",
    summary: "the group id is low or not set",
    help: "Set `runAsGroup` to a number above 10000.",
    severity: Severity::Low,
    category: Category::Privilege,
    preset: Preset::Strict,
    aliases: &["kubesec:RunAsGroup", "kube-score:container-security-context-user-group-id", "trivy:KSV-0021"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    run_as_high_uid::low_or_unset(container, workload, "runAsGroup", "group", out);
}
