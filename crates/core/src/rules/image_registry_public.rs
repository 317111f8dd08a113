//! An image from a registry that is open to everyone.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::ImageUse;
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "image-registry-public",
    summary: "the image comes from a public registry",
    help: "Pull it through a registry of your own that mirrors and scans it.",
    severity: Severity::Info,
    category: Category::Image,
    preset: Preset::All,
    aliases: &["trivy:KSV-0034"],
    check: Check::Image(check),
    ..Rule::DEFAULT
};

fn check(image: &ImageUse<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    const PUBLIC: [&str; 4] = ["docker.io", "ghcr.io", "quay.io", "public.ecr.aws"];
    let Some(reference) = image.reference().filter(|_| image.is_in_manifest() && image.text != "auto") else { return };
    let registry = reference.registry();
    if PUBLIC.contains(&registry) {
        out.report(image.registry_span(), format!("`{}` comes from `{registry}`, where everyone can publish", image.text));
    }
}
