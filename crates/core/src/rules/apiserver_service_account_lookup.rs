//! An API server that takes tokens of deleted service accounts.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-service-account-lookup",
    summary: "tokens of deleted accounts are accepted",
    help: "Remove `--service-account-lookup=false`.",
    severity: Severity::Medium,
    category: Category::Secrets,
    fix: Fixable::Unsafe,
    aliases: &["trivy:KCV-0024", "checkov:CKV_K8S_96"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::on("service-account-lookup", "the token of a deleted service account stays valid", container, cx, out);
}
