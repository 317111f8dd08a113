//! An API server without the authorizer Node.

use plimsoll_report::{Category, Severity};

use crate::apiserver_flags as flags;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::apiserver::ApiServer;
use crate::model::{Container, Workload};
use crate::rule::{Check, Fixable, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-authorization-no-node",
    summary: "the authorizer Node is missing",
    help: "Set `--authorization-mode=Node,RBAC`.",
    severity: Severity::Medium,
    category: Category::Privilege,
    fix: Fixable::Unsafe,
    preset: Preset::Strict,
    aliases: &["trivy:KCV-0008", "checkov:CKV_K8S_75"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };

    let Some((items, span)) = flags::list(&server, "authorization-mode") else { return };
    if items.iter().any(|(mode, _)| mode == "Node" || mode == "AlwaysAllow") {
        return;
    }
    let edits = server.add(cx.source, "authorization-mode", "Node");
    let finding = out
        .report(span, "the authorization mode lacks Node: kubelets are not limited to what is on their node")
        .path(container.path.clone());
    if let Some(edits) = edits {
        finding.unsafe_fix("Add Node", edits);
    }
}
