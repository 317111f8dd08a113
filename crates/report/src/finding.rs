//! A finding and its fixes.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{ObjectRef, RULE_PAGES, Range, Text};

/// How bad a finding is. `Ord`: worse is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Severity {
    /// Worth knowing; costs no points.
    Info,
    /// A small weakness.
    Low,
    /// A weakness to mend.
    Medium,
    /// A fault that an attacker or an outage will find.
    High,
    /// Gives the host, the cluster or a secret away.
    Critical,
}

impl Severity {
    /// All, worst first.
    pub const ALL: [Severity; 5] = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info];

    /// The word of the report.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Severity::Critical => "critical",
            Severity::High => "high",
            Severity::Medium => "medium",
            Severity::Low => "low",
            Severity::Info => "info",
        }
    }
}

/// What a finding is about; each category has a budget of the score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Category {
    /// Users, capabilities, host access, tokens.
    Privilege,
    /// Which images are used, and what is left in them.
    Image,
    /// Credentials in files.
    Secrets,
    /// Whether it runs, and keeps running.
    Reliability,
    /// Layers, caches, old spellings.
    Hygiene,
}

impl Category {
    /// All, in the order they are shown.
    pub const ALL: [Category; 5] = [Category::Privilege, Category::Image, Category::Secrets, Category::Reliability, Category::Hygiene];

    /// The word of the report.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Category::Privilege => "privilege",
            Category::Image => "image",
            Category::Secrets => "secrets",
            Category::Reliability => "reliability",
            Category::Hygiene => "hygiene",
        }
    }
}

/// One fault at one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Finding {
    /// Which rule.
    #[cfg_attr(feature = "typescript", ts(type = "RuleId"))]
    pub rule_id: Text,
    /// How bad.
    pub severity: Severity,
    /// What about.
    pub category: Category,
    /// One sentence: what is wrong here.
    pub message: String,
    /// What to do, where a sentence can say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional, type = "string"))]
    pub help: Option<Text>,
    /// The rule's page.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub help_uri: RulePage,
    /// The file.
    pub uri: String,
    /// The place.
    pub range: Range,
    /// The same place as UTF-16 offsets from the start of the text: `text.slice(offsets[0], offsets[1])`.
    pub offsets: (u32, u32),
    /// The Kubernetes object it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub object: Option<ObjectRef>,
    /// The build stage it is about: its name, else its number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional, type = "string"))]
    pub stage: Option<Text>,
    /// Other places that explain it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Related>>"))]
    pub related: Vec<Related>,
    /// Ways to mend it, the preferred one first.
    pub fixes: Vec<Fix>,
    /// Stays the same when the line moves: 16 hexadecimal digits.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub fingerprint: Fingerprint,
    /// Why it does not count, where it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub suppressed: Option<Suppressed>,
    /// Points it takes from the score before budgets and caps.
    pub points: u32,
    /// How much higher the score of its file (of its object, in a manifest) would be without it.
    pub gain: u32,
    /// Peers' names for the same fault: `hadolint:DL3007`.
    #[cfg_attr(feature = "typescript", ts(type = "string[]"))]
    pub aliases: Aliases,
}

/// The address of a rule's page: of a rule by its id, or one that was read.
#[derive(Clone, Debug)]
pub enum RulePage {
    /// Of the rule of that id: the address is put together where it is shown, and a finding holds no text for it.
    Of(&'static str),
    /// From a report.
    Read(String),
}

impl fmt::Display for RulePage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RulePage::Of(id) => write!(f, "{RULE_PAGES}/{id}.html"),
            RulePage::Read(uri) => f.write_str(uri),
        }
    }
}

impl PartialEq for RulePage {
    fn eq(&self, other: &RulePage) -> bool {
        match (self, other) {
            (RulePage::Of(id), RulePage::Of(other)) => id == other,
            (RulePage::Read(uri), RulePage::Read(other)) => uri == other,
            (RulePage::Of(id), RulePage::Read(uri)) | (RulePage::Read(uri), RulePage::Of(id)) => {
                let rest = uri.strip_prefix(RULE_PAGES).and_then(|rest| rest.strip_prefix('/'));
                rest.and_then(|rest| rest.strip_suffix(".html")) == Some(*id)
            }
        }
    }
}

impl Serialize for RulePage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RulePage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RulePage, D::Error> {
        String::deserialize(deserializer).map(RulePage::Read)
    }
}

/// What tells a finding from others of its file when lines move: sixteen hexadecimal digits.
#[derive(Clone, Debug)]
pub enum Fingerprint {
    /// The program's own: its digits are written where they are shown.
    Of(u64),
    /// From a report.
    Read(String),
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fingerprint::Of(number) => write!(f, "{number:016x}"),
            Fingerprint::Read(digits) => f.write_str(digits),
        }
    }
}

impl PartialEq for Fingerprint {
    fn eq(&self, other: &Fingerprint) -> bool {
        match (self, other) {
            (Fingerprint::Of(number), Fingerprint::Of(other)) => number == other,
            (Fingerprint::Read(digits), Fingerprint::Read(other)) => digits == other,
            (Fingerprint::Of(_), Fingerprint::Read(digits)) => self.to_string() == *digits,
            (Fingerprint::Read(digits), Fingerprint::Of(_)) => other.to_string() == *digits,
        }
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fingerprint, D::Error> {
        String::deserialize(deserializer).map(Fingerprint::Read)
    }
}

/// Ids of other tools, as `tool:ID`: a list of the program's own, or one that was read.
#[derive(Clone, Debug)]
pub enum Aliases {
    /// A rule's.
    Own(&'static [&'static str]),
    /// From a report.
    Read(Vec<String>),
}

impl Aliases {
    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let (own, read): (&[&str], &[String]) = match self {
            Aliases::Own(own) => (own, &[]),
            Aliases::Read(read) => (&[], read),
        };
        own.iter().copied().chain(read.iter().map(String::as_str))
    }
}

impl PartialEq for Aliases {
    fn eq(&self, other: &Aliases) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Serialize for Aliases {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Aliases::Own(own) => own.serialize(serializer),
            Aliases::Read(read) => read.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Aliases {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Aliases, D::Error> {
        Vec::deserialize(deserializer).map(Aliases::Read)
    }
}

/// Another place that belongs to a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Related {
    /// The file.
    pub uri: String,
    /// The place.
    pub range: Range,
    /// What it has to do with the finding.
    pub message: String,
}

/// Whether a fix may be applied without a person looking at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Applicability {
    /// Means the same afterwards.
    Safe,
    /// May change behaviour.
    Unsafe,
}

/// A change of text that mends a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Fix {
    /// What it does, as a command: "Insert --no-cache".
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub title: Text,
    /// Whether it keeps the behaviour.
    pub applicability: Applicability,
    /// All to be applied together; spans of one fix do not overlap.
    pub edits: Vec<TextEdit>,
}

/// One replacement of text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct TextEdit {
    /// The file.
    pub uri: String,
    /// What goes.
    pub range: Range,
    /// The same place as UTF-16 offsets.
    pub offsets: (u32, u32),
    /// What comes.
    pub new_text: String,
}

/// Who took a finding out of the score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum SuppressedBy {
    /// A comment in the file.
    Inline,
    /// An annotation of the object.
    Annotation,
    /// The policy.
    Policy,
    /// A baseline of known findings.
    Baseline,
}

/// Why a finding does not count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Suppressed {
    /// By what.
    pub by: SuppressedBy,
    /// The reason given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub reason: Option<String>,
    /// Where the ignore stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub range: Option<Range>,
}
