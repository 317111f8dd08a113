//! A server's certificate that is used to log in.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::kubeconfig::Kubeconfig;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "wk-client-cert-server-auth",
    summary: "the client certificate is one for servers",
    help: "Make a client certificate for the API server, with the extended key usage `clientAuth`.",
    severity: Severity::Medium,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    for user in config.users() {
        let Some((path @ ("/etc/kubernetes/pki/apiserver.crt" | "/etc/kubernetes/pki/etcd/server.crt"), node)) =
            user.text("client-certificate")
        else {
            continue;
        };
        out.report(node.span, format!("`{path}` is a server's certificate, which a webhook that checks its callers refuses"))
            .path(format!("{}.client-certificate", user.path));
    }
}
