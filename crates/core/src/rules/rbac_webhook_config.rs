//! A role that changes admission.

use alloc::format;

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

const GRANT: rbac::Grant = rbac::Grant {
    verbs: rbac::WRITE,
    group: "admissionregistration.k8s.io",
    resources: &["validatingwebhookconfigurations", "mutatingwebhookconfigurations"],
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    rbac::report(object, &GRANT, out, |verb, resource| {
        format!("`{verb}` on {resource} reads and changes everything that is written to the cluster")
    });
}
