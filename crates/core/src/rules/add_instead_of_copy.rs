//! `ADD` of local files that `COPY` copies just as well.

use alloc::format;

use plimsoll_dockerfile::{InstructionKind, Word};
use plimsoll_report::{Category, Severity};
use plimsoll_text::Edit;

use crate::context::Context;
use crate::docker_edit::{in_case_of, unquoted};
use crate::findings::Findings;
use crate::model::transfer::{is_archive, remote};
use crate::model::{DockerModel, Marks};
use crate::rule::{Check, Fixable, Rule};

pub static RULE: Rule = Rule {
    id: "add-instead-of-copy",
    summary: "ADD copies what COPY would copy",
    help: "Write `COPY`; `ADD` is for archives that are to be unpacked, and for URLs.",
    severity: Severity::Low,
    category: Category::Hygiene,
    fix: Fixable::Safe,
    aliases: &["hadolint:DL3020", "trivy:DS-0005", "checkov:CKV_DOCKER_4", "cis:4.9"],
    looks_for: Marks::ADD,
    check: Check::Dockerfile(check),
    ..Rule::DEFAULT
};

/// What a source of `ADD` is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// A file or folder by its name.
    Plain,
    /// A pattern, which may match archives.
    Pattern,
    /// It depends on a variable.
    Open,
    /// An archive, a URL, a heredoc: what `ADD` is for.
    Special,
}

fn check(model: &DockerModel<'_>, _: &Context<'_>, out: &mut Findings<'_>) {
    for instruction in &model.file.instructions {
        let add = instruction.effective();
        let InstructionKind::Add(transfer) = &add.kind else { continue };
        // Who says whether to unpack has chosen `ADD`.
        if add.flag("unpack").is_some() || is_history(&transfer.sources) {
            continue;
        }
        let kinds = || transfer.sources.iter().map(|source| (source, kind(source)));
        let Some((source, found)) = kinds().find(|(_, kind)| *kind != Source::Special) else { continue };
        let text = unquoted(&source.text);
        let finding = if found == Source::Open {
            let message = format!("`ADD` with `{text}`, which nothing here shows to be an archive or a URL");
            out.report(add.keyword_span, message).severity(Severity::Info)
        } else {
            out.report(add.keyword_span, format!("`ADD` copies `{text}` as `COPY` does, but would also unpack it or load it from a URL"))
        };
        let flags = add.flags.iter().all(|flag| matches!(&*flag.name, "chown" | "chmod" | "link" | "exclude"));
        let edit = || [Edit { span: add.keyword_span, text: in_case_of("COPY", &add.keyword_text) }].into();
        if flags && kinds().all(|(_, kind)| kind == Source::Plain) {
            finding.safe_fix("Write COPY", edit());
        } else if flags && kinds().all(|(_, kind)| matches!(kind, Source::Plain | Source::Pattern)) {
            finding.unsafe_fix("Write COPY", edit());
        }
    }
}

/// The history of an image writes the hash of what was added: `ADD file:0a1b… in /`.
fn is_history(sources: &[Word<'_>]) -> bool {
    sources.first().is_some_and(|first| ["file:", "multi:", "dir:"].iter().any(|prefix| unquoted(&first.text).starts_with(prefix)))
}

fn kind(source: &Word<'_>) -> Source {
    let text = unquoted(&source.text);
    if text.starts_with("<<") || is_archive(text) || remote(text).is_some() {
        Source::Special
    } else if text.contains('$') {
        Source::Open
    } else if text.contains(['*', '?', '[']) {
        Source::Pattern
    } else {
        Source::Plain
    }
}
