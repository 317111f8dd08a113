//! A kubeconfig that does not look at the server's certificate.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::kubeconfig::Kubeconfig;
use crate::model::{Object, bool_at};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit;

pub static RULE: Rule = Rule {
    id: "wk-insecure-skip-tls",
    summary: "the server's certificate is not checked",
    help: "Remove `insecure-skip-tls-verify` and name the CA that signed the server's certificate.",
    severity: Severity::Critical,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    for cluster in config.clusters() {
        let Some(node) = bool_at(cluster.body, &["insecure-skip-tls-verify"]).is(true) else { continue };
        let ca = cluster.text("certificate-authority").or_else(|| cluster.text("certificate-authority-data")).is_some();
        let message = if ca {
            format!("a CA and `insecure-skip-tls-verify` exclude each other: {}", config.refusal())
        } else if config.is_webhooks() {
            "the server's certificate is not checked: whoever answers at its address decides which images run".into()
        } else {
            "the server's certificate is not checked: whoever answers at its address is believed".into()
        };
        let finding = out.report(node.span, message).path(format!("{}.insecure-skip-tls-verify", cluster.path));
        if let Some(edits) = cluster.body.and_then(|body| yaml_edit::remove(cx.source, body, "insecure-skip-tls-verify")) {
            finding.unsafe_fix("Remove insecure-skip-tls-verify", edits);
        }
    }
}
