//! Where each part of a reference stands in the text as written.
//!
//! It never invents a span: a part that normalisation adds (`docker.io`, `library/`) has none.

use plimsoll_text::Span;

use crate::error::Error;
use crate::reference::{Checked, check_normalized};

/// Byte spans of the parts, separators (`/`, `:`, `@`) not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartSpans {
    /// The registry with its port; `None` where the default one is meant.
    pub registry: Option<Span>,
    /// The repository as written, without an implied `library/`.
    pub repository: Span,
    /// The tag.
    pub tag: Option<Span>,
    /// The digest with its algorithm.
    pub digest: Option<Span>,
}

/// The spans of the parts of `text` under the normalised reading. O(n).
///
/// # Errors
/// As [`Reference::parse_normalized`](crate::Reference::parse_normalized).
pub fn parts_spans(text: &str) -> Result<PartSpans, Error> {
    check_normalized(text).map(Checked::spans)
}
