//! Which images a policy lets in, and which entry says so.
//!
//! The one matcher behind the rules, admission and what is generated for other engines: registries are compared as hosts, without
//! case and with port 443 as the default one, repositories component by component, never as prefixes of a text. A policy is data:
//! reading it from a file is another crate's matter, and nothing here asks a registry or a clock.

mod decide;
mod glob;
mod loose;
mod pattern;
mod subject;
mod wire;

pub use decide::{Cause, Decision, ORIGIN_RULE, Outcome, Place, REST_RULE, World};
pub use glob::matches as glob_matches;
pub use pattern::{Answer, Below, Host, Path, Pattern, Tags};
pub use subject::{Subject, Unqualified, canonical_registry};

use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_report::ImageOrigin;

use crate::Date;

/// What a policy says of images. The default lets everything in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImagePolicy {
    /// Its name, for audit annotations.
    pub name: String,
    /// Whether what it does not let in is refused or only told.
    pub mode: Mode,
    /// What a name without a registry means.
    pub unqualified: Unqualified,
    /// What may be used; `None`: everything, an empty list: nothing.
    pub allow: Option<Vec<Entry>>,
    /// What may not be used, whatever the other lists say.
    pub deny: Vec<Entry>,
    /// Where digests are required.
    pub digests: DigestRule,
    /// Globs of tags that may not be used; `latest` also is the tag of an image without tag and digest.
    pub forbidden_tags: Vec<String>,
    /// What a Dockerfile's stages may be based on; empty: whatever else is allowed.
    pub trusted_bases: Vec<TrustedBase>,
    /// Whether a container must pull always unless its image has a digest.
    pub always_pull: bool,
    /// What of Kubernetes is looked at.
    pub scope: Scope,
    /// What is let in although the other lists do not, until a day.
    pub exceptions: Vec<Exception>,
}

/// What becomes of an image that is not let in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// It is refused.
    #[default]
    Enforce,
    /// It is let in with a warning.
    Warn,
}

/// A pattern of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it stands: `images.allow[0]`.
    pub at: String,
    /// What it takes in.
    pub pattern: Pattern,
    /// Why, in the words of whoever wrote it.
    pub reason: Option<String>,
}

/// Where images need a digest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DigestRule {
    /// In manifests and in the cluster.
    pub in_kubernetes: bool,
    /// In Dockerfiles.
    pub in_dockerfiles: bool,
    /// Images that need none.
    pub except: Vec<Pattern>,
}

/// An image that stages may be based on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedBase {
    /// The image.
    pub entry: Entry,
    /// It is trusted in every stage; else only as the base of what is built in the end.
    pub in_all_stages: bool,
}

/// What of Kubernetes a policy looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The kinds that are judged; `None`: all.
    pub kinds: Option<Vec<String>>,
    /// `containers`.
    pub containers: bool,
    /// `initContainers`.
    pub init_containers: bool,
    /// `ephemeralContainers`.
    pub ephemeral_containers: bool,
    /// Image volumes.
    pub image_volumes: bool,
    /// Namespaces that are not judged.
    pub exempt_namespaces: Vec<String>,
}

impl Default for Scope {
    fn default() -> Self {
        Scope {
            kinds: None,
            containers: true,
            init_containers: true,
            ephemeral_containers: true,
            image_volumes: true,
            exempt_namespaces: Vec::new(),
        }
    }
}

impl Scope {
    /// Whether objects of that kind are judged.
    #[must_use]
    pub fn has_kind(&self, kind: &str) -> bool {
        self.kinds.as_ref().is_none_or(|kinds| kinds.iter().any(|known| known == kind))
    }

    /// Whether a namespace is left out.
    #[must_use]
    pub fn is_exempt(&self, namespace: &str) -> bool {
        self.exempt_namespaces.iter().any(|exempt| exempt == namespace)
    }

    /// Whether images of that origin are judged; those of Dockerfiles always are.
    #[must_use]
    pub fn has_field(&self, origin: ImageOrigin) -> bool {
        match origin {
            ImageOrigin::Container => self.containers,
            ImageOrigin::InitContainer => self.init_containers,
            ImageOrigin::EphemeralContainer => self.ephemeral_containers,
            ImageOrigin::ImageVolume => self.image_volumes,
            ImageOrigin::From | ImageOrigin::CopyFrom | ImageOrigin::MountFrom | ImageOrigin::Syntax => true,
        }
    }
}

/// An image that is let in until a day, the deny list aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// Its name.
    pub id: String,
    /// What it lets in.
    pub pattern: Pattern,
    /// Only there; `None`: everywhere. Dockerfiles have no namespace.
    pub namespace: Option<String>,
    /// Rules that it holds for; empty: all that judge images by a policy.
    pub rules: Vec<String>,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The last day on which it holds, in UTC.
    pub expires: Date,
}

impl ImagePolicy {
    /// Whether it can refuse anything at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.allow.is_none()
            && self.deny.is_empty()
            && self.digests == DigestRule::default()
            && self.forbidden_tags.is_empty()
            && self.trusted_bases.is_empty()
            && self.unqualified != Unqualified::Forbidden
            && !self.always_pull
    }
}
