//! A FROM that names the platform it is built for anyway.

use alloc::format;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::docker_edit::delete_flag;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks, Stage};
use crate::rule::{Check, Fixable, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "platform-redundant",
    summary: "the platform named is the default",
    help: "Remove the flag.",
    severity: Severity::Low,
    category: Category::Hygiene,
    fix: Fixable::Safe,
    preset: Preset::Strict,
    aliases: &["hadolint:DL3065", "buildkit:RedundantTargetPlatform"],
    looks_for: Marks::PLATFORM,
    check: Check::Stage(check),
    ..Rule::DEFAULT
};

fn check(stage: &Stage<'_>, model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    // A `FROM` that names nothing is another fault, and the flag may be what is left of it.
    let Some(from) = stage.from.filter(|from| matches!(from.kind, InstructionKind::From { image: Some(_), .. })) else { return };
    let Some((flag, value)) = from.flag("platform").and_then(|flag| Some((flag, flag.value.as_ref()?))) else { return };
    // Anything more than the variable, such as `${TARGETPLATFORM:-linux/arm64}`, has a meaning of its own.
    if matches!(&*value.text, "$TARGETPLATFORM" | "${TARGETPLATFORM}") {
        out.report(value.span, format!("`{}` is the platform that FROM takes by itself", value.text))
            .safe_fix("Remove --platform", [delete_flag(flag, model.file.source)].into());
    }
}
