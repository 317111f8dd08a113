//! Rights that cannot be taken back.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rbac;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-system-masters",
    summary: "the binding is for system:masters",
    help: "Bind a group of your own.",
    severity: Severity::Critical,
    category: Category::Privilege,
    aliases: &["trivy:KSV-0123", "cis:5.1.7"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    rbac::subjects(
        object,
        "Group",
        &["system:masters"],
        out,
        |name, role| format!("`{name}` may do everything whatever is bound, `{role}` included, and no one can take that back"),
        |_| {},
    );
}
