//! The XML that build servers read as test results: a suite for each file, a failed test for each finding.
//! The form: <https://github.com/testmoapp/junitxml>.

use std::io::{self, Write};

use plimsoll_core::report::{Finding, Report};

use super::xml::escape;
use super::{bare, of_file};

pub(crate) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let all = report.findings.len();
    let clean = report.files.iter().filter(|file| of_file(&report.findings, &file.uri).is_empty()).count();
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"plimsoll\" tests=\"{}\" failures=\"{all}\">",
        all + clean
    )?;
    for file in &report.files {
        let name = escape(bare(&file.uri));
        let findings = of_file(&report.findings, &file.uri);
        let failed = findings.len();
        writeln!(out, "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{failed}\">", failed.max(1))?;
        // Without a test build servers take a file for one that was not looked at.
        if failed == 0 {
            writeln!(out, "    <testcase name=\"no findings\" classname=\"{name}\"/>")?;
        }
        findings.iter().try_for_each(|finding| case(finding, &name, out))?;
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn case(finding: &Finding, file: &str, out: &mut dyn Write) -> io::Result<()> {
    let (line, column) = (finding.range.start.line + 1, finding.range.start.character + 1);
    let help = finding.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    writeln!(
        out,
        "    <testcase name=\"{} at {line}:{column}\" classname=\"{file}\">\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>",
        escape(&finding.rule_id),
        finding.severity.word(),
        escape(&finding.message),
        escape(&format!("{}:{line}:{column}: {}{help}", bare(&finding.uri), finding.message))
    )
}
