//! A final stage that says nothing about its health.

use plimsoll_dockerfile::InstructionKind;
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::DockerModel;
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "no-healthcheck",
    summary: "no HEALTHCHECK",
    help: "Add `HEALTHCHECK CMD …`, or `HEALTHCHECK NONE` to say that something else watches.",
    severity: Severity::Low,
    category: Category::Reliability,
    preset: Preset::Strict,
    aliases: &["hadolint:DL3057", "trivy:DS-0026", "checkov:CKV_DOCKER_2", "cis:4.6"],
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(stage) = model.final_stage().filter(|stage| stage.from.is_some()) else { return };
    let decided =
        model.inherited(stage.index, |_, instruction| matches!(instruction.kind, InstructionKind::Healthcheck { .. }).then_some(()));
    if decided.is_none() {
        out.report(stage.headline(), "the image has no HEALTHCHECK: Docker and Swarm take a hanging process for a healthy one");
    }
}
