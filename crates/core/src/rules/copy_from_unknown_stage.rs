//! `COPY --from` of a name that is neither a stage nor a known image.

use alloc::format;

use plimsoll_dockerfile::stages::Source;
use plimsoll_dockerfile::{InstructionKind, Word};
use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::nearest::nearest;
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "copy-from-unknown-stage",
    summary: "COPY --from names no stage",
    help: "Name a stage of this file, or write the image with its tag.",
    severity: Severity::Medium,
    category: Category::Image,
    fix: Fixable::Unsafe,
    aliases: &["hadolint:DL3022"],
    looks_for: Marks::TAKEN,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for instruction in &model.file.instructions {
        let own = instruction.effective();
        match &own.kind {
            InstructionKind::Copy(_) => {
                let Some(from) = own.flag_value("from") else { continue };
                match model.graph.resolve_copy_from(&from.text) {
                    Source::InvalidIndex => {
                        let message = format!("there is no stage of number {}: the file has {}", from.text, model.graph.stages.len());
                        out.report(from.span, message).severity(Severity::High);
                    }
                    Source::Image => report(from, model, &["hadolint:DL3022"], out),
                    Source::Stage(_) | Source::Context => {}
                }
            }
            InstructionKind::Run { mounts, .. } => {
                let froms = mounts.iter().filter_map(|mount| mount.from());
                for from in froms.filter(|from| model.graph.resolve_mount_from(&from.text) == Source::Image) {
                    report(from, model, &[], out);
                }
            }
            _ => {}
        }
    }
}

fn report(from: &Word<'_>, model: &DockerModel<'_>, aliases: &'static [&'static str], out: &mut Findings<'_>) {
    let name = &*from.text;
    // With a tag, a folder or a host it is plainly an image, and so it is with an official name.
    if name.contains([':', '/', '.', '@', '$']) {
        return;
    }
    let stages = model.stages.iter().filter_map(|stage| stage.name).map(|name| &*name.text);
    let near = nearest(name, stages);
    if near.is_none() && plimsoll_catalog::is_official(name) {
        return;
    }
    let finding =
        out.report(from.span, format!("no stage is called `{name}`: an image of that name is loaded from Docker Hub, whoever owns it"));
    finding.aliases(aliases);
    if let Some(stage) = near {
        finding.help(format!("Did you mean the stage `{stage}`?"));
        finding.unsafe_fix(format!("Write {stage}"), [Edit { span: from.span, text: stage.into() }].into());
    }
}
