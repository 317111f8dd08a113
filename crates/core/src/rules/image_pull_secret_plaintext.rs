//! A registry's password in a manifest.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Object, str_at};
use crate::rule::{Check, Rule};
use crate::secrets;

pub static RULE: Rule = Rule {
    id: "image-pull-secret-plaintext",
    summary: "a registry's password is in the manifest",
    help: "Create the Secret from a store of secrets, and change the password: it is known now.",
    severity: Severity::Medium,
    category: Category::Secrets,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if object.kind != "Secret" || !object.group().is_empty() {
        return;
    }
    let root = Some(object.root);
    let Some(kind) = str_at(root, &["type"]).value() else { return };
    let key = match kind {
        "kubernetes.io/dockerconfigjson" => ".dockerconfigjson",
        "kubernetes.io/dockercfg" => ".dockercfg",
        _ => return,
    };
    for list in ["data", "stringData"] {
        let Field::Set(text, node) = str_at(root, &[list, key]) else { continue };
        // Empty, a place holder, or text that is sealed.
        if text.trim().len() < 20 || secrets::is_no_secret_value(text) || text.contains("ENC[") {
            continue;
        }
        let span = object.root.get(list).and_then(|map| map.entry(key)).map_or(node.span, |entry| entry.key_span);
        let finding = out.report(span, "the credentials of a registry are written here for everyone who can read this file");
        finding.path(format!("{list}[{key}]"));
    }
}
