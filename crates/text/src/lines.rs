//! From byte offsets to LSP positions.

use alloc::vec::Vec;

use crate::find::each_byte;

/// An LSP position: both numbers are zero-based, `character` counts UTF-16 code units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from zero. Lines end at `\n`; a `\r` before it belongs to the line.
    pub line: u32,
    /// UTF-16 code units from the start of the line.
    pub character: u32,
}

/// How many bytes lie between two places at which UTF-16 units are known.
const STEP: usize = 64;

/// Where the lines of a text start. Built once per text in O(bytes).
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
    /// Offsets never pass this.
    len: usize,
    /// UTF-16 code units before each [`STEP`] bytes. Empty for pure ASCII text, where a byte is a unit.
    units: Vec<usize>,
}

impl LineIndex {
    /// Reads the line starts of `source`.
    #[must_use]
    pub fn new(source: &str) -> Self {
        let mut starts = Vec::with_capacity(source.len() / 24 + 1);
        starts.push(0);
        each_byte(source.as_bytes(), b'\n', |end| starts.push(end + 1));
        let mut units = Vec::new();
        if !source.is_ascii() {
            let mut sum = 0;
            for step in source.as_bytes().chunks(STEP) {
                units.push(sum);
                sum += units_of(step);
            }
            // Also for an end that lies on a step.
            units.push(sum);
        }
        Self { starts, len: source.len(), units }
    }

    /// The zero-based line that holds the byte at `offset`; O(log lines).
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// Offset of the first byte of `line`; the text's length for a line past the end.
    #[must_use]
    pub fn start(&self, line: usize) -> usize {
        self.starts.get(line).copied().unwrap_or(self.len)
    }

    /// Offset just behind `line`, its line end included.
    #[must_use]
    pub fn end(&self, line: usize) -> usize {
        self.start(line + 1)
    }

    /// How many lines the text has; a text that ends in `\n` has an empty last line.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The LSP position of a byte offset. `source` must be the text the index was made from;
    /// an offset inside a character counts as that character's start. O(log lines).
    #[must_use]
    pub fn position(&self, source: &str, offset: usize) -> Position {
        let offset = offset.min(self.len);
        let line = self.line(offset);
        let start = self.start(line);
        let character = match source.get(start..offset) {
            // Most places are near enough to the start of their line to be counted from there.
            Some(before) if !self.units.is_empty() && before.len() <= STEP => units_of(before.as_bytes()),
            _ => self.utf16(source, offset) - self.utf16(source, start),
        };
        Position { line: narrow(line), character: narrow(character) }
    }

    /// UTF-16 code units from the start of the text to a byte offset; inside a character, to that character's start. O(1).
    #[must_use]
    pub fn utf16(&self, source: &str, offset: usize) -> usize {
        let mut offset = offset.min(self.len);
        if self.units.is_empty() {
            return offset;
        }
        while !source.is_char_boundary(offset) {
            offset -= 1;
        }
        let step = offset / STEP;
        let bytes = source.as_bytes().get(step * STEP..offset).unwrap_or_default();
        self.units.get(step).copied().unwrap_or_default() + units_of(bytes)
    }

    /// The byte offset of an LSP position; past the line's or the text's end it is clamped to it.
    #[must_use]
    pub fn offset(&self, source: &str, position: Position) -> usize {
        let line = position.line as usize;
        let (start, end) = (self.start(line), self.end(line));
        let text = source.get(start..end).unwrap_or_default();
        let mut units = 0;
        for (i, c) in text.char_indices() {
            if units >= position.character as usize || c == '\n' {
                return start + i;
            }
            units += c.len_utf16();
        }
        end
    }
}

/// The units of the characters that begin in at most [`STEP`] bytes, which a byte can count.
fn units_of(bytes: &[u8]) -> usize {
    // None for the bytes that follow the first one of a character.
    usize::from(bytes.iter().map(|byte| u8::from(byte & 0xc0 != 0x80) + u8::from(*byte >= 0xf0)).sum::<u8>())
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::{LineIndex, Position};

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn characters_are_utf16_units() {
        let text = "a\r\n🐳b\nñ";
        let index = LineIndex::new(text);
        assert_eq!(index.position(text, 0), at(0, 0));
        assert_eq!(index.position(text, 3), at(1, 0));
        assert_eq!(index.position(text, 7), at(1, 2), "behind the whale");
        assert_eq!(index.position(text, 5), at(1, 0), "inside the whale");
        assert_eq!(index.position(text, text.len()), at(2, 1));
        assert_eq!(index.position(text, 999), at(2, 1));
        assert_eq!(index.utf16(text, 7), 5);
        for (offset, _) in text.char_indices() {
            assert_eq!(index.offset(text, index.position(text, offset)), offset);
        }
    }

    #[test]
    fn long_texts_are_counted_in_steps() {
        let text = "ab🐳ñ\n\n\n\n\n\n\n\n".repeat(2 * super::STEP);
        let index = LineIndex::new(&text);
        for (offset, _) in text.char_indices() {
            assert_eq!(index.utf16(&text, offset), text[..offset].encode_utf16().count(), "{offset}");
        }
        assert_eq!(text.len() % super::STEP, 0);
        assert_eq!(index.utf16(&text, text.len()), text.encode_utf16().count());
    }

    #[test]
    fn the_empty_text_has_one_line() {
        let index = LineIndex::new("");
        assert_eq!((index.count(), index.position("", 0)), (1, at(0, 0)));
    }
}
