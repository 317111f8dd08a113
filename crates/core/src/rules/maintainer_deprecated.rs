//! `MAINTAINER`, which a label has replaced.

use plimsoll_dockerfile::InstructionKind;
use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::docker_edit::{has_inner_comments, in_case_of, quoted, unquoted};
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "maintainer-deprecated",
    summary: "MAINTAINER is deprecated",
    help: "Write `LABEL org.opencontainers.image.authors=\"…\"`.",
    severity: Severity::Low,
    category: Category::Hygiene,
    fix: Fixable::Safe,
    aliases: &["hadolint:DL4000", "buildkit:MaintainerDeprecated", "trivy:DS-0022", "checkov:CKV_DOCKER_6"],
    looks_for: Marks::MAINTAINER,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for instruction in &model.file.instructions {
        let InstructionKind::Maintainer(author) = &instruction.kind else { continue };
        let finding = out
            .report(instruction.keyword_span, "`MAINTAINER` is deprecated since 2017: tools look for the label of the image specification");
        if let Some(author) = author.as_ref().filter(|_| !has_inner_comments(model.file, instruction)) {
            let label = in_case_of("LABEL", &instruction.keyword_text);
            let value = quoted(unquoted(&author.text), model.file.escape, false);
            let text = [&*label, " org.opencontainers.image.authors=", &*value].concat();
            finding.safe_fix("Write a label", [Edit { span: instruction.span, text }].into());
        }
    }
}
