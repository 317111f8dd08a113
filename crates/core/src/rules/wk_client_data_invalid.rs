//! Client certificate data in a kubeconfig that holds none.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::kubeconfig::{Kubeconfig, is_placeholder};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "wk-client-data-invalid",
    summary: "the client's data holds no certificate or key",
    help: "Write the base64 of the PEM file: `base64 -w0 client.crt`.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    for user in config.users() {
        for (field, block) in [("client-certificate-data", "-----BEGIN CERTIFICATE-----"), ("client-key-data", "PRIVATE KEY-----")] {
            let Some((text, node)) = user.text(field).filter(|(text, _)| !is_placeholder(text)) else { continue };
            let why = match plimsoll_yaml::base64(text) {
                None => "is no base64",
                Some(pem) if pem.contains(block) => continue,
                Some(_) if block.contains("KEY") => "holds no PEM key",
                Some(_) => "holds no PEM certificate",
            };
            out.report(node.span, format!("`{field}` {why}: {}", config.refusal())).path(format!("{}.{field}", user.path));
        }
    }
}
