//! The report: what every surface (command line, npm package, page, webhook) shows.
//!
//! Types only, so that the page can read a report without carrying the core. The JSON form is the contract:
//! field names are camelCase, field order is declaration order, positions are LSP positions (zero-based line and
//! UTF-16 character, end exclusive). All numbers are integers, so that every JSON writer prints the same bytes.
#![cfg_attr(not(feature = "typescript"), no_std)]

extern crate alloc;

mod finding;
mod image;
mod kubesec;
mod pod_security;
mod rule_meta;
mod score;

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

pub use finding::{
    Aliases, Applicability, Category, Finding, Fingerprint, Fix, Related, RulePage, Severity, Suppressed, SuppressedBy, TextEdit,
};
pub use image::{
    Blocker, Day, Footprint, ImageFacts, ImageOrigin, ImageParts, ImageSuggestion, ImageUse, Libc, PackageManager, Platforms,
    SuggestionKind, Support, SupportState, Traits,
};
pub use kubesec::{Kubesec, KubesecRule, KubesecScoring};
pub use pod_security::{PodSecurity, PodSecurityFailure, PodSecurityLevel};
pub use rule_meta::RuleMeta;
pub use score::{CategoryScore, Grade, Score};

/// Where the rules' pages are published; a rule's page is `<this>/<rule id>.html`.
pub const RULE_PAGES: &str = "https://plimsoll.dev/rules";

/// Text that is nearly always a constant of the program.
pub type Text = Cow<'static, str>;

/// A position in a file, as the Language Server Protocol writes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Position {
    /// Zero-based line.
    pub line: u32,
    /// UTF-16 code units from the start of the line.
    pub character: u32,
}

/// A range in a file; `end` is exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Range {
    /// First position.
    pub start: Position,
    /// Position behind the last.
    pub end: Position,
}

/// What a file is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Kind {
    /// A Dockerfile or Containerfile.
    Dockerfile,
    /// Kubernetes manifests, YAML or JSON.
    Kubernetes,
    /// Neither.
    Unknown,
}

/// The result of one run over some files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Report {
    /// The version of this form; it changes in major versions only.
    #[cfg_attr(feature = "typescript", ts(type = "1"))]
    pub schema_version: u32,
    /// Who made the report.
    pub tool: Tool,
    /// The date (YYYY-MM-DD) at which end of life was judged.
    pub as_of: String,
    /// One entry per file, sorted by uri.
    pub files: Vec<File>,
    /// Active findings, sorted by uri, start, severity (worst first), rule id.
    pub findings: Vec<Finding>,
    /// Findings that an ignore in the file, a policy or a baseline takes out of the score.
    pub suppressed: Vec<Finding>,
    /// Ignores that suppress nothing, or that cannot be read.
    pub unused_ignores: Vec<Finding>,
    /// Every image reference met, in file order.
    pub images: Vec<ImageUse>,
    /// The lowest score of the files; null where there is nothing to grade.
    pub score: Option<Score>,
}

/// The program and its data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Tool {
    /// Always `plimsoll`.
    #[cfg_attr(feature = "typescript", ts(type = "\"plimsoll\""))]
    pub name: Text,
    /// Version of the program.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub version: Text,
    /// Version of the rule set.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub ruleset_version: Text,
    /// Date (YYYY-MM-DD) of the newest fact in the image catalog.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub catalog_date: Text,
}

/// One file of the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct File {
    /// The name as it was given, with `/`.
    pub uri: String,
    /// What it was read as.
    pub kind: Kind,
    /// Why the file was not analysed as a Dockerfile or manifest, or what it was recognised as (a Compose file, a Helm
    /// template, a Kustomization); absent where there is nothing to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub note: Option<String>,
    /// Some values could not be read (templates, variables without a value): graded on what is visible.
    pub incomplete: bool,
    /// The file's score: of a Dockerfile its own, of manifests the lowest object's; null where nothing can be graded.
    pub score: Option<Score>,
    /// The build stages of a Dockerfile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub stages: Option<Vec<Stage>>,
    /// The Kubernetes objects, in file order, Lists flattened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub objects: Option<Vec<Object>>,
}

/// A build stage of a Dockerfile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "StageReport"))]
pub struct Stage {
    /// The name behind AS.
    pub name: Option<String>,
    /// What it is built from: an image reference, `scratch`, or the name (else the number) of a parent stage.
    pub base: String,
    /// `base` for `FROM scratch`, else `parent`.
    pub role: StageRole,
    /// Whether it is the stage that a build without --target makes.
    pub is_final: bool,
    /// Whether the final stage needs it.
    pub reachable: bool,
    /// From its FROM to its last instruction.
    pub range: Range,
}

/// Whether a stage starts a base image of its own or extends a parent image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum StageRole {
    /// Built from scratch: the result is a base image.
    Base,
    /// Built from another image or stage: that one is the parent image.
    Parent,
}

/// A Kubernetes object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(rename = "ObjectReport"))]
pub struct Object {
    /// Which object it is.
    pub object: ObjectRef,
    /// Where it stands.
    pub range: Range,
    /// Null for kinds that have nothing to grade.
    pub score: Option<Score>,
    /// kubesec's score of the object by itself; null where kubesec could not read its document.
    pub kubesec: Option<Kubesec>,
    /// The Pod Security Standards' level of its pods; null for what makes no pods and for what cannot be read as a whole.
    pub pod_security: Option<PodSecurity>,
}

/// Names a Kubernetes object, and in a finding the place within it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ObjectRef {
    /// As written; empty where missing.
    pub api_version: String,
    /// As written; empty where missing.
    pub kind: String,
    /// `metadata.name`; empty where missing.
    pub name: String,
    /// `metadata.namespace`, where written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub namespace: Option<String>,
    /// The container's name, where a finding is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub container: Option<String>,
    /// The field a finding is about: `spec.containers[0].image`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub path: Option<String>,
}
