//! Image references, what is known of them, and what could stand in their place.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Fix, Range, Text};

/// A date (YYYY-MM-DD).
#[derive(Clone)]
pub enum Day {
    /// Of the program's own data: ten ASCII letters.
    Of([u8; 10]),
    /// From a report.
    Read(String),
}

impl Deref for Day {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Day::Of(letters) => core::str::from_utf8(letters).unwrap_or_default(),
            Day::Read(text) => text,
        }
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl PartialEq for Day {
    fn eq(&self, other: &Day) -> bool {
        **self == **other
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        String::deserialize(deserializer).map(Day::Read)
    }
}

/// The architectures that an image is published for.
#[derive(Clone, Debug)]
pub enum Platforms {
    /// A list of the catalog in the names of the official images, with a comma between each two: `amd64,arm32v7,arm64v8`.
    Listed(&'static str),
    /// From a report, in Docker's names.
    Read(Vec<String>),
}

impl Platforms {
    /// The names that Docker uses: `arm64`, `arm/v7`, `386`.
    pub fn iter(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let (listed, read): (&str, &[String]) = match self {
            Platforms::Listed(listed) => (listed, &[]),
            Platforms::Read(read) => ("", read),
        };
        let listed = listed.split(',').filter(|name| !name.is_empty()).map(platform);
        listed.chain(read.iter().map(|name| Cow::Borrowed(name.as_str())))
    }
}

/// Docker's name of an architecture.
fn platform(name: &str) -> Cow<'_, str> {
    match name {
        "arm64v8" => Cow::Borrowed("arm64"),
        "i386" => Cow::Borrowed("386"),
        "arm" | "arm32v7" => Cow::Borrowed("arm/v7"),
        other => match other.strip_prefix("arm32") {
            Some(variant) => Cow::Owned(["arm/", variant].concat()),
            None if other.starts_with("windows-") => Cow::Owned(other.replace("windows-", "windows/")),
            None => Cow::Borrowed(other),
        },
    }
}

impl Default for Platforms {
    fn default() -> Platforms {
        Platforms::Listed("")
    }
}

impl PartialEq for Platforms {
    fn eq(&self, other: &Platforms) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Serialize for Platforms {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Platforms {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Platforms, D::Error> {
        Vec::deserialize(deserializer).map(Platforms::Read)
    }
}

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
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub registry: Text,
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
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub product: Text,
    /// `22`, `12`.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub cycle: Text,
    /// The state at `asOf`.
    pub state: SupportState,
    /// The date (YYYY-MM-DD) on which this state ends or ended, where known.
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub until: Option<Day>,
}

/// What a measured image weighs and holds. Unknown is null.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Footprint {
    /// The reference that was measured.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub reference: Text,
    /// Compressed bytes of the layers of one platform: what a pull transfers.
    pub compressed_bytes: Option<u32>,
    /// Which platform.
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub platform: Option<Text>,
    /// Installed operating system packages.
    pub packages: Option<u32>,
    /// Whether `curl` is in it.
    pub curl: Option<bool>,
    /// Whether `wget` is in it.
    pub wget: Option<bool>,
    /// Whether a C compiler is in it.
    pub compiler: Option<bool>,
    /// The date (YYYY-MM-DD) the measured image was built or read.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub date: Day,
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
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub as_of: Text,
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
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub user: Option<Text>,
    /// Architectures it is published for, as Docker names them; empty where unknown.
    #[cfg_attr(feature = "typescript", ts(as = "Vec<String>"))]
    pub platforms: Platforms,
    /// The date (YYYY-MM-DD) on which the first of its life cycles ends, where known.
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub eol: Option<Day>,
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
    #[cfg_attr(feature = "typescript", ts(as = "Vec<String>"))]
    pub costs: Vec<Text>,
    /// What blocks it in this file.
    pub blockers: Vec<Blocker>,
    /// What is known of it.
    pub traits: Traits,
    /// Size and contents, where measured.
    pub footprint: Option<Footprint>,
    /// The date (YYYY-MM-DD) of the facts.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub as_of: Text,
    /// The edits that make the rewritten file, where all of them are mechanical.
    pub fix: Option<Fix>,
    /// Why each edit of the fix is made, in their order.
    #[cfg_attr(feature = "typescript", ts(as = "Vec<String>"))]
    pub reasons: Vec<Text>,
}
