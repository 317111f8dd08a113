//! Workflow commands: GitHub Actions reads them from a job's output and shows them beside the lines of a change.
//! The form: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use std::io::{self, Write};

use plimsoll_core::report::{Finding, Report, Severity};

use super::bare;

pub(crate) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    report.findings.iter().chain(&report.unused_ignores).try_for_each(|finding| line(finding, out))
}

fn line(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let command = match finding.severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "notice",
    };
    let (start, end) = (finding.range.start, finding.range.end);
    write!(out, "::{command} file={},line={}", property(bare(&finding.uri)), start.line + 1)?;
    // Columns are only shown within one line; the last one is inside the range.
    if start.line == end.line {
        write!(out, ",col={},endColumn={}", start.character + 1, end.character.max(start.character + 1))?;
    } else {
        write!(out, ",endLine={}", end.line + 1)?;
    }
    let help = finding.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
    writeln!(
        out,
        ",title={}::{}",
        property(&format!("{} {}", finding.severity.word(), finding.rule_id)),
        data(&format!("{}{help}", finding.message))
    )
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn what_would_end_a_command_is_escaped() {
        assert_eq!(data("100 %\r\nof a:b,c"), "100 %25%0D%0Aof a:b,c");
        assert_eq!(property("a:b,c\n"), "a%3Ab%2Cc%0A");
    }
}
