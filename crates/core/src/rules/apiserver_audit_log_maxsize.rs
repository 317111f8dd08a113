//! Audit logs that are rotated often.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Fixable, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-audit-log-maxsize",
    summary: "audit logs are rotated below 100 MB",
    help: "Set `--audit-log-maxsize=100` or more.",
    severity: Severity::Low,
    category: Category::Hygiene,
    fix: Fixable::Unsafe,
    preset: Preset::Strict,
    aliases: &["trivy:KCV-0022", "checkov:CKV_K8S_94"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::at_least("audit-log-maxsize", 100, "logs should be rotated at 100 MB at the earliest", container, cx, out);
}
