//! A secret in a ConfigMap.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Span;
use plimsoll_yaml::Node;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Object, node_at};
use crate::rule::{Check, Rule};
use crate::secrets;

pub static RULE: Rule = Rule {
    id: "secret-in-configmap",
    summary: "a secret is in a ConfigMap",
    help: "Put it into a Secret; then change it, since it is known now.",
    severity: Severity::High,
    category: Category::Secrets,
    aliases: &["polaris:sensitiveConfigmapContent", "trivy:KSV-0109", "trivy:KSV-01010"],
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    if object.kind != "ConfigMap" || !object.group().is_empty() {
        return;
    }
    for entry in node_at(Some(object.root), &["data"]).map_or(&[][..], Node::entries) {
        let (name, Some(value)) = (&entry.key, entry.value.as_str()) else { continue };
        let is_line = !value.trim_end().contains('\n');
        let (severity, message) = if let Some(what) = secrets::credential(value) {
            (Severity::Critical, format!("`{name}` holds {what}, readable for everyone who may read ConfigMaps"))
        } else if is_line && secrets::url_password(value).is_some() {
            (Severity::High, format!("`{name}` holds a URL with a password, readable for everyone who may read ConfigMaps"))
        } else if is_line && secrets::is_secret_name(name) && !secrets::is_no_secret_value(value) {
            (Severity::High, format!("`{name}` looks like a secret, and a ConfigMap keeps none"))
        } else if let Some((key, secret)) = secrets::assignment(value) {
            let message = format!("`{key}` in `{name}` looks like a secret, and a ConfigMap keeps none");
            out.report(of_value(&entry.value, secret, cx.source), message).path(format!("data[{name}]"));
            continue;
        } else {
            continue;
        };
        out.report(entry.value.span, message).severity(severity).path(format!("data[{name}]"));
    }
}

/// The place of a part of a text, which stands in it once or more; the whole text where it is written in another way.
fn of_value(node: &Node<'_>, part: &str, source: &str) -> Span {
    match node.span.of(source).find(part) {
        Some(at) => Span::new(node.span.start + at, node.span.start + at + part.len()),
        None => node.span,
    }
}
