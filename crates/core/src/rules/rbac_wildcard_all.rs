//! A role that may do everything.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rbac;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-wildcard-all",
    summary: "the role may do everything",
    help: "Name the API groups, resources and verbs that are needed.",
    severity: Severity::Critical,
    category: Category::Privilege,
    family: "rbac-wildcard",
    aliases: &[
        "kube-linter:wildcard-in-rules",
        "polaris:clusterrolePodExecAttach",
        "polaris:rolePodExecAttach",
        "trivy:KSV-0044",
        "trivy:KSV-0046",
        "trivy:KSV-0112",
        "checkov:CKV_K8S_49",
        "cis:5.1.3",
    ],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for (i, rule) in rbac::rules(object).iter().enumerate() {
        if let (Some(_), Some(_), Some((j, verb))) =
            (rbac::item(rule, "apiGroups", &["*"]), rbac::item(rule, "resources", &["*"]), rbac::item(rule, "verbs", &["*"]))
        {
            let finding = out.report(verb.span, "the role may do everything to everything, as `cluster-admin` may");
            finding.path(format!("rules[{i}].verbs[{j}]"));
            if !rbac::is_cluster_wide(object) {
                finding.severity(Severity::High);
            }
        }
    }
}
