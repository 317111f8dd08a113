//! An API server with passwords in a file.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Workload};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-token-auth-file",
    summary: "static tokens are accepted",
    help: "Use client certificates, service accounts or OIDC.",
    severity: Severity::Medium,
    category: Category::Secrets,
    fix: Fixable::Unsafe,
    aliases: &["trivy:KCV-0002", "checkov:CKV_K8S_70"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    flags::forbidden("token-auth-file", "its tokens stand in plain text, and change only with a restart", container, cx, out);
}
