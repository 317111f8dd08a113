//! CA data in a kubeconfig that holds no certificate.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::kubeconfig::Kubeconfig;
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
        if text.contains(['{', '$']) {
            continue;
        }
        let message = match plimsoll_yaml::base64(text) {
            None => "the CA data is no base64: kube-apiserver does not start",
            Some(pem) if pem.contains("-----BEGIN CERTIFICATE-----") || pem.contains("-----BEGIN TRUSTED CERTIFICATE-----") => continue,
            Some(pem) if pem.contains("PRIVATE KEY-----") => {
                "the CA data holds a private key and no certificate: kube-apiserver starts, and every review fails with `unknown authority`"
            }
            Some(_) => "the CA data holds no PEM certificate: kube-apiserver starts, and every review fails with `unknown authority`",
        };
        out.report(node.span, message).path(format!("{}.certificate-authority-data", cluster.path));
    }
}
