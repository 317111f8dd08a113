//! The XML of Checkstyle, which many review tools read. The form: what `XMLLogger` of <https://checkstyle.org> writes.

use std::io::{self, Write};

use plimsoll_core::report::{Report, Severity};

use super::xml::escape;
use super::{bare, of_file};

pub(crate) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"10.0\">")?;
    for file in &report.files {
        writeln!(out, "  <file name=\"{}\">", escape(bare(&file.uri)))?;
        for finding in of_file(&report.findings, &file.uri).iter().chain(of_file(&report.unused_ignores, &file.uri)) {
            let severity = match finding.severity {
                Severity::Critical | Severity::High => "error",
                Severity::Medium => "warning",
                Severity::Low | Severity::Info => "info",
            };
            let start = finding.range.start;
            writeln!(
                out,
                "    <error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{}\" source=\"plimsoll.{}\"/>",
                start.line + 1,
                start.character + 1,
                escape(&finding.message),
                escape(&finding.rule_id)
            )?;
        }
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}
