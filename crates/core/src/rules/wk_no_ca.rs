//! A kubeconfig that trusts every public authority.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::kubeconfig::{Kubeconfig, Server};
use crate::model::{Object, node_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "wk-no-ca",
    summary: "no CA is named for the server",
    help: "Name the CA that signed the webhook's certificate in `certificate-authority`.",
    severity: Severity::Medium,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    for cluster in config.clusters() {
        let Some((text, node)) = cluster.text("server").filter(|(text, _)| Server::read(text).is_https()) else { continue };
        let set = |field: &str| node_at(cluster.body, &[field]).is_some();
        if set("certificate-authority") || set("certificate-authority-data") || set("insecure-skip-tls-verify") {
            continue;
        }
        out.report(
            node.span,
            format!("no CA is named for `{text}`: any authority that the image of kube-apiserver trusts may vouch for it"),
        )
        .path(cluster.path);
    }
}
