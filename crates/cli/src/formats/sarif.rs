//! SARIF 2.1.0, as code scanning services read it.
//!
//! Section numbers are those of the OASIS standard <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>; the
//! properties are those that GitHub reads <https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>.
//! Places count from one, columns in UTF-16 code units.

use std::io::{self, Write};

use plimsoll_core::report::{self, Applicability, Category, Finding, ObjectRef, Report, Severity, SuppressedBy};
use plimsoll_core::rule::Rule;
use plimsoll_core::rules::{RULES, page};
use plimsoll_core::{RULE_PAGES, VERSION};
use serde::Serialize;

use super::bare;

/// The folder that relative addresses start from.
const ROOT: &str = "%SRCROOT%";

pub(crate) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &log(report))?;
    writeln!(out)
}

fn log(report: &Report) -> Log<'_> {
    let all = || report.findings.iter().chain(&report.suppressed).chain(&report.unused_ignores);
    // Only rules that have something to say here: services show every rule of a run as if it had been broken before.
    let rules: Vec<&Rule> = RULES.iter().copied().filter(|rule| all().any(|finding| finding.rule_id == rule.id)).collect();
    let results = all().map(|finding| result(finding, &rules)).collect();
    Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "plimsoll",
                    version: VERSION,
                    semantic_version: VERSION,
                    information_uri: RULE_PAGES.trim_end_matches("/rules"),
                    rules: rules.iter().map(|rule| descriptor(rule)).collect(),
                },
            },
            original_uri_base_ids: BaseIds { root: BaseId { description: text("The folder that the command ran in.") } },
            column_kind: "utf16CodeUnits",
            results,
            properties: RunProperties {
                as_of: &report.as_of,
                catalog_date: &report.tool.catalog_date,
                score: report.score.as_ref().map(|score| score.value),
            },
        }],
    }
}

fn descriptor(rule: &'static Rule) -> Descriptor {
    let is_security = matches!(rule.category, Category::Privilege | Category::Image | Category::Secrets);
    let mut tags = vec![rule.category.word()];
    if is_security {
        tags.insert(0, "security");
    }
    tags.extend(rule.aliases);
    Descriptor {
        id: rule.id,
        short_description: text(rule.summary),
        full_description: text(if rule.help.is_empty() { rule.summary } else { rule.help }),
        help: Help { text: if rule.help.is_empty() { rule.summary } else { rule.help }, markdown: page(rule.id).unwrap_or(rule.help) },
        help_uri: format!("{RULE_PAGES}/{}.html", rule.id),
        default_configuration: Configuration { level: level(rule.severity) },
        properties: RuleProperties {
            tags,
            precision: "high",
            security_severity: if is_security { security_severity(rule.severity) } else { None },
            problem_severity: match rule.severity {
                Severity::Critical | Severity::High => "error",
                Severity::Medium => "warning",
                Severity::Low | Severity::Info => "recommendation",
            },
        },
    }
}

/// Numbers in the middle of the bands in which GitHub shows critical (9.0), high (7.0), medium (4.0) and low (0.1).
fn security_severity(severity: Severity) -> Option<&'static str> {
    match severity {
        Severity::Critical => Some("9.5"),
        Severity::High => Some("8.0"),
        Severity::Medium => Some("5.5"),
        Severity::Low => Some("2.0"),
        Severity::Info => None,
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

fn result<'a>(finding: &'a Finding, rules: &[&Rule]) -> SarifResult<'a> {
    SarifResult {
        rule_id: &finding.rule_id,
        rule_index: rules.iter().position(|rule| rule.id == finding.rule_id),
        level: level(finding.severity),
        message: text(&finding.message),
        locations: [Location { logical_locations: finding.object.iter().map(logical).collect(), ..location(&finding.uri, finding.range) }],
        partial_fingerprints: Fingerprints { own: &finding.fingerprint },
        related_locations: finding
            .related
            .iter()
            .enumerate()
            .map(|(id, related)| Location { id: Some(id), message: Some(text(&related.message)), ..location(&related.uri, related.range) })
            .collect(),
        fixes: finding.fixes.iter().map(fix).collect(),
        suppressions: finding.suppressed.iter().map(|suppressed| suppression(finding, suppressed)).collect(),
        properties: ResultProperties { severity: finding.severity, category: finding.category, points: finding.points, gain: finding.gain },
    }
}

fn location(uri: &str, range: report::Range) -> Location<'_> {
    Location {
        id: None,
        physical_location: PhysicalLocation { artifact_location: artifact(uri), region: Some(region(range)) },
        logical_locations: Vec::new(),
        message: None,
    }
}

fn logical(object: &ObjectRef) -> Logical<'_> {
    let parts = [object.api_version.as_str(), &object.kind, object.namespace.as_deref().unwrap_or_default(), &object.name];
    let full = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
    Logical { name: &object.name, fully_qualified_name: full, kind: "object" }
}

fn fix(fix: &report::Fix) -> Fix<'_> {
    let mut changes: Vec<Change<'_>> = Vec::new();
    for edit in &fix.edits {
        let replacement = Replacement { deleted_region: region(edit.range), inserted_content: text(&edit.new_text) };
        let artifact_location = artifact(&edit.uri);
        match changes.iter_mut().find(|change| change.artifact_location == artifact_location) {
            Some(change) => change.replacements.push(replacement),
            None => changes.push(Change { artifact_location, replacements: vec![replacement] }),
        }
    }
    Fix { description: text(&fix.title), artifact_changes: changes, properties: FixProperties { applicability: fix.applicability } }
}

fn suppression<'a>(finding: &'a Finding, suppressed: &'a report::Suppressed) -> Suppression<'a> {
    Suppression {
        kind: match suppressed.by {
            SuppressedBy::Inline | SuppressedBy::Annotation => "inSource",
            SuppressedBy::Policy | SuppressedBy::Baseline => "external",
        },
        justification: suppressed.reason.as_deref(),
        location: suppressed.range.map(|range| location(&finding.uri, range)),
    }
}

fn region(range: report::Range) -> Region {
    Region {
        start_line: range.start.line + 1,
        start_column: range.start.character + 1,
        end_line: range.end.line + 1,
        end_column: range.end.character + 1,
    }
}

fn text(text: &str) -> Message<'_> {
    Message { text }
}

/// A relative address with its root, or the address of a file of this machine (section 3.4).
fn artifact(uri: &str) -> Artifact {
    let encoded = encode(bare(uri));
    let is_drive = |path: &str| path.as_bytes().get(1) == Some(&b':') && path.starts_with(|c: char| c.is_ascii_alphabetic());
    if uri.starts_with('/') {
        Artifact { uri: format!("file://{encoded}"), uri_base_id: None }
    } else if cfg!(windows) && is_drive(uri) {
        Artifact { uri: format!("file:///{}", encoded.replacen("%3A", ":", 1)), uri_base_id: None }
    } else {
        Artifact { uri: encoded, uri_base_id: Some(ROOT) }
    }
}

/// Percent-encodes what may not stand in the path of an address (RFC 3986, section 3.3). A colon is encoded as well, so that no
/// relative path looks like a scheme.
fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded += &format!("%{byte:02X}");
        }
    }
    encoded
}

/// `sarifLog` (3.13).
#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

/// `run` (3.14).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    original_uri_base_ids: BaseIds,
    column_kind: &'static str,
    results: Vec<SarifResult<'a>>,
    properties: RunProperties<'a>,
}

#[derive(Serialize)]
struct BaseIds {
    #[serde(rename = "%SRCROOT%")]
    root: BaseId,
}

#[derive(Serialize)]
struct BaseId {
    description: Message<'static>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunProperties<'a> {
    as_of: &'a str,
    catalog_date: &'a str,
    score: Option<u32>,
}

/// `tool` (3.18).
#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

/// `toolComponent` (3.19).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<Descriptor>,
}

/// `reportingDescriptor` (3.49).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Message<'static>,
    full_description: Message<'static>,
    help: Help,
    help_uri: String,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    tags: Vec<&'static str>,
    precision: &'static str,
    #[serde(rename = "security-severity", skip_serializing_if = "Option::is_none")]
    security_severity: Option<&'static str>,
    #[serde(rename = "problem.severity")]
    problem_severity: &'static str,
}

/// `result` (3.27). `suppressions` is there for all or for none (3.27.23), so it may be empty.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message<'a>,
    locations: [Location<'a>; 1],
    partial_fingerprints: Fingerprints<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Fix<'a>>,
    suppressions: Vec<Suppression<'a>>,
    properties: ResultProperties,
}

#[derive(Serialize)]
struct ResultProperties {
    severity: Severity,
    category: Category,
    points: u32,
    gain: u32,
}

/// Named with a version, as section 3.27.17 asks.
#[derive(Serialize)]
struct Fingerprints<'a> {
    #[serde(rename = "plimsoll/v1")]
    own: &'a report::Fingerprint,
}

#[derive(Serialize)]
struct Message<'a> {
    text: &'a str,
}

/// `location` (3.28).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<'a>>,
}

/// `physicalLocation` (3.29).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: Artifact,
    region: Option<Region>,
}

/// `logicalLocation` (3.33).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical<'a> {
    name: &'a str,
    fully_qualified_name: String,
    kind: &'static str,
}

/// `artifactLocation` (3.4).
#[derive(PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

/// `region` (3.30): the end column is the one behind the last.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

/// `fix` (3.55).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Fix<'a> {
    description: Message<'a>,
    artifact_changes: Vec<Change<'a>>,
    properties: FixProperties,
}

#[derive(Serialize)]
struct FixProperties {
    applicability: Applicability,
}

/// `artifactChange` (3.56).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: Artifact,
    replacements: Vec<Replacement<'a>>,
}

/// `replacement` (3.57).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Message<'a>,
}

/// `suppression` (3.35).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Suppression<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    justification: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Location<'a>>,
}

#[cfg(test)]
mod tests {
    use super::{artifact, encode};

    #[test]
    fn paths_become_addresses() {
        assert_eq!(encode("a b/ü:%?#[1].yaml"), "a%20b/%C3%BC%3A%25%3F%23%5B1%5D.yaml");
        let relative = artifact("./charts/web.yaml");
        assert_eq!((relative.uri.as_str(), relative.uri_base_id), ("charts/web.yaml", Some("%SRCROOT%")));
        let absolute = artifact("/srv/my app/Dockerfile");
        assert_eq!((absolute.uri.as_str(), absolute.uri_base_id), ("file:///srv/my%20app/Dockerfile", None));
    }
}
