//! The forms of a report. Each is a function of the report, of the texts it is about, and of nothing else.

mod github;
mod json;
mod kubesec;
mod markdown;
mod sarif;
mod source;
pub(crate) mod summary;
mod text;

use std::io::{self, Write};

use clap::ValueEnum;
use plimsoll_core::SourceFile;
use plimsoll_core::report::Report;

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
    /// Tables, for comments and job summaries
    Markdown,
    /// What kubesec prints
    Kubesec,
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
            Format::Markdown => markdown::write(view.report, out),
            Format::Kubesec => kubesec::write(view.report, out),
        }
    }
}

/// A uri as other tools like it: without a leading `./`.
fn bare(uri: &str) -> &str {
    uri.strip_prefix("./").unwrap_or(uri)
}
