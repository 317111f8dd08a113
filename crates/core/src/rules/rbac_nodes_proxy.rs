//! A role that reaches the kubelets.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rbac;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-nodes-proxy",
    summary: "the role reaches the kubelets",
    help: "Use `nodes/metrics` or `nodes/stats` instead.",
    severity: Severity::High,
    category: Category::Privilege,
    aliases: &["trivy:KSV-0047", "cis:5.1.10"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

const GRANT: rbac::Grant = rbac::Grant { verbs: &["get", "create", "update", "patch"], group: "", resources: &["nodes/proxy"] };

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    rbac::report(object, &GRANT, out, |verb, resource| {
        format!("`{verb}` on {resource} reaches the kubelet's own API, which runs commands in any pod and is not audited")
    });
}
