//! The lines of a text that belong to a place in it, cut to what can be shown.
//!
//! Findings come in file order, so places are looked up by walking forward: a line of many megabytes with thousands of
//! findings is passed once.

use std::ops::Range;

use plimsoll_core::report;
use plimsoll_core::text::LineIndex;

/// A longer line is cut around the place.
const LONG_LINE: usize = 4_096;

/// What is left of a long line on either side of the place: more than any terminal shows.
const AROUND: usize = 512;

/// More lines than this in bytes are cut behind the first.
const LONG_EXCERPT: usize = 16_384;

/// Some whole lines of a text, or a part of one long line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt<'a> {
    /// The lines.
    pub(super) text: &'a str,
    /// The one-based number of the first.
    pub(super) first_line: usize,
    /// The place within `text`.
    pub(super) span: Range<usize>,
    /// The other place that was asked for, where it fits in.
    pub(super) others: Vec<Range<usize>>,
}

/// Finds places of one text.
#[derive(Debug)]
pub(super) struct Places<'a> {
    text: &'a str,
    lines: LineIndex,
    last: (report::Position, usize),
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a str) -> Places<'a> {
        Places { text, lines: LineIndex::new(text), last: (report::Position::default(), 0) }
    }

    /// The byte at a position; past a line's end it is the line's end. Fast where the position is behind the last one asked
    /// for.
    fn offset(&mut self, at: report::Position) -> usize {
        let line = at.line as usize;
        let (known, known_offset) = self.last;
        let (mut units, mut offset) = if known.line == at.line && known.character <= at.character {
            (known.character, known_offset)
        } else {
            (0, self.lines.start(line))
        };
        let rest = self.text.get(offset..self.lines.end(line)).unwrap_or_default();
        for c in rest.chars() {
            if units >= at.character || c == '\n' {
                break;
            }
            units += u32::try_from(c.len_utf16()).unwrap_or(1);
            offset += c.len_utf8();
        }
        self.last = (report::Position { line: at.line, character: units }, offset);
        offset
    }

    /// The end of a line without its line end.
    fn line_end(&self, line: usize) -> usize {
        let (start, end) = (self.lines.start(line), self.lines.end(line));
        start + self.text.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r']).len()
    }

    /// The lines of `range`, and those of `others` where all together are not too much.
    pub(super) fn excerpt(&mut self, range: report::Range, others: &[report::Range]) -> Excerpt<'a> {
        let start = self.offset(range.start);
        let remembered = self.last;
        let line = range.start.line as usize;
        // A place that ends behind a line end ends on the line before.
        let ends_before = range.end.character == 0 && range.end.line > range.start.line;
        let last_line = if ends_before { range.end.line as usize - 1 } else { range.end.line as usize };
        let end = if ends_before { self.line_end(last_line) } else { self.offset(range.end) };
        let end = end.clamp(start, self.line_end(last_line).max(start));
        let excerpt = match self.whole_lines((line, last_line), start..end, others) {
            Some(excerpt) => excerpt,
            None => self.cut(line, start, end),
        };
        self.last = remembered;
        excerpt
    }

    /// All lines, unless that is too much.
    fn whole_lines(&mut self, (line, last_line): (usize, usize), span: Range<usize>, others: &[report::Range]) -> Option<Excerpt<'a>> {
        let (mut first, mut last) = (line, last_line);
        for other in others {
            first = first.min(other.start.line as usize);
            last = last.max(other.start.line as usize);
        }
        let (from, to) = (self.lines.start(first), self.line_end(last));
        let is_long = |line| self.lines.end(line) - self.lines.start(line) > LONG_LINE;
        if to - from > LONG_EXCERPT || (first..=last).any(is_long) {
            // Without the others it may still do.
            return if others.is_empty() { None } else { self.whole_lines((line, last_line), span, &[]) };
        }
        let others = others.iter().map(|other| self.first_line_of(*other)).map(|span| span.start - from..span.end - from).collect();
        Some(Excerpt { text: self.text.get(from..to)?, first_line: first + 1, span: span.start - from..span.end - from, others })
    }

    /// A place, at most to the end of its first line.
    fn first_line_of(&mut self, range: report::Range) -> Range<usize> {
        let start = self.offset(range.start);
        let line_end = self.line_end(range.start.line as usize);
        let end = if range.end.line == range.start.line { self.offset(range.end) } else { line_end };
        start.min(line_end)..end.min(line_end).max(start.min(line_end))
    }

    /// The first line alone, and of a long one only what is around the place.
    fn cut(&self, line: usize, start: usize, end: usize) -> Excerpt<'a> {
        let (mut from, mut to) = (self.lines.start(line), self.line_end(line));
        let end = end.min(to).max(start);
        let end = self.text.floor_char_boundary(end.min(start + AROUND)).max(start);
        if to - from > LONG_LINE {
            from = self.text.ceil_char_boundary(start.saturating_sub(AROUND).max(from));
            to = self.text.floor_char_boundary((end + AROUND).min(to)).max(end);
        }
        Excerpt {
            text: self.text.get(from..to).unwrap_or_default(),
            first_line: line + 1,
            span: start - from..end - from,
            others: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Places;
    use plimsoll_core::report::{Position, Range};

    fn range(start: (u32, u32), end: (u32, u32)) -> Range {
        let at = |(line, character)| Position { line, character };
        Range { start: at(start), end: at(end) }
    }

    fn marked(text: &str, start: (u32, u32), end: (u32, u32)) -> String {
        let excerpt = Places::new(text).excerpt(range(start, end), &[]);
        let (before, rest) = excerpt.text.split_at(excerpt.span.start);
        let (inside, after) = rest.split_at(excerpt.span.end - excerpt.span.start);
        format!("{}:{before}[{inside}]{after}", excerpt.first_line)
    }

    #[test]
    fn places_are_found_whatever_the_characters() {
        assert_eq!(marked("FROM a\r\nRUN 🐳 é x\r\n", (1, 7), (1, 8)), "2:RUN 🐳 [é] x");
        assert_eq!(marked("a\nb\n", (0, 0), (1, 0)), "1:[a]");
        assert_eq!(marked("a\nbc\nd", (0, 0), (1, 1)), "1:[a\nb]c");
        assert_eq!(marked("a\n", (1, 0), (1, 0)), "2:[]");
        assert_eq!(marked("", (0, 0), (0, 0)), "1:[]");
        assert_eq!(marked("ab\n", (0, 1), (0, 99)), "1:a[b]");
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let line = format!("{}here{}", "é".repeat(10_000), "ü".repeat(10_000));
        let text = format!("first\n{line}\nlast");
        let excerpt = Places::new(&text).excerpt(range((1, 10_000), (1, 10_004)), &[]);
        assert_eq!(&excerpt.text[excerpt.span.clone()], "here");
        assert!(excerpt.text.len() < 2_000 && excerpt.first_line == 2);
        let everything = Places::new(&text).excerpt(range((1, 0), (1, 20_004)), &[]);
        assert!(everything.text.len() < 2_000 && everything.span.start == 0 && everything.span.end > 500);
        let many = "x\n".repeat(50_000);
        assert_eq!(Places::new(&many).excerpt(range((3, 0), (49_999, 1)), &[]).text, "x");
    }

    #[test]
    fn other_places_widen_the_excerpt_only_while_it_stays_small() {
        let text = format!("one\ntwo\n{}end\n", "filler\n".repeat(10_000));
        let near = Places::new(&text).excerpt(range((1, 0), (1, 3)), &[range((0, 0), (0, 3))]);
        assert_eq!((near.text, near.first_line), ("one\ntwo", 1));
        assert!(near.others.iter().eq(&[std::ops::Range { start: 0, end: 3 }]));
        let far = Places::new(&text).excerpt(range((1, 0), (1, 3)), &[range((10_002, 0), (10_002, 3))]);
        assert_eq!((far.text, far.first_line, far.others.as_slice()), ("two", 2, [].as_slice()));
    }

    #[test]
    fn looking_up_in_order_gives_the_same_as_looking_up_once() {
        let text = "🐳 a b c\nd 🐳 e\n";
        let mut places = Places::new(text);
        for (line, character) in [(0, 3), (0, 5), (0, 4), (1, 0), (1, 5), (0, 0)] {
            let place = range((line, character), (line, character + 1));
            assert_eq!(places.excerpt(place, &[]), Places::new(text).excerpt(place, &[]));
        }
    }
}
