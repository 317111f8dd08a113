//! Instructions in both cases.

use alloc::format;

use plimsoll_dockerfile::Keyword;
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::casing::{casing_edits, majority};
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "instruction-casing",
    summary: "an instruction is not in the case of the others",
    help: "Write all instructions in the same case.",
    severity: Severity::Info,
    category: Category::Hygiene,
    fix: Fixable::Safe,
    preset: Preset::All,
    aliases: &["buildkit:ConsistentInstructionCasing"],
    looks_for: Marks::SMALL_LETTER,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let case = majority(model);
    for instruction in model.staged_instructions() {
        let word = &instruction.keyword_text;
        if instruction.keyword == Keyword::Unknown || case.holds(word) {
            continue;
        }
        let finding = out.report(instruction.keyword_span, format!("`{word}` is not in {}, as most instructions here are", case.name()));
        let edits = casing_edits(instruction, case, model.file.source);
        if !edits.is_empty() {
            finding.safe_fix(format!("Write it in {}", case.name()), edits);
        }
    }
}
