//! What an entry of a list takes in.
//!
//! A pattern has a host, a path of components and, where it says, tags or a digest. Each part is compared with the same part of an
//! image; no part ever reaches into the next.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::glob;
use super::subject::Subject;

/// Other names of Docker Hub, besides `index.docker.io`, which reading folds.
const HUB_ALIASES: [&str; 3] = ["registry-1.docker.io", "registry.hub.docker.com", "hub.docker.com"];

/// Whether a pattern takes in an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// That depends on what is open.
    Open,
}

/// What an entry takes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// As written.
    pub text: String,
    /// On which registries.
    pub host: Host,
    /// Which repositories.
    pub path: Path,
    /// Which tags.
    pub tags: Tags,
    /// Only that digest, `sha256:…`; the tag then does not matter.
    pub digest: Option<String>,
}

/// Registries, in the spelling of [`canonical_registry`](super::canonical_registry).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// Every one.
    Any,
    /// That one.
    Is(String),
    /// Docker Hub by any of its names.
    Hub,
    /// Those that end so; the text begins with a `.`, before which at least one label stands.
    Below(String),
    /// Those that end so, wherever that begins.
    EndsWith(String),
    /// Those that begin so.
    StartsWith(String),
}

/// Repositories of a registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Path {
    /// Every one.
    Any,
    /// Those with these components, and below them what [`Below`] says. A component is a list of alternatives, each a glob.
    Components(Vec<Vec<String>>, Below),
}

/// What lies below the components that are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Below {
    /// Nothing: the components are all.
    Nothing,
    /// At least one component more (`**`).
    Something,
    /// Any number of components, also none.
    Anything,
}

/// Tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Tags {
    /// Every one, and a digest.
    #[default]
    Any,
    /// Exactly that one, without a digest: what a digest beside it holds is not what the tag gives.
    Exactly(String),
    /// One of the first globs (where there are any) and none of the second.
    Globs(Vec<String>, Vec<String>),
}

impl Answer {
    fn of(yes: bool) -> Answer {
        if yes { Answer::Yes } else { Answer::No }
    }

    fn and(self, other: Answer) -> Answer {
        match (self, other) {
            (Answer::No, _) | (_, Answer::No) => Answer::No,
            (Answer::Open, _) | (_, Answer::Open) => Answer::Open,
            (Answer::Yes, Answer::Yes) => Answer::Yes,
        }
    }
}

impl Pattern {
    /// Whether it takes in the image, as an entry that lets in. O(pattern · image).
    #[must_use]
    pub fn allows(&self, image: &Subject<'_>) -> Answer {
        self.matches(image, self.host.allows(image.registry.as_deref()), false)
    }

    /// Whether it takes in the image, as an entry that refuses: one on Docker Hub holds for all names of it, and one with a tag also
    /// where a digest stands beside the tag. O(pattern · image).
    #[must_use]
    pub fn denies(&self, image: &Subject<'_>) -> Answer {
        let is_hub = matches!(&self.host, Host::Is(host) if host == "docker.io");
        let host = if is_hub { Host::Hub.allows(image.registry.as_deref()) } else { self.host.allows(image.registry.as_deref()) };
        self.matches(image, host, true)
    }

    /// Where it takes in the image's name, and not the image: what stands between, to be read behind "is on the allow-list".
    /// O(pattern · image).
    #[must_use]
    pub fn all_but_tag(&self, image: &Subject<'_>) -> Option<String> {
        let is_named = self.host.allows(image.registry.as_deref()).and(self.path.matches(image)) == Answer::Yes;
        if !is_named || self.tag_matches(image, false) != Answer::No {
            return None;
        }
        Some(match (&self.tags, &image.tag, &image.digest) {
            _ if self.digest.is_some() => "but with another digest".into(),
            (Tags::Exactly(wanted), _, Some(_)) => format!("but with the tag {wanted} and no digest"),
            (_, None, Some(_)) => "but by its tags, and a digest alone shows none".into(),
            (_, Some(tag), _) => format!("but not with the tag {tag}"),
            (_, None, None) => "but not without a tag, which means latest".into(),
        })
    }

    fn matches(&self, image: &Subject<'_>, host: Answer, is_deny: bool) -> Answer {
        host.and(self.path.matches(image)).and(self.tag_matches(image, is_deny))
    }

    fn tag_matches(&self, image: &Subject<'_>, is_deny: bool) -> Answer {
        if let Some(digest) = &self.digest {
            return if image.is_tag_open { Answer::Open } else { Answer::of(image.digest.as_deref() == Some(digest)) };
        }
        if image.is_tag_open && self.tags != Tags::Any {
            return Answer::Open;
        }
        let tag = image.tag.as_deref().or(image.effective_tag());
        Answer::of(match &self.tags {
            Tags::Any => true,
            Tags::Exactly(wanted) => tag == Some(wanted) && (is_deny || image.digest.is_none()),
            Tags::Globs(some, none) => match tag {
                Some(tag) => {
                    (some.is_empty() || some.iter().any(|glob| glob::matches(glob, tag)))
                        && !none.iter().any(|glob| glob::matches(glob, tag))
                }
                // Only a digest: nothing shows which tag it was made under.
                None => false,
            },
        })
    }
}

impl Host {
    /// Whether Docker Hub is among them.
    #[must_use]
    pub fn has_hub(&self) -> bool {
        self.allows(Some("docker.io")) == Answer::Yes
    }

    fn allows(&self, registry: Option<&str>) -> Answer {
        let Some(registry) = registry else {
            return if *self == Host::Any { Answer::Yes } else { Answer::Open };
        };
        Answer::of(match self {
            Host::Any => true,
            Host::Is(host) => host == registry,
            Host::Hub => registry == "docker.io" || HUB_ALIASES.contains(&registry),
            Host::Below(end) => registry.len() > end.len() && registry.ends_with(end.as_str()),
            Host::EndsWith(end) => registry.ends_with(end.as_str()),
            Host::StartsWith(start) => registry.starts_with(start.as_str()),
        })
    }
}

impl Path {
    fn matches(&self, image: &Subject<'_>) -> Answer {
        let Path::Components(components, below) = self else { return Answer::Yes };
        let fits = |(alternatives, component): (&Vec<String>, &str)| alternatives.iter().any(|glob| glob::matches(glob, component));
        let known = || image.repository.split('/');
        let count = known().count();
        if !image.is_path_open {
            let enough = match below {
                Below::Nothing => count == components.len(),
                Below::Something => count > components.len(),
                Below::Anything => count >= components.len(),
            };
            return Answer::of(enough && components.iter().zip(known()).all(fits));
        }
        // The last component may go on; those before it are known.
        let whole = count.saturating_sub(1);
        if !components.iter().zip(known().take(whole)).all(fits) || (*below == Below::Nothing && whole >= components.len()) {
            return Answer::No;
        }
        if *below != Below::Nothing && whole >= components.len() { Answer::Yes } else { Answer::Open }
    }
}
