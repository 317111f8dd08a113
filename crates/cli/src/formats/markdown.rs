//! Tables in GitHub's Markdown, for comments on a change and job summaries.

use std::io::{self, Write};

use plimsoll_core::report::{Finding, Report};

use super::{bare, summary};
use crate::terminal::clean;

/// The most findings in the table: a comment has a limit, and nobody reads further.
const ROWS: usize = 200;

pub(crate) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let score = report.score.as_ref().map(|score| format!(": {}", summary::score(score))).unwrap_or_default();
    writeln!(out, "## Plimsoll{score}\n\n{}.", summary::findings(report))?;
    if !report.findings.is_empty() {
        writeln!(out, "\n| severity | finding | rule | place |\n| --- | --- | --- | --- |")?;
        report.findings.iter().take(ROWS).try_for_each(|finding| row(finding, out))?;
    }
    if let Some(left) = report.findings.len().checked_sub(ROWS + 1) {
        writeln!(out, "\n{} not listed here.", summary::plural(left + 1, "more finding"))?;
    }
    let graded = || report.files.iter().filter_map(|file| Some((file, file.score.as_ref()?)));
    if graded().count() > 1 {
        writeln!(out, "\n| file | score | grade |\n| --- | --- | --- |")?;
        for (file, score) in graded() {
            writeln!(out, "| {} | {} | {} |", code(bare(&file.uri)), score.value, score.grade.word())?;
        }
    }
    Ok(())
}

fn row(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let place = format!("{}:{}", bare(&finding.uri), finding.range.start.line + 1);
    let (severity, message) = (finding.severity.word(), escape(&finding.message));
    writeln!(out, "| {severity} | {message} | [{}]({}) | {} |", finding.rule_id, finding.help_uri, code(&place))
}

/// Text whose characters mean nothing to Markdown, but for backticks in pairs, which our messages use for code.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let in_code = text.matches('`').count().is_multiple_of(2);
    let mut code = false;
    for c in clean(text).chars() {
        match c {
            '`' if in_code => code = !code,
            '|' => escaped.push('\\'),
            '`' | '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' if !code => escaped.push('\\'),
            _ => {}
        }
        escaped.push(c);
    }
    escaped
}

/// Text as code within a table.
fn code(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let blank = if text.contains('`') { " " } else { "" };
    format!("{fence}{blank}{}{blank}{fence}", clean(text).replace('|', "\\|"))
}

#[cfg(test)]
mod tests {
    use super::{code, escape};

    #[test]
    fn file_text_cannot_become_markup() {
        assert_eq!(escape("tag `a_b|c` of <img> *x*"), "tag `a_b\\|c` of \\<img\\> \\*x\\*");
        assert_eq!(escape("one ` alone"), "one \\` alone");
        assert_eq!(code("a|b`c"), "`` a\\|b`c ``");
    }
}
