//! Replacing spans of a text.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::{Span, sort_by_key};

/// Replace what `span` covers by `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes; empty for an insertion.
    pub span: Span,
    /// What comes.
    pub text: String,
}

/// Why a set of edits was refused; the text is then left as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditError {
    /// Two edits touch the same bytes: the order in which they are meant is not known.
    Overlap(Span, Span),
    /// The span does not lie in the text, or cuts a character in two.
    OutOfText(Span),
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EditError::Overlap(a, b) => write!(f, "edits overlap: bytes {}..{} and {}..{}", a.start, a.end, b.start, b.end),
            EditError::OutOfText(s) => write!(f, "edit outside of the text: bytes {}..{}", s.start, s.end),
        }
    }
}

impl core::error::Error for EditError {}

/// Applies all edits at once; their spans refer to `source` as it is now, in any order.
/// Insertions at one offset are kept in the order given. O(text + edits · log edits).
///
/// # Errors
/// [`EditError`] where two edits overlap or one does not fit the text.
pub fn apply(source: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sort_by_key(&mut sorted, |e| (e.span.start, e.span.end));
    let mut out = String::with_capacity(source.len() + edits.iter().map(|e| e.text.len()).sum::<usize>());
    let mut done = Span::at(0);
    for edit in sorted {
        let span = edit.span;
        if span.start < done.end {
            return Err(EditError::Overlap(done, span));
        }
        let kept = source.get(done.end..span.start).ok_or(EditError::OutOfText(span))?;
        source.get(span.start..span.end).ok_or(EditError::OutOfText(span))?;
        out.push_str(kept);
        out.push_str(&edit.text);
        done = span;
    }
    out.push_str(source.get(done.end..).unwrap_or_default());
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::{Edit, EditError, apply};
    use crate::Span;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit { span: Span::new(start, end), text: text.into() }
    }

    #[test]
    fn edits_apply_in_any_order() {
        assert_eq!(apply("hello", &[edit(5, 5, "!"), edit(0, 1, "J"), edit(5, 5, "?")]).as_deref(), Ok("Jello!?"));
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        assert_eq!(apply("abc", &[edit(0, 2, ""), edit(1, 3, "")]), Err(EditError::Overlap(Span::new(0, 2), Span::new(1, 3))));
        assert_eq!(apply("añ", &[edit(2, 2, "x")]), Err(EditError::OutOfText(Span::at(2))));
        assert_eq!(apply("a", &[edit(0, 9, "x")]), Err(EditError::OutOfText(Span::new(0, 9))));
    }
}
