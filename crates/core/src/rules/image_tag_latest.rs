//! A tag that moves.

use alloc::format;

use plimsoll_report::{Category, ImageOrigin, Severity};

use super::image_tag_missing::OF_MANIFESTS;
use crate::context::Context;
use crate::findings::Findings;
use crate::model::ImageUse;
use crate::rule::{Check, Fixable, Rule};
use crate::suggest::{Known, written};

pub static RULE: Rule = Rule {
    id: "image-tag-latest",
    summary: "the image's tag names no version",
    help: "Name the version you mean, or pin the image by digest.",
    severity: Severity::Medium,
    category: Category::Image,
    fix: Fixable::Unsafe,
    family: "image-pin",
    aliases: &[
        "hadolint:DL3007",
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

const OF_DOCKERFILES: &[&str] = &["hadolint:DL3007", "trivy:DS-0001", "checkov:CKV_DOCKER_7"];

/// How a tag moves, where it does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Moves {
    /// It is `latest`.
    Latest,
    /// It names a line of versions, not one.
    Alias,
    /// A distroless image: it has no other tags.
    Distroless,
}

/// Whether the tag of an image without a digest names no version.
pub(super) fn moves(image: &ImageUse<'_>, known: Option<&Known>) -> Option<Moves> {
    let reference = image.reference().filter(|reference| reference.digest().is_none())?;
    let tag = reference.tag()?;
    if known.is_some_and(|known| known.distroless().is_some()) {
        return Some(Moves::Distroless);
    }
    if tag == "latest" {
        return Some(Moves::Latest);
    }
    // Of the channels of the Dockerfile frontend `syntax-directive-unpinned` speaks.
    let known = known.filter(|_| image.origin != ImageOrigin::Syntax)?;
    (known.moves() || (image.is_in_manifest() && is_major(tag))).then_some(Moves::Alias)
}

/// `1` and `v2`: what runs moves with every minor version. A Dockerfile is built once, and its tag followed on purpose.
fn is_major(tag: &str) -> bool {
    let number = tag.strip_prefix('v').unwrap_or(tag);
    (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
}

fn check(image: &ImageUse<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    report(image, cx, out, |moves| moves != Moves::Alias);
    let digested = image.reference().filter(|reference| image.is_in_manifest() && reference.digest().is_some());
    if digested.is_some_and(|reference| reference.tag() == Some("latest")) {
        let finding = out.report(image.tag_span(), "the digest says which image runs, and the tag `latest` no version of it");
        // The peers that look at tags let a digest pass.
        finding.severity(Severity::Info).aliases(&[]);
        finding.help("Write the version's tag in front of the digest, so that a reader sees what runs.");
    }
}

/// Reports an image whose tag moves in one of the ways that `is_mine` picks.
pub(super) fn report(image: &ImageUse<'_>, cx: &Context<'_>, out: &mut Findings<'_>, is_mine: fn(Moves) -> bool) {
    let known = cx.known(image);
    let Some(moves) = moves(image, known).filter(|moves| is_mine(*moves)) else { return };
    let tag = image.reference().and_then(|reference| reference.tag()).unwrap_or_default();
    let finding = match moves {
        Moves::Latest => out.report(image.tag_span(), format!("`{}` is whatever its makers released last", image.text)),
        Moves::Alias => out.report(image.tag_span(), format!("the tag `{tag}` moves to other versions by itself")),
        Moves::Distroless => {
            out.report(image.tag_span(), format!("the tag `{tag}` moves with every rebuild; distroless images have no version tags"))
        }
    };
    match moves {
        Moves::Latest if image.is_in_manifest() => finding.aliases(OF_MANIFESTS),
        Moves::Latest if image.origin == ImageOrigin::From => finding.aliases(OF_DOCKERFILES),
        // Whatever the tag, there is no digest.
        _ if image.is_in_manifest() => finding.aliases(&["checkov:CKV_K8S_43"]),
        _ => finding.aliases(&[]),
    };
    if moves == Moves::Distroless {
        finding.severity(Severity::Info);
        finding.help("Pin the image by digest behind the tag: `name:nonroot@sha256:…`.");
    }
    if let Some(info) = known.and_then(Known::pinned).filter(|_| moves != Moves::Distroless) {
        let new = written::with_tag(image, info.tag);
        if let Some(edits) = written::edit(image, &new) {
            finding.unsafe_fix(format!("Write `{new}`, which `{tag}` stands for"), edits);
        }
    }
}
