//! One run: every file by itself, then all of them together, then one report.

use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_report::{Applicability, File, Finding, ImageUse, Kind, Report, Text, Tool};

use crate::assemble::{self, Graded};
use crate::bundle;
use crate::findings::{Drafts, Findings, FixDraft, Place};
use crate::options::{Options, SourceFile};
use crate::rules::{input_limit, not_utf8};
use crate::{VERSION, detect, dockerfile, kubernetes, limits};

/// Analyses files and gives one report. Never fails: what is wrong with a file is a finding in it.
/// Linear in the size of the input, but for sorting.
#[must_use]
pub fn lint(files: &[SourceFile], options: &Options) -> Report {
    let mut sources: Vec<&SourceFile> = files.iter().collect();
    plimsoll_text::sort_by(&mut sources, |a, b| a.uri.cmp(&b.uri));
    let is_alone = sources.len() == 1;
    let mut files: Vec<Analysed<'_>> =
        sources.into_iter().map(|source| Analysed { source, options, analysis: analyse_one(source, options, is_alone) }).collect();
    relate(&mut files);
    merge(files.into_iter().map(finish).collect(), options)
}

/// What was found in one file by itself, before it is held against the others.
#[derive(Debug)]
pub struct Analysis {
    pub(crate) graded: Graded,
    /// The text was not looked at, and positions need none.
    unread: bool,
}

impl Analysis {
    /// What the file was read as.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.graded.kind
    }

    /// Whether a finding can be mended; with `unsafe_fixes` also in a way that may change behaviour.
    #[must_use]
    pub fn has_fix(&self, unsafe_fixes: bool) -> bool {
        let takes = |fix: &FixDraft| unsafe_fixes || fix.applicability == Applicability::Safe;
        self.graded.drafts.iter().any(|draft| draft.fixes.iter().any(takes))
    }
}

/// A file on its way into the report.
#[derive(Debug)]
pub struct Analysed<'a> {
    /// The file.
    pub source: &'a SourceFile,
    /// How it is judged.
    pub options: &'a Options,
    /// What was found in it.
    pub analysis: Analysis,
}

/// Holds the files of a run against each other, and adds what that shows. They must be sorted by uri; which Dockerfile builds which
/// image is asked of the first one's options. Linear, but for sorting.
pub fn relate(files: &mut [Analysed<'_>]) {
    bundle::check(files);
}

/// Makes a file's part of the report.
#[must_use]
pub fn finish(file: Analysed<'_>) -> Outcome {
    let Analysed { source, options, analysis } = file;
    if analysis.unread {
        return assemble::file(&SourceFile::new(source.uri.as_str(), String::new()), analysis.graded, options);
    }
    assemble::file(source, analysis.graded, options)
}

/// What the catalog knows of an image, and what could stand in its place where nothing is known of how it is used. Nothing
/// speaks against a suggestion then, and none has a fix. `None` where `name` is no reference of an image.
#[must_use]
pub fn suggest_image(name: &str, options: &Options) -> Option<ImageUse> {
    let draft = dockerfile::image_by_name(name, options)?;
    Some(assemble::image_without_place(draft, name))
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

/// Analyses one file as if there were no other.
#[must_use]
pub fn lint_file(source: &SourceFile, options: &Options) -> Outcome {
    let mut files = [Analysed { source, options, analysis: analyse_one(source, options, true) }];
    relate(&mut files);
    let [file] = files;
    finish(file)
}

/// Analyses one file without what only shows beside others: the first half of [`lint_file`].
#[must_use]
pub fn analyse(source: &SourceFile, options: &Options) -> Analysis {
    analyse_one(source, options, false)
}

/// As [`analyse`]; of a file that is alone in its run nothing is kept that only others would ask.
fn analyse_one(source: &SourceFile, options: &Options, is_alone: bool) -> Analysis {
    if source.text.len() > limits::MAX_BYTES {
        return too_large(source.text.len());
    }
    let kind = source.kind.unwrap_or_else(|| detect::kind(&source.uri, &source.text));
    let mut graded = match kind {
        Kind::Dockerfile => dockerfile::analyse(&source.text, source.dockerignore.as_deref(), options, is_alone),
        Kind::Kubernetes => kubernetes::analyse(&source.text, options, source.kind.is_some()),
        Kind::Unknown => Graded::unknown("neither a Dockerfile nor a Kubernetes manifest"),
    };
    if let Some(at) = source.not_utf8_at {
        not_utf8::report(at, &mut Findings::new(&not_utf8::RULE, &mut graded.drafts, Place::default()));
    }
    Analysis { graded, unread: false }
}

/// What is said of a file over [`limits::MAX_BYTES`], which need not be read for that.
#[must_use]
pub fn too_large(bytes: usize) -> Analysis {
    let mut drafts = Drafts::default();
    input_limit::too_large(bytes, &mut Findings::new(&input_limit::RULE, &mut drafts, Place::default()));
    // Its positions all are the file's start: the text itself is not needed, and not looked at.
    Analysis { graded: Graded { drafts, ..Graded::unknown("larger than what is analysed") }, unread: true }
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
