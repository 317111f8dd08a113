//! A current context that is not in the list.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::kubeconfig::Kubeconfig;
use crate::nearest::nearest;
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "wk-context-unknown",
    summary: "the current context does not exist",
    help: "Write the name of a context of the list.",
    severity: Severity::Critical,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    let Some((name, node)) = config.current() else { return };
    let contexts = config.list("contexts", "context");
    if object.template || contexts.iter().any(|context| context.name == name) {
        return;
    }
    let finding = out.report(node.span, format!("there is no context `{name}`: {}", config.refusal())).path("current-context");
    if let Some(meant) = nearest(name, contexts.iter().map(|context| context.name)).filter(|_| !node.shared) {
        finding.unsafe_fix(format!("Write {meant}"), [Edit { span: node.span, text: New::Word(meant).quoted_like(node) }].into());
    }
}
