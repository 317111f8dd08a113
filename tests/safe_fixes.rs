//! What every safe fix promises, taken by itself: the finding is gone, no other has come, and what the edits do not touch is
//! read as it was. `promises.rs` looks at all fixes together.
//!
//! A promise that is broken panics and says with which text.

use std::collections::BTreeMap;

use plimsoll_core::report::{Applicability, Finding, Fix, Kind, Report};
use plimsoll_core::text::{Edit, LineIndex, Position, Span, apply};
use plimsoll_core::{Options, SourceFile, lint};
use plimsoll_dockerfile::{Dockerfile, parse};

/// Rules whose fixes make text count that did not: what is wrong in it shows only then.
const REVEALING: [&str; 3] = ["deprecated-api", "image-missing", "image-pull-policy-invalid"];

/// Applies each safe fix of a report alone.
///
/// # Panics
/// Where one does more or less than it says.
pub fn keep(source: &SourceFile, report: &Report, options: &Options) {
    for finding in &report.findings {
        for fix in finding.fixes.iter().filter(|fix| fix.applicability == Applicability::Safe) {
            keep_one(source, report, options, finding, fix);
        }
    }
}

fn keep_one(source: &SourceFile, report: &Report, options: &Options, finding: &Finding, fix: &Fix) {
    let old = &source.text;
    let edits = edits(old, fix);
    let new = apply(old, &edits).unwrap_or_else(|error| panic!("{}: {error}\n{old}", finding.rule_id));
    let shown = || format!("{}: {}\n{}\n--- before\n{old}\n--- after\n{new}", finding.rule_id, fix.title, finding.message);
    assert!(new != *old, "nothing changes: {}", shown());
    assert!(!all_crlf(old) || all_crlf(&new), "a line end of another kind: {}", shown());
    if source.kind == Some(Kind::Dockerfile) {
        let (new, old) = (untouched(&parse(&new), &places(&edits)), untouched(&parse(old), &spans(&edits)));
        assert_eq!(new, old, "more than the edits changed: {}", shown());
    }
    // Where an instruction goes, two RUNs may come together that it kept apart: that is so, and the fix is no worse for it.
    let goes = source.kind == Some(Kind::Dockerfile) && parse(&new).instructions.len() < parse(old).instructions.len();
    let after = lint(&[SourceFile { text: new.clone(), ..source.clone() }], options);
    let (before, mut after) = (count(report), count(&after));
    if goes {
        after.remove("consecutive-run");
    }
    for (&rule, &number) in &after {
        let was = before.get(rule).copied().unwrap_or_default();
        let own = rule == &*finding.rule_id;
        if own || !REVEALING.contains(&&*finding.rule_id) {
            assert!(number + usize::from(own) <= was, "{was} findings of {rule} are now {number}: {}", shown());
        }
    }
}

/// Whether a text has line ends, and all of them are CR LF.
fn all_crlf(text: &str) -> bool {
    text.contains('\n') && !text.replace("\r\n", "").contains('\n')
}

/// The edits of a fix as spans of the text.
fn edits(text: &str, fix: &Fix) -> Vec<Edit> {
    let lines = LineIndex::new(text);
    let offset = |at: plimsoll_core::report::Position| lines.offset(text, Position { line: at.line, character: at.character });
    fix.edits
        .iter()
        .map(|edit| Edit { span: Span::new(offset(edit.range.start), offset(edit.range.end)), text: edit.new_text.clone() })
        .collect()
}

fn spans(edits: &[Edit]) -> Vec<Span> {
    edits.iter().map(|edit| edit.span).collect()
}

/// Where the edits' texts stand afterwards.
fn places(edits: &[Edit]) -> Vec<Span> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let (mut gone, mut come) = (0, 0);
    let mut spans = Vec::new();
    for edit in sorted {
        let start = edit.span.start + come - gone;
        come += edit.text.len();
        gone += edit.span.end - edit.span.start;
        spans.push(Span::new(start, start + edit.text.len()));
    }
    spans
}

/// The instructions, comments and directives that none of the spans touches, as they stand in the text.
fn untouched<'a>(file: &Dockerfile<'a>, touched: &[Span]) -> Vec<&'a str> {
    let apart = |span: Span| touched.iter().all(|touch| touch.end < span.start || span.end < touch.start);
    let instructions = file.instructions.iter().map(|instruction| instruction.span);
    let comments = file.comments.iter().map(|comment| comment.span);
    let directives = file.directives.iter().map(|directive| directive.span);
    let mut all: Vec<Span> = instructions.chain(comments).chain(directives).filter(|span| apart(*span)).collect();
    all.sort_unstable_by_key(|span| span.start);
    all.into_iter().map(|span| span.of(file.source)).collect()
}

fn count(report: &Report) -> BTreeMap<&str, usize> {
    let mut count = BTreeMap::new();
    for finding in &report.findings {
        *count.entry(&*finding.rule_id).or_default() += 1;
    }
    count
}
