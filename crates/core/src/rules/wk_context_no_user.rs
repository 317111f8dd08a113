//! A context that sends no identity.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::kubeconfig::Kubeconfig;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "wk-context-no-user",
    summary: "the context has no user",
    help: "Name a user with a client certificate in the context.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    let Some(context) = config.context().filter(|_| !object.template) else { return };
    let user = context.text("user");
    let users = config.list("users", "user");
    if user.is_some_and(|(name, _)| users.iter().any(|user| user.name == name)) {
        return;
    }
    let span = user.map_or_else(|| context.headline(), |(_, node)| node.span);
    let what = user.map_or_else(|| "names no user".into(), |(name, _)| format!("names the user `{name}`, who does not exist"));
    out.report(span, format!("context `{}` {what}: kube-apiserver starts and shows the webhook no client certificate", context.name))
        .path(format!("{}.user", context.path));
}
