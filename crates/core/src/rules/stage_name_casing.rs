//! A stage name with capital letters.

use alloc::format;
use alloc::vec::Vec;

use plimsoll_dockerfile::{InstructionKind, Word};
use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Stage};
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
    check: Check::Stage(check),
    ..Rule::DEFAULT
};

fn check(stage: &Stage<'_>, model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let Some(name) = stage.name else { return };
    let lower = name.text.to_ascii_lowercase();
    if name.text == lower {
        return;
    }
    let finding = out.report(name.span, format!("`{}` has capital letters; Docker compares stage names without regard to case", name.text));
    let source = model.file.source;
    if name.span.of(source) != name.text || !name.text.is_ascii() {
        return;
    }
    let mut edits = Vec::from([Edit { span: name.span, text: lower.clone() }]);
    // Where it is taken up, case does not matter, but one name should look the same everywhere.
    if model.graph.stage_by_name(&name.text) == Some(stage.index) {
        let uses =
            uses(model).filter(|word| word.text.eq_ignore_ascii_case(&lower) && word.text != lower && word.span.of(source) == word.text);
        edits.extend(uses.map(|word| Edit { span: word.span, text: lower.clone() }));
    }
    finding.safe_fix(format!("Write {lower}"), edits);
}

/// The names in `COPY --from=` and `RUN --mount=from=`.
fn uses<'m>(model: &DockerModel<'m>) -> impl Iterator<Item = &'m Word<'m>> {
    model.file.instructions.iter().flat_map(|instruction| {
        let copy = match &instruction.kind {
            InstructionKind::Copy(_) => instruction.flag_value("from"),
            _ => None,
        };
        let mounts = match &instruction.kind {
            InstructionKind::Run { mounts, .. } => mounts.as_slice(),
            _ => &[],
        };
        copy.into_iter().chain(mounts.iter().filter_map(|mount| mount.from()))
    })
}
