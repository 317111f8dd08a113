//! A webhook's certificate that is checked against the cluster's CA.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::kubeconfig::{Kubeconfig, Server};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "wk-cluster-ca",
    summary: "the cluster's CA stands for the webhook's",
    help: "Name the CA that signed the webhook's certificate.",
    severity: Severity::Low,
    category: Category::Image,
    preset: Preset::Strict,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    for cluster in config.clusters() {
        let Some((path @ ("/etc/kubernetes/pki/ca.crt" | "/etc/kubernetes/pki/front-proxy-ca.crt"), node)) =
            cluster.text("certificate-authority")
        else {
            continue;
        };
        let host = cluster.text("server").map(|(text, _)| Server::read(text).host()).unwrap_or_default();
        let port = cluster.text("server").is_some_and(|(text, _)| text.contains(":6443"));
        if !port && !host.starts_with("kubernetes") {
            out.report(node.span, format!("`{path}` is the cluster's CA: it seldom is the one that signed the webhook's certificate"))
                .path(format!("{}.certificate-authority", cluster.path));
        }
    }
}
