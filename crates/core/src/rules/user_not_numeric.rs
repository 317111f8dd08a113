//! A user by name, which Kubernetes cannot judge.

use alloc::format;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_report::{Category, Severity};
use plimsoll_text::Span;

use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "user-not-numeric",
    summary: "the user is a name, not a number",
    help: "Say the number: `USER 10001:10001`.",
    severity: Severity::Low,
    category: Category::Privilege,
    preset: Preset::Strict,
    aliases: &["hadolint:DL3066"],
    looks_for: Marks::USER,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(stage) = model.final_stage() else { return };
    let user = model.inherited(stage.index, |index, instruction| match &instruction.kind {
        InstructionKind::User(Some(word)) => Some((index, word)),
        _ => None,
    });
    // Users of Windows have no numbers.
    let Some((_, word)) = user.filter(|(index, _)| model.shell_at(*index).is_posix) else { return };
    let name = unquoted(&word.text).split(':').next().unwrap_or_default();
    if name.is_empty() || name.contains('$') || name.bytes().all(|b| b.is_ascii_digit()) || name == "root" {
        return;
    }
    let span = if word.span.of(model.file.source) == word.text {
        Span::new(word.span.start, word.span.start + word.text.find(':').unwrap_or(word.text.len()))
    } else {
        word.span
    };
    out.report(span, format!("Kubernetes cannot tell whether `{name}` is root: with `runAsNonRoot` it refuses the container"));
}
