//! A role that issues tokens.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rbac;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-token-create",
    summary: "the role issues tokens of service accounts",
    help: "Limit it to named accounts with `resourceNames`.",
    severity: Severity::High,
    category: Category::Privilege,
    aliases: &["cis:5.1.13"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

const GRANT: rbac::Grant = rbac::Grant { verbs: &["create"], group: "", resources: &["serviceaccounts/token"] };

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    rbac::report(object, &GRANT, out, |verb, resource| {
        format!("`{verb}` on {resource} makes a token of any service account that it reaches")
    });
}
