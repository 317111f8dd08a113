//! Pods of a service account that is not there.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::bundle::{Bundle, BundleFindings};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "dangling-service-account",
    summary: "the service account is not there",
    help: "Name a ServiceAccount of the same namespace, or add it.",
    severity: Severity::Medium,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    aliases: &["kube-linter:non-existent-service-account"],
    check: Check::Bundle(check),
    ..Rule::DEFAULT
};
fn check(bundle: &Bundle<'_>, out: &mut BundleFindings<'_, '_>) {
    for workload in bundle.workloads() {
        let at = workload.at;
        let Some(account) = workload.pods.account.as_ref().filter(|account| account.text != "default" && !account.text.contains('$'))
        else {
            continue;
        };
        let name = &account.text;
        let is_there = bundle.named("", "ServiceAccount", name, at.object.namespace.as_deref()).next().is_some();
        if !is_there && bundle.has_kind_near("", "ServiceAccount", at) {
            let message = format!("there is no ServiceAccount `{name}`: the pods are not created");
            let near = bundle.near_name("", "ServiceAccount", name, at);
            let fix = near.and_then(|near| Some((near, out.renamed(at.file, account, near)?)));
            if let (Some(finding), Some((near, edits))) = (out.report(at, None, account.span, message, &[]), fix) {
                finding.unsafe_fix(format!("Name the ServiceAccount {near}"), edits);
            }
        }
    }
}
