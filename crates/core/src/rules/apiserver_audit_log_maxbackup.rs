//! Too few old audit logs.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Fixable, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-audit-log-maxbackup",
    summary: "fewer than 10 old audit logs are kept",
    help: "Set `--audit-log-maxbackup=10` or more.",
    severity: Severity::Low,
    category: Category::Hygiene,
    fix: Fixable::Unsafe,
    preset: Preset::Strict,
    aliases: &["trivy:KCV-0021", "checkov:CKV_K8S_93"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::at_least("audit-log-maxbackup", 10, "10 old logs should be kept at least", container, cx, out);
}
