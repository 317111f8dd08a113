//! A whole file system copied from another stage.

use alloc::format;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_dockerfile::stages::Source;
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::findings::Findings;
use crate::model::{Base, DockerModel, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "copy-root-from-stage",
    summary: "COPY --from takes the whole root of another stage",
    help: "Copy the files that the program needs.",
    severity: Severity::Low,
    category: Category::Image,
    aliases: &["hadolint:DL3067"],
    looks_for: Marks::TAKEN,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for (index, instruction) in model.file.instructions.iter().enumerate() {
        let copy = instruction.effective();
        let InstructionKind::Copy(transfer) = &copy.kind else { continue };
        let (Some(from), [source], Some(destination)) = (copy.flag_value("from"), transfer.sources.as_slice(), &transfer.destination)
        else {
            continue;
        };
        let is_root = unquoted(&source.text) == "/" && unquoted(&destination.text) == "/";
        // A stage from scratch holds what was put together for this.
        let is_chosen = match model.graph.resolve_copy_from(&from.text) {
            Source::Stage(stage) => model.chain(stage).last().is_some_and(|stage| stage.base == Base::Scratch),
            Source::InvalidIndex | Source::Image | Source::Context => false,
        };
        if is_root && !is_chosen && model.is_in_result(model.stage_of(index)) {
            let message = format!("everything in `{}` is copied, tools, caches and all", from.text);
            out.report(source.span.to(destination.span), message);
        }
    }
}
