//! Image references, what is known of them, and what could stand in their place.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::{Fix, Range, Text};

/// Where an image reference was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum ImageOrigin {
    /// `FROM`.
    From,
    /// `COPY --from=`.
    CopyFrom,
    /// `RUN --mount=from=`.
    MountFrom,
    /// `# syntax=`.
    Syntax,
    /// A container's `image:`.
    Container,
    /// An init container's.
    InitContainer,
    /// An ephemeral container's.
    EphemeralContainer,
    /// `volumes[].image.reference`.
    ImageVolume,
}

/// One use of an image.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ImageUse {
    /// As written.
    pub reference: String,
    /// Normalised (`docker.io/library/node:22`); null where a variable leaves it open or it cannot be read.
    pub resolved: Option<String>,
    /// Its parts after normalisation.
    pub parts: Option<ImageParts>,
    /// Where it was met.
    pub origin: ImageOrigin,
    /// The file.
    pub uri: String,
    /// The place.
    pub range: Range,
    /// What the catalog knows; null is unknown.
    pub facts: Option<ImageFacts>,
    /// What could stand in its place here, the recommended one first; at most three.
    pub suggestions: Vec<ImageSuggestion>,
}

/// The parts of a normalised reference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ImageParts {
    /// `docker.io`.
    pub registry: String,
    /// `library/node`.
    pub repository: String,
    /// `22`.
    pub tag: Option<String>,
    /// `sha256:…`.
    pub digest: Option<String>,
}

/// How an image or a part of it is supported on the date of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum SupportState {
    /// By its maker.
    Supported,
    /// Free security fixes only (long-term support).
    SecurityOnly,
    /// No more fixes.
    Ended,
}

/// One life cycle that an image follows: its own, or its operating system's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Support {
    /// `node`, `debian`.
    pub product: String,
    /// `22`, `12`.
    pub cycle: String,
    /// The state at `asOf`.
    pub state: SupportState,
    /// The date (YYYY-MM-DD) on which this state ends or ended, where known.
    pub until: Option<String>,
}

/// What a measured image weighs and holds. Unknown is null.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Footprint {
    /// The reference that was measured.
    pub reference: String,
    /// Compressed bytes of the layers of one platform: what a pull transfers.
    pub compressed_bytes: Option<u32>,
    /// Which platform.
    pub platform: Option<String>,
    /// Installed operating system packages.
    pub packages: Option<u32>,
    /// Whether `curl` is in it.
    pub curl: Option<bool>,
    /// Whether `wget` is in it.
    pub wget: Option<bool>,
    /// Whether a C compiler is in it.
    pub compiler: Option<bool>,
    /// The date (YYYY-MM-DD) the measured image was built or read.
    pub date: String,
}

/// What the catalog knows of an image.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ImageFacts {
    /// A Docker Official Image.
    pub official: bool,
    /// Whether the tag is in the list of maintained tags; null where there is no list or no tag. `false` does not mean that it
    /// cannot be pulled.
    pub listed: Option<bool>,
    /// The repository is no longer maintained: what its makers name instead, or an empty text.
    pub deprecated: Option<String>,
    /// Its life cycles.
    pub support: Vec<Support>,
    /// Shell, libc and the rest.
    pub traits: Traits,
    /// Size and contents, where measured.
    pub footprint: Option<Footprint>,
    /// The date (YYYY-MM-DD) of the facts.
    pub as_of: String,
}

/// The C library of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Libc {
    /// GNU.
    Glibc,
    /// musl (Alpine).
    Musl,
    /// None at all.
    None,
}

/// The package manager of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum PackageManager {
    /// Debian, Ubuntu.
    Apt,
    /// Alpine, Wolfi.
    Apk,
    /// Fedora, RHEL and their kin (dnf, microdnf, yum).
    Dnf,
    /// SUSE.
    Zypper,
    /// None is installed.
    None,
}

/// What matters when an image replaces another. Unknown is null.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Traits {
    /// The C library.
    pub libc: Option<Libc>,
    /// Whether it has a shell.
    pub shell: Option<bool>,
    /// Its package manager.
    pub package_manager: Option<PackageManager>,
    /// The user it starts as.
    pub user: Option<String>,
    /// Architectures it is published for, as Docker names them; empty where unknown.
    #[cfg_attr(feature = "typescript", ts(as = "Vec<String>"))]
    pub platforms: Vec<Text>,
    /// The date (YYYY-MM-DD) on which the first of its life cycles ends, where known.
    pub eol: Option<String>,
}

/// What kind of change a suggestion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum SuggestionKind {
    /// The same image with fewer packages.
    Slim,
    /// The same image on Alpine.
    Alpine,
    /// An image with no shell and no package manager.
    Distroless,
    /// A base of nothing.
    Scratch,
    /// A build stage and a run stage.
    Split,
    /// A newer, supported version.
    Newer,
    /// The maintained successor of an abandoned image.
    Successor,
    /// What was probably meant.
    Spelling,
}

/// Why a suggestion does not work for this file as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Blocker {
    /// "needs a shell: RUN on line 12".
    pub message: String,
    /// The place, where it is one.
    pub range: Option<Range>,
}

/// An image that could stand in the place of another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ImageSuggestion {
    /// The reference to write.
    pub image: String,
    /// The kind of change.
    pub kind: SuggestionKind,
    /// Whether it is the one to take; at most one of a use.
    pub recommended: bool,
    /// Why: what it removes.
    pub why: String,
    /// What it costs, one sentence each.
    pub costs: Vec<String>,
    /// What blocks it in this file.
    pub blockers: Vec<Blocker>,
    /// What is known of it.
    pub traits: Traits,
    /// Size and contents, where measured.
    pub footprint: Option<Footprint>,
    /// The date (YYYY-MM-DD) of the facts.
    pub as_of: String,
    /// The edits that make the rewritten file, where all of them are mechanical.
    pub fix: Option<Fix>,
    /// Why each edit of the fix is made, in their order.
    pub reasons: Vec<String>,
}
