//! A kubeconfig that says it is something else.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::Object;
use crate::model::kubeconfig::Kubeconfig;
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "wk-api-version",
    summary: "the kubeconfig has another kind or version",
    help: "Write `apiVersion: v1` and `kind: Config`, or leave both out.",
    severity: Severity::High,
    category: Category::Image,
    fix: Fixable::Unsafe,
    check: Check::Object(check),
    ..Rule::DEFAULT
};

/// After `k8s.io/client-go/tools/clientcmd` (`Load`): what is missing or empty is taken for `v1` and `Config`, anything else is not
/// registered, and the file is not read.
fn check(object: &Object<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(config) = Kubeconfig::of(object) else { return };

    for (key, wanted) in [("apiVersion", "v1"), ("kind", "Config")] {
        let Some(node) = config.root.get(key).filter(|node| !node.is_null()) else { continue };
        if node.is_template() || matches!(node.as_str(), Some(text) if text.is_empty() || text == wanted) {
            continue;
        }
        let what = node.as_str().map_or_else(|| node.kind_name().into(), |text| format!("`{text}`"));
        let finding =
            out.report(node.span, format!("`{key}` is `{wanted}` in a kubeconfig, and this is {what}: {}", config.refusal())).path(key);
        if !node.shared {
            finding.unsafe_fix(format!("Write {wanted}"), [Edit { span: node.span, text: New::Word(wanted).quoted_like(node) }].into());
        }
    }
}
