//! An address in a kubeconfig that the client cannot use.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::kubeconfig::{Kubeconfig, Server};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "wk-server-invalid",
    summary: "the server's address cannot be used",
    help: "Write `https://host:port/path`.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    for cluster in config.clusters() {
        let Some((text, node)) = cluster.text("server").filter(|(text, _)| !text.contains(['{', '$'])) else { continue };
        let (severity, message) = match Server::read(text) {
            Server::Refused => (Severity::High, format!("`{text}` is neither a URL nor host and port: {}", config.refusal())),
            Server::Url { scheme, .. } if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") => {
                (Severity::High, format!("the client speaks no `{scheme}`: {}", config.failure()))
            }
            Server::Url { query: true, .. } => (Severity::Medium, "the query of the address is dropped: the webhook never sees it".into()),
            _ => continue,
        };
        out.report(node.span, message).severity(severity).path(format!("{}.server", cluster.path));
    }
}
