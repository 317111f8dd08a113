//! Cutting an instruction's text into words. All spans are offsets into the text given; nothing is decoded here.

use plimsoll_text::{Span, find_any};

/// The blanks between keyword and arguments, and between words that know no quotes. Other Unicode spaces do not count.
pub(crate) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\t' | 0x0b | 0x0c | b'\r' | b' ')
}

/// White space (Unicode) of one byte.
pub(crate) const fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// The part of `within` without white space (Unicode) at either end.
pub(crate) fn trim(text: &str, within: Span) -> Span {
    let mut rest = text.as_bytes().get(within.start..within.end).unwrap_or_default();
    while let [byte, behind @ ..] = rest
        && is_space(*byte)
    {
        rest = behind;
    }
    let start = within.end - rest.len();
    while let [before @ .., byte] = rest
        && is_space(*byte)
    {
        rest = before;
    }
    if let ([first, ..], [.., last]) = (rest, rest)
        && !(first.is_ascii() && last.is_ascii())
    {
        // White space of several bytes may stand there.
        let part = within.of(text);
        let start = within.end - part.trim_start().len();
        return Span::new(start, start + part.trim().len());
    }
    Span::new(start, start + rest.len())
}

/// Where a part of the text ends without the white space (Unicode) behind it.
pub(crate) fn trimmed_end(text: &str, within: Span) -> usize {
    let mut rest = text.as_bytes().get(within.start..within.end).unwrap_or_default();
    while let [before @ .., byte] = rest
        && is_space(*byte)
    {
        rest = before;
    }
    match rest.last() {
        // White space of several bytes may stand there.
        Some(byte) if !byte.is_ascii() => within.start + within.of(text).trim_end().len(),
        _ => within.start + rest.len(),
    }
}

/// The length of the white space (Unicode) at the start of a part of the text.
pub(crate) fn indent(text: &str, within: Span) -> usize {
    let mut rest = text.as_bytes().get(within.start..within.end).unwrap_or_default();
    // Lines are indented by several blanks.
    while let Some(behind) = rest.strip_prefix(b"    ") {
        rest = behind;
    }
    while let [byte, behind @ ..] = rest
        && is_space(*byte)
    {
        rest = behind;
    }
    match rest.first() {
        // White space of several bytes may stand there.
        Some(byte) if !byte.is_ascii() => within.len() - within.of(text).trim_start().len(),
        _ => within.len() - rest.len(),
    }
}

/// The first blank-separated word and the rest behind the blanks.
pub(crate) fn split_first(text: &str, within: Span) -> (Span, Span) {
    let bytes = within.of(text).as_bytes();
    let word = bytes.iter().position(|byte| is_blank(*byte)).unwrap_or(bytes.len());
    let rest = bytes.get(word..).unwrap_or_default();
    let end = within.start + word;
    let blanks = rest.iter().position(|byte| !is_blank(*byte)).unwrap_or(rest.len());
    (Span::new(within.start, end), Span::new(end + blanks, within.end))
}

/// All blank-separated words.
pub(crate) fn split_blanks(text: &str) -> impl Iterator<Item = Span> {
    let mut at = 0;
    core::iter::from_fn(move || {
        let rest = text.as_bytes().get(at..)?;
        let start = at + rest.iter().position(|byte| !is_blank(*byte))?;
        let word = text.as_bytes().get(start..)?;
        at = start + word.iter().position(|byte| is_blank(*byte)).unwrap_or(word.len());
        Some(Span::new(start, at))
    })
}

/// Words separated by white space outside of quotes. Quotes and escapes stay in the words, except an escape character that
/// is the very last character. `visit` sees each in order.
pub(crate) fn split_quoted(text: &str, escape: char, visit: &mut dyn FnMut(Span)) {
    let mut start = None;
    let mut quote = None;
    let mut at = 0;
    let mut end = text.len();
    loop {
        if start.is_some() {
            // Most of a word is none of what matters.
            let rest = text.as_bytes().get(at..).unwrap_or_default();
            at += match quote {
                Some(quote) => find_any(rest, [quote as u8, escape as u8]).unwrap_or(rest.len()),
                None => plain_length(rest),
            };
        }
        let Some(&byte) = text.as_bytes().get(at) else { break };
        let c = match byte.is_ascii() {
            true => char::from(byte),
            false => text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default(),
        };
        let here = at;
        at += c.len_utf8();
        if quote.is_none() && c.is_whitespace() {
            if let Some(start) = start.take() {
                visit(Span::new(start, here));
            }
            continue;
        }
        start.get_or_insert(here);
        if quote == Some(c) {
            quote = None;
        } else if c == escape && quote != Some('\'') {
            match text.get(at..).and_then(|rest| rest.chars().next()) {
                Some(escaped) => at += escaped.len_utf8(),
                None => end = here,
            }
        } else if quote.is_none() && matches!(c, '\'' | '"') {
            quote = Some(c);
        }
    }
    if let Some(start) = start.filter(|start| *start < end) {
        visit(Span::new(start, end));
    }
}

/// How many bytes at the start of `text` are letters of a word, be they quoted or not: neither white space, quotes, what may be
/// the escape character, nor a part of a longer character.
pub(crate) fn plain_length(text: &[u8]) -> usize {
    text.iter().position(|byte| PLAIN.get(usize::from(*byte)) == Some(&false)).unwrap_or(text.len())
}

#[expect(clippy::indexing_slicing, reason = "made by the compiler, which would refuse an index out of bounds")]
static PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        plain[byte as usize] = !is_space(byte) && !matches!(byte, b'\'' | b'"' | b'\\' | b'`');
        byte += 1;
    }
    plain
};

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{split_blanks, split_first, split_quoted};
    use plimsoll_text::Span;

    fn quoted(text: &str) -> Vec<&str> {
        let mut words = Vec::new();
        split_quoted(text, '\\', &mut |word| words.push(word.of(text)));
        words
    }

    #[test]
    fn quotes_and_escapes_hold_words_together() {
        assert_eq!(quoted(r#" a="b c" d='e f\' g\ h "" "#), [r#"a="b c""#, r"d='e f\'", r"g\ h", r#""""#]);
        assert_eq!(quoted(r"a b\"), ["a", "b"], "an escape at the end is dropped");
        assert_eq!(quoted(r"a \"), ["a"]);
        assert_eq!(quoted(r#"a "b c\"#), ["a", r#""b c"#]);
        assert_eq!(quoted("a\u{a0}b"), ["a", "b"], "every Unicode space separates");
    }

    #[test]
    fn blanks_are_ascii() {
        let text = "a \t b\u{a0}c\x0bd";
        let words: Vec<&str> = split_blanks(text).map(|w| w.of(text)).collect();
        assert_eq!(words, ["a", "b\u{a0}c", "d"]);
        let (first, rest) = split_first(text, Span::new(0, text.len()));
        assert_eq!((first.of(text), rest.of(text)), ("a", "b\u{a0}c\x0bd"));
    }
}
