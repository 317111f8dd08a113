//! A tag that is not looked up again.

use alloc::format;

use plimsoll_reference::Reference;
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Field, Workload, pulls};
use crate::rule::{Check, Fixable, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "image-pull-policy-not-always",
    summary: "a tag is used as the node has it",
    help: "Set `imagePullPolicy: Always`, or pin the image by digest.",
    severity: Severity::Low,
    category: Category::Image,
    fix: Fixable::Unsafe,
    preset: Preset::All,
    family: "image-pull-policy",
    aliases: &["kube-score:container-image-pull-policy", "polaris:pullPolicyNotAlways", "checkov:CKV_K8S_15"],
    check: Check::Workload(check),
    ..Rule::DEFAULT
};

fn check(workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    for pull in pulls(workload) {
        let Some(Ok(reference)) = pull.image.map(|image| Reference::parse_normalized(image.trim())) else { continue };
        // Without a policy, `latest` is pulled always and everything else where it is missing.
        let latest = reference.tag().is_none_or(|tag| tag == "latest");
        let pulls_always = match pull.policy {
            Field::Unset | Field::Set("", _) => latest || !workload.is_complete(),
            Field::Set("IfNotPresent", _) => false,
            Field::Set(..) | Field::Wrong(_) => true,
        };
        if pulls_always || reference.digest().is_some() {
            continue;
        }
        let finding =
            out.report(pull.span, format!("{} takes the image that its node has, even where the registry has another", pull.label));
        pull.name(finding);
        if let Some(edits) = pull.set(cx.source, "Always") {
            finding.unsafe_fix("Always ask the registry", edits);
        }
    }
}
