//! An API server with user names and passwords in a file.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-basic-auth-file",
    summary: "passwords in a file are accepted",
    help: "Use client certificates or OIDC.",
    severity: Severity::High,
    category: Category::Secrets,
    fix: Fixable::Unsafe,
    aliases: &["checkov:CKV_K8S_69"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::forbidden(
        "basic-auth-file",
        "its passwords stand in plain text, and Kubernetes 1.19 and newer do not know the flag",
        container,
        cx,
        out,
    );
}
