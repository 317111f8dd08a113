//! A secret written out in a manifest.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Field, Workload, items_at, str_at};
use crate::rule::{Check, Rule};
use crate::secrets;

pub static RULE: Rule = Rule {
    id: "secret-in-env-literal",
    summary: "a secret is written out in the manifest",
    help: "Put it into a Secret and refer to it with `valueFrom: {secretKeyRef: …}`, or mount it; then change it, since it is known now.",
    severity: Severity::High,
    category: Category::Secrets,
    aliases: &["kube-linter:env-var-secret", "polaris:sensitiveContainerEnvVar"],
    check: Check::Container(check),
    ..Rule::DEFAULT
};

fn check(container: &Container<'_>, _: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for (i, item) in items_at(Some(container.node), &["env"]).iter().enumerate() {
        let Field::Set(value, node) = str_at(Some(item), &["value"]) else { continue };
        let name = str_at(Some(item), &["name"]).value().unwrap_or_default();
        let (severity, message) = if let Some(what) = secrets::credential(value) {
            (Severity::Critical, format!("`{name}` holds {what}, readable for everyone who can read this file"))
        } else if secrets::url_password(value).is_some() {
            (Severity::High, format!("`{name}` holds a URL with a password, readable for everyone who can read this file"))
        } else if secrets::is_secret_name(name) && !secrets::is_no_secret_value(value) && !value.eq_ignore_ascii_case(name) {
            (Severity::High, format!("`{name}` looks like a secret, and its value is written here for everyone who can read this file"))
        } else {
            continue;
        };
        out.report(node.span, message).severity(severity).path(format!("{}.env[{i}].value", container.path));
    }
}
