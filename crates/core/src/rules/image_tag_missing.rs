//! An image without a tag or digest.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::ImageUse;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "image-tag-missing",
    summary: "the image has neither a tag nor a digest",
    help: "Name the version you mean; without one the registry serves whatever `latest` is today.",
    severity: Severity::Medium,
    category: Category::Image,
    family: "image-pin",
    aliases: &["hadolint:DL3006", "trivy:DS-0001", "checkov:CKV_DOCKER_7", "kube-linter:latest-tag"],
    check: Check::Image(check),
    ..Rule::DEFAULT
};

fn check(image: &ImageUse<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(reference) = image.reference() else { return };
    if reference.tag().is_none() && reference.digest().is_none() {
        out.report(image.span, format!("`{}` has no tag: `latest` is meant, whatever that is on the day", image.text));
    }
}
