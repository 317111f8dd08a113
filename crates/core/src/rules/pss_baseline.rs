//! Pods that a namespace with the baseline level of the Pod Security Standards refuses.

use alloc::format;
use alloc::vec::Vec;

use plimsoll_report::{Category, PodSecurityLevel, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Workload;
use crate::pod_security;
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "pss-baseline",
    summary: "the pods fail the baseline level of the Pod Security Standards",
    help: "Mend what the named checks look at; the report lists each place under `podSecurity`.",
    severity: Severity::Medium,
    category: Category::Privilege,
    preset: Preset::All,
    check: Check::Workload(|workload, context, out| check(workload, context, PodSecurityLevel::Baseline, out)),
    ..Rule::DEFAULT
};

/// Names the checks of a level that the pods fail, in one finding.
pub(super) fn check(workload: &Workload<'_>, context: &Context<'_>, level: PodSecurityLevel, out: &mut Findings<'_>) {
    if !workload.is_complete() {
        return;
    }
    let Some(judged) = pod_security::judge(workload, context.options.pod_security_version) else { return };
    let mut checks: Vec<&str> = judged.failed.iter().filter(|failure| failure.level == level).map(|failure| &*failure.check).collect();
    checks.dedup();
    if !checks.is_empty() {
        let (level, version) = (level.word(), &judged.version);
        let message = format!("a namespace that enforces `{level}:{version}` refuses these pods: they fail `{}`", checks.join("`, `"));
        out.report(workload.object.headline(), message);
    }
}
