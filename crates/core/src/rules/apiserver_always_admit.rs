//! An API server with a plugin that only says yes.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::apiserver::ApiServer;
use crate::model::{Container, Workload};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "apiserver-always-admit",
    summary: "the plugin AlwaysAdmit is enabled",
    help: "Remove AlwaysAdmit from the list.",
    severity: Severity::Medium,
    category: Category::Privilege,
    aliases: &["trivy:KCV-0011", "checkov:CKV_K8S_79"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(server) = ApiServer::of(container, cx.source) else { return };

    if let Some((_, span)) = server.enabled().into_iter().find(|(name, _)| name == "AlwaysAdmit") {
        out.report(span, "AlwaysAdmit admits everything; it is deprecated and never needed").path(container.path.clone());
    }
}
