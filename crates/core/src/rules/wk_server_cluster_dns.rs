//! A webhook that the API server cannot find.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::kubeconfig::{Kubeconfig, Server};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "wk-server-cluster-dns",
    summary: "the API server cannot look up names of services",
    help: "Write the address of the service or of a host, or let the node resolve the name.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    for cluster in config.clusters() {
        let Some((text, node)) = cluster.text("server") else { continue };
        let host = Server::read(text).host().trim_end_matches('.').to_ascii_lowercase();
        let api = host == "kubernetes.default.svc" || host.starts_with("kubernetes.default.svc.");
        if !api && (host.ends_with(".svc") || host.ends_with(".cluster.local")) {
            out.report(
                node.span,
                format!("kube-apiserver runs in the node's network and asks the node's DNS, which does not know `{host}`"),
            )
            .path(format!("{}.server", cluster.path));
        }
    }
}
