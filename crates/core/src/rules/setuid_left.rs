//! A program that runs as its owner, whoever starts it.

use alloc::format;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_report::{Category, Severity};
use plimsoll_text::Span;

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "setuid-left",
    summary: "a program is made setuid",
    help: "Leave the bit away, and grant the one capability that the program needs.",
    severity: Severity::Low,
    category: Category::Privilege,
    aliases: &["cis:4.8"],
    looks_for: Marks::CHMOD.or(Marks::COPY).or(Marks::ADD),
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for command in model.commands.iter().filter(|command| command.name() == "chmod") {
        // The first operand is the mode; options and removals such as `-s` start with a dash.
        let Some(mode) = command.effective.args.iter().find(|arg| !arg.raw.starts_with('-')) else { continue };
        if sets_uid(&mode.text()) && in_result(model, command.run.index) {
            report(command.place(mode.span), &mode.text(), out);
        }
    }
    for (index, instruction) in model.file.instructions.iter().enumerate() {
        if let InstructionKind::Copy(_) | InstructionKind::Add(_) = &instruction.kind
            && let Some(mode) = instruction.flag_value("chmod").filter(|mode| sets_uid(&mode.text))
            && in_result(model, index)
        {
            report(mode.span, &mode.text, out);
        }
    }
}

fn report(place: Span, mode: &str, out: &mut Findings<'_>) {
    out.report(place, format!("`{mode}` makes a program that runs as its owner: one fault in it, and any user is that owner"));
}

fn in_result(model: &DockerModel<'_>, instruction: usize) -> bool {
    model.is_in_result(model.stage_of(instruction))
}

/// `4755`, `u+s`, `a=rxs`. The group's bit is left alone: on folders it is how files are shared.
fn sets_uid(mode: &str) -> bool {
    if mode.bytes().all(|b| b.is_ascii_digit()) {
        let digits = mode.trim_start_matches('0');
        return digits.len() == 4 && digits.starts_with(['4', '5', '6', '7']);
    }
    mode.split(',').any(|clause| {
        let Some(at) = clause.find(['+', '=']) else { return false };
        let (who, what) = clause.split_at(at);
        what.contains('s') && (who.is_empty() || who.contains(['u', 'a'])) && who.bytes().all(|b| b"ugoa".contains(&b))
    })
}
