//! A role that runs commands in pods.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rbac;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-pods-exec",
    summary: "the role runs commands in pods",
    help: "Remove `pods/exec`.",
    severity: Severity::High,
    category: Category::Privilege,
    aliases: &["polaris:clusterrolePodExecAttach", "polaris:rolePodExecAttach", "trivy:KSV-0053"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

const GRANT: rbac::Grant = rbac::Grant { verbs: &["create", "get"], group: "", resources: &["pods/exec"] };

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    rbac::report(object, &GRANT, out, |verb, resource| {
        format!("`{verb}` on {resource} is a shell in every container, with its secrets and its account")
    });
}
