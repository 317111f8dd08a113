//! A webhook whose certificate nobody vouches for.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::kubeconfig::is_placeholder;
use crate::model::{Field, Object, node_at, str_at};
use crate::rule::{Check, Rule};
use crate::webhooks::webhooks;

pub static RULE: Rule = Rule {
    id: "vwc-ca-bundle",
    summary: "the webhook's CA is missing or cannot be read",
    help: "Write the base64 of the CA's certificate into `caBundle`, or let cert-manager fill it in.",
    severity: Severity::Medium,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

/// Annotations for which something in the cluster fills the field in.
const INJECTED: [&str; 6] = [
    "cert-manager.io/inject-ca-from",
    "cert-manager.io/inject-ca-from-secret",
    "cert-manager.io/inject-apiserver-ca",
    "certmanager.k8s.io/inject-ca-from",
    "service.beta.openshift.io/inject-cabundle",
    "service.alpha.openshift.io/inject-cabundle",
];

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let annotations = node_at(Some(object.root), &["metadata", "annotations"]);
    let injected = INJECTED.iter().any(|key| annotations.is_some_and(|map| map.get(key).is_some()));
    for webhook in webhooks(object).into_iter().filter(|webhook| webhook.guards() && !injected) {
        let Some(client) = webhook.node.entry("clientConfig").filter(|entry| entry.value.as_map().is_some()) else { continue };
        let path = format!("{}.clientConfig.caBundle", webhook.path);
        let service = client.value.get("service").is_some_and(|service| !service.is_null());
        match str_at(Some(&client.value), &["caBundle"]) {
            Field::Set(text, node) if !text.trim().is_empty() => {
                let pem = plimsoll_yaml::base64(text);
                // A line break alone stands for a value that is patched in.
                let empty = pem.as_deref().is_some_and(|pem| pem.trim().is_empty());
                if empty && service {
                    out.report(node.span, MISSING).path(path);
                } else if !empty && !is_placeholder(text) && !pem.is_some_and(|pem| pem.contains("-----BEGIN CERTIFICATE-----")) {
                    out.report(node.span, "`caBundle` holds no PEM certificate in base64: the API server refuses the object")
                        .severity(Severity::High)
                        .path(path);
                }
            }
            Field::Set(..) | Field::Unset if service => {
                let span = client.value.entry("caBundle").map_or(client.key_span, |entry| entry.key_span);
                out.report(span, MISSING).path(path);
            }
            _ => {}
        }
    }
}

const MISSING: &str =
    "no CA is named for the service: public authorities sign no such names, so every call fails until something fills `caBundle` in";
