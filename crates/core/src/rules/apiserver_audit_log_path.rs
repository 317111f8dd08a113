//! An API server that keeps no audit log.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-audit-log-path",
    summary: "no audit log is written",
    help: "Set `--audit-log-path` and an audit policy.",
    severity: Severity::Low,
    category: Category::Hygiene,
    preset: Preset::Strict,
    aliases: &["trivy:KCV-0019", "checkov:CKV_K8S_91"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::required(&["audit-log-path"], "nobody can tell later who did what", container, cx, out);
}
