//! A list of refused repositories that the same images get past in another spelling.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::leaks::{Engine, lists, missed};
use crate::model::Object;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "gatekeeper-deny-list-misses",
    summary: "a refused repository is let in under another spelling",
    help: "Say what may be used instead (`K8sAllowedRepos`): a list of what may not misses every other spelling.",
    severity: Severity::Medium,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    if Engine::of(object) != Some(Engine::Constraint) {
        return;
    }
    for entry in lists(object).iter().filter(|entry| entry.is_deny) {
        if let Some(image) = missed(&entry.text) {
            let message = format!("`{}` is compared as text and does not stop `{image}`, which names the same", entry.text);
            out.report(entry.place(cx.source).0, message).path(entry.path.as_str());
        }
    }
}
