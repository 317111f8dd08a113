//! Rights for every pod that names no account.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rbac;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-default-sa-binding",
    summary: "the binding is for a default service account",
    help: "Give the workload a service account of its own, and bind that.",
    severity: Severity::Medium,
    category: Category::Privilege,
    aliases: &["checkov:CKV_K8S_42"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    rbac::subjects(
        object,
        "ServiceAccount",
        &["default"],
        out,
        |_, role| format!("every pod of the namespace that names no account gets `{role}`"),
        |_| {},
    );
}
