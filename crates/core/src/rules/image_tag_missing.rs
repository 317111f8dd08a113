//! An image without a tag or digest.

use alloc::format;

use plimsoll_report::{Category, ImageOrigin, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::ImageUse;
use crate::rule::{Check, Fixable, Rule};
use crate::suggest::written;

pub static RULE: Rule = Rule {
    id: "image-tag-missing",
    summary: "the image has neither a tag nor a digest",
    help: "Name the version you mean; without one the registry serves whatever `latest` is on the day.",
    severity: Severity::Medium,
    category: Category::Image,
    fix: Fixable::Unsafe,
    family: "image-pin",
    aliases: &[
        "hadolint:DL3006",
        "trivy:DS-0001",
        "checkov:CKV_DOCKER_7",
        "kube-linter:latest-tag",
        "kube-score:container-image-tag",
        "polaris:tagNotSpecified",
        "trivy:KSV-0013",
        "checkov:CKV_K8S_14",
        "checkov:CKV_K8S_43",
    ],
    check: Check::Image(check),
    ..Rule::DEFAULT
};

/// The peers look at `FROM` alone; in manifests at every container.
pub(super) const OF_DOCKERFILES: &[&str] = &["hadolint:DL3006", "trivy:DS-0001", "checkov:CKV_DOCKER_7"];
pub(super) const OF_MANIFESTS: &[&str] = &[
    "kube-linter:latest-tag",
    "kube-score:container-image-tag",
    "polaris:tagNotSpecified",
    "trivy:KSV-0013",
    "checkov:CKV_K8S_14",
    "checkov:CKV_K8S_43",
];

fn check(image: &ImageUse<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(reference) = image.reference() else { return };
    // Istio replaces the image `auto` by its proxy's.
    let is_filled_in = image.is_in_manifest() && image.text == "auto";
    if reference.tag().is_some() || reference.digest().is_some() || is_filled_in {
        return;
    }
    let finding = out.report(image.span, format!("`{}` has no tag: `latest` is meant, whatever that is on the day", image.text));
    finding.aliases(match image.origin {
        ImageOrigin::From => OF_DOCKERFILES,
        _ if image.is_in_manifest() => OF_MANIFESTS,
        _ => &[],
    });
    let Some(known) = cx.known(image) else { return };
    if known.distroless().is_some() {
        finding.severity(Severity::Info);
        finding.help("Distroless images have no version tags: write `:nonroot`, and pin the image by digest.");
        return;
    }
    if let Some(info) = known.pinned() {
        let new = written::with_tag(image, info.tag);
        if let Some(edits) = written::edit(image, &new) {
            finding.unsafe_fix(format!("Write `{new}`, which `latest` stands for"), edits);
        }
    }
}
