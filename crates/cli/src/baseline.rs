//! Baselines: files that hold what was found once, so that only what is new counts.
//!
//! A finding is known by its file and its fingerprint, which stays the same when lines move.

use std::fs;
use std::path::Path;

use plimsoll_core::report::Report;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Baseline {
    schema_version: u32,
    findings: Vec<Known>,
}

/// One finding; the rule is there for people.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Known {
    uri: String,
    rule_id: String,
    fingerprint: String,
}

/// Reads a baseline as the core takes it: file and fingerprint, sorted.
///
/// # Errors
/// Where the file cannot be read or is none.
pub(crate) fn read(path: &Path) -> Result<Vec<(String, String)>, Failure> {
    let failed = |error: &dyn std::fmt::Display| Failure(format!("{}: {error}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| failed(&error))?;
    let baseline: Baseline = serde_json::from_str(&text).map_err(|error| failed(&format!("no baseline: {error}")))?;
    if baseline.schema_version != 1 {
        return Err(failed(&format!("a baseline of version {}; this program reads version 1", baseline.schema_version)));
    }
    let mut known: Vec<(String, String)> = baseline.findings.into_iter().map(|known| (known.uri, known.fingerprint)).collect();
    known.sort();
    Ok(known)
}

/// Writes the active findings of a report as a baseline.
///
/// # Errors
/// Where the file cannot be written.
pub(crate) fn write(path: &Path, report: &Report) -> Result<(), Failure> {
    let known = report.findings.iter().map(|finding| Known {
        uri: finding.uri.clone(),
        rule_id: finding.rule_id.to_string(),
        fingerprint: finding.fingerprint.to_string(),
    });
    let baseline = Baseline { schema_version: 1, findings: known.collect() };
    let place = path.display().to_string();
    let text = serde_json::to_string_pretty(&baseline).map_err(|error| Failure(format!("{place}: {error}")))?;
    fs::write(path, text + "\n").map_err(|error| Failure::writing(&place, &error))
}
