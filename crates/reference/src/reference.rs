//! A reference, its two readings and its ways of being written.
//!
//! It never resolves build arguments: text with a `$` in it is an error here and unknown to the caller.

use alloc::string::String;
use core::fmt;
use core::ops::Range;

use plimsoll_text::Span;

use crate::digest::Digest;
use crate::error::{Error, ErrorKind};
use crate::glob;
use crate::grammar::{self, Cut, is_identifier};
use crate::spans::PartSpans;

/// The registry that a name without one is taken from.
pub const DEFAULT_REGISTRY: &str = "docker.io";
/// The tag that is pulled where neither tag nor digest is written.
pub const DEFAULT_TAG: &str = "latest";
/// An older name of the default registry, and the only one that is folded into it.
const LEGACY_REGISTRY: &str = "index.docker.io";
/// The namespace of official images on the default registry.
const OFFICIAL_NAMESPACE: &str = "library/";
/// A host name that needs neither dot nor port to be one.
const LOCALHOST: &str = "localhost";

/// A named image: registry, repository, and a tag, a digest, both or neither.
///
/// Two references mean the same repository when [`Reference::registry`] and [`Reference::repository`]
/// are equal after [`Reference::parse_normalized`]; their texts may differ.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    registry: String,
    repository: String,
    tag: Option<String>,
    digest: Option<Digest>,
}

/// What an image argument can be: a name, or bare content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnyReference {
    /// A name, normalised.
    Named(Reference),
    /// A digest or image id alone.
    Digest(Digest),
}

/// How the text before the first `/` is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// It is a registry if it can be one.
    Raw,
    /// It is a registry if it looks like one, and Docker Hub is meant otherwise.
    Normalized,
}

/// The parts of a text that passed the grammar, as ranges of it.
pub(crate) struct Checked {
    registry: Option<Range<usize>>,
    path: Range<usize>,
    tag: Option<Range<usize>>,
    digest: Option<(Range<usize>, Digest)>,
    /// The default registry is meant, whether written or not.
    on_default: bool,
    /// `library/` belongs in front of the path.
    official: bool,
}

/// Whether the normalised reading takes `first` for a registry.
fn looks_like_registry(first: &str) -> bool {
    first == LOCALHOST || first.bytes().any(|byte| matches!(byte, b'.' | b':') || byte.is_ascii_uppercase())
}

/// Checks `text` in the order of `distribution/reference`: shape, case, length, then the digest itself.
fn check(text: &str, reading: Reading) -> Result<Checked, Error> {
    if text.is_empty() {
        return Err(Error::at(ErrorKind::NameEmpty, 0));
    }
    let Cut { name, tag, digest } = grammar::cut(text);
    let name_text = text.get(name.clone()).unwrap_or_default();
    let slash = name_text.find('/');
    let first = slash.and_then(|slash| name_text.get(..slash)).unwrap_or_default();
    let meant = looks_like_registry(first);
    let mut registry = None;
    let mut path = name.clone();
    if let Some(slash) = slash.filter(|_| reading == Reading::Raw || meant) {
        match grammar::domain(text, 0..slash) {
            Ok(()) => {
                registry = Some(0..slash);
                path = slash + 1..name.end;
            }
            // What is no host name may still start a path (`foo_bar.com/x`); else the registry is to blame.
            Err(error) if meant && grammar::path(text, name.clone()).is_err() => return Err(error),
            Err(_) => {}
        }
    }
    let upper = grammar::path(text, path.clone())?;
    if let Some(tag) = &tag {
        grammar::tag(text, tag.clone())?;
    }
    if let Some(digest) = &digest {
        grammar::digest(text, digest.clone())?;
    }
    if let Some(offset) = upper {
        return Err(Error::found(ErrorKind::NameUppercase, text, offset));
    }
    let on_default = reading == Reading::Normalized && (!meant || matches!(first, DEFAULT_REGISTRY | LEGACY_REGISTRY));
    let official = on_default && !text.get(path.clone()).unwrap_or_default().contains('/');
    grammar::path_length(&path, if official { OFFICIAL_NAMESPACE.len() } else { 0 })?;
    let digest = match digest {
        Some(range) => {
            let digest = Digest::of_checked(text.get(range.clone()).unwrap_or_default());
            digest.validate(range.start)?;
            Some((range, digest))
        }
        None => None,
    };
    Ok(Checked { registry, path, tag, digest, on_default, official })
}

/// Checks `text` under the normalised reading.
pub(crate) fn check_normalized(text: &str) -> Result<Checked, Error> {
    if is_identifier(text) {
        return Err(Error::at(ErrorKind::Identifier, 0));
    }
    check(text, Reading::Normalized)
}

impl Checked {
    pub(crate) fn spans(self) -> PartSpans {
        PartSpans {
            registry: self.registry.map(Span::from),
            repository: Span::from(self.path),
            tag: self.tag.map(Span::from),
            digest: self.digest.map(|(range, _)| Span::from(range)),
        }
    }
}

impl Reference {
    /// The raw reading: what stands before the first `/` is the registry if the grammar allows it, so
    /// `foo/bar` is `bar` on `foo`, and `node` has no registry. O(n).
    ///
    /// # Errors
    /// The first fault in the order shape, case, length, digest.
    pub fn parse(text: &str) -> Result<Self, Error> {
        check(text, Reading::Raw).map(|checked| Self::build(text, &checked))
    }

    /// The reading of Docker, BuildKit and Kubernetes: Docker Hub and its `library/` are filled in. O(n).
    ///
    /// Text such as `foo_bar.com/x` has a first part that looks like a registry and cannot be one; as in
    /// `distribution/reference` it is all repository, and [`Reference::registry`] is empty.
    ///
    /// # Errors
    /// As [`Reference::parse`]; further [`ErrorKind::Identifier`] for 64 hexadecimal digits.
    pub fn parse_normalized(text: &str) -> Result<Self, Error> {
        Self::parse_normalized_with_spans(text).map(|(reference, _)| reference)
    }

    /// As [`Reference::parse_normalized`], with the place of every part in `text`.
    ///
    /// # Errors
    /// As [`Reference::parse_normalized`].
    pub fn parse_normalized_with_spans(text: &str) -> Result<(Self, PartSpans), Error> {
        let checked = check_normalized(text)?;
        Ok((Self::build(text, &checked), checked.spans()))
    }

    /// What an image argument can be: an image id, a digest alone, or else a normalised name.
    ///
    /// # Errors
    /// As [`Reference::parse_normalized`].
    pub fn parse_any(text: &str) -> Result<AnyReference, Error> {
        if is_identifier(text) {
            let mut digest = String::from("sha256:");
            digest.push_str(text);
            return Digest::parse(&digest).map(AnyReference::Digest);
        }
        if let Ok(digest) = Digest::parse(text) {
            return Ok(AnyReference::Digest(digest));
        }
        Self::parse_normalized(text).map(AnyReference::Named)
    }

    /// What containerd and Kubernetes pull: a tag beside a digest is dropped, and without either it is `latest`.
    ///
    /// # Errors
    /// As [`Reference::parse_normalized`].
    pub fn parse_docker_ref(text: &str) -> Result<Self, Error> {
        let mut reference = Self::parse_normalized(text)?;
        if reference.digest.is_some() {
            reference.tag = None;
        } else if reference.tag.is_none() {
            reference.tag = Some(String::from(DEFAULT_TAG));
        }
        Ok(reference)
    }

    /// A reference that already is written out in full.
    ///
    /// # Errors
    /// As [`Reference::parse_normalized`]; [`ErrorKind::NotCanonical`] where normalising would change the text.
    pub fn parse_named(text: &str) -> Result<Self, Error> {
        let (reference, spans) = Self::parse_normalized_with_spans(text)?;
        let full =
            spans.registry.map_or("", |span| span.of(text)) == reference.registry && spans.repository.of(text) == reference.repository;
        if full { Ok(reference) } else { Err(Error::at(ErrorKind::NotCanonical, 0)) }
    }

    /// A name alone under the raw reading: no tag, no digest.
    ///
    /// # Errors
    /// [`ErrorKind::NameInvalid`] where a tag or digest follows, else as [`Reference::parse`].
    pub fn parse_name(text: &str) -> Result<Self, Error> {
        let Cut { name, tag, digest } = grammar::cut(text);
        if tag.is_some() || digest.is_some() {
            return Err(Error::found(ErrorKind::NameInvalid, text, name.end));
        }
        Self::parse(text)
    }

    fn build(text: &str, checked: &Checked) -> Self {
        let part = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
        let registry = if checked.on_default { DEFAULT_REGISTRY } else { checked.registry.as_ref().map_or("", part) };
        let repository = [if checked.official { OFFICIAL_NAMESPACE } else { "" }, part(&checked.path)].concat();
        Self {
            registry: String::from(registry),
            repository,
            tag: checked.tag.as_ref().map(|range| String::from(part(range))),
            digest: checked.digest.as_ref().map(|(_, digest)| digest.clone()),
        }
    }

    /// Host and port; empty where the raw reading found none.
    #[must_use]
    pub fn registry(&self) -> &str {
        &self.registry
    }

    /// The path on the registry, such as `library/node`.
    #[must_use]
    pub fn repository(&self) -> &str {
        &self.repository
    }

    /// The tag as written.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The digest.
    #[must_use]
    pub fn digest(&self) -> Option<&Digest> {
        self.digest.as_ref()
    }

    /// Registry and repository, without tag and digest.
    #[must_use]
    pub fn name(&self) -> String {
        // With room for a usual tag.
        let mut name = String::with_capacity(self.registry.len() + self.repository.len() + 16);
        if !self.registry.is_empty() {
            name.push_str(&self.registry);
            name.push('/');
        }
        name.push_str(&self.repository);
        name
    }

    /// The same image under another tag; a digest is kept.
    ///
    /// # Errors
    /// [`ErrorKind::TagInvalid`] or [`ErrorKind::TagTooLong`], with the offset in `tag`.
    pub fn with_tag(&self, tag: &str) -> Result<Self, Error> {
        grammar::tag(tag, 0..tag.len())?;
        Ok(Self { tag: Some(String::from(tag)), ..self.clone() })
    }

    /// The same image with a digest; a tag is kept. Only the shape of the digest is checked.
    ///
    /// # Errors
    /// [`ErrorKind::DigestInvalid`], with the offset in `digest`.
    pub fn with_digest(&self, digest: &str) -> Result<Self, Error> {
        Ok(Self { digest: Some(Digest::with_shape(digest)?), ..self.clone() })
    }

    /// The same image without its digest: what a swap of the tag needs, since a digest wins over a tag.
    #[must_use]
    pub fn without_digest(&self) -> Self {
        Self { digest: None, ..self.clone() }
    }

    /// The name as people write it: without `docker.io/`, and without `library/` where that is implied.
    #[must_use]
    pub fn familiar_name(&self) -> String {
        if self.registry != DEFAULT_REGISTRY {
            return self.name();
        }
        let short = self.repository.strip_prefix(OFFICIAL_NAMESPACE).filter(|rest| !rest.contains('/'));
        String::from(short.unwrap_or(&self.repository))
    }

    /// [`Reference::familiar_name`] with tag and digest.
    #[must_use]
    pub fn familiar(&self) -> String {
        self.with_suffix(self.familiar_name())
    }

    /// The full text: registry, repository, tag and digest.
    #[must_use]
    pub fn text(&self) -> String {
        self.with_suffix(self.name())
    }

    fn with_suffix(&self, mut text: String) -> String {
        if let Some(tag) = &self.tag {
            text.push(':');
            text.push_str(tag);
        }
        if let Some(digest) = &self.digest {
            text.push('@');
            text.push_str(digest.as_str());
        }
        text
    }
}

/// The full text: registry, repository, tag and digest.
impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl AnyReference {
    /// Whether a shell pattern (`*`, `?`, `[…]`, none of which matches `/`) fits the familiar text, or the
    /// familiar name without tag and digest. O(text × pattern).
    ///
    /// # Errors
    /// [`ErrorKind::BadPattern`] with the offset in `pattern`.
    pub fn familiar_matches(&self, pattern: &str) -> Result<bool, Error> {
        match self {
            Self::Named(reference) => {
                Ok(glob::matches(pattern, &reference.familiar())? || glob::matches(pattern, &reference.familiar_name())?)
            }
            Self::Digest(digest) => glob::matches(pattern, digest.as_str()),
        }
    }
}

impl fmt::Display for AnyReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(reference) => reference.fmt(f),
            Self::Digest(digest) => digest.fmt(f),
        }
    }
}
