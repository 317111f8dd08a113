//! The sentences about scores and counts that several forms share.

use plimsoll_core::report::{Applicability, File, Finding, Report, Score, Severity};

/// "62 of 100, grade D; held at 62 by `root-user`".
pub(crate) fn score(score: &Score) -> String {
    let mut text = format!("{} of 100, grade {}", score.value, score.grade.word());
    if score.cap < score.base {
        let rules: Vec<String> = score.capped_by.iter().map(|rule| format!("`{rule}`")).collect();
        text += &format!("; held at {} by {}", score.cap, rules.join(", "));
    }
    if score.incomplete {
        text += "; graded on what is visible";
    }
    text
}

/// The score of a file, and which of its objects has it.
pub(crate) fn file_score(file: &File) -> Option<String> {
    let mut text = score(file.score.as_ref()?);
    let graded = || file.objects.iter().flatten().filter(|object| object.score.is_some());
    if graded().count() > 1
        && let Some(lowest) = graded().min_by_key(|object| object.score.as_ref().map(|score| score.value))
    {
        text += &format!(" ({} {}, the lowest of {})", lowest.object.kind, lowest.object.name, graded().count());
    }
    Some(text)
}

/// "7 findings in 1 of 3 files: 1 high, 6 low; 2 suppressed".
pub(crate) fn findings(report: &Report) -> String {
    let files = plural(report.files.len(), "file");
    let mut text = if report.findings.is_empty() {
        format!("No findings in {files}")
    } else {
        let with = report.findings.chunk_by(|a, b| a.uri == b.uri).count();
        let among = if with == report.files.len() { files } else { format!("{with} of {files}") };
        let counts: Vec<String> = Severity::ALL
            .iter()
            .map(|severity| (severity, report.findings.iter().filter(|finding| finding.severity == *severity).count()))
            .filter(|(_, count)| *count > 0)
            .map(|(severity, count)| format!("{count} {}", severity.word()))
            .collect();
        format!("{} in {among}: {}", plural(report.findings.len(), "finding"), counts.join(", "))
    };
    if !report.suppressed.is_empty() {
        text += &format!("; {} suppressed", report.suppressed.len());
    }
    if !report.unused_ignores.is_empty() {
        text += &format!("; {} without effect", plural(report.unused_ignores.len(), "ignore"));
    }
    text
}

/// How many findings come with a safe fix, and how many only with one that may change behaviour.
pub(crate) fn fixable(findings: &[Finding]) -> (usize, usize) {
    let safe = |finding: &&Finding| finding.fixes.iter().any(|fix| fix.applicability == Applicability::Safe);
    let with = findings.iter().filter(|finding| !finding.fixes.is_empty()).count();
    let safe = findings.iter().filter(safe).count();
    (safe, with - safe)
}

/// "1 file", "2 files", "2 fixes".
pub(crate) fn plural(count: usize, what: &str) -> String {
    let ending = match count {
        1 => "",
        _ if what.ends_with('x') => "es",
        _ => "s",
    };
    format!("{count} {what}{ending}")
}
