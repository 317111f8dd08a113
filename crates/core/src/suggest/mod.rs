//! Smaller, newer or correctly spelt images in the place of the ones a file uses.
//!
//! Only what the catalog holds is offered, and only where the file shows that it can work; what speaks against it in this
//! file is told with its place. Nothing is said of images that are not known.

mod case;
mod conditions;
mod corrections;
mod entry;
mod facts;
mod known;
mod language;
mod offers;
mod pod;
mod rewrite;
mod signals;
mod targets;
mod verdict;
pub(crate) mod words;
pub(crate) mod written;

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::OnceCell;

use plimsoll_reference::Reference;
use plimsoll_report::{Footprint, ImageOrigin, ImageParts, SuggestionKind, Text, Traits};
use plimsoll_text::{Edit, Span};

use crate::assemble::ImageDraft;
use crate::findings::FixDraft;
use crate::limits;
use crate::model::{DockerModel, ImageUse, Workload};
use crate::options::Options;

use case::Lines;
pub(crate) use known::{Known, KnownImages};
use signals::{Roots, Signals};
pub(crate) use verdict::Verdict;

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
    pub(crate) costs: Vec<Text>,
    /// What blocks it in this file.
    pub(crate) blockers: Vec<(String, Option<Span>)>,
    /// What is known of it.
    pub(crate) traits: Traits,
    /// Its size and contents.
    pub(crate) footprint: Option<Footprint>,
    /// The date of the facts.
    pub(crate) as_of: Text,
    /// The edit, where it is mechanical.
    pub(crate) fix: Option<FixDraft>,
    /// Why each edit of the fix is made.
    pub(crate) reasons: Vec<Text>,
}

/// Says of the edits of a fix what speaks against the file that they make.
pub(crate) type Judge<'a> = &'a dyn Fn(&[Edit]) -> Option<String>;

/// What stands around the images of a file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Surroundings<'a> {
    /// A Dockerfile.
    Dockerfile(&'a DockerModel<'a>),
    /// A manifest: only the reference can be changed.
    Manifest(&'a [Workload<'a>]),
}

/// What could stand in the place of each image, the recommended one first.
#[must_use]
pub(crate) fn all(
    images: &[ImageUse<'_>],
    surroundings: Surroundings<'_>,
    known: &KnownImages,
    options: &Options,
    source: &str,
    judge: Judge<'_>,
) -> Vec<Vec<SuggestionDraft>> {
    let lines = Lines::of(source);
    let roots = OnceCell::new();
    let of = |image: &ImageUse<'_>| {
        let Some(entry) = known.get(image.number).filter(|entry| entry.is_promising()) else { return Vec::new() };
        match surroundings {
            Surroundings::Dockerfile(model) => {
                let stage = image.stage.and_then(|stage| model.stages.get(stage)).filter(|_| image.origin == ImageOrigin::From);
                let roots = roots.get_or_init(|| Roots::of(model));
                let signals = stage.map(|stage| Signals::of_stage(stage, model, roots, known)).unwrap_or_default();
                offers::suggestions(image, entry, &signals, &lines, Some(model), options, judge)
            }
            Surroundings::Manifest(workloads) => {
                offers::suggestions(image, entry, &pod::signals(image, workloads), &lines, None, options, judge)
            }
        }
    };
    images.iter().take(limits::MAX_IMAGES).map(of).collect()
}

/// What could stand in the place of an image of which nothing but the name is known.
#[must_use]
pub(crate) fn of_name(image: &ImageUse<'_>, known: &KnownImages, options: &Options) -> Vec<SuggestionDraft> {
    let Some(entry) = known.get(image.number).filter(|entry| entry.is_promising()) else { return Vec::new() };
    let signals = Signals { is_name_only: true, is_result: true, is_single_stage: true, has_start: true, ..Signals::default() };
    let mut found = offers::suggestions(image, entry, &signals, &Lines::of(""), None, options, &|_| None);
    for draft in &mut found {
        // There is no file to edit.
        draft.fix = None;
        draft.reasons.clear();
    }
    found
}

/// The images with what is known of them and what could stand in their place.
#[must_use]
pub(crate) fn image_drafts(images: &[ImageUse<'_>], known: &KnownImages, suggestions: Vec<Vec<SuggestionDraft>>) -> Vec<ImageDraft> {
    let suggestions = suggestions.into_iter().chain(core::iter::repeat_with(Vec::new));
    images.iter().take(limits::MAX_IMAGES).zip(suggestions).map(|(image, suggestions)| image_draft(image, known, suggestions)).collect()
}

fn image_draft(image: &ImageUse<'_>, known: &KnownImages, suggestions: Vec<SuggestionDraft>) -> ImageDraft {
    let reference = image.reference();
    ImageDraft {
        reference: image.text.to_string(),
        resolved: reference.map(Reference::text),
        parts: reference.map(|reference| ImageParts {
            registry: known::of_host(reference.registry()),
            repository: reference.repository().to_string(),
            tag: reference.tag().map(ToString::to_string),
            digest: reference.digest().map(|digest| digest.as_str().to_string()),
        }),
        origin: image.origin,
        span: image.span,
        facts: known.get(image.number).and_then(facts::facts),
        suggestions,
    }
}
