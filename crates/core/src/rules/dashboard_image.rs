//! The Kubernetes dashboard.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::ImageUse;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "dashboard-image",
    summary: "the pod is the Kubernetes dashboard",
    help: "Remove it, or let no one but its users reach it.",
    severity: Severity::Medium,
    category: Category::Privilege,
    aliases: &["checkov:CKV_K8S_33"],
    check: Check::Image(check),
    ..Rule::DEFAULT
};

fn check(image: &ImageUse<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(reference) = image.reference().filter(|_| image.is_in_manifest()) else { return };
    let name = reference.repository();
    if name.rsplit('/').next().is_some_and(|name| name.starts_with("kubernetes-dashboard")) || name == "kubernetesui/dashboard" {
        out.report(image.span, "the dashboard acts with its own account for whoever reaches it");
    }
}
