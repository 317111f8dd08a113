//! The forms of a report. Each is a function of the report, of the texts it is about, and of nothing else.

mod badge;
mod checkstyle;
mod github;
mod gitlab;
mod json;
mod junit;
mod kubesec;
mod markdown;
mod sarif;
mod source;
pub(crate) mod summary;
mod text;
mod xml;

use std::io::{self, Write};

use clap::ValueEnum;
use plimsoll_core::SourceFile;
use plimsoll_core::report::{Finding, Report};

use crate::terminal::Look;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Findings with their source lines, for people
    Text,
    /// The whole report
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Workflow commands that GitHub shows beside the lines of a change
    Github,
    /// A code quality report, which GitLab shows in a merge request
    Gitlab,
    /// Checkstyle's XML, for review tools
    Checkstyle,
    /// JUnit's XML, for build servers: each finding is a failed test
    Junit,
    /// Tables, for comments and job summaries
    Markdown,
    /// What kubesec prints
    Kubesec,
    /// The score as an SVG image
    Badge,
}

/// A report and what it is about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'a> {
    /// The report.
    pub(crate) report: &'a Report,
    /// The text of each of its files, in their order.
    pub(crate) sources: &'a [SourceFile],
}

impl Format {
    /// Writes the report in this form.
    ///
    /// # Errors
    /// Where `out` cannot be written.
    pub(crate) fn write(self, view: View<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Format::Text => text::write(view, look, out),
            Format::Json => json::write(view.report, out),
            Format::Sarif => sarif::write(view.report, out),
            Format::Github => github::write(view.report, out),
            Format::Gitlab => gitlab::write(view.report, out),
            Format::Checkstyle => checkstyle::write(view.report, out),
            Format::Junit => junit::write(view.report, out),
            Format::Markdown => markdown::write(view.report, out),
            Format::Kubesec => kubesec::write(view.report, out),
            Format::Badge => badge::write(view.report, out),
        }
    }
}

/// The findings of one file, out of a list that is sorted by file.
fn of_file<'a>(findings: &'a [Finding], uri: &str) -> &'a [Finding] {
    let start = findings.partition_point(|finding| finding.uri.as_str() < uri);
    let rest = findings.get(start..).unwrap_or_default();
    let end = rest.partition_point(|finding| finding.uri == uri);
    rest.get(..end).unwrap_or_default()
}

/// A uri as other tools like it: without a leading `./`.
fn bare(uri: &str) -> &str {
    uri.strip_prefix("./").unwrap_or(uri)
}
