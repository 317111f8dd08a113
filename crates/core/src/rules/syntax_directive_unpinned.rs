//! A frontend of the build that may change any day.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, ImageOrigin};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "syntax-directive-unpinned",
    summary: "the frontend of the build is not pinned",
    help: "Use `docker/dockerfile:1`, or pin the frontend by digest.",
    severity: Severity::Medium,
    category: Category::Image,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(image) = model.images.iter().find(|image| image.origin == ImageOrigin::Syntax) else { return };
    let Some(reference) = image.reference().filter(|reference| reference.digest().is_none()) else { return };
    // Mirrors keep the name.
    let is_dockers = ["docker/dockerfile", "docker/dockerfile-upstream"].iter().any(|name| reference.repository().ends_with(name));
    if !is_dockers {
        let message = format!("`{}` runs in the build: whoever holds its tag can change what the build does", image.text);
        out.report(image.span, message).help("Pin the frontend by digest, or use `docker/dockerfile:1`.");
        return;
    }
    // Of no tag, and of `latest`, the rules about images speak.
    let Some(tag) = reference.tag().filter(|tag| *tag != "latest") else { return };
    if !tag.starts_with(|c: char| c.is_ascii_digit()) {
        let message = format!("`{tag}` is a moving channel of the Dockerfile frontend: a new release may change the build");
        out.report(image.tag_span(), message).severity(Severity::Low).help("Use `docker/dockerfile:1`.");
    } else if tag.split('.').count() < 3 && model.file.check.error == Some(true) {
        let message = format!("`check=error=true` with the moving tag `{tag}`: a release with a new check makes this build fail");
        out.report(image.tag_span(), message).severity(Severity::Low).help("Name the full version, as in `docker/dockerfile:1.17.0`.");
    }
}
