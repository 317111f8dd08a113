//! An image without a registry.

use alloc::format;

use plimsoll_report::{Category, Severity};
use plimsoll_text::{Edit, Span};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::ImageUse;
use crate::rule::{Check, Fixable, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "image-registry-implicit",
    summary: "the image names no registry",
    help: "Write the registry: `docker.io/library/nginx` instead of `nginx`.",
    severity: Severity::Low,
    category: Category::Image,
    fix: Fixable::Safe,
    preset: Preset::All,
    check: Check::Image(check),
    ..Rule::DEFAULT
};

fn check(image: &ImageUse<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(reference) = image.reference().filter(|_| image.is_in_manifest()) else { return };
    let is_written = image.text.split_once('/').is_some_and(|(first, _)| first.contains(['.', ':']) || first == "localhost");
    if is_written || image.text == "auto" || reference.registry() != "docker.io" {
        return;
    }
    let finding =
        out.report(image.name_span(), format!("`{}` names no registry: the node's settings decide where it comes from", image.text));
    if image.is_editable() {
        let lead = if image.text.contains('/') { "docker.io/" } else { "docker.io/library/" };
        finding.safe_fix("Write docker.io", [Edit { span: Span::at(image.span.start), text: lead.into() }].into());
    }
}
