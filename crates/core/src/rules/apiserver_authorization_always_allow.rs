//! An API server that allows everything.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::apiserver::ApiServer;
use crate::model::{Container, Workload};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-authorization-always-allow",
    summary: "every request is allowed",
    help: "Set `--authorization-mode=Node,RBAC`.",
    severity: Severity::Critical,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    family: "apiserver-authorization",
    aliases: &["trivy:KCV-0007", "checkov:CKV_K8S_74"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };

    let open = flags::list(&server, "authorization-mode");
    let allowed = open.and_then(|(items, _)| items.into_iter().find(|(mode, _)| mode == "AlwaysAllow"));
    let nothing = server.flag("authorization-mode").or_else(|| server.flag("authorization-config")).is_none();
    let span = match allowed {
        Some((_, span)) => span,
        None if nothing => server.program,
        None => return,
    };
    let edits = server.set(cx.source, "authorization-mode", "Node,RBAC");
    let finding =
        out.report(span, "the authorization mode is AlwaysAllow: whoever can log in may do everything").path(container.path.clone());
    if let Some(edits) = edits {
        finding.unsafe_fix("Set it to Node,RBAC", edits);
    }
}
