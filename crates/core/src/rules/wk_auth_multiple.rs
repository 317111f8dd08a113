//! A user of a kubeconfig who proves himself in two ways.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::kubeconfig::Kubeconfig;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "wk-auth-multiple",
    summary: "the user has two ways to prove who he is",
    help: "Keep one: the client certificate.",
    severity: Severity::Medium,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    for user in config.users() {
        let basic = user.text("username").or_else(|| user.text("password"));
        if let (Some((_, token)), Some((_, basic))) = (user.text("token"), basic) {
            out.report(token.span, format!("user `{}` has a token and a name with password: {}", user.name, config.refusal()))
                .related(basic.span, "the other one")
                .path(format!("{}.token", user.path));
        }
    }
}
