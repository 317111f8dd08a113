//! A role that makes persistent volumes.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rbac;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-pv-create",
    summary: "the role makes persistent volumes",
    help: "Let a StorageClass make them.",
    severity: Severity::High,
    category: Category::Privilege,
    aliases: &["cis:5.1.9"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

const GRANT: rbac::Grant = rbac::Grant { verbs: &["create"], group: "", resources: &["persistentvolumes"] };

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    rbac::report(object, &GRANT, out, |verb, resource| format!("`{verb}` on {resource} mounts any folder of any node, past Pod Security"));
}
