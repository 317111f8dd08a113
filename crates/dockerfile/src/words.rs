//! Cutting an instruction's text into words. All spans are offsets into the text given; nothing is decoded here.

use alloc::vec::Vec;

use plimsoll_text::Span;

/// The blanks between keyword and arguments, and between words that know no quotes. Other Unicode spaces do not count.
pub(crate) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\t' | 0x0b | 0x0c | b'\r' | b' ')
}

/// The part of `within` without white space (Unicode) at either end.
pub(crate) fn trim(text: &str, within: Span) -> Span {
    let part = within.of(text);
    let start = within.start + (part.len() - part.trim_start().len());
    Span::new(start, start + part.trim().len())
}

/// The first blank-separated word and the rest behind the blanks.
pub(crate) fn split_first(text: &str, within: Span) -> (Span, Span) {
    let mut rest = within.of(text).bytes();
    let word = rest.position(is_blank).unwrap_or(within.len());
    let blanks = within.of(text).bytes().skip(word).take_while(|b| is_blank(*b)).count();
    let end = within.start + word;
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
pub(crate) fn split_quoted(text: &str, within: Span, escape: char) -> Vec<Span> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quote = None;
    let mut end = within.end;
    let mut chars = within.of(text).char_indices();
    while let Some((i, c)) = chars.next() {
        let at = within.start + i;
        if quote.is_none() && c.is_whitespace() {
            words.extend(start.take().map(|start| Span::new(start, at)));
            continue;
        }
        start.get_or_insert(at);
        if quote == Some(c) {
            quote = None;
        } else if c == escape && quote != Some('\'') {
            if chars.next().is_none() {
                end = at;
            }
        } else if quote.is_none() && matches!(c, '\'' | '"') {
            quote = Some(c);
        }
    }
    words.extend(start.map(|start| Span::new(start, end)).filter(|word| !word.is_empty()));
    words
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{split_blanks, split_first, split_quoted};
    use plimsoll_text::Span;

    fn quoted(text: &str) -> Vec<&str> {
        split_quoted(text, Span::new(0, text.len()), '\\').into_iter().map(|w| w.of(text)).collect()
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
