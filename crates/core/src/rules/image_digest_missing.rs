//! An image whose content may change under its tag.

use plimsoll_report::{Category, ImageOrigin, Severity};

use super::image_tag_latest::moves;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::ImageUse;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "image-digest-missing",
    summary: "the image is not pinned by digest",
    help: "Add the digest behind the tag, `name:tag@sha256:…`, and let a bot keep it up to date.",
    severity: Severity::Low,
    category: Category::Image,
    family: "image-pin",
    aliases: &["checkov:CKV_K8S_43"],
    check: Check::Image(check),
    ..Rule::DEFAULT
};

fn check(image: &ImageUse<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(reference) = image.reference() else { return };
    if reference.tag().is_none() || reference.digest().is_some() || moves(image, cx.known(image)).is_some() {
        return;
    }
    // What the frontend of the build should be pinned to is for `syntax-directive-unpinned` to say: Docker's own advice is to let
    // it move within its major version.
    // And a name that is probably wrong is nothing to hold on to.
    if image.origin == ImageOrigin::Syntax || cx.known(image).is_some_and(|known| known.misspelling().is_some()) {
        return;
    }
    let finding = out.report(image.span, ["`", &*image.text, "` may be another image tomorrow: its tag can be moved"].concat());
    if !image.is_in_manifest() {
        finding.aliases(&[]);
    }
}
