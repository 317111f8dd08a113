//! Configuration for nginx in an annotation.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_yaml::Node;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Object, node_at};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "ingress-nginx-snippet",
    summary: "the Ingress holds configuration for nginx itself",
    help: "Remove the annotation; use the controller's own settings.",
    severity: Severity::High,
    category: Category::Privilege,
    aliases: &["checkov:CKV_K8S_152", "checkov:CKV_K8S_153", "checkov:CKV_K8S_154", "trivy:KCV-0093"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if object.kind != "Ingress" {
        return;
    }
    for entry in node_at(Some(object.root), &["metadata", "annotations"]).map_or(&[][..], Node::entries) {
        let Some(name) = entry.key.strip_prefix("nginx.ingress.kubernetes.io/").filter(|name| name.ends_with("-snippet")) else { continue };
        let finding = out.report(
            entry.key_span,
            format!("`{name}` becomes part of nginx's configuration, which can read the controller's secrets (CVE-2021-25742)"),
        );
        let value = entry.value.as_str().unwrap_or_default();
        if !value.contains("lua") && !value.contains("alias") {
            finding.aliases(&["checkov:CKV_K8S_153", "trivy:KCV-0093"]);
        }
    }
}
