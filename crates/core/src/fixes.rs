//! Applying fixes: all that fit together, then again on the result, until nothing more changes.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_report::{Applicability, Finding, Fix, Report};
use plimsoll_text::{Edit, LineIndex, Position, Span, apply, sort_by};

use crate::lint::lint;
use crate::options::{Options, SourceFile};
use crate::rule::Check;
use crate::rules;

/// How often a fix may make room for another before we stop: real files need two or three rounds.
const MAX_ROUNDS: usize = 10;

/// Which fixes to apply.
#[derive(Clone, Debug, Default)]
pub struct Select {
    /// Also those that may change behaviour.
    pub unsafe_fixes: bool,
    /// Only of these rules; empty: of all.
    pub rules: Vec<String>,
    /// Not of rules that hold files against each other: for callers that hand over one file of several.
    pub one_of_several: bool,
    /// Only of the finding with this fingerprint.
    pub fingerprint: Option<String>,
}

impl Select {
    fn takes(&self, finding: &Finding) -> bool {
        (self.rules.is_empty() || self.rules.iter().any(|rule| *rule == finding.rule_id))
            && !(self.one_of_several && holds_files_together(&finding.rule_id))
            && self.fingerprint.as_ref().is_none_or(|print| *print == finding.fingerprint.to_string())
    }
}

fn holds_files_together(rule_id: &str) -> bool {
    rules::named(rule_id).is_some_and(|rule| matches!(rule.check, Check::Bundle(_)))
}

/// A file after fixing.
#[derive(Clone, Debug, PartialEq)]
pub struct FixedFile {
    /// Its name.
    pub uri: String,
    /// Its new text.
    pub text: String,
}

/// Why a selected fix was not applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SkipReason {
    /// It touches what another fix has changed, and no longer fits.
    Overlap,
    /// It may change behaviour, and that was not asked for.
    Unsafe,
}

/// A selected fix that was not applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Skipped {
    /// The rule it belongs to.
    pub rule_id: String,
    /// The fix.
    pub fix: Fix,
    /// Why.
    pub reason: SkipReason,
}

/// What came of fixing.
#[derive(Clone, Debug, PartialEq)]
pub struct FixResult {
    /// Every file, changed or not, sorted by uri.
    pub files: Vec<FixedFile>,
    /// What was applied, as (rule id, title), in order.
    pub applied: Vec<(String, String)>,
    /// What was not.
    pub skipped: Vec<Skipped>,
    /// The report on the new texts.
    pub report: Report,
}

/// Applies the fixes that `select` takes. Fixes that touch the same text are applied one per round; the result is
/// analysed after every round, so that a fix always fits the text it is applied to. Ends when nothing is left to
/// apply, or after ten rounds.
#[must_use]
pub fn apply_fixes(files: &[SourceFile], options: &Options, select: &Select) -> FixResult {
    let mut files: Vec<SourceFile> = files.to_vec();
    sort_by(&mut files, |a, b| a.uri.cmp(&b.uri));
    let mut applied = Vec::new();
    let mut report = lint(&files, options);
    for _ in 0..MAX_ROUNDS {
        let mut changed = false;
        for file in &mut files {
            if let Some(text) = round(file, &report, select, &mut applied) {
                changed |= text != file.text;
                file.text = text;
            }
        }
        if !changed {
            break;
        }
        report = lint(&files, options);
        if select.fingerprint.is_some() {
            break;
        }
    }
    let skipped = skipped(&report, select);
    let files = files.into_iter().map(|file| FixedFile { uri: file.uri, text: file.text }).collect();
    FixResult { files, applied, skipped, report }
}

/// The first fix of a finding that may be applied.
fn choose<'f>(finding: &'f Finding, select: &Select) -> Option<&'f Fix> {
    finding.fixes.iter().find(|fix| fix.applicability == Applicability::Safe || select.unsafe_fixes)
}

/// Applies, to one file, every fix that does not touch another's text.
fn round(file: &SourceFile, report: &Report, select: &Select, applied: &mut Vec<(String, String)>) -> Option<String> {
    let lines = LineIndex::new(&file.text);
    let mut edits: Vec<Edit> = Vec::new();
    let mut count = 0;
    let findings = report.findings.iter().chain(&report.unused_ignores);
    for finding in findings.filter(|finding| finding.uri == file.uri && select.takes(finding)) {
        let Some(fix) = choose(finding, select) else { continue };
        let own: Vec<Edit> = fix.edits.iter().map(|edit| to_edit(edit, &lines, &file.text)).collect();
        if apply(&file.text, &own).is_ok() && own.iter().all(|edit| edits.iter().all(|other| edit == other || apart(edit.span, other.span)))
        {
            for edit in own {
                if !edits.contains(&edit) {
                    edits.push(edit);
                }
            }
            applied.push((finding.rule_id.to_string(), fix.title.to_string()));
            count += 1;
        }
    }
    (count > 0).then(|| apply(&file.text, &edits).ok()).flatten()
}

/// Whether two edits can stand beside each other. Edits that meet in one point cannot: their order would be a guess.
fn apart(a: Span, b: Span) -> bool {
    a.end < b.start || b.end < a.start
}

fn to_edit(edit: &plimsoll_report::TextEdit, lines: &LineIndex, text: &str) -> Edit {
    let offset = |at: plimsoll_report::Position| lines.offset(text, Position { line: at.line, character: at.character });
    Edit { span: Span::new(offset(edit.range.start), offset(edit.range.end)), text: edit.new_text.clone() }
}

/// What is still there although it was selected.
fn skipped(report: &Report, select: &Select) -> Vec<Skipped> {
    report
        .findings
        .iter()
        .filter(|finding| select.takes(finding))
        .filter_map(|finding| {
            let fix = finding.fixes.first()?;
            let reason = if choose(finding, select).is_some() { SkipReason::Overlap } else { SkipReason::Unsafe };
            Some(Skipped { rule_id: finding.rule_id.to_string(), fix: fix.clone(), reason })
        })
        .collect()
}
