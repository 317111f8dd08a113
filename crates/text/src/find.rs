//! Looking for one byte, eight at a time.
//!
//! The standard library's search has a start-up cost that short texts never earn back: rows of tables, words, lines.

/// A one in each byte.
const ONES: u64 = u64::from_le_bytes([1; 8]);
/// All but the highest bit of each byte.
const LOW: u64 = u64::from_le_bytes([0x7f; 8]);

/// The highest bit of the first byte of `chunk` that is `byte`, and none before it; what follows it means nothing.
#[inline]
fn marks(chunk: [u8; 8], byte: u8) -> u64 {
    let differs = u64::from_le_bytes(chunk) ^ (u64::from(byte) * ONES);
    differs.wrapping_sub(ONES) & !(differs | LOW)
}

/// The highest bit of every byte of `chunk` that is `byte`, and no other bit.
#[inline]
fn all_marks(chunk: [u8; 8], byte: u8) -> u64 {
    let differs = u64::from_le_bytes(chunk) ^ (u64::from(byte) * ONES);
    !(((differs & LOW) + LOW) | differs | LOW)
}

/// The place of the first mark among eight bytes.
#[inline]
fn first(marks: u64) -> usize {
    (marks.trailing_zeros() / 8) as usize
}

/// The place of the first `byte`. O(bytes).
#[must_use]
#[inline]
pub fn find_byte(text: &[u8], byte: u8) -> Option<usize> {
    let (chunks, rest) = text.as_chunks::<8>();
    for (number, chunk) in chunks.iter().enumerate() {
        let marks = marks(*chunk, byte);
        if marks != 0 {
            return Some(8 * number + first(marks));
        }
    }
    rest.iter().position(|other| *other == byte).map(|at| 8 * chunks.len() + at)
}

/// The place of the first byte that is one of `wanted`. O(bytes), and dear where there are many to look for.
#[must_use]
pub fn find_any<const COUNT: usize>(text: &[u8], wanted: [u8; COUNT]) -> Option<usize> {
    let (chunks, rest) = text.as_chunks::<8>();
    for (number, chunk) in chunks.iter().enumerate() {
        // The first mark of each is where it stands first, so the first of all is where any does.
        let marks = wanted.iter().fold(0, |found, byte| found | marks(*chunk, *byte));
        if marks != 0 {
            return Some(8 * number + first(marks));
        }
    }
    rest.iter().position(|byte| wanted.contains(byte)).map(|at| 8 * chunks.len() + at)
}

/// The place of the first of these bytes, one behind the other: all of them are looked for at once. O(bytes · count).
#[must_use]
pub fn find_all<const COUNT: usize>(text: &[u8], wanted: [u8; COUNT]) -> Option<usize> {
    let mut at = 0;
    while let Some(window) = text.get(at..).and_then(|rest| rest.get(..COUNT + 7)) {
        // A byte is zero where none of them differs.
        let mut differs = 0;
        for (chunk, byte) in window.windows(8).zip(wanted) {
            differs |= u64::from_le_bytes(*chunk.first_chunk()?) ^ (u64::from(byte) * ONES);
        }
        let marks = marks(differs.to_le_bytes(), 0);
        if marks != 0 {
            return Some(at + first(marks));
        }
        at += 8;
    }
    let last = text.get(at..)?.windows(COUNT).position(|found| found == wanted)?;
    Some(at + last)
}

/// Whether one of these bytes is in a text. O(bytes), and dear where there are many to look for.
#[must_use]
pub fn has_any<const COUNT: usize>(text: &[u8], wanted: [u8; COUNT]) -> bool {
    let is_in = |chunk: &[u8; 8]| wanted.iter().fold(0, |found, byte| found | marks(*chunk, *byte)) != 0;
    match text.last_chunk::<8>() {
        // The last eight may begin among those before them.
        Some(last) => text.as_chunks::<8>().0.iter().any(is_in) || is_in(last),
        None => text.iter().any(|byte| wanted.contains(byte)),
    }
}

/// Shows `visit` the place of every `byte`, in order. O(bytes).
#[inline]
pub(crate) fn each_byte(text: &[u8], byte: u8, mut visit: impl FnMut(usize)) {
    let (chunks, rest) = text.as_chunks::<8>();
    for (number, chunk) in chunks.iter().enumerate() {
        let mut marks = all_marks(*chunk, byte);
        while marks != 0 {
            visit(8 * number + first(marks));
            marks &= marks - 1;
        }
    }
    for (at, other) in rest.iter().enumerate() {
        if *other == byte {
            visit(8 * chunks.len() + at);
        }
    }
}

/// The parts of `text` between the bytes `separator`, which must be ASCII; of an empty text one empty part.
pub fn split_byte(text: &str, separator: u8) -> impl Iterator<Item = &str> + Clone {
    let mut rest = Some(text);
    core::iter::from_fn(move || {
        let text = rest?;
        match find_byte(text.as_bytes(), separator) {
            Some(at) => {
                rest = text.get(at + 1..);
                text.get(..at)
            }
            None => rest.take(),
        }
    })
}

/// The lines of `text` whose first byte is `first`: most of a table is left out without being looked at further.
pub fn lines_with_first(text: &str, first: u8) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    core::iter::from_fn(move || {
        loop {
            let line = bytes.get(at..).filter(|rest| !rest.is_empty())?;
            let (start, end) = (at, at + find_byte(line, b'\n').unwrap_or(line.len()));
            at = end + 1;
            if line.first() == Some(&first) {
                return text.get(start..end);
            }
        }
    })
}

/// Whether a list of words with a blank between each two has this one.
#[must_use]
pub fn has_word(list: &str, word: &str) -> bool {
    // Most words are in no list at all, which is told faster.
    list.contains(word) && split_byte(list, b' ').any(|other| other == word)
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::vec::Vec;

    use super::{each_byte, find_all, find_any, find_byte, has_any, lines_with_first, split_byte};

    #[test]
    fn the_first_one_is_found_wherever_it_stands() {
        for length in 0..40 {
            let mut text = std::vec![b'b' + 128; length];
            assert_eq!(find_byte(&text, b'b'), None);
            for at in (0..length).rev() {
                text[at] = b'b';
                assert_eq!(find_byte(&text, b'b'), Some(at));
                // Neighbours that differ in one bit are no hits.
                if let Some(before) = at.checked_sub(1) {
                    text[before] = b'c';
                }
            }
        }
        assert_eq!(find_byte("größer\0".as_bytes(), 0), Some("größer".len()));
    }

    #[test]
    fn several_in_a_row_are_found_wherever_they_stand() {
        for length in 0..40 {
            let mut text = std::vec![b'b'; length];
            assert_eq!((find_all(&text, [b'b', b'a']), find_all(&text, [b'b', b'b', b'a'])), (None, None));
            for at in (2..length).rev() {
                text[at] = b'a';
                assert_eq!((find_all(&text, [b'b', b'a']), find_all(&text, [b'b', b'b', b'a'])), (Some(at - 1), Some(at - 2)));
                assert_eq!((find_all(&text, [b'c', b'a']), find_all(&text, [b'b', b'a', b'b'])), (None, None));
            }
        }
        assert_eq!((find_all(b"", [0, 0]), find_all(b"ab", [b'a', b'b']), find_all(b"a", [b'a', b'b'])), (None, Some(0), None));
    }

    #[test]
    fn any_of_several_is_found_wherever_it_stands() {
        for length in 0..20 {
            let mut text = std::vec![b'b'; length];
            assert!(!has_any(&text, [b'a', b'c']));
            assert_eq!(find_any(&text, [b'a', b'c']), None);
            for at in 0..length {
                text[at] = b'c';
                assert!(has_any(&text, [b'a', b'c']));
                assert_eq!(find_any(&text, [b'a', b'c']), Some(at));
                // What stands behind the first one, be it like it, changes nothing.
                for behind in at + 1..length {
                    let kept = core::mem::replace(&mut text[behind], b'a');
                    assert_eq!(find_any(&text, [b'a', b'c']), Some(at));
                    text[behind] = kept;
                }
                text[at] = b'b' + 128;
            }
        }
    }

    #[test]
    fn every_one_is_shown() {
        for text in ["", "\n", "a\nb", "\n\n\n\n\n\n\n\n\n\n", "0123456\n89\u{b}\u{8a}\n\t\n\r\n\u{10a}abc\n", "no end of a line at all"] {
            let mut places = Vec::new();
            each_byte(text.as_bytes(), b'\n', |at| places.push(at));
            assert_eq!(places, text.match_indices('\n').map(|(at, _)| at).collect::<Vec<_>>(), "{text:?}");
        }
    }

    #[test]
    fn lines_are_told_apart_by_their_first_byte() {
        let lines = |text, first| lines_with_first(text, first).collect::<Vec<_>>();
        assert_eq!(lines("3.1|x\n\n2|3\n30\n3", b'3'), ["3.1|x", "30", "3"]);
        assert_eq!(lines("3.1|x\n2\n", b'2'), ["2"]);
        assert!(lines("", b'3').is_empty() && lines("\n\n", b'3').is_empty());
    }

    #[test]
    fn parts_are_those_of_the_standard_library() {
        for text in ["", "a", "a b", " a  b ", "eins zwei drei vier fünf", "\u{1F433} \u{1F433}"] {
            assert_eq!(split_byte(text, b' ').collect::<Vec<_>>(), text.split(' ').collect::<Vec<_>>(), "{text}");
        }
    }
}
