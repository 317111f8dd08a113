//! A comment above an ARG or a stage that does not describe it.

use plimsoll_dockerfile::InstructionKind;
use plimsoll_report::{Category, Severity};
use plimsoll_text::split_byte;

use crate::context::Context;
use crate::findings::Findings;
use crate::ignores;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Preset, Rule};

pub static RULE: Rule = Rule {
    id: "invalid-definition-description",
    summary: "the comment does not begin with the name that it describes",
    help: "Begin the comment with the name, or separate it with an empty `#` line.",
    severity: Severity::Info,
    category: Category::Hygiene,
    preset: Preset::All,
    aliases: &["buildkit:InvalidDefinitionDescription"],
    looks_for: Marks::DESCRIPTION,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    let check = &model.file.check;
    let asked =
        check.experimental_all || check.experimental.iter().any(|rule| rule.text.eq_ignore_ascii_case("InvalidDefinitionDescription"));
    for instruction in &model.file.instructions {
        let Some(comment) = instruction.doc_comments.last() else { continue };
        let (first, others) = match &instruction.kind {
            InstructionKind::Arg(args) => match args.split_first() {
                Some((first, others)) => (&first.name.text, others),
                None => continue,
            },
            InstructionKind::From { stage_name: Some(name), .. } => (&name.text, [].as_slice()),
            _ => continue,
        };
        let text = comment.of(model.file.source).trim_start_matches('#').trim();
        let word = split_byte(text, b' ').next().unwrap_or_default();
        // Nobody takes an ignore for a description, unless BuildKit is asked to.
        if word == first
            || others.iter().any(|arg| arg.name.text == word)
            || (!asked && ignores::parse(model.file.source, *comment).is_some())
        {
            continue;
        }
        let message = ["the comment above is shown as the description of `", first, "`, but does not begin with that name"].concat();
        let finding = out.report(instruction.keyword_span, message);
        finding.related(*comment, "this comment");
        // BuildKit looks only where it is told to.
        if !asked {
            finding.aliases(&[]);
        }
    }
}
