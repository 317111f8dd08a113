//! A package manager in an image that installs nothing with it.

use alloc::format;

use plimsoll_dockerfile::{Command, InstructionKind};
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::DockerModel;
use crate::model::leftovers::is_system;
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "package-manager-left",
    summary: "the base image brings a package manager that nothing uses",
    help: "Take a base image without one, such as distroless, for the final stage.",
    severity: Severity::Info,
    category: Category::Image,
    preset: Preset::Strict,
    aliases: &["cis:4.3"],
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let Some(image) = model.final_stage().and_then(|stage| model.root_image(stage.index)) else { return };
    let uses = model.commands.iter().any(|command| {
        model.is_in_result(command.stage) && command.package.as_ref().is_some_and(|call| is_system(call.manager) && call.action.installs())
    });
    if uses {
        return;
    }
    if let Some(manager) = cx.footprint(image).and_then(|known| known.manager.name()) {
        let message = format!("`{}` brings `{manager}`, and nothing is installed with it", image.expanded);
        let finding = out.report(image.span, message);
        let needs_shell = model.stages.iter().filter(|stage| stage.in_result).flat_map(|stage| stage.instructions).any(|instruction| {
            matches!(
                &instruction.kind,
                InstructionKind::Run { .. }
                    | InstructionKind::Cmd(Command::Shell { .. })
                    | InstructionKind::Entrypoint(Command::Shell { .. })
            )
        });
        if needs_shell {
            finding.help("Move what RUN does to an earlier stage and write CMD and ENTRYPOINT as JSON arrays; then a base image without shell and package manager will do.");
        }
    }
}
