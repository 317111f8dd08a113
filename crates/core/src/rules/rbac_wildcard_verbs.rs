//! A role with every verb.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rbac;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-wildcard-verbs",
    summary: "the role grants every verb",
    help: "Name the verbs that are needed.",
    severity: Severity::High,
    category: Category::Privilege,
    family: "rbac-wildcard",
    aliases: &["kube-linter:wildcard-in-rules", "trivy:KSV-0045", "checkov:CKV_K8S_49", "cis:5.1.3"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for (i, rule) in rbac::rules(object).iter().enumerate() {
        // Resources of everything are for the other two rules.
        if rbac::item(rule, "resources", &["*"]).is_none()
            && let Some((j, verb)) = rbac::item(rule, "verbs", &["*"])
        {
            let finding = out.report(verb.span, "every verb is granted, deleting and those that are yet to come included");
            finding.path(format!("rules[{i}].verbs[{j}]"));
            if rbac::item(rule, "apiGroups", rbac::BUILT_IN).is_none() {
                finding.severity(Severity::Low);
            }
        }
    }
}
