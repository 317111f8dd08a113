//! A stage that the final image takes nothing from.

use alloc::format;
use alloc::vec::Vec;

use plimsoll_dockerfile::stages::Source;
use plimsoll_dockerfile::{Instruction, InstructionKind};
use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::docker_edit::delete_instructions;
use crate::findings::Findings;
use crate::model::{Base, DockerModel, Marks, Stage};
use crate::rule::{Check, Fixable, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "unused-stage",
    summary: "nothing uses the stage",
    help: "Delete it, or build it by name with `--target`.",
    severity: Severity::Info,
    category: Category::Hygiene,
    fix: Fixable::Unsafe,
    preset: Preset::Strict,
    looks_for: Marks::STAGES,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

/// Nobody chooses in more places; it bounds the work.
const MAX_CHOSEN: usize = 64;

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let mut used: Vec<bool> = model.stages.iter().map(|stage| stage.is_final || stage.is_needed).collect();
    if !used.contains(&false) {
        return;
    }
    let chosen = chosen(model);
    let mut mark = |stage: usize| {
        if let Some(used) = used.get_mut(stage) {
            *used = true;
        }
    };
    // What another stage takes is no leftover of its own, even where that other stage is one.
    for stage in &model.stages {
        if let Base::Stage(parent) = stage.base {
            mark(parent);
        }
    }
    for instruction in &model.file.instructions {
        let sources = match &instruction.kind {
            InstructionKind::Copy(_) => {
                instruction.flag_value("from").map(|from| model.graph.resolve_copy_from(&from.text)).into_iter().collect()
            }
            InstructionKind::Run { mounts, .. } => {
                mounts.iter().filter_map(|mount| mount.from()).map(|from| model.graph.resolve_mount_from(&from.text)).collect()
            }
            _ => Vec::new(),
        };
        sources.into_iter().for_each(|source| {
            if let Source::Stage(stage) = source {
                mark(stage);
            }
        });
    }
    for (stage, _) in model.stages.iter().zip(&used).filter(|(_, used)| !**used) {
        if stage.name.is_some_and(|name| chosen.iter().any(|(start, end)| name.text.starts_with(start) && name.text.ends_with(end))) {
            continue;
        }
        let message = match stage.name {
            Some(name) => format!("nothing uses the stage `{}`: only `--target` builds it", name.text),
            None => "nothing uses this stage, and it has no name to build it by".into(),
        };
        let finding = out.report(stage.name.map_or(stage.headline(), |name| name.span), message);
        // One with a name may be there to be built by it.
        if stage.name.is_none() {
            finding.severity(Severity::Low);
            if let Some(edit) = delete(stage, model) {
                finding.unsafe_fix("Delete the stage", [edit].into());
            }
        }
    }
}

/// `FROM build-$MODE` chooses one of several stages: what such names begin and end with. A name that is all variable says
/// nothing about stages.
fn chosen<'m>(model: &DockerModel<'m>) -> Vec<(&'m str, &'m str)> {
    let words = model.stages.iter().filter_map(|stage| match &stage.from?.kind {
        InstructionKind::From { image: Some(image), .. } => Some(&*image.text),
        _ => None,
    });
    let parts = words.filter_map(|word| {
        let start = word.split('$').next().filter(|start| start.len() < word.len())?;
        let end = word.rsplit('$').next().unwrap_or_default();
        let end = end.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '{' | '}' | ':'));
        Some((start, end))
    });
    parts.filter(|(start, end)| !start.is_empty() || !end.is_empty()).take(MAX_CHOSEN).collect()
}

/// Deletes the lines of a stage. `None` where stages are counted, since the later ones would have other numbers.
fn delete(stage: &Stage<'_>, model: &DockerModel<'_>) -> Option<Edit> {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_number = |instruction: &Instruction<'_>| instruction.flag_value("from").is_some_and(|from| number(&from.text));
    if !model.file.errors.is_empty() || model.file.instructions.iter().any(|instruction| is_number(instruction.effective())) {
        return None;
    }
    let from = stage.from?;
    Some(delete_instructions(model.file, from, stage.instructions.last().unwrap_or(from)))
}
