//! One run: every file by itself, then one report.

use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_report::{File, Finding, ImageUse, Kind, Report, Text, Tool};

use crate::assemble::{self, Graded};
use crate::findings::{Drafts, Findings, Place};
use crate::options::{Options, SourceFile};
use crate::rules::{input_limit, not_utf8};
use crate::{VERSION, detect, dockerfile, kubernetes, limits};

/// Analyses files and gives one report. Never fails: what is wrong with a file is a finding in it.
/// Linear in the size of the input, but for sorting.
#[must_use]
pub fn lint(files: &[SourceFile], options: &Options) -> Report {
    let mut outcomes: Vec<Outcome> = files.iter().map(|file| lint_file(file, options)).collect();
    plimsoll_text::sort_by(&mut outcomes, |a, b| a.file.uri.cmp(&b.file.uri));
    merge(outcomes, options)
}

/// What one file adds to the report.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The file itself.
    pub file: File,
    /// Its active findings, sorted.
    pub findings: Vec<Finding>,
    /// Its suppressed findings, sorted.
    pub suppressed: Vec<Finding>,
    /// Its ignores that suppress nothing.
    pub unused_ignores: Vec<Finding>,
    /// Its images, in file order.
    pub images: Vec<ImageUse>,
}

/// Analyses one file.
#[must_use]
pub fn lint_file(source: &SourceFile, options: &Options) -> Outcome {
    if source.text.len() > limits::MAX_BYTES {
        return too_large(&source.uri, source.text.len());
    }
    let kind = source.kind.unwrap_or_else(|| detect::kind(&source.uri, &source.text));
    let mut graded = match kind {
        Kind::Dockerfile => dockerfile::analyse(&source.text, source.dockerignore.as_deref(), options),
        Kind::Kubernetes => kubernetes::analyse(&source.text, options, source.kind.is_some()),
        Kind::Unknown => Graded::unknown("neither a Dockerfile nor a Kubernetes manifest"),
    };
    if let Some(at) = source.not_utf8_at {
        not_utf8::report(at, &mut Findings::new(&not_utf8::RULE, &mut graded.drafts, Place::default()));
    }
    assemble::file(source, graded, options)
}

/// What is said of a file over [`limits::MAX_BYTES`], which need not be read for that.
#[must_use]
pub fn too_large(uri: &str, bytes: usize) -> Outcome {
    let mut drafts = Drafts::default();
    input_limit::too_large(bytes, &mut Findings::new(&input_limit::RULE, &mut drafts, Place::default()));
    let graded = Graded { drafts, ..Graded::unknown("larger than what is analysed") };
    // Its positions all are the file's start: the text itself is not needed, and not looked at.
    let start = SourceFile::new(uri, String::new());
    assemble::file(&start, graded, &Options::new(crate::Date { year: 1, month: 1, day: 1 }))
}

/// Puts files together, which must be sorted by uri.
#[must_use]
pub fn merge(outcomes: Vec<Outcome>, options: &Options) -> Report {
    let mut report = Report {
        schema_version: 1,
        tool: Tool {
            name: Text::Borrowed("plimsoll"),
            version: Text::Borrowed(VERSION),
            ruleset_version: Text::Borrowed(VERSION),
            catalog_date: Text::Borrowed(plimsoll_catalog::catalog_date()),
        },
        as_of: alloc::format!("{}", options.as_of),
        files: Vec::with_capacity(outcomes.len()),
        findings: Vec::new(),
        suppressed: Vec::new(),
        unused_ignores: Vec::new(),
        images: Vec::new(),
        score: None,
    };
    for outcome in outcomes {
        report.files.push(outcome.file);
        report.findings.extend(outcome.findings);
        report.suppressed.extend(outcome.suppressed);
        report.unused_ignores.extend(outcome.unused_ignores);
        report.images.extend(outcome.images);
    }
    report.score = report.files.iter().filter_map(|file| file.score.as_ref()).min_by_key(|score| score.value).cloned();
    report
}
