//! Smaller, newer or correctly spelt images in the place of the ones a file uses.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_report::{Footprint, ImageParts, SuggestionKind, Traits};
use plimsoll_text::Span;

use crate::assemble::ImageDraft;
use crate::context::Context;
use crate::findings::FixDraft;
use crate::model::{DockerModel, ImageUse};

/// A suggestion while the file is still spans.
#[derive(Clone, Debug)]
pub(crate) struct SuggestionDraft {
    /// The reference to write.
    pub(crate) image: String,
    /// The kind of change.
    pub(crate) kind: SuggestionKind,
    /// The one to take.
    pub(crate) recommended: bool,
    /// What it removes.
    pub(crate) why: String,
    /// What it costs.
    pub(crate) costs: Vec<String>,
    /// What blocks it in this file.
    pub(crate) blockers: Vec<(String, Option<Span>)>,
    /// What is known of it.
    pub(crate) traits: Traits,
    /// Its size and contents.
    pub(crate) footprint: Option<Footprint>,
    /// The date of the facts.
    pub(crate) as_of: String,
    /// The edit, where it is mechanical.
    pub(crate) fix: Option<FixDraft>,
}

/// What stands around an image.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Surroundings<'a> {
    /// A Dockerfile.
    Dockerfile(&'a DockerModel<'a>),
    /// A manifest: only the reference can be changed.
    Manifest,
}

/// An image with what is known of it and what could stand in its place.
#[must_use]
pub(crate) fn image_draft(image: &ImageUse<'_>, _: Surroundings<'_>, _: &Context<'_>) -> ImageDraft {
    let reference = image.reference();
    ImageDraft {
        reference: image.text.to_string(),
        resolved: reference.map(ToString::to_string),
        parts: reference.map(|reference| ImageParts {
            registry: reference.registry().to_string(),
            repository: reference.repository().to_string(),
            tag: reference.tag().map(ToString::to_string),
            digest: reference.digest().map(|digest| digest.as_str().to_string()),
        }),
        origin: image.origin,
        span: image.span,
        facts: None,
        suggestions: Vec::new(),
    }
}
