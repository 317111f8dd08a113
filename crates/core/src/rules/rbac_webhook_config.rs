//! A role that changes admission.

use alloc::format;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rbac;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-webhook-config",
    summary: "the role changes admission webhooks",
    help: "Limit it to its own webhook with `resourceNames`.",
    severity: Severity::High,
    category: Category::Privilege,
    aliases: &["trivy:KSV-0114", "checkov:CKV_K8S_155", "cis:5.1.12"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

const GROUP: &str = "admissionregistration.k8s.io";
const CONFIGURATIONS: &[&str] = &["validatingwebhookconfigurations", "mutatingwebhookconfigurations"];
const WRITE: rbac::Grant = rbac::Grant { verbs: rbac::WRITE, group: GROUP, resources: CONFIGURATIONS };
const DELETE: rbac::Grant = rbac::Grant { verbs: &["delete", "deletecollection"], group: GROUP, resources: CONFIGURATIONS };

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let mut seen: Vec<(usize, usize)> = Vec::new();
    for grant in [&WRITE, &DELETE] {
        rbac::each(object, grant, |i, j, resource, verb| {
            if seen.contains(&(i, j)) {
                return;
            }
            seen.push((i, j));
            let name = resource.as_str().unwrap_or_default();
            let deletes = verb.starts_with("delete");
            let message = if deletes {
                format!("`{verb}` on {name} switches off what these webhooks check")
            } else {
                format!("`{verb}` on {name} reads and changes everything that is written to the cluster")
            };
            let finding = out.report(resource.span, message);
            if deletes {
                finding.aliases(&["trivy:KSV-0114", "cis:5.1.12"]);
            }
            finding.path(format!("rules[{i}].resources[{j}]"));
        });
    }
}
