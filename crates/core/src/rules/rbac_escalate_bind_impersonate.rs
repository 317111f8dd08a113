//! A role that can give itself more rights.

use alloc::format;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rbac;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-escalate-bind-impersonate",
    summary: "the role can give itself more rights",
    help: "Remove the verb; let people with those rights do this.",
    severity: Severity::Critical,
    category: Category::Privilege,
    aliases: &[
        "trivy:KSV-0043",
        "trivy:KSV-0050",
        "trivy:KSV-0051",
        "trivy:KSV-0052",
        "trivy:KSV-0055",
        "checkov:CKV_K8S_157",
        "checkov:CKV_K8S_158",
        "cis:5.1.8",
    ],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

const GROUP: &str = "rbac.authorization.k8s.io";
const ROLES: &[&str] = &["roles", "clusterroles"];
const MANAGED: &[&str] = &["rolebindings", "clusterrolebindings", "roles", "clusterroles"];
/// Verbs on resources, what they allow, and the peers' ids.
static WAYS: [(rbac::Grant, &str, Severity, &[&str]); 4] = [
    (
        rbac::Grant { verbs: &["escalate"], group: GROUP, resources: ROLES },
        "lets it write roles with rights that it has not itself",
        Severity::Critical,
        &["checkov:CKV_K8S_158", "cis:5.1.8"],
    ),
    (
        rbac::Grant { verbs: &["bind"], group: GROUP, resources: ROLES },
        "lets it bind itself to any role",
        Severity::Critical,
        &["checkov:CKV_K8S_157", "cis:5.1.8"],
    ),
    (
        rbac::Grant { verbs: &["impersonate"], group: "", resources: &["users", "groups", "serviceaccounts"] },
        "lets it act as anyone",
        Severity::Critical,
        &["trivy:KSV-0043", "cis:5.1.8"],
    ),
    (
        rbac::Grant { verbs: rbac::WRITE, group: GROUP, resources: MANAGED },
        "lets it hand on every right that it has itself",
        Severity::High,
        &["trivy:KSV-0050", "trivy:KSV-0051", "trivy:KSV-0052", "trivy:KSV-0055"],
    ),
];

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let mut seen: Vec<(usize, usize)> = Vec::new();
    for (grant, what, severity, aliases) in &WAYS {
        rbac::each(object, grant, |i, j, resource, verb| {
            // `*` is every verb: once is enough.
            if seen.contains(&(i, j)) {
                return;
            }
            seen.push((i, j));
            let name = resource.as_str().unwrap_or_default();
            let finding = out.report(resource.span, format!("`{verb}` on {name} {what}"));
            // Every verb on roles is to write, to escalate and to bind them.
            let all = verb == "*" && MANAGED.contains(&name);
            finding.aliases(if all { &["trivy:KSV-0050", "checkov:CKV_K8S_157", "checkov:CKV_K8S_158", "cis:5.1.8"] } else { aliases });
            finding.severity(*severity).path(format!("rules[{i}].resources[{j}]"));
        });
    }
}
