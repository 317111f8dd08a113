//! An image policy that does not say where its webhook is.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::admission_config::{Block, image_policy};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "ipw-kubeconfig-missing",
    summary: "the image policy names no kubeconfig",
    help: "Name the webhook's kubeconfig in `kubeConfigFile`, with its full path.",
    severity: Severity::High,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Block::Settings(policy) = image_policy(object, cx.source) else { return };

    let entry = policy.field("kubeConfigFile");
    let text = entry.map(|entry| &entry.value).filter(|node| !node.is_null() && node.as_str() != Some(""));
    if text.is_none() {
        let span = entry.map_or(policy.key_span, |entry| entry.key_span);
        out.report(
            span,
            "no `kubeConfigFile` is named: kube-apiserver falls back to $KUBECONFIG, and does not start where that leads nowhere",
        )
        .path(policy.path_of("kubeConfigFile"));
    }
}
