//! The whole build context, or a file with secrets, copied into the image.

use alloc::format;
use alloc::vec::Vec;

use plimsoll_dockerfile::{Instruction, InstructionKind, Keyword, Word};
use plimsoll_report::{Category, Severity};
use plimsoll_text::Span;

use crate::context::Context;
use crate::docker_edit::unquoted;
use crate::dockerignore::DockerIgnore;
use crate::findings::Findings;
use crate::model::credentials::{credential_file, names_credential_file, only_variable, sensitive};
use crate::model::transfer::context_sources;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "copy-context-wholesale",
    summary: "the whole build context is copied into the image",
    help: "Name the files and folders that the program needs, and list the rest in .dockerignore.",
    severity: Severity::Low,
    category: Category::Secrets,
    aliases: &["trivy:DS-0031", "cis:4.10"],
    looks_for: Marks::ADD.or(Marks::COPY),
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

/// What lies in most folders of source and does not belong into an image.
const USUAL: [&str; 2] = [".git", ".env"];

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    let mut ignore = cx.dockerignore.map(DockerIgnore::bounded);
    let mut is_kept_out = |path: &str| ignore.as_mut().is_some_and(|ignore| ignore.excludes(path));
    let left = USUAL.map(|path| Some(path).filter(|path| !is_kept_out(path)));
    for (index, instruction) in model.file.instructions.iter().enumerate() {
        let instruction = instruction.effective();
        // What builders hold does not reach the image by itself.
        if !matches!(instruction.keyword, Keyword::Copy | Keyword::Add) || !model.is_in_result(model.stage_of(index)) {
            continue;
        }
        for source in context_sources(instruction) {
            let text = unquoted(&source.text);
            if matches!(text, "." | "./" | "*" | "./*" | "/") {
                if left.iter().any(Option::is_some) {
                    whole(source.span, text, &Vec::from_iter(left.into_iter().flatten()), cx, out);
                }
            } else if let Some(what) = sensitive(text).filter(|_| !is_kept_out(text)) {
                secret(source.span, text, what, out);
            }
        }
        if let Some((word, what)) = destination(instruction) {
            secret(word.span, unquoted(&word.text), what, out);
        }
    }
}

/// A destination, or a source in another stage, that is a file of credentials.
fn destination<'m>(instruction: &'m Instruction<'m>) -> Option<(&'m Word<'m>, &'static str)> {
    let (InstructionKind::Copy(transfer) | InstructionKind::Add(transfer)) = &instruction.kind else { return None };
    let elsewhere: &[Word<'m>] = if instruction.flag("from").is_some() { &transfer.sources } else { &[] };
    let from = elsewhere.iter().find_map(|word| Some((word, credential_file(unquoted(&word.text))?)));
    let to = || {
        let word = transfer.destination.as_ref()?;
        let text = unquoted(&word.text);
        let variable = only_variable(text).filter(|name| names_credential_file(name)).map(|_| "a file of credentials");
        let what = variable.or_else(|| credential_file(text))?;
        let named_by_source = context_sources(instruction).any(|source| sensitive(unquoted(&source.text)).is_some());
        (!named_by_source).then_some((word, what))
    };
    from.or_else(to)
}

fn secret(span: Span, text: &str, what: &str, out: &mut Findings<'_>) {
    out.report(span, format!("`{text}` is {what}, which everyone who gets the image can read"))
        .severity(Severity::Medium)
        .help("Mount it with `RUN --mount=type=secret` while building, or give it to the container when it starts.");
}

/// All of the context is copied, and `left` would be among it.
fn whole(span: Span, text: &str, left: &[&str], cx: &Context<'_>, out: &mut Findings<'_>) {
    let left = left.join("` and `");
    match cx.dockerignore {
        None => {
            let message = format!("`{text}` is all of the build context: what lies there by chance, such as `{left}`, gets into the image");
            out.report(span, message).aliases(&[]);
        }
        // Whether they are there at all only the disk tells.
        Some(_) => {
            let message = format!("`{text}` is all of the build context, of which .dockerignore does not keep out `{left}`");
            out.report(span, message).severity(Severity::Info).help("Add them to .dockerignore.").aliases(&[]);
        }
    }
}
