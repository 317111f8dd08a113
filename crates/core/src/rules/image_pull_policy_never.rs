//! An image that is never pulled.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Workload, pulls};
use crate::rule::{Check, Fixable, Rule};
use crate::yaml_edit::New;

pub static RULE: Rule = Rule {
    id: "image-pull-policy-never",
    summary: "the image is never pulled",
    help: "Use `IfNotPresent`, or `Always` for a tag that moves.",
    severity: Severity::Medium,
    category: Category::Image,
    fix: Fixable::Unsafe,
    family: "image-pull-policy",
    aliases: &["kube-score:container-image-pull-policy", "polaris:pullPolicyNotAlways", "checkov:CKV_K8S_15"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for pull in pulls(workload) {
        let Some(node) = pull.policy.is("Never") else { continue };
        let finding = out.report(node.span, format!("{} takes whatever image of that name lies on its node", pull.label));
        pull.name(finding);
        if !node.shared {
            finding.unsafe_fix(
                "Pull the image where it is missing",
                [Edit { span: node.span, text: New::Word("IfNotPresent").quoted_like(node) }].into(),
            );
        }
    }
}
