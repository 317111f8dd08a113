//! A code quality report, which GitLab shows beside the lines of a merge request.
//! The form: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>.

use std::collections::BTreeMap;
use std::io::{self, Write};

use plimsoll_core::report::{Finding, Report, Severity};
use serde::Serialize;

use super::bare;

#[derive(Serialize)]
struct Entry<'a> {
    description: &'a str,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

pub(crate) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut seen = BTreeMap::new();
    let entries: Vec<Entry<'_>> = report.findings.iter().chain(&report.unused_ignores).map(|finding| entry(finding, &mut seen)).collect();
    writeln!(out, "{}", serde_json::to_string_pretty(&entries)?)
}

/// GitLab takes entries with the same fingerprint for one, so what is alike in several files, or twice in one, is told apart.
fn entry<'a>(finding: &'a Finding, seen: &mut BTreeMap<(&'a str, String), u32>) -> Entry<'a> {
    let number = seen.entry((&finding.uri, finding.fingerprint.to_string())).and_modify(|number| *number += 1).or_insert(0);
    Entry {
        description: &finding.message,
        check_name: &finding.rule_id,
        fingerprint: format!("{}-{:016x}-{number}", finding.fingerprint, fnv(&finding.uri)),
        severity: severity(finding.severity),
        location: Location {
            path: bare(&finding.uri),
            lines: Lines { begin: finding.range.start.line + 1, end: finding.range.end.line + 1 },
        },
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "blocker",
        Severity::High => "critical",
        Severity::Medium => "major",
        Severity::Low => "minor",
        Severity::Info => "info",
    }
}

/// FNV-1a: the same number for the same text on every machine and in every version.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use plimsoll_core::{Date, Options, SourceFile, lint};

    #[test]
    fn every_entry_has_a_fingerprint_of_its_own() {
        let text = "FROM a AS b\nRUN cd /x && sudo true\nFROM a AS c\nRUN cd /x && sudo true\n";
        let files = [SourceFile::new("a/Dockerfile", text), SourceFile::new("b/Dockerfile", text)];
        let report = lint(&files, &Options::new(Date::parse("2026-01-02").unwrap()));
        let mut out = Vec::new();
        super::write(&report, &mut out).unwrap();
        let entries: Vec<serde_json::Value> = serde_json::from_slice(&out).unwrap();
        assert!(entries.len() > 8);
        let mut prints: Vec<&str> = entries.iter().filter_map(|entry| entry["fingerprint"].as_str()).collect();
        prints.sort_unstable();
        prints.dedup();
        assert_eq!(prints.len(), entries.len());
        assert_eq!(entries[0]["location"]["path"], "a/Dockerfile");
    }
}
