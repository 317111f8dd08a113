//! A tag that is not looked up again.

use alloc::format;

use plimsoll_reference::Reference;
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Container, Field, Workload, str_at};
use crate::rule::{Check, Fixable, Preset, Rule};
use crate::yaml_edit::New;

const PATH: [&str; 1] = ["imagePullPolicy"];

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
    check: Check::Container(check),
};

fn check(container: &Container<'_>, workload: &Workload<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(image) = str_at(Some(container.node), &["image"]).value() else { return };
    let Ok(reference) = Reference::parse_normalized(image.trim()) else { return };
    // Without a policy, `latest` is pulled always and everything else where it is missing.
    let latest = reference.tag().is_none_or(|tag| tag == "latest");
    let pulls_always = match str_at(Some(container.node), &PATH) {
        Field::Unset | Field::Set("", _) => latest || !workload.is_complete(),
        Field::Set("IfNotPresent", _) => false,
        Field::Set(..) | Field::Wrong(_) => true,
    };
    if pulls_always || reference.digest().is_some() {
        return;
    }
    let finding = out.report(
        container.place(&PATH),
        format!("container `{}` runs the image its node has, even where the registry has another", container.label()),
    );
    finding.path(format!("{}.imagePullPolicy", container.path));
    if let Some(edits) = container.set(cx.source, &PATH, New::Word("Always")) {
        finding.unsafe_fix("Always ask the registry", edits);
    }
}
