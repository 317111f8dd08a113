//! A source that `.dockerignore` keeps out of the build context.

use alloc::borrow::Cow;
use alloc::format;

use plimsoll_report::{Category, Severity};

use crate::context::Context;
use crate::findings::Findings;
use crate::model::transfer::context_sources;
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Rule};

pub static RULE: Rule = Rule {
    id: "copy-ignored-file",
    summary: "the file is kept out of the build context",
    help: "Take the pattern out of .dockerignore, or the file out of the instruction.",
    severity: Severity::Medium,
    category: Category::Reliability,
    aliases: &["buildkit:CopyIgnoredFile"],
    looks_for: Marks::COPY.or(Marks::ADD).or(Marks::RUN),
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

fn check(model: &DockerModel<'_>, cx: &Context<'_>, out: &mut Findings<'_>) {
    // With exceptions a folder can be kept out and a file in it not: what a source comes to is then a matter of the disk.
    let Some(ignore) = cx.dockerignore.filter(|ignore| !ignore.has_exceptions()) else { return };
    let mut ignore = ignore.bounded();
    for stage in 0..model.graph.stages.len() {
        model.graph.walk(model.file, stage, |_, instruction, scope| {
            for source in context_sources(instruction) {
                let text = match source.text.contains(['$', '"', '\'', '\\']) {
                    false => Cow::Borrowed(&*source.text),
                    true => match scope.expand(&source.text) {
                        Ok(expanded) if expanded.unmatched.is_empty() => expanded.text,
                        _ => continue,
                    },
                };
                if ignore.excludes(&text) {
                    out.report(
                        source.span,
                        format!("`{text}` is not in the build context, because .dockerignore keeps it out: the build fails"),
                    );
                }
            }
        });
    }
}
