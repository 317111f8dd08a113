//! A variable used in the ENV that defines it.

use alloc::collections::BTreeSet;
use alloc::format;

use plimsoll_dockerfile::{Instruction, InstructionKind, Pair};
use plimsoll_report::{Category, Severity};
use plimsoll_text::{Edit, Span, find_byte};

use crate::context::Context;
use crate::findings::Draft;
use crate::findings::Findings;
use crate::model::expanded::variables;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Rule};
use crate::shell_edit::line_end;

pub static RULE: Rule = Rule {
    id: "env-self-reference",
    summary: "a variable is used in the ENV instruction that defines it",
    help: "Define it in an `ENV` of its own, above.",
    severity: Severity::Medium,
    category: Category::Reliability,
    fix: Fixable::Unsafe,
    aliases: &["hadolint:DL3044"],
    looks_for: Marks::ENV,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let file = model.file;
    for stage in &model.stages {
        if stage.from.is_some() {
            model.graph.walk(file, stage.index, |_, instruction, scope| {
                look(instruction, model, &|name| scope.variable(name).is_some(), out);
            });
        } else {
            let mut known: BTreeSet<&str> = BTreeSet::new();
            for instruction in stage.instructions {
                look(instruction, model, &|name| known.contains(name), out);
                match &instruction.kind {
                    InstructionKind::Env(pairs) => known.extend(pairs.iter().map(|pair| &*pair.key.text)),
                    InstructionKind::Arg(args) => known.extend(args.iter().map(|arg| &*arg.name.text)),
                    _ => {}
                }
            }
        }
    }
}

fn look(instruction: &Instruction<'_>, model: &DockerModel<'_>, is_known: &dyn Fn(&str) -> bool, out: &mut Findings<'_>) {
    let InstructionKind::Env(pairs) = &instruction.kind else { return };
    let file = model.file;
    // One pair has no other to use.
    if pairs.len() < 2 || find_byte(instruction.span.of(file.source).as_bytes(), b'$').is_none() {
        return;
    }
    let all: BTreeSet<&str> = pairs.iter().map(|pair| &*pair.key.text).collect();
    let mut defined: BTreeSet<&str> = BTreeSet::new();
    let mut before: Option<&Pair<'_>> = None;
    for pair in pairs {
        let value = pair.value.as_ref();
        let used = value.map(|value| variables(&value.text, file.escape, true)).unwrap_or_default();
        // What is set further down in the same ENV may come from the base image, as `PATH` always does.
        let comes_later = |name: &str| all.contains(name) && name != pair.key.text && name != "PATH";
        let is_used = |name: &str| (defined.contains(name) || comes_later(name)) && !is_known(name);
        if let Some(value) = value
            && let Some(used) = used.iter().find(|used| is_used(used.name))
        {
            let name = used.name;
            let verbatim = value.span.of(file.source) == value.text;
            let place = if verbatim { used.name_span.shift(value.span.start) } else { value.span };
            let finding = out.report(place, format!("`${name}` is not yet set here: an ENV sees only what earlier instructions define"));
            if !defined.contains(name) {
                finding.severity(Severity::Low);
            } else if let Some(before) = before {
                let start_of_env = format!("{}{} ", line_end(file.source), instruction.keyword_text);
                split(finding, Span::new(before.span.end, pair.span.start), &start_of_env, file.source);
            }
        }
        defined.insert(&pair.key.text);
        before = Some(pair);
    }
}

/// Makes the blanks between two pairs the start of a new ENV.
fn split(finding: &mut Draft, gap: Span, start_of_env: &str, source: &str) {
    if !gap.of(source).contains('#') {
        finding.unsafe_fix("Split the ENV", [Edit { span: gap, text: start_of_env.into() }].into());
    }
}
