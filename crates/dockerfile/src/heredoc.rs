//! Which words of an instruction open heredocs. Source: `heredocsFromLine` in BuildKit's `parser/parser.go`.
//!
//! It never looks at the lines that follow; the parser reads those.

use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::{Span, find_byte};

use crate::expand::{ExpandError, Lexer};

/// A word such as `3<<-"EOF"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeredocWord {
    /// The delimiter, quotes removed.
    pub name: String,
    /// The file descriptor; 0 where none is written.
    pub descriptor: u32,
    /// `<<-`.
    pub chomp: bool,
    /// No part of the delimiter is quoted.
    pub expand: bool,
}

/// Reads one word; `None` if it is no heredoc.
///
/// # Errors
/// Unbalanced quotes in the delimiter.
pub fn heredoc_word(word: &str) -> Result<Option<HeredocWord>, ExpandError<'_>> {
    let digits = word.len() - word.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (descriptor, rest) = word.split_at_checked(digits).unwrap_or_default();
    let Some(rest) = rest.strip_prefix("<<").filter(|rest| !rest.contains('<')) else { return Ok(None) };
    let (chomp, rest) = match rest.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let rest = rest.trim_start_matches([' ', '\t', '\n', '\r', '\x0c']);
    let mut lexer = Lexer { keep_unset: true, ..Lexer::new('\\') };
    let plain = lexer.process_words(rest, &())?;
    lexer.raw_quotes = true;
    let raw = lexer.process_words(rest, &())?;
    let ([plain], [raw]) = (&*plain, &*raw) else { return Ok(None) };
    // Quotes that are there only while they are kept are real ones; escaped ones are part of the name.
    let quotes = |text: &str| text.bytes().filter(|b| matches!(b, b'\'' | b'"')).count();
    Ok(Some(HeredocWord {
        name: plain.text.clone(),
        descriptor: descriptor.parse().unwrap_or_default(),
        chomp,
        expand: quotes(&plain.text) == quotes(&raw.text),
    }))
}

/// Whether a joined line may open a heredoc.
pub(crate) fn may_open(line: &str) -> bool {
    find_byte(line.as_bytes(), b'<').is_some() && line.contains("<<")
}

/// The heredocs a joined line opens, each with the span of its word in it. A line whose quotes do not balance opens none.
pub(crate) fn openers(line: &str) -> Vec<(Span, HeredocWord)> {
    if !may_open(line) {
        return Vec::new();
    }
    let Ok(words) = Lexer::raw().process_words(line, &()) else { return Vec::new() };
    let opener = |word: crate::expand::SplitWord| Some((word.span, heredoc_word(&word.text).ok()??));
    words.into_iter().filter(|word| word.text.contains("<<")).filter_map(opener).collect()
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{heredoc_word, openers};

    #[test]
    fn words() {
        let word = heredoc_word("12<<-E'O'F").unwrap().unwrap();
        assert_eq!((&*word.name, word.descriptor, word.chomp, word.expand), ("EOF", 12, true, false));
        assert!(heredoc_word("<<\\EOF").unwrap().unwrap().expand);
        assert_eq!(heredoc_word("<<<EOF"), Ok(None));
        assert_eq!(heredoc_word("a<<EOF"), Ok(None));
        assert!(heredoc_word("<<'EOF").is_err());
    }

    #[test]
    fn words_of_a_line() {
        let line = "RUN cat <<A '<<B' 3<< C && x <<-\"D d\"";
        let found: Vec<(&str, _)> = openers(line).into_iter().map(|(span, word)| (span.of(line), word.name)).collect();
        assert_eq!(found, [("<<A", "A".into()), ("3<< C", "C".into()), ("<<-\"D d\"", "D d".into())]);
        assert!(openers("RUN it's <<A").is_empty());
    }
}
