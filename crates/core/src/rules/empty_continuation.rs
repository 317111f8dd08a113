//! Blank lines in the middle of an instruction.

use alloc::vec::Vec;

use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "empty-continuation",
    summary: "a blank line follows a line continuation",
    help: "Delete the blank line, or write `#` on it.",
    severity: Severity::Low,
    category: Category::Hygiene,
    fix: Fixable::Safe,
    aliases: &["buildkit:NoEmptyContinuation"],
    looks_for: Marks::BLANK_LINE,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for instruction in &model.file.instructions {
        let Some(first) = instruction.empty_continuations.first() else { continue };
        let edits: Vec<Edit> = instruction.empty_continuations.iter().map(|line| Edit { span: *line, text: "".into() }).collect();
        out.report(*first, "a blank line within an instruction will be an error in a future version of Docker")
            .safe_fix("Delete the blank lines", edits);
    }
}
