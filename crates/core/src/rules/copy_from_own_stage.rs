//! `COPY --from` of the stage it stands in.

use alloc::format;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_dockerfile::stages::Source;
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "copy-from-own-stage",
    summary: "COPY --from takes from its own stage",
    help: "Name another stage, or use `RUN cp` for files of this one.",
    severity: Severity::High,
    category: Category::Reliability,
    aliases: &["hadolint:DL3023", "trivy:DS-0006"],
    looks_for: Marks::TAKEN,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for (index, instruction) in model.file.instructions.iter().enumerate() {
        if !matches!(instruction.kind, InstructionKind::Copy(_)) {
            continue;
        }
        let (Some(from), Some(stage)) = (instruction.flag_value("from"), model.graph.stage_of(index)) else { continue };
        if model.graph.resolve_copy_from(&from.text) == Source::Stage(stage) {
            out.report(from.span, format!("`{}` is the stage that this instruction stands in, so the build cannot start", from.text));
        }
    }
}
