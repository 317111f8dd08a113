//! A role that adds containers to running pods.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rbac;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-pods-ephemeralcontainers",
    summary: "the role adds containers to running pods",
    help: "Remove `pods/ephemeralcontainers`.",
    severity: Severity::High,
    category: Category::Privilege,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

const GRANT: rbac::Grant = rbac::Grant { verbs: &["update", "patch"], group: "", resources: &["pods/ephemeralcontainers"] };

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    rbac::report(object, &GRANT, out, |verb, resource| {
        format!("`{verb}` on {resource} runs any image inside pods that were let in long ago")
    });
}
