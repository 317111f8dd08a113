//! `FROM` with a variable that nothing defines.

use alloc::format;

use plimsoll_dockerfile::expand::{ExpandError, Expanded};
use plimsoll_dockerfile::{InstructionKind, Word};
use plimsoll_report::{Category, Severity};
use plimsoll_text::{Edit, Span};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{DockerModel, Marks};
use crate::nearest::nearest_variable;
use crate::rule::{Check, Fixable, Rule};
use crate::rules::invalid_default_arg_in_from::is_image_name;

/// BuildKit's name for it.
const UNDEFINED: &str = "buildkit:UndefinedArgInFrom";

pub static RULE: Rule = Rule {
    id: "undefined-arg-in-from",
    summary: "FROM uses an argument that is not declared before it",
    help: "Declare it with `ARG` before the first `FROM`.",
    severity: Severity::High,
    category: Category::Image,
    fix: Fixable::Unsafe,
    aliases: &[UNDEFINED, "buildkit:InvalidDefaultArgInFrom"],
    looks_for: Marks::VARIABLE_IN_FROM,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let has_variable = |word: &&Word<'_>| word.text.contains('$');
    for (stage, known) in model.stages.iter().zip(&model.graph.stages) {
        let Some(from) = stage.from else { continue };
        if let Some(word) = from.flag_value("platform").filter(has_variable) {
            report(word, false, &model.graph.expand_global(&word.text), model, cx.source, out);
        }
        if let InstructionKind::From { image: Some(word), .. } = &from.kind
            && has_variable(&word)
        {
            report(word, true, &known.base_name, model, cx.source, out);
        }
    }
}

/// Looks at a word of FROM and at what is made of it.
fn report(
    word: &Word<'_>,
    is_image: bool,
    made: &Result<Expanded<'_>, ExpandError<'_>>,
    model: &DockerModel<'_>,
    source: &str,
    out: &mut Findings<'_>,
) {
    let (unmatched, text) = match made {
        Ok(expanded) => (&expanded.unmatched, Some(&expanded.text).filter(|_| is_image)),
        Err(error) => (&error.unmatched, None),
    };
    let undeclared = unmatched.iter().filter(|name| model.graph.global_arg(name).is_none());
    for (number, name) in undeclared.enumerate() {
        let place = place(word, name, source);
        let message = format!("`{name}` is declared nowhere before the first `FROM`, so it is empty here");
        let finding = out.report(place.unwrap_or(word.span), message);
        // What is left is no image: BuildKit says so once more, for the same reason.
        let no_image = number == 0 && text.is_some_and(|text| !is_image_name(text));
        if !no_image {
            finding.aliases(&[UNDEFINED]);
        }
        if let Some(known) = nearest_variable(name, model.graph.global_args().map(|(name, _)| name)) {
            finding.help(format!("Did you mean `{known}`?"));
            if let Some(span) = place {
                finding.unsafe_fix(format!("Write {known}"), [Edit { span, text: known.into() }].into());
            }
        }
    }
}

/// Where the name stands behind `$` or `${`.
fn place(word: &Word<'_>, name: &str, source: &str) -> Option<Span> {
    let text = word.span.of(source);
    let ends = |end: usize| !text.get(end..).unwrap_or_default().starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    text.match_indices(name).find_map(|(at, _)| {
        let before = text.get(..at)?;
        let is_name = (before.ends_with('$') || before.ends_with("${")) && ends(at + name.len());
        is_name.then(|| Span::new(word.span.start + at, word.span.start + at + name.len()))
    })
}
