//! What can be wrong with a text, as values.
//!
//! It never decides what becomes of the document: that is the readers' business.

use alloc::borrow::Cow;
use core::fmt;

use plimsoll_text::Span;

/// Something that makes Kubernetes refuse a document, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The sort of mistake.
    pub kind: ErrorKind,
    /// Where it is; empty where something is missing.
    pub span: Span,
    /// One sentence without a full stop, starting with a small letter.
    pub message: Cow<'static, str>,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl core::error::Error for SyntaxError {}

/// Sorts of mistakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text breaks the grammar of YAML or JSON.
    Syntax,
    /// An unrendered template whose actions break the grammar: it must be rendered first.
    Template,
    /// Text behind a `---` at the start of a line. YAML allows it, Kubernetes refuses the stream from there on.
    InvalidSeparator,
    /// An alias without an anchor before it in its document, or within the value that it names.
    InvalidAlias,
    /// Deeper than [`MAX_DEPTH`](crate::MAX_DEPTH), or more than [`MAX_ALIAS_NODES`](crate::MAX_ALIAS_NODES).
    LimitExceeded,
    /// A map key that is null, a map or a list.
    InvalidKey,
    /// A merge key (`<<`) whose value is neither a map nor a list of maps.
    InvalidMerge,
    /// A tag whose value does not fit it, such as `!!int x`.
    InvalidTag,
    /// `.inf` or `.nan`, which JSON cannot hold.
    InvalidNumber,
    /// A `%YAML` directive for another version than 1.1.
    UnsupportedVersion,
}
