//! `WORKDIR` below wherever the base image happens to be.

use alloc::format;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_report::{Category, Severity};
use plimsoll_text::{Edit, Span};

use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "workdir-relative",
    summary: "WORKDIR is relative to the working directory of the base image",
    help: "Write an absolute path.",
    severity: Severity::Medium,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    aliases: &["hadolint:DL3000", "buildkit:WorkdirRelativePath", "trivy:DS-0009", "checkov:CKV_DOCKER_10"],
    looks_for: Marks::WORKDIR,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    model.with_inherited(|set: &mut bool, _, _, instruction| {
        let InstructionKind::Workdir(Some(path)) = &instruction.kind else { return };
        let text = unquoted(&path.text);
        if !*set && !is_absolute(text, model.file.escape) {
            let message = format!("`WORKDIR {text}` starts from the working directory of the base image, which may change");
            let finding = out.report(path.span, message);
            let start = path.span.start + path.span.of(cx.source).find(text).unwrap_or_default();
            finding.unsafe_fix("Start at the root", [Edit { span: Span::at(start), text: "/".into() }].into());
        }
        *set = true;
    });
}

/// Also true of what a variable decides. A backslash starts a path of Windows where it does not escape what follows.
fn is_absolute(path: &str, escape: char) -> bool {
    let mut letters = path.chars();
    let drive = letters.next().is_some_and(|letter| letter.is_ascii_alphabetic()) && letters.next() == Some(':');
    path.starts_with(['/', '$']) || drive || (path.starts_with('\\') && (escape != '\\' || path.starts_with("\\\\")))
}
