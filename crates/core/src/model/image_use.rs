//! One use of an image, in either world, so that every rule about images is written once.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_reference::{Error, PartSpans, Reference};
use plimsoll_report::ImageOrigin;
use plimsoll_text::Span;

use super::object::Field;

/// What a written reference turned out to be.
#[derive(Clone, Debug)]
pub enum Reading {
    /// A reference, normalised, and where its parts stand in the expanded text.
    Image(Reference, PartSpans),
    /// Variables or a template leave it open; the names of the variables, where known.
    Open(Vec<String>),
    /// No reference at all.
    Invalid(Error),
    /// Nothing is written, or only blanks.
    Empty,
}

/// A use of an image. Stages and `scratch` are none.
#[derive(Clone, Debug)]
pub struct ImageUse<'a> {
    /// Its number in the file.
    pub number: usize,
    /// As written.
    pub text: Cow<'a, str>,
    /// After variables are replaced by their defaults; the same as `text` where there are none.
    pub expanded: Cow<'a, str>,
    /// The place of `text` without quotes and blanks around it.
    pub span: Span,
    /// Whether the bytes at `span` are exactly `text`, so that a part of it can be edited by offset.
    pub verbatim: bool,
    /// What it is.
    pub reading: Reading,
    /// Where it was met.
    pub origin: ImageOrigin,
    /// The Dockerfile stage it was met in.
    pub stage: Option<usize>,
    /// The Kubernetes object it was met in.
    pub object: Option<usize>,
    /// The kind of that object; empty in a Dockerfile.
    pub kind: &'a str,
    /// The namespace of that object, where written.
    pub namespace: Option<&'a str>,
    /// The container's name.
    pub container: Option<String>,
    /// The field: `spec.containers[0].image`.
    pub path: Option<String>,
    /// How its container pulls it; `None` where nothing says so, or not all of it is known.
    pub pull: Option<Field<'a, &'a str>>,
    /// The image ends up, whole, in what is built or run: the base of the final stage's FROM chain, or a container's image.
    pub is_result: bool,
    /// An edit here would change other places (YAML anchors, a variable used elsewhere).
    pub shared: bool,
}

impl ImageUse<'_> {
    /// Whether it was met in a manifest.
    #[must_use]
    pub fn is_in_manifest(&self) -> bool {
        self.object.is_some()
    }

    /// Whether its parts can be edited where they stand: the text is the reference itself, and stands for nothing else.
    #[must_use]
    pub fn is_editable(&self) -> bool {
        self.verbatim && !self.shared && self.text == self.expanded
    }

    /// The reference, where it is known.
    #[must_use]
    pub fn reference(&self) -> Option<&Reference> {
        match &self.reading {
            Reading::Image(reference, _) => Some(reference),
            _ => None,
        }
    }

    /// Where the parts of the reference stand in the file, where the text there is the reference itself.
    #[must_use]
    pub fn parts(&self) -> Option<PartSpans> {
        self.expanded_parts().filter(|_| self.verbatim && self.text == self.expanded)
    }

    /// Where the parts of the reference stand in the expanded text.
    #[must_use]
    pub fn expanded_parts(&self) -> Option<PartSpans> {
        match self.reading {
            Reading::Image(_, parts) => Some(parts),
            _ => None,
        }
    }

    /// The place of a part of the reference; the whole reference where it cannot be told apart.
    #[must_use]
    fn part_span(&self, choose: impl Fn(&PartSpans) -> Option<Span>) -> Span {
        self.parts().as_ref().and_then(choose).map_or(self.span, |part| part.shift(self.span.start))
    }

    /// The place of the tag.
    #[must_use]
    pub fn tag_span(&self) -> Span {
        self.part_span(|parts| parts.tag)
    }

    /// The place of the repository, without the registry.
    #[must_use]
    pub fn repository_span(&self) -> Span {
        self.part_span(|parts| Some(parts.repository))
    }

    /// The place of the registry; the whole reference where none is written.
    #[must_use]
    pub fn registry_span(&self) -> Span {
        self.part_span(|parts| parts.registry)
    }

    /// The place of registry and repository.
    #[must_use]
    pub fn name_span(&self) -> Span {
        self.part_span(|parts| Some(Span::new(0, parts.repository.end)))
    }
}
