//! A secret in a kubeconfig.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::kubeconfig::Kubeconfig;
use crate::rule::{Check, Rule};
use crate::secrets::is_no_secret_value;

pub static RULE: Rule = Rule {
    id: "wk-inline-secret",
    summary: "the kubeconfig holds a secret",
    help: "Keep the secret in a file of its own, and name that: `client-key`, `tokenFile`.",
    severity: Severity::Medium,
    category: Category::Secrets,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    for user in config.list("users", "user") {
        for field in ["client-key-data", "token", "password"] {
            let Some((text, node)) = user.text(field) else { continue };
            if !text.contains(['{', '$', '<']) && !is_no_secret_value(text) {
                let message = format!("`{field}` of user `{}` is a secret that everyone sees who sees this file", user.name);
                out.report(node.span, message).path(format!("{}.{field}", user.path));
            }
        }
    }
}
