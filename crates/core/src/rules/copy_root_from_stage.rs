//! A whole file system copied from another stage.

use alloc::format;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::findings::Findings;
use crate::model::DockerModel;
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "copy-root-from-stage",
    summary: "COPY --from takes the whole root of another stage",
    help: "Copy the files that the program needs.",
    severity: Severity::Low,
    category: Category::Image,
    aliases: &["hadolint:DL3067"],
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for instruction in &model.file.instructions {
        let copy = instruction.effective();
        let InstructionKind::Copy(transfer) = &copy.kind else { continue };
        let (Some(from), [source], Some(destination)) = (copy.flag_value("from"), transfer.sources.as_slice(), &transfer.destination)
        else {
            continue;
        };
        if unquoted(&source.text) == "/" && unquoted(&destination.text) == "/" {
            let message = format!("everything in `{}` is copied, tools, caches and all", from.text);
            out.report(source.span.to(destination.span), message);
        }
    }
}
