//! A kubeconfig that does not say which context is used.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::kubeconfig::Kubeconfig;
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit;
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "wk-no-current-context",
    summary: "no current context is set",
    help: "Name the context in `current-context`.",
    severity: Severity::Critical,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    let node = config.root.get("current-context");
    if config.current().is_some()
        || object.template
        || config.is_credentials_only()
        || node.is_some_and(|node| !node.is_null() && node.as_str() != Some(""))
    {
        return;
    }
    let span = config.root.entry("current-context").map_or_else(|| object.headline(), |entry| entry.key_span);
    let finding =
        out.report(span, "without `current-context` the clusters count for nothing: kube-apiserver does not start").path("current-context");
    let contexts = config.list("contexts", "context");
    let Some((only, [])) = contexts.split_first() else { return };
    let plain = only.name.len() > 5 && only.name.starts_with(|c: char| c.is_ascii_alphabetic());
    if plain
        && only.name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'@'))
        && let Some(edits) = yaml_edit::set(cx.source, config.root, &["current-context"], New::Word(only.name), "")
    {
        finding.unsafe_fix(format!("Set it to {}", only.name), edits);
    }
}
