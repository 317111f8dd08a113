//! Rights for everyone who can log in.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rbac;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-authenticated-subject",
    summary: "the binding is for everyone who can log in",
    help: "Bind the accounts that need it.",
    severity: Severity::High,
    category: Category::Privilege,
    aliases: &["trivy:KSV-01011"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    rbac::subjects(
        object,
        "Group",
        &["system:authenticated", "system:serviceaccounts"],
        out,
        |name, role| format!("`{name}` is every pod of the cluster and more: they all get `{role}`"),
        |_| {},
    );
}
