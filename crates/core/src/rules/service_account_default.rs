//! A pod with the default service account.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "service-account-default",
    summary: "the pod uses the default service account",
    help: "Give the workload a service account of its own, with the rights it needs.",
    severity: Severity::Low,
    category: Category::Privilege,
    preset: Preset::All,
    aliases: &["kubesec:ServiceAccountName", "kube-linter:default-service-account", "cis:5.1.5"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let span = match workload.service_account() {
        Field::Set("default", node) => node.span,
        Field::Set("", _) | Field::Unset if workload.is_complete() => workload.place(&["serviceAccountName"]),
        Field::Set(..) | Field::Unset | Field::Wrong(_) => return,
    };
    let finding = out.report(span, "the pod uses the default service account, and every right that is given to it");
    finding.path(workload.field_path("serviceAccountName"));
}
