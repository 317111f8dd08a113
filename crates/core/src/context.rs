//! What every rule may ask besides its own scope.

use alloc::vec::Vec;

use plimsoll_catalog::{DefaultUser, Footprint};
use plimsoll_reference::DEFAULT_TAG;

use crate::Date;
use crate::dockerignore::DockerIgnore;
use crate::model::ImageUse;
use crate::options::Options;
use crate::suggest::{Known, KnownImages, SuggestionDraft};

/// The file a rule looks at, and how to judge it.
#[derive(Debug)]
pub struct Context<'a> {
    /// The text of the file; spans refer to it.
    pub source: &'a str,
    /// How to judge.
    pub options: &'a Options,
    /// What the `.dockerignore` that applies keeps out; `None` where there is none or it is not known.
    pub dockerignore: Option<&'a DockerIgnore>,
    /// Every image the file uses.
    pub images: &'a [ImageUse<'a>],
    /// What the catalog knows of them.
    pub(crate) known: &'a KnownImages,
    /// What could stand in their place, by image.
    pub(crate) suggestions: &'a [Vec<SuggestionDraft>],
}

impl<'a> Context<'a> {
    /// The date at which end of life is judged.
    #[must_use]
    pub fn as_of(&self) -> Date {
        self.options.as_of
    }

    /// What the catalog knows of an image; `None` where it is no readable reference.
    #[must_use]
    pub(crate) fn known(&self, image: &ImageUse<'_>) -> Option<&'a Known> {
        self.known.get(image.number)
    }

    /// The user that an image starts with; `None` where it is not known.
    #[must_use]
    pub(crate) fn default_user(&self, image: &ImageUse<'_>) -> Option<DefaultUser> {
        let known = self.known(image)?;
        if known.tag.is_empty() {
            return plimsoll_catalog::default_user(&known.registry, &known.repository, DEFAULT_TAG);
        }
        known.default_user()
    }

    /// What an image weighs and holds. Of one with a digest alone, what `latest` does.
    #[must_use]
    pub(crate) fn footprint(&self, image: &ImageUse<'_>) -> Option<Footprint> {
        match self.known(image) {
            Some(known) if !known.tag.is_empty() => known.footprint().copied(),
            Some(known) => plimsoll_catalog::footprint(&known.registry, &known.repository, DEFAULT_TAG),
            None => None,
        }
    }

    /// What could stand in an image's place, the recommended one first.
    #[must_use]
    pub(crate) fn suggestions(&self, image: &ImageUse<'_>) -> &'a [SuggestionDraft] {
        self.suggestions.get(image.number).map_or(&[], Vec::as_slice)
    }
}
