//! A role that makes pods.

use alloc::format;

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

const GRANT: rbac::Grant = rbac::Grant { verbs: &["create"], group: "", resources: &["pods"] };

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    rbac::report(object, &GRANT, out, |verb, resource| {
        format!("`{verb}` on {resource} is the right to run anything, as any service account of the namespace")
    });
}
