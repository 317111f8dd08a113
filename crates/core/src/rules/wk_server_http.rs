//! A kubeconfig that speaks to its server in plain text.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::kubeconfig::{Kubeconfig, Server};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "wk-server-http",
    summary: "the server is spoken to in plain text",
    help: "Write a `https://` address, and the CA that signed the server's certificate.",
    severity: Severity::Critical,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    for cluster in config.clusters() {
        let Some((text, node)) = cluster.text("server") else { continue };
        let server = Server::read(text);
        // What `kubectl proxy` offers on the same machine is meant for people.
        let own = matches!(server.host(), "localhost" | "127.0.0.1") && !config.is_webhooks();
        if !server.is_plain() || text.contains(['{', '$']) || own {
            continue;
        }
        let message = match server {
            Server::Bare { .. } => {
                format!("`{text}` has no scheme: kube-apiserver starts and speaks plain HTTP, without its client certificate")
            }
            _ if !config.is_webhooks() => format!("`{text}` is plain HTTP: anyone on the way can read along, and answer"),
            _ => format!("`{text}` is plain HTTP: kube-apiserver starts, sends no client certificate, and anyone on the way can answer"),
        };
        let finding = out.report(node.span, message).path(format!("{}.server", cluster.path));
        let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
        if !node.shared {
            finding.unsafe_fix(
                "Write https",
                [Edit { span: node.span, text: New::Word(&format!("https://{rest}")).quoted_like(node) }].into(),
            );
        }
    }
}
