//! A relative destination below a folder that the file does not name.

use alloc::format;

use plimsoll_dockerfile::{InstructionKind, Keyword};
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::findings::Findings;
use crate::model::{Base, DockerModel, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "copy-relative-no-workdir",
    summary: "a relative destination without WORKDIR",
    help: "Set `WORKDIR` above, or give the full path.",
    severity: Severity::Low,
    category: Category::Reliability,
    aliases: &["hadolint:DL3045"],
    looks_for: Marks::COPY.or(Marks::ADD),
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    model.with_inherited(|has_workdir: &mut bool, stage, _, instruction| match &instruction.kind {
        InstructionKind::Workdir(_) => *has_workdir = true,
        InstructionKind::Copy(transfer) | InstructionKind::Add(transfer) if !*has_workdir && !transfer.sources.is_empty() => {
            let Some(destination) = transfer.destination.as_ref().filter(|word| is_relative(&word.text)) else { return };
            // The folder of the empty image is `/`: nothing can go wrong there, but it is not said either.
            let (severity, place) = match model.chain(stage.index).last().map(|root| root.base) {
                Some(Base::Scratch) => (Severity::Info, "it ends up in `/`"),
                _ => (RULE.severity, "where it ends up is the base image's choice"),
            };
            let message = format!("`{}` is relative, but no WORKDIR is set: {place}", destination.text);
            let finding = out.report(destination.span, message).severity(severity);
            if instruction.keyword == Keyword::Add {
                finding.aliases(&[]);
            }
        }
        _ => {}
    });
}

fn is_relative(path: &str) -> bool {
    let path = unquoted(path).trim_start_matches(['"', '\'']);
    let is_drive = path.get(1..).is_some_and(|rest| rest.starts_with(':')) && path.starts_with(|c: char| c.is_ascii_alphabetic());
    !path.is_empty() && !path.starts_with(['/', '\\', '$']) && !is_drive
}
