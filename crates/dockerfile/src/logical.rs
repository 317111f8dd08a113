//! One instruction's text as Docker reads it (lines joined, comments gone), with the way back to the source.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use plimsoll_text::Span;

/// Where a piece of joined text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Join {
    /// Offset in the joined text at which the piece starts.
    pub(crate) logical: usize,
    /// Offset of the same byte in the source.
    pub(crate) source: usize,
}

/// Text whose line continuations are joined and whose comment lines are removed.
///
/// Offsets into it ("logical") are translated by [`Logical::source_span`]. Text that lies in one line is a slice of the
/// source and allocates nothing; parts of a text of several lines share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logical<'a> {
    source: &'a str,
    /// Its place in the joined lines; in the source where there are none.
    part: Span,
    /// The lines it lies in, where it lies in several, and how many of their joins lie before its end.
    lines: Option<(Arc<Lines>, usize)>,
}

/// Joined lines.
#[derive(Debug, PartialEq, Eq)]
struct Lines {
    text: String,
    /// Where the text starts in the source.
    base: usize,
    joins: Vec<Join>,
}

impl Lines {
    /// The place in the source of an offset behind the first `pieces` of the joins.
    fn source(&self, offset: usize, pieces: usize) -> usize {
        match pieces.checked_sub(1).and_then(|last| self.joins.get(last)) {
            Some(join) => join.source + (offset - join.logical),
            None => self.base + offset,
        }
    }

    /// How many of the first `count` joins lie before an offset, one at it included.
    fn up_to(&self, offset: usize, count: usize) -> usize {
        self.joins.get(..count).unwrap_or_default().partition_point(|join| join.logical <= offset)
    }
}

/// A word of an instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// The text as the instruction has it: quotes kept, variables not expanded. In the JSON form and in flag values it is
    /// the decoded text, without quotes.
    pub text: Cow<'a, str>,
    /// Its place in the source. Of a JSON string or a quoted flag value the quotes are included; of a word written over
    /// several lines the continuation is.
    pub span: Span,
}

impl<'a> Logical<'a> {
    /// Text that is one slice of the source.
    pub(crate) fn verbatim(source: &'a str, span: Span) -> Self {
        Self { source, part: span, lines: None }
    }

    /// Text put together from pieces: the first starts at `base`, the others where `joins` say.
    pub(crate) fn joined(source: &'a str, text: String, base: usize, joins: Vec<Join>) -> Self {
        let (part, count) = (Span::new(0, text.len()), joins.len());
        Self { source, part, lines: Some((Arc::new(Lines { text, base, joins }), count)) }
    }

    /// The joined text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.part.of(self.lines.as_ref().map_or(self.source, |(lines, _)| &lines.text))
    }

    /// The length of [`Logical::text`].
    #[must_use]
    pub fn len(&self) -> usize {
        self.part.len()
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.part.is_empty()
    }

    /// Whether the text is one uninterrupted slice of the source, so that an edit may be made by plain offset arithmetic.
    #[must_use]
    pub fn is_verbatim(&self) -> bool {
        self.lines.is_none()
    }

    /// The place in the source of the byte at `offset`; of the text's end for offsets behind it. O(log lines).
    #[must_use]
    pub fn source_offset(&self, offset: usize) -> usize {
        let offset = (self.part.start + offset).min(self.part.end);
        match &self.lines {
            Some((lines, count)) => lines.source(offset, lines.up_to(offset, *count)),
            None => offset,
        }
    }

    /// The source of a logical span: from its first byte to its last one, continuations between them included.
    #[must_use]
    pub fn source_span(&self, span: Span) -> Span {
        let end = (self.part.start + span.end).min(self.part.end);
        let Some((lines, count)) = &self.lines else { return Span::new((self.part.start + span.start).min(end), end) };
        if span.is_empty() {
            // Nothing belongs to what stands before it, not to the line that continues it.
            let before = self.text().get(..span.start).and_then(|text| text.chars().next_back()).map_or(0, char::len_utf8);
            return Span::at(self.source_offset(span.start.saturating_sub(before)) + before);
        }
        let start = (self.part.start + span.start).min(self.part.end);
        let first = lines.up_to(start, *count);
        // The end belongs to the piece of the last byte, not to the one that may start right behind it. Mostly it is that of the start.
        let behind = lines.joins.get(first..*count).unwrap_or_default();
        let last = match behind.first() {
            Some(next) if next.logical < end => first + behind.partition_point(|join| join.logical < end),
            _ => first,
        };
        Span::new(lines.source(start, first), lines.source(end, last))
    }

    /// The whole text's place in the source.
    #[must_use]
    pub fn span(&self) -> Span {
        self.source_span(Span::new(0, self.part.len()))
    }

    /// A part of the text; it is verbatim where it lies in one line.
    #[must_use]
    pub fn slice(&self, span: Span) -> Logical<'a> {
        let part = span.shift(self.part.start);
        if let Some((lines, _)) = &self.lines {
            let first = lines.joins.partition_point(|join| join.logical <= part.start);
            let count = lines.joins.partition_point(|join| join.logical < part.end);
            if first < count {
                return Logical { source: self.source, part, lines: Some((Arc::clone(lines), count)) };
            }
        }
        Logical::verbatim(self.source, self.source_span(span))
    }

    /// The word at a logical span; borrowed from the source where it lies in one line.
    #[must_use]
    pub fn word(&self, span: Span) -> Word<'a> {
        let source_span = self.source_span(span);
        let text = if source_span.len() == span.len() {
            Cow::Borrowed(source_span.of(self.source))
        } else {
            Cow::Owned(span.of(self.text()).into())
        };
        Word { text, span: source_span }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec;

    use super::{Join, Logical};
    use plimsoll_text::Span;

    #[test]
    fn spans_lead_back_to_the_source() {
        let source = "RUN ab\\\n# c\n cd\\\n\\\nef";
        let text = Logical::joined(
            source,
            "ab cdef".to_string(),
            4,
            vec![Join { logical: 2, source: 12 }, Join { logical: 5, source: 17 }, Join { logical: 5, source: 19 }],
        );
        assert_eq!(text.source_span(Span::new(0, 2)).of(source), "ab");
        assert_eq!(text.source_span(Span::new(3, 5)).of(source), "cd");
        assert_eq!(text.source_span(Span::new(3, 7)).of(source), "cd\\\n\\\nef");
        assert_eq!(text.source_span(Span::new(5, 7)).of(source), "ef");
        assert_eq!(text.word(Span::new(3, 7)).text, "cdef");
        let part = text.slice(Span::new(1, 7));
        assert_eq!((part.text(), part.source_span(Span::new(2, 6)).of(source)), ("b cdef", "cd\\\n\\\nef"));
        assert!(text.slice(Span::new(5, 7)).is_verbatim());
    }
}
