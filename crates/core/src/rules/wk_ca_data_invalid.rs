//! CA data in a kubeconfig that holds no certificate.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::kubeconfig::{Kubeconfig, is_placeholder};
use crate::model::{Field, Object, str_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "wk-ca-data-invalid",
    summary: "the CA data holds no certificate",
    help: "Write the base64 of a PEM file with the CA's certificate: `base64 -w0 ca.crt`.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    for cluster in config.clusters() {
        let Field::Set(text, node) = str_at(cluster.body, &["certificate-authority-data"]) else { continue };
        if is_placeholder(text) {
            continue;
        }
        let message = match plimsoll_yaml::base64(text) {
            None => format!("the CA data is no base64: {}", config.refusal()),
            Some(pem) if pem.contains("-----BEGIN CERTIFICATE-----") || pem.contains("-----BEGIN TRUSTED CERTIFICATE-----") => continue,
            Some(pem) if pem.contains("PRIVATE KEY-----") => {
                format!("the CA data holds a private key and no certificate: {} with `unknown authority`", config.failure())
            }
            Some(_) => format!("the CA data holds no PEM certificate: {} with `unknown authority`", config.failure()),
        };
        out.report(node.span, message).path(format!("{}.certificate-authority-data", cluster.path));
    }
}
