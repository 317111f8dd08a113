//! A user of a kubeconfig with half a client certificate, or none.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::kubeconfig::Kubeconfig;
use crate::model::{Object, node_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "wk-client-cert-incomplete",
    summary: "the client certificate is incomplete",
    help: "Name both `client-certificate` and `client-key`.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    if config.is_plain() || object.template {
        return;
    }
    for user in config.users() {
        let has =
            |field: &str| user.text(field).map(|(_, node)| node).or_else(|| user.text(&format!("{field}-data")).map(|(_, node)| node));
        let others = ["token", "tokenFile", "username", "exec", "auth-provider"].iter().any(|field| node_at(user.body, &[field]).is_some());
        match (has("client-certificate"), has("client-key")) {
            (Some(_), Some(_)) => {}
            (Some(certificate), None) => {
                out.report(certificate.span, format!("a client certificate without its key: {}", config.refusal())).path(user.path.clone());
            }
            (None, Some(key)) => {
                let so = if config.is_webhooks() { "kube-apiserver starts and sends neither" } else { "neither is sent" };
                out.report(key.span, format!("a client key without its certificate: {so}")).path(user.path.clone());
            }
            (None, None) if !others => {
                let message = format!("user `{}` has no credentials: the webhook cannot tell who asks", user.name);
                out.report(user.headline(), message).severity(Severity::Medium).path(user.path.clone());
            }
            (None, None) => {}
        }
    }
}
