//! A user by name, which Kubernetes cannot judge.

use alloc::format;
use alloc::string::String;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_report::{Category, Severity};
use plimsoll_text::Span;

use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::findings::Findings;
use crate::model::expanded::variables;
use crate::model::{DockerModel, Marks, Stage};
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
    let (severity, message) = if name.is_empty() || name.bytes().all(|b| b.is_ascii_digit()) {
        return;
    } else if name.contains('$') {
        let Some(unknown) = undeclared(name, stage, model) else { return };
        (Severity::Info, format!("nothing here says that `${unknown}` is a number: it is empty unless the base image sets it"))
    } else if name == "root" {
        (
            Severity::Info,
            String::from("`root` is a name: with `runAsNonRoot` Kubernetes refuses the container, and by its number it would say why"),
        )
    } else {
        (RULE.severity, format!("Kubernetes cannot tell whether `{name}` is root: with `runAsNonRoot` it refuses the container"))
    };
    let span = if word.span.of(model.file.source) == word.text {
        Span::new(word.span.start, word.span.start + word.text.find(':').unwrap_or(word.text.len()))
    } else {
        word.span
    };
    out.report(span, message).severity(severity);
}

/// A variable in the name that no instruction of the file declares. Microsoft's images of .NET set `APP_UID` to a number.
fn undeclared<'n>(name: &'n str, stage: &Stage<'_>, model: &DockerModel<'_>) -> Option<&'n str> {
    let is_declared = |wanted: &str| {
        model.file.instructions.iter().any(|instruction| match &instruction.kind {
            InstructionKind::Arg(args) => args.iter().any(|arg| arg.name.text == wanted),
            InstructionKind::Env(pairs) => pairs.iter().any(|pair| pair.key.text == wanted),
            _ => false,
        })
    };
    let of_dotnet = || model.root_image(stage.index).is_some_and(|image| image.expanded.contains("dotnet"));
    let used = variables(name, model.file.escape, false);
    let is_known = |name: &str| is_declared(name) || (name == "APP_UID" && of_dotnet());
    used.iter().map(|used| used.name).find(|name| !is_known(name))
}
