//! `FROM` whose default is no image.

use alloc::format;

use plimsoll_dockerfile::InstructionKind;
use plimsoll_reference::parts_spans;
use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::{Base, DockerModel, ImageUse, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "invalid-default-arg-in-from",
    summary: "the defaults of the arguments in FROM make no image",
    help: "Give the arguments defaults that make a valid image.",
    severity: Severity::Medium,
    category: Category::Image,
    aliases: &["buildkit:InvalidDefaultArgInFrom"],
    looks_for: Marks::VARIABLE_IN_FROM,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for (stage, known) in model.stages.iter().zip(&model.graph.stages) {
        let Some(InstructionKind::From { image: Some(word), .. }) = stage.from.map(|from| &from.kind) else { continue };
        // What is made of the variables is known already, and so is whether it is an image.
        if !word.text.contains('$') || matches!(stage.base, Base::Image(image) if model.images.get(image).is_some_and(is_readable)) {
            continue;
        }
        let Ok(expanded) = &known.base_name else { continue };
        // What is not declared at all is the fault of `undefined-arg-in-from`, which then stands for this as well.
        let declared = expanded.unmatched.iter().all(|name| model.graph.global_arg(name).is_some());
        if declared && !is_image_name(&expanded.text) {
            let made = if expanded.text.is_empty() { "nothing".into() } else { format!("`{}`", expanded.text) };
            out.report(word.span, format!("without build arguments `{}` is {made}, which is no image", word.text));
        }
    }
}

fn is_readable(image: &ImageUse<'_>) -> bool {
    image.reference().is_some()
}

/// Whether `FROM` takes this for an image.
pub(super) fn is_image_name(text: &str) -> bool {
    text == "scratch" || parts_spans(text).is_ok()
}
