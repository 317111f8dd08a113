//! Audit logs that are thrown away early.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Fixable, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-audit-log-maxage",
    summary: "audit logs are kept for less than 30 days",
    help: "Set `--audit-log-maxage=30` or more.",
    severity: Severity::Low,
    category: Category::Hygiene,
    fix: Fixable::Unsafe,
    preset: Preset::Strict,
    aliases: &["trivy:KCV-0020", "checkov:CKV_K8S_92"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::at_least("audit-log-maxage", 30, "logs should be kept for 30 days at least", container, cx, out);
}
