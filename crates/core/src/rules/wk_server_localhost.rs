//! A webhook that must run on every control plane node.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::kubeconfig::{Kubeconfig, Server};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "wk-server-localhost",
    summary: "the webhook is looked for on the same node",
    help: "With several control plane nodes run the webhook on each of them, or name an address that all reach.",
    severity: Severity::Info,
    category: Category::Reliability,
    preset: Preset::Strict,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    for cluster in config.clusters() {
        let Some((text, node)) = cluster.text("server") else { continue };
        let host = Server::read(text).host();
        if host.starts_with("127.") || host.eq_ignore_ascii_case("localhost") || host == "::1" {
            out.report(node.span, format!("`{host}` is the node itself: every control plane node needs a webhook of its own"))
                .path(format!("{}.server", cluster.path));
        }
    }
}
