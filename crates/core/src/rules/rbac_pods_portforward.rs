//! A role that opens ports of pods.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rbac;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-pods-portforward",
    summary: "the role opens ports of pods",
    help: "Remove `pods/portforward`.",
    severity: Severity::High,
    category: Category::Privilege,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

const GRANT: rbac::Grant = rbac::Grant { verbs: &["create", "get"], group: "", resources: &["pods/portforward"] };

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    rbac::report(object, &GRANT, out, |verb, resource| {
        format!("`{verb}` on {resource} reaches every port of every pod, past network policies")
    });
}
