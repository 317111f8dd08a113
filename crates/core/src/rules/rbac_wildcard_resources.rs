//! A role for every resource.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rbac;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-wildcard-resources",
    summary: "the role covers every resource",
    help: "Name the resources that are needed.",
    severity: Severity::High,
    category: Category::Privilege,
    family: "rbac-wildcard",
    aliases: &[
        "kube-linter:wildcard-in-rules",
        "polaris:clusterrolePodExecAttach",
        "polaris:rolePodExecAttach",
        "trivy:KSV-0046",
        "trivy:KSV-0112",
        "checkov:CKV_K8S_49",
        "cis:5.1.3",
    ],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

const WITHOUT_PODS: &[&str] = &["kube-linter:wildcard-in-rules", "trivy:KSV-0046", "trivy:KSV-0112", "checkov:CKV_K8S_49", "cis:5.1.3"];

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for (i, rule) in rbac::rules(object).iter().enumerate() {
        let all_verbs = rbac::item(rule, "verbs", &["*"]).is_some();
        let all_groups = rbac::item(rule, "apiGroups", &["*"]);
        let found = match (rbac::item(rule, "resources", &["*"]), all_groups) {
            (Some(_), Some(_)) if all_verbs => None,
            (Some(resource), _) => Some(("resources", resource)),
            (None, Some(group)) => Some(("apiGroups", group)),
            (None, None) => None,
        };
        let Some((list, (j, node))) = found else { continue };
        let is_foreign = all_groups.is_none() && rbac::item(rule, "apiGroups", rbac::BUILT_IN).is_none();
        let message = if is_foreign {
            "every resource of the API group is covered, those that are yet to come included"
        } else if list == "resources" {
            "every resource is covered, secrets and those that are yet to come included"
        } else {
            "every API group is covered, those of extensions included"
        };
        let finding = out.report(node.span, message);
        finding.path(format!("rules[{i}].{list}[{j}]"));
        // Pods' `exec` and `attach` are resources of the core group.
        let of_pods = all_groups.or_else(|| rbac::item(rule, "apiGroups", &[""])).is_some();
        if list == "apiGroups" || !of_pods || rbac::item(rule, "verbs", &["*", "get", "create"]).is_none() {
            finding.aliases(WITHOUT_PODS);
        }
        if is_foreign {
            finding.severity(Severity::Low);
        } else if list == "apiGroups" {
            finding.severity(Severity::Medium);
        }
    }
}
