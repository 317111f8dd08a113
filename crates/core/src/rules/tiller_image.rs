//! Helm 2 in the cluster.

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::ImageUse;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "tiller-image",
    summary: "the pod is Helm 2's server",
    help: "Use Helm 3, which has no server.",
    severity: Severity::High,
    category: Category::Privilege,
    aliases: &["trivy:KSV-0102", "checkov:CKV_K8S_34"],
    check: Check::Image(check),
    ..Rule::DEFAULT
};

fn check(image: &ImageUse<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(reference) = image.reference().filter(|_| image.is_in_manifest()) else { return };
    let name = reference.repository();
    if name.rsplit('/').next() == Some("tiller") {
        out.report(image.span, "Tiller may do everything in the cluster, and takes orders from every pod");
    }
}
