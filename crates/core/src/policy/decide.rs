//! The decision on one image: what comes of it, by which entry, and why.
//!
//! Deny goes before exceptions, those before the allow list, and that before what is asked of tags and digests. It never looks at
//! more than the reference and where it stands.

use alloc::format;
use alloc::string::{String, ToString};

use super::pattern::Answer;
use super::subject::{Subject, Unqualified};
use super::{Entry, Exception, ImagePolicy, glob};
use crate::Date;

/// Where an image is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum World {
    /// In a Dockerfile.
    Dockerfile,
    /// In a manifest or the cluster.
    Kubernetes,
}

/// Where an image is used, and when that is judged.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// In which world.
    pub world: World,
    /// The namespace, where known.
    pub namespace: Option<&'a str>,
    /// The day at which exceptions are judged.
    pub as_of: Date,
}

impl Place<'_> {
    /// A place without a namespace.
    #[must_use]
    pub fn of(world: World, as_of: Date) -> Self {
        Place { world, namespace: None, as_of }
    }
}

/// What comes of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is let in.
    Allowed,
    /// It is not.
    Denied,
    /// That depends on what is open.
    Open,
}

/// What decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// An entry of the allow list, or its absence.
    Allowed,
    /// An exception.
    Exception,
    /// The text is no reference.
    Unreadable,
    /// The text names no registry, which the policy asks for.
    NoRegistry,
    /// An entry of the deny list.
    DenyList,
    /// No entry of the allow list.
    NotListed,
    /// The tag is forbidden.
    Tag,
    /// There is no digest.
    Digest,
    /// No entry of the trusted base images.
    Base,
}

impl Cause {
    /// Whether it is about where the image comes from, and not about its tag, its digest or its use.
    #[must_use]
    pub fn is_origin(self) -> bool {
        !matches!(self, Cause::Tag | Cause::Digest | Cause::Base)
    }
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What comes of the image.
    pub outcome: Outcome,
    /// What decided.
    pub cause: Cause,
    /// The entry that decided, as `images.deny[0] docker.io/library/centos`; of what is on no list, the list.
    pub entry: String,
    /// Why it is not let in: a part of a sentence that follows the image; empty where it is let in.
    pub reason: String,
    /// The exception that would let it in and has expired, as `EX-17 expired on 2026-01-31`.
    pub expired: Option<String>,
}

impl Decision {
    fn allowed(cause: Cause, entry: String) -> Decision {
        Decision { outcome: Outcome::Allowed, cause, entry, reason: String::new(), expired: None }
    }

    fn denied(cause: Cause, entry: String, reason: String) -> Decision {
        Decision { outcome: Outcome::Denied, cause, entry, reason, expired: None }
    }
}

impl Entry {
    /// `images.deny[0] docker.io/library/centos`.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{} {}", self.at, self.pattern.text)
    }
}

impl Exception {
    /// Whether it still holds on that day.
    #[must_use]
    pub fn is_active(&self, day: Date) -> bool {
        day <= self.expires
    }

    fn takes_in(&self, image: &Subject<'_>, place: &Place<'_>) -> Answer {
        let is_there = self.namespace.is_none() || self.namespace.as_deref() == place.namespace;
        if is_there { self.pattern.allows(image) } else { Answer::No }
    }

    fn holds_for(&self, cause: Cause) -> bool {
        self.rules.is_empty() || self.rules.iter().any(|rule| (rule == ORIGIN_RULE) == cause.is_origin())
    }
}

/// The rule that reports images by where they come from; the other one is [`REST_RULE`].
pub const ORIGIN_RULE: &str = "image-registry-not-allowed";

/// The rule that reports what else a policy says of images.
pub const REST_RULE: &str = "image-against-policy";

impl ImagePolicy {
    /// Decides on an image as it is written. O(policy · text).
    #[must_use]
    pub fn judge(&self, text: &str, place: &Place<'_>) -> Decision {
        match Subject::read(text, &self.unqualified) {
            Ok(image) => self.decide(&image, place),
            Err(error) => {
                let why = error.map_or_else(|| "its registry cannot be one".into(), |error| error.to_string());
                Decision::denied(Cause::Unreadable, "images".into(), format!("is no image reference: {why}"))
            }
        }
    }

    /// Decides on an image that variables or a template leave open. O(policy · text).
    #[must_use]
    pub fn judge_open(&self, text: &str, place: &Place<'_>) -> Decision {
        self.decide(&Subject::read_open(text, &self.unqualified), place)
    }

    /// Whether a stage may be based on an image that is let in otherwise; `None` where nothing is asked of it.
    #[must_use]
    pub fn judge_base(&self, text: &str, is_final: bool, place: &Place<'_>) -> Option<Decision> {
        let asks_of_all = self.trusted_bases.iter().any(|base| base.in_all_stages);
        if self.trusted_bases.is_empty() || !(is_final || asks_of_all) {
            return None;
        }
        let image = Subject::read(text, &self.unqualified).ok()?;
        let trusted = self.trusted_bases.iter().filter(|base| is_final || base.in_all_stages);
        let mut entries = trusted.map(|base| &base.entry);
        if let Some(entry) = entries.find(|entry| entry.pattern.allows(&image) == Answer::Yes) {
            return Some(Decision::allowed(Cause::Base, entry.label()));
        }
        let stage = if is_final { "the final stage" } else { "a stage" };
        let reason = format!("{} is no trusted base image for {stage}", image.name());
        let denied = Decision::denied(Cause::Base, "images.trustedBaseImages".into(), reason);
        Some(self.with_exceptions(denied, &image, place))
    }

    fn decide(&self, image: &Subject<'_>, place: &Place<'_>) -> Decision {
        let mut is_open = false;
        for entry in &self.deny {
            match entry.pattern.denies(image) {
                Answer::Yes => {
                    let why = entry.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
                    return Decision::denied(Cause::DenyList, entry.label(), format!("{} is denied{why}", image.name()));
                }
                Answer::Open => is_open = true,
                Answer::No => {}
            }
        }
        let origin = self.with_exceptions(self.on_allow_list(image), image, place);
        if origin.outcome == Outcome::Denied {
            return origin;
        }
        let rest = self.on_tag(image).or_else(|| self.on_digest(image, place)).map(|denied| self.with_exceptions(denied, image, place));
        let mut decision = match rest {
            Some(rest) if rest.outcome != Outcome::Allowed || origin.outcome == Outcome::Allowed => rest,
            _ => origin,
        };
        let is_tag_at_stake = !self.forbidden_tags.is_empty() || self.needs_digest(place.world);
        if decision.outcome == Outcome::Allowed && (is_open || (image.is_tag_open && is_tag_at_stake)) {
            decision.outcome = Outcome::Open;
        }
        decision
    }

    /// Whether an image is pulled anew each time, or need not be, or nobody asks for that. Without a pull policy Kubernetes takes
    /// `Always` for the tag `latest`. O(text).
    #[must_use]
    pub fn is_pulled_well(&self, text: &str, pull_policy: Option<&str>) -> bool {
        let Ok(image) = Subject::read(text, &self.unqualified) else { return false };
        match pull_policy {
            _ if !self.always_pull || image.digest.is_some() => true,
            Some(word) => word == "Always",
            None => image.effective_tag() == Some("latest"),
        }
    }

    fn needs_digest(&self, world: World) -> bool {
        match world {
            World::Dockerfile => self.digests.in_dockerfiles,
            World::Kubernetes => self.digests.in_kubernetes,
        }
    }

    fn on_tag(&self, image: &Subject<'_>) -> Option<Decision> {
        let tag = image.effective_tag().filter(|_| !image.is_tag_open)?;
        let glob = self.forbidden_tags.iter().find(|glob| glob::matches(glob, tag))?;
        let reason = match &image.tag {
            Some(tag) => format!("has the tag {tag}, which is forbidden"),
            None => "has no tag, which means latest, and that is forbidden".into(),
        };
        Some(Decision::denied(Cause::Tag, format!("images.forbidTags {glob}"), reason))
    }

    fn on_digest(&self, image: &Subject<'_>, place: &Place<'_>) -> Option<Decision> {
        let is_excepted = || self.digests.except.iter().any(|pattern| pattern.allows(image) == Answer::Yes);
        let is_missing = self.needs_digest(place.world) && image.digest.is_none() && !image.is_tag_open && !is_excepted();
        is_missing.then(|| Decision::denied(Cause::Digest, "images.requireDigest".into(), "has no digest, which is required".into()))
    }

    fn on_allow_list(&self, image: &Subject<'_>) -> Decision {
        if image.is_short && self.unqualified == Unqualified::Forbidden {
            let reason = "names no registry, and what that means is up to the node".into();
            return Decision::denied(Cause::NoRegistry, "defaults.registry forbid".into(), reason);
        }
        let Some(list) = &self.allow else { return Decision::allowed(Cause::Allowed, "no images.allow".into()) };
        let mut open = None;
        for entry in list {
            match entry.pattern.allows(image) {
                Answer::Yes => return Decision::allowed(Cause::Allowed, entry.label()),
                Answer::Open => open = open.or(Some(entry)),
                Answer::No => {}
            }
        }
        match open {
            Some(entry) => Decision { outcome: Outcome::Open, ..Decision::allowed(Cause::NotListed, entry.label()) },
            None => {
                let (entry, reason) = match list.iter().find_map(|entry| Some((entry, entry.pattern.all_but_tag(image)?))) {
                    Some((entry, but)) => (entry.label(), format!("{} is on the allow-list, {but}", image.name())),
                    None if image.registry.is_none() => ("images.allow".into(), "is not on the allow-list".into()),
                    None => ("images.allow".into(), format!("{} is not on the allow-list", image.name())),
                };
                Decision::denied(Cause::NotListed, entry, reason)
            }
        }
    }

    /// Lets in what an exception lets in.
    fn with_exceptions(&self, mut decision: Decision, image: &Subject<'_>, place: &Place<'_>) -> Decision {
        if decision.outcome == Outcome::Allowed {
            return decision;
        }
        for exception in self.exceptions.iter().filter(|exception| exception.holds_for(decision.cause)) {
            if exception.takes_in(image, place) != Answer::Yes {
                continue;
            }
            if exception.is_active(place.as_of) {
                return Decision::allowed(Cause::Exception, format!("exceptions {} until {}", exception.id, exception.expires));
            }
            decision.expired = Some(format!("{} expired on {}", exception.id, exception.expires));
        }
        decision
    }
}
