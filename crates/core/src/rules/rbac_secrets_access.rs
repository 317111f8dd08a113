//! A role that reads secrets.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rbac;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-secrets-access",
    summary: "the role reads secrets",
    help: "Limit it to the secrets that are needed with `resourceNames`, or mount them.",
    severity: Severity::High,
    category: Category::Privilege,
    aliases: &["kube-linter:access-to-secrets", "trivy:KSV-0041", "trivy:KSV-0113", "cis:5.1.2"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

const GRANT: rbac::Grant = rbac::Grant { verbs: rbac::READ, group: "", resources: &["secrets"] };

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    rbac::each(object, &GRANT, |i, j, resource, verb| {
        let (scope, severity) =
            if rbac::is_cluster_wide(object) { ("of the cluster", Severity::High) } else { ("of its namespace", Severity::Medium) };
        let finding = out.report(resource.span, format!("`{verb}` on secrets gives away the value of every secret {scope}"));
        finding.severity(severity).path(format!("rules[{i}].resources[{j}]"));
    });
}
