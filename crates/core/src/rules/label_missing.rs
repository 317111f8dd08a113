//! An image without a label that the schema asks for.

use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

use plimsoll_dockerfile::stages::Source;
use plimsoll_dockerfile::{InstructionKind, Keyword};
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::labels::labels;
use crate::model::{Base, DockerModel};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "label-missing",
    summary: "the image lacks a label of the schema",
    help: "Set the label with `LABEL` in the stage that becomes the image.",
    severity: Severity::Low,
    category: Category::Hygiene,
    aliases: &["hadolint:DL3049"],
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let schema = &cx.options.labels;
    if schema.labels.is_empty() {
        return;
    }
    let used = used(model);
    // By stage and label of the schema: whether the stage or one that it is built from sets it.
    let mut there: Vec<Vec<bool>> = Vec::with_capacity(model.stages.len());
    for stage in &model.stages {
        let mut set = match stage.base {
            Base::Stage(parent) => there.get(parent).cloned(),
            _ => None,
        }
        .unwrap_or_else(|| vec![false; schema.labels.len()]);
        for label in stage.instructions.iter().filter(|instruction| instruction.keyword != Keyword::Onbuild).flat_map(labels) {
            for (slot, _) in set.iter_mut().zip(&schema.labels).filter(|(_, (name, _))| name == label.name) {
                *slot = true;
            }
        }
        let missing: Vec<_> =
            set.iter().zip(&schema.labels).filter(|(is_set, _)| !**is_set).map(|(_, (name, _))| format!("`{name}`")).collect();
        there.push(set);
        if stage.from.is_none() || used.get(stage.index) != Some(&false) {
            continue;
        }
        match missing.as_slice() {
            [] => {}
            [one] => drop(out.report(stage.headline(), format!("the label {one} is missing from this image"))),
            many => drop(out.report(stage.headline(), format!("the labels {} are missing from this image", many.join(", ")))),
        }
    }
}

/// Which stages another one is built from or takes files from: those are parts, not images of their own.
fn used(model: &DockerModel<'_>) -> Vec<bool> {
    let mut used = vec![false; model.stages.len()];
    let mut mark = |stage: usize, by: Option<usize>| {
        if let Some(slot) = used.get_mut(stage).filter(|_| by != Some(stage)) {
            *slot = true;
        }
    };
    for stage in &model.stages {
        if let Base::Stage(parent) = stage.base {
            mark(parent, None);
        }
        for instruction in stage.instructions {
            let sources = match &instruction.kind {
                InstructionKind::Copy(_) => {
                    instruction.flag_value("from").map(|from| model.graph.resolve_copy_from(&from.text)).into_iter().collect()
                }
                InstructionKind::Run { mounts, .. } => {
                    mounts.iter().filter_map(|mount| mount.from()).map(|from| model.graph.resolve_mount_from(&from.text)).collect()
                }
                _ => Vec::new(),
            };
            for source in sources {
                if let Source::Stage(source) = source {
                    mark(source, Some(stage.index));
                }
            }
        }
    }
    used
}
