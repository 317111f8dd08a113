//! A role that attaches to running processes.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rbac;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-pods-attach",
    summary: "the role attaches to running processes",
    help: "Remove `pods/attach`.",
    severity: Severity::High,
    category: Category::Privilege,
    aliases: &["polaris:clusterrolePodExecAttach", "polaris:rolePodExecAttach", "trivy:KSV-0054"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

const GRANT: rbac::Grant = rbac::Grant { verbs: &["create", "get"], group: "", resources: &["pods/attach"] };

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    rbac::report(object, &GRANT, out, |verb, resource| {
        format!("`{verb}` on {resource} gives the input and output of every container's process")
    });
}
