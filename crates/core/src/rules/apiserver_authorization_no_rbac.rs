//! An API server without the authorizer RBAC.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::apiserver::ApiServer;
use crate::model::{Container, Workload};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-authorization-no-rbac",
    summary: "the authorizer RBAC is missing",
    help: "Set `--authorization-mode=Node,RBAC`.",
    severity: Severity::High,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    aliases: &["trivy:KCV-0009", "checkov:CKV_K8S_77"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };

    let Some((items, span)) = flags::list(&server, "authorization-mode") else { return };
    if items.iter().any(|(mode, _)| mode == "RBAC" || mode == "AlwaysAllow") {
        return;
    }
    let edits = server.add(cx.source, "authorization-mode", "RBAC");
    let finding =
        out.report(span, "the authorization mode lacks RBAC: roles and their bindings count for nothing").path(container.path.clone());
    if let Some(edits) = edits {
        finding.unsafe_fix("Add RBAC", edits);
    }
}
