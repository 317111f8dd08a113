//! Cutting an instruction's text into words. All spans are offsets into the text given; nothing is decoded here.

use alloc::vec::Vec;

use plimsoll_text::Span;

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
/// is the very last character.
pub(crate) fn split_quoted(text: &str, escape: char) -> Vec<Span> {
    let mut words = Vec::with_capacity(4);
    let mut start = None;
    let mut quote = None;
    let mut at = 0;
    let mut end = text.len();
    loop {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        if start.is_some() {
            // Most of a word is none of what matters.
            let plain = match quote {
                Some(quote) => rest.iter().position(|byte| char::from(*byte) == quote || char::from(*byte) == escape),
                None => rest.iter().position(|byte| matters(*byte, escape)),
            };
            at += plain.unwrap_or(rest.len());
        }
        let Some(&byte) = text.as_bytes().get(at) else { break };
        let c = match byte.is_ascii() {
            true => char::from(byte),
            false => text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default(),
        };
        let here = at;
        at += c.len_utf8();
        if quote.is_none() && c.is_whitespace() {
            words.extend(start.take().map(|start| Span::new(start, here)));
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
    words.extend(start.map(|start| Span::new(start, end)).filter(|word| !word.is_empty()));
    words
}

/// Whether a byte outside of quotes is more than a letter of a word.
const fn matters(byte: u8, escape: char) -> bool {
    is_space(byte) || matches!(byte, b'\'' | b'"') || !byte.is_ascii() || byte as u32 == escape as u32
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{split_blanks, split_first, split_quoted};
    use plimsoll_text::Span;

    fn quoted(text: &str) -> Vec<&str> {
        split_quoted(text, '\\').into_iter().map(|w| w.of(text)).collect()
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
