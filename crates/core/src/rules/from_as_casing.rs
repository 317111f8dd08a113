//! `FROM … as` in two cases.

use alloc::format;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::casing::{Case, casing_edits, majority};
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "from-as-casing",
    summary: "AS is not in the case of FROM",
    help: "Write both words in the same case.",
    severity: Severity::Info,
    category: Category::Hygiene,
    fix: Fixable::Safe,
    preset: Preset::All,
    aliases: &["buildkit:FromAsCasing"],
    looks_for: Marks::STAGE_NAME,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let source = model.file.source;
    // The case of most instructions, so that a fix need not change FROM again.
    let most = majority(model);
    for from in model.stages.iter().filter_map(|stage| stage.from) {
        let InstructionKind::From { as_keyword: Some(span), .. } = &from.kind else { continue };
        // A FROM in mixed case is a fault of its own.
        let Some(case) = Case::of(&from.keyword_text) else { continue };
        let word = span.of(source);
        if case.holds(word) {
            continue;
        }
        let finding = out.report(*span, format!("`{word}` and `{}` are not in the same case", from.keyword_text));
        let edits = casing_edits(from, most, source);
        if !edits.is_empty() {
            finding.safe_fix("Write both in the same case", edits);
        }
    }
}
