//! A `ENTRYPOINT` that another one of its stage replaces.

use plimsoll_dockerfile::Keyword;
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::repeated::report_replaced;
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "multiple-entrypoint",
    summary: "a stage has more than one ENTRYPOINT, and only the last counts",
    help: "Keep the last one, or join them.",
    severity: Severity::Medium,
    category: Category::Reliability,
    fix: Fixable::Safe,
    aliases: &["hadolint:DL4004", "buildkit:MultipleInstructionsDisallowed", "trivy:DS-0007"],
    looks_for: Marks::ENTRYPOINT,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    report_replaced(Keyword::Entrypoint, model, out);
}
