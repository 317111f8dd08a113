//! A build argument that cannot have any effect.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;

use plimsoll_dockerfile::{Instruction, InstructionKind};
use plimsoll_report::{Category, Severity};
use plimsoll_text::split_byte;

use crate::context::Context;
use crate::docker_edit::delete_instruction;
use crate::findings::Findings;
use crate::model::{Base, DockerModel, Marks};
use crate::rule::{Check, Fixable, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "unused-arg",
    summary: "a build argument has no effect",
    help: "Delete it, or declare it where it is needed.",
    severity: Severity::Low,
    category: Category::Hygiene,
    fix: Fixable::Unsafe,
    preset: Preset::Strict,
    looks_for: Marks::ARG,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    if model.graph.stages.is_empty() {
        return;
    }
    globals(model, out);
    stages(model, out);
}

/// Arguments above the first FROM: seen by the FROMs, by each other, and by stages that declare them again.
fn globals(model: &DockerModel<'_>, out: &mut Findings<'_>) {
    if model.stage_of(0).is_some() {
        return;
    }
    let source = model.file.source;
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for (index, instruction) in model.file.instructions.iter().enumerate() {
        match &instruction.kind {
            InstructionKind::From { .. } => mentioned(instruction.span.of(source), &mut used),
            InstructionKind::Arg(args) if model.stage_of(index).is_some() => used.extend(args.iter().map(|arg| &*arg.name.text)),
            InstructionKind::Arg(args) => {
                args.iter().filter_map(|arg| arg.default.as_ref()).for_each(|word| mentioned(word.span.of(source), &mut used))
            }
            _ => {}
        }
    }
    for instruction in model.file.instructions.iter().enumerate().take_while(|(index, _)| model.stage_of(*index).is_none()).map(|(_, i)| i)
    {
        report(instruction, &used, "no FROM uses the argument, and no stage declares it", model, out);
    }
}

/// Arguments of a stage: every RUN behind one has it in its environment, where a program may look for it, and so do the
/// stages built from this one. Without any RUN only what is written counts.
fn stages(model: &DockerModel<'_>, out: &mut Findings<'_>) {
    let source = model.file.source;
    let mut has_child: Vec<bool> = model.stages.iter().map(|_| false).collect();
    for stage in &model.stages {
        if let Base::Stage(parent) = stage.base
            && let Some(parent) = has_child.get_mut(parent)
        {
            *parent = true;
        }
    }
    for (stage, _) in model.stages.iter().zip(&has_child).filter(|(_, has_child)| !**has_child) {
        let runs = |instruction: &&Instruction<'_>| matches!(instruction.kind, InstructionKind::Run { .. } | InstructionKind::Onbuild(_));
        let below = || stage.instructions.iter().rev().take_while(|instruction| !runs(instruction));
        if !below().any(|instruction| matches!(instruction.kind, InstructionKind::Arg(_))) {
            continue;
        }
        let mut used: BTreeSet<&str> = BTreeSet::new();
        for instruction in below() {
            match &instruction.kind {
                InstructionKind::Arg(args) => {
                    report(instruction, &used, "nothing below uses the argument", model, out);
                    args.iter().filter_map(|arg| arg.default.as_ref()).for_each(|word| mentioned(word.span.of(source), &mut used));
                }
                _ => mentioned(instruction.span.of(source), &mut used),
            }
        }
    }
}

fn report(instruction: &Instruction<'_>, used: &BTreeSet<&str>, why: &str, model: &DockerModel<'_>, out: &mut Findings<'_>) {
    let InstructionKind::Arg(args) = &instruction.kind else { return };
    for arg in args.iter().filter(|arg| !used.contains(&*arg.name.text) && !is_for_the_builder(&arg.name.text)) {
        let finding = out.report(arg.name.span, format!("`{}` has no effect: {why}", arg.name.text));
        if args.len() == 1 && !shields_a_directive(instruction, model) {
            finding.unsafe_fix("Delete it", [delete_instruction(model.file, instruction)].into());
        }
    }
}

/// Whether a comment below the file's first instruction would become a parser directive without it: `# syntax=`.
fn shields_a_directive(instruction: &Instruction<'_>, model: &DockerModel<'_>) -> bool {
    let file = model.file;
    let is_first = file.instructions.first().is_some_and(|first| first.span == instruction.span);
    let next = file.instructions.get(1).map_or(file.source.len(), |next| next.span.start);
    let mut below =
        file.comments.iter().map(|comment| comment.span).filter(|comment| instruction.span.end <= comment.start && comment.end <= next);
    is_first && below.any(|comment| comment.of(file.source).contains('='))
}

/// Arguments that BuildKit itself looks for.
fn is_for_the_builder(name: &str) -> bool {
    name.starts_with("BUILDKIT_") || name == "SOURCE_DATE_EPOCH" || name.to_ascii_uppercase().ends_with("_PROXY")
}

/// The names of the variables that a text mentions.
fn mentioned<'t>(text: &'t str, into: &mut BTreeSet<&'t str>) {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    into.extend(split_byte(text, b'$').skip(1).flat_map(|rest| rest.split(|c| !is_name(c)).find(|name| !name.is_empty())));
}
