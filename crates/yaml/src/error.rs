//! What can be wrong with a text, as values.
//!
//! It never decides what becomes of the document: that is the readers' business.

use alloc::borrow::Cow;
use core::fmt;

use granit_parser::ErrorKind as Raw;

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

/// What to tell of a text that must be rendered before it is YAML or JSON.
pub(crate) const TEMPLATE: &str = "this is a template: render it first, then lint what it makes";

/// Whether only blanks stand before `offset` on its line.
pub(crate) fn starts_line(source: &str, offset: usize) -> bool {
    let before = source.get(..offset).unwrap_or_default().trim_end_matches([' ', '\t', '\u{feff}']);
    before.is_empty() || before.ends_with(['\n', '\r'])
}

/// The word that starts at `offset`, for errors that know only where they begin.
pub(crate) fn word_at(source: &str, offset: usize) -> Span {
    let start = source.floor_char_boundary(offset.min(source.len()));
    let rest = source.get(start..).unwrap_or_default();
    let len = rest.char_indices().take(40).find(|(_, c)| c.is_whitespace()).map(|(i, _)| i);
    let len = len.unwrap_or_else(|| rest.char_indices().nth(40).map_or(rest.len(), |(i, _)| i));
    Span::new(start, start + len)
}

/// The error for a `%YAML` directive that stands above the `---` at `separator`.
pub(crate) fn version(source: &str, separator: Span) -> SyntaxError {
    let before = source.get(..separator.start).unwrap_or_default();
    let span = before.rfind("%YAML").map_or(separator, |start| {
        let line = before.get(start..).and_then(|l| l.lines().next()).unwrap_or_default();
        Span::new(start, start + line.trim_end().len())
    });
    let message = Cow::Borrowed("Kubernetes reads YAML 1.1 only and refuses other versions");
    SyntaxError { kind: ErrorKind::UnsupportedVersion, span, message }
}

/// What to tell of a parser's error.
pub(crate) fn yaml_message(kind: &Raw) -> &'static str {
    match kind {
        Raw::RecursionLimitExceeded => "nested too deep",
        Raw::TabNotAllowed | Raw::TabInBlockIndentation | Raw::TabInIndentation | Raw::TabInPlainScalar | Raw::TabAtBlockScalarStart => {
            "a tab cannot be used for indentation"
        }
        Raw::UnclosedFlowCollection { open: '{' } | Raw::UnexpectedEofFlowMapping => "this `{` is never closed",
        Raw::UnclosedFlowCollection { .. } | Raw::UnexpectedEofFlowSequence => "this `[` is never closed",
        Raw::MismatchedFlowCollectionEnd { .. } | Raw::MisplacedFlowCollectionEnd => "this bracket closes nothing that is open",
        Raw::ExpectedFlowMappingSeparator => "expected `,` or `}`",
        Raw::ExpectedFlowSequenceSeparator => "expected `,` or `]`",
        Raw::UnexpectedEofImplicitFlowMapping => "expected a value",
        Raw::UnclosedQuotedScalar => "this quote is never closed",
        Raw::DocumentIndicatorInQuotedScalar => "a quoted text cannot hold a document separator",
        Raw::InvalidTrailingSingleQuotedScalar | Raw::InvalidTrailingDoubleQuotedScalar => "nothing can follow the closing quote here",
        Raw::UnknownQuotedScalarEscape => "unknown escape in double quotes",
        Raw::InvalidQuotedScalarHexEscape
        | Raw::InvalidLowSurrogateHexEscape
        | Raw::InvalidLowSurrogate
        | Raw::MissingLowSurrogate
        | Raw::UnpairedLowSurrogate
        | Raw::InvalidUnicodeEscape => "this escape is no character",
        Raw::SimpleKeyExpected | Raw::InvalidSimpleKey => "expected a key with a `:` behind it",
        Raw::ExpectedBlockMappingKey => "expected a key; the indentation does not fit the lines above",
        Raw::ExpectedBlockSequenceEntry => "expected a `-`; the indentation does not fit the lines above",
        Raw::InvalidIndentation | Raw::InvalidFlowScalarIndent | Raw::InvalidQuotedScalarIndent | Raw::InvalidBlockScalarIndent => {
            "the indentation does not fit the lines above"
        }
        Raw::MappingValueNotAllowed | Raw::InvalidColonPlacement => "no `:` can stand here",
        Raw::MappingKeyNotAllowed => "no key can stand here",
        Raw::InvalidMappingValueWhitespace | Raw::FlowMappingValueAdjacentCollection => "expected a space behind the `:`",
        Raw::BlockSequenceEntryNotAllowed | Raw::BlockEntryInFlowCollection => "no list item can stand here",
        Raw::InvalidBlockEntryWhitespace => "expected a space behind the `-`",
        Raw::ExpectedNodeContent => "expected a value",
        Raw::UnexpectedCharacter { .. } => "no YAML value can start with this character",
        Raw::CommentNotSeparated => "expected a space before the `#`",
        Raw::CommentInterceptedScalar => "a comment cannot interrupt a text",
        Raw::ZeroBlockScalarIndent | Raw::InvalidBlockScalarHeader => "not a valid head of a block scalar",
        Raw::UndeclaredTagHandle => "the handle of this tag is not declared",
        Raw::MissingAnchorOrAliasName => "expected a name",
        Raw::ExpectedDocumentStart | Raw::MissingDocumentEndBeforeDirective => "expected `---`",
        Raw::InvalidDocumentEnd => "nothing can follow the end of a document",
        Raw::DuplicateVersionDirective | Raw::DuplicateTagDirective => "this directive is given twice",
        Raw::UnsupportedYamlMajorVersion => "Kubernetes reads YAML 1.1 only and refuses other versions",
        _ => "not valid YAML",
    }
}
