//! `go install` of whatever version there is.

use alloc::format;

use plimsoll_dockerfile::{Instruction, InstructionKind};
use plimsoll_report::{Category, Severity};
use plimsoll_shell::packages::{Action, Manager, Pin};

use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks, RunCommand};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "unpinned-go",
    summary: "Go modules have no version",
    help: "Write `module@version`, or make it a tool of go.mod.",
    severity: Severity::Medium,
    category: Category::Image,
    aliases: &["hadolint:DL3062"],
    looks_for: Marks::GO,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for command in &model.commands {
        let Some(call) = command.package.as_ref().filter(|call| call.manager == Manager::Go) else { continue };
        if !matches!(call.action, Action::Install | Action::Run) {
            continue;
        }
        let is_in_module = call.subcommand_text().as_deref() != Some("get") && has_go_mod(command, model);
        for package in call.packages.iter().filter(|package| matches!(package.pin, Pin::None | Pin::Moving)) {
            if is_in_module && package.pin == Pin::None {
                continue;
            }
            let why = if package.pin == Pin::Moving { "asks for a version that moves" } else { "has no version" };
            let message = format!("`{}` {why}: the next build may get another one", package.name);
            let finding = out.report(command.place(package.word.span), message);
            // Branches, `upgrade` and `patch` move as well, but hadolint lets them pass.
            if package.constraint.as_ref().is_some_and(|version| !matches!(&*version.version, "latest" | "none")) {
                finding.aliases(&[]);
            }
        }
    }
}

/// Whether a go.mod, which then says the versions, may have come into the stage before the command: by its name or with all of a folder.
fn has_go_mod(command: &RunCommand<'_>, model: &DockerModel<'_>) -> bool {
    let Some(stage) = model.stage_of(command.run.index) else { return false };
    let copies = |instruction: &Instruction<'_>| match &instruction.kind {
        InstructionKind::Copy(transfer) | InstructionKind::Add(transfer) => transfer.sources.iter().any(|source| {
            let path = unquoted(&source.text).trim_end_matches('/');
            matches!(path, "." | "") || matches!(path.rsplit('/').next(), Some("go.mod" | "go.*" | "*"))
        }),
        _ => false,
    };
    let mut earlier = model.chain(stage).flat_map(|stage| stage.instructions);
    earlier.any(|instruction| instruction.span.start < command.run.instruction.span.start && copies(instruction))
}
