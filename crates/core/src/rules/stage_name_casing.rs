//! A stage name with capital letters.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

use plimsoll_dockerfile::{InstructionKind, is_stage_name};
use plimsoll_report::{Category, Severity};
use plimsoll_text::{Edit, Span};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "stage-name-casing",
    summary: "the stage name has capital letters",
    help: "Write stage names in lower case.",
    severity: Severity::Info,
    category: Category::Hygiene,
    fix: Fixable::Safe,
    preset: Preset::Strict,
    aliases: &["buildkit:StageNameCasing"],
    looks_for: Marks::STAGE_NAME,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let has_capital = |name: &str| name.bytes().any(|b| b.is_ascii_uppercase());
    if !model.stages.iter().any(|stage| stage.name.is_some_and(|name| has_capital(&name.text))) {
        return;
    }
    let source = model.file.source;
    let mut uses = uses(model, has_capital);
    for stage in &model.stages {
        let Some(name) = stage.name else { continue };
        let lower = name.text.to_ascii_lowercase();
        if name.text == lower {
            continue;
        }
        let message = format!("`{}` has capital letters; Docker compares stage names without regard to case", name.text);
        let finding = out.report(name.span, message);
        if name.span.of(source) != name.text || !is_stage_name(&name.text) {
            continue;
        }
        let mut edits = Vec::from([Edit { span: name.span, text: lower.clone() }]);
        // Where it is taken up, case does not matter, but one name should look the same everywhere.
        let spans = uses.remove(&stage.index).unwrap_or_default();
        edits.extend(spans.into_iter().map(|span| Edit { span, text: lower.clone() }));
        finding.safe_fix(format!("Write {lower}"), edits);
    }
}

/// The places of those names in `COPY --from=` and `RUN --mount=from=` that are asked for, by stage.
pub(super) fn uses(model: &DockerModel<'_>, wanted: fn(&str) -> bool) -> BTreeMap<usize, Vec<Span>> {
    let mut uses: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    for instruction in &model.file.instructions {
        let copy = match &instruction.kind {
            InstructionKind::Copy(_) => instruction.flag_value("from"),
            _ => None,
        };
        let mounts = match &instruction.kind {
            InstructionKind::Run { mounts, .. } => mounts.as_slice(),
            _ => &[],
        };
        for word in copy.into_iter().chain(mounts.iter().filter_map(|mount| mount.from())) {
            if wanted(&word.text)
                && word.span.of(model.file.source) == word.text
                && let Some(stage) = model.graph.stage_by_name(&word.text)
            {
                uses.entry(stage).or_default().push(word.span);
            }
        }
    }
    uses
}
