//! An image policy whose kubeconfig has a path that depends on the working directory.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::admission_config::{Block, image_policy};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "ipw-kubeconfig-relative",
    summary: "the kubeconfig's path is relative",
    help: "Write the full path of the kubeconfig.",
    severity: Severity::Medium,
    category: Category::Image,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

fn check(object: &Object<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Block::Settings(policy) = image_policy(object, cx.source) else { return };

    let Some(entry) = policy.field("kubeConfigFile") else { return };
    let Some(path) = entry.value.as_str().filter(|path| !path.is_empty() && !path.starts_with('/') && !path.contains(['$', '{'])) else {
        return;
    };
    out.report(entry.value.span, format!("`{path}` is looked for in kube-apiserver's working directory, not beside this file"))
        .path(policy.path_of(&entry.key));
}
