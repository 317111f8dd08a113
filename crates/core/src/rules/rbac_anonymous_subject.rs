//! Rights for callers without a name.

use alloc::format;
use alloc::string::String;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::rbac;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "rbac-anonymous-subject",
    summary: "the binding is for callers without a name",
    help: "Bind an account.",
    severity: Severity::Critical,
    category: Category::Privilege,
    aliases: &["kubesec:BindingsToSystemAnonymous", "trivy:KSV-0122"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    const MESSAGE: fn(&str, &str) -> String =
        |name, role| format!("`{name}` is everyone who reaches the API server, without any credentials: they get `{role}`");
    rbac::subjects(object, "User", &["system:anonymous"], out, MESSAGE, |_| {});
    rbac::subjects(object, "Group", &["system:unauthenticated"], out, MESSAGE, |_| {});
}
