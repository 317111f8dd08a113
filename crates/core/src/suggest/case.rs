//! One image use with everything that is asked about it.

use alloc::string::{String, ToString};
use core::cell::OnceCell;

use plimsoll_catalog::{Flavour, TagParts};
use plimsoll_text::{LineIndex, Span};

use super::known::Known;
use super::signals::Signals;
use crate::model::{DockerModel, ImageUse};
use crate::options::Vendor;

/// Line numbers for messages: looked up only where a message needs one.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    source: &'a str,
    index: OnceCell<LineIndex>,
}

impl<'a> Lines<'a> {
    /// Of a file.
    #[must_use]
    pub(crate) fn of(source: &'a str) -> Self {
        Lines { source, index: OnceCell::new() }
    }

    /// `line 12`, counted from one.
    #[must_use]
    pub(crate) fn name(&self, span: Span) -> String {
        let index = self.index.get_or_init(|| LineIndex::new(self.source));
        ["line ", &*(index.line(span.start) + 1).to_string()].concat()
    }
}

/// What speaks against an offer in a file, with its place.
pub(crate) type Blocker = (String, Option<Span>);

/// An image use, as it is and as it would be after its corrections.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Case<'c, 'm, 'k> {
    /// The use.
    pub(crate) image: &'c ImageUse<'c>,
    /// The image as written.
    pub(crate) known: &'c Known,
    /// The image that offers start from: a maintained one with a version.
    pub(crate) work: &'c Known,
    /// What the file shows.
    pub(crate) signals: &'c Signals<'m, 'k>,
    /// Line numbers.
    pub(crate) lines: &'c Lines<'c>,
    /// Makers whose images are offered besides.
    pub(crate) vendors: &'c [Vendor],
    /// The Dockerfile that the use stands in.
    pub(crate) model: Option<&'m DockerModel<'m>>,
}

impl Case<'_, '_, '_> {
    /// The repository's last part: `node`, `eclipse-temurin`.
    #[must_use]
    pub(crate) fn name(&self) -> &str {
        self.work.repository.rsplit('/').next().unwrap_or_default()
    }

    /// Whether the image stands on Alpine.
    #[must_use]
    pub(crate) fn is_alpine(&self) -> bool {
        matches!(self.work.flavour(), Some(Flavour::Alpine | Flavour::AlpineSlim))
    }

    /// Whether the tag has a word.
    #[must_use]
    pub(crate) fn has_word(&self, word: &str) -> bool {
        self.work.tag.split('-').any(|other| other == word)
    }

    /// The major version of Java: the tag's own, or that of the JDK a build tool's image has (`3.9-eclipse-temurin-21`, `8-jdk17`).
    #[must_use]
    pub(crate) fn java_major(&self) -> Option<&str> {
        let number = |word: &str| word.bytes().all(|b| b.is_ascii_digit()) && !word.is_empty();
        let tag = &*self.work.tag;
        if matches!(self.name(), "maven" | "gradle" | "tomcat" | "jetty") {
            let mut before = "";
            for word in tag.split('-') {
                let names_jdk = matches!(before, "temurin" | "corretto" | "amazoncorretto" | "openjdk" | "semeru" | "sapmachine");
                if names_jdk && number(word) {
                    return Some(word);
                }
                let joined = ["jdk", "jre", "openjdk"].iter().find_map(|name| word.strip_prefix(name));
                if let Some(found) = joined.filter(|rest| number(rest)) {
                    return Some(found);
                }
                before = word;
            }
            return None;
        }
        TagParts::parse(tag).components().next()
    }
}
