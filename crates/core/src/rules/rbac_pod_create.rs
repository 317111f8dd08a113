//! A role that makes pods.

use alloc::format;
use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rbac;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-pod-create",
    summary: "the role makes pods",
    help: "Leave making pods to the controllers that need it.",
    severity: Severity::Medium,
    category: Category::Privilege,
    aliases: &["kube-linter:access-to-create-pods", "trivy:KSV-0048", "cis:5.1.4"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

const PODS: rbac::Grant = rbac::Grant { verbs: &["create"], group: "", resources: &["pods"] };

/// What makes pods in turn.
const MAKERS: [rbac::Grant; 3] = [
    rbac::Grant { verbs: &["create"], group: "apps", resources: &["daemonsets", "deployments", "replicasets", "statefulsets"] },
    rbac::Grant { verbs: &["create"], group: "batch", resources: &["cronjobs", "jobs"] },
    rbac::Grant { verbs: &["create"], group: "", resources: &["replicationcontrollers"] },
];

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let mut told = Vec::new();
    rbac::each(object, &PODS, |i, j, resource, verb| {
        told.push(i);
        let message = format!("`{verb}` on pods is the right to run anything, as any service account of the namespace");
        out.report(resource.span, message).path(format!("rules[{i}].resources[{j}]"));
    });
    // Of an entry's kinds the first is told, and none where pods are.
    for grant in &MAKERS {
        rbac::each(object, grant, |i, j, resource, verb| {
            if told.contains(&i) {
                return;
            }
            told.push(i);
            let name = resource.as_str().unwrap_or_default();
            let message = format!("`{verb}` on {name} is the right to run anything, since they make pods");
            out.report(resource.span, message).severity(Severity::Low).path(format!("rules[{i}].resources[{j}]"));
        });
    }
}
