//! A stage with a name that means something else to the builder.

use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Stage};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "stage-name-reserved",
    summary: "the stage has a reserved name",
    help: "Give the stage another name.",
    severity: Severity::Medium,
    category: Category::Reliability,
    aliases: &["hadolint:DL3063", "buildkit:ReservedStageName"],
    check: Check::Stage(check),
    ..Rule::DEFAULT
};

fn check(stage: &Stage<'_>, _: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(name) = stage.name else { return };
    let meaning = if name.text.eq_ignore_ascii_case("scratch") {
        "the empty image"
    } else if name.text.eq_ignore_ascii_case("context") {
        "the build context"
    } else {
        return;
    };
    out.report(name.span, format!("`{}` means {meaning}: a stage of that name hides it", name.text));
}
