//! The JSON Docker accepts: arrays of strings in the exec form, and an object as a syntax directive.
//!
//! The whole text is checked as Go's `encoding/json` does, because one wrong comma makes Docker take the text for a shell
//! command. Values other than strings are checked and thrown away. It never recurses.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::{Span, find_byte};

/// Go refuses deeper nesting.
const MAX_DEPTH: usize = 10_000;

/// What stands directly in the outermost array or object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// The key with its quotes, in an object.
    pub(crate) key: Option<Span>,
    /// The string with its quotes; `None` for a value that is no string.
    pub(crate) string: Option<Span>,
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
}

/// Shows `visit` the items of the array or object that fills `within`, white space around it allowed, and gives its span;
/// `None` if it is not valid JSON, which may show only behind some items. `within` must start with `[` or `{` (after white
/// space). O(text).
pub(crate) fn items(text: &str, within: Span, visit: &mut dyn FnMut(Item)) -> Option<Span> {
    let mut scanner = Scanner { bytes: text.as_bytes().get(..within.end)?, at: within.start };
    scanner.space();
    let start = scanner.at;
    let mut key = None;
    // Whether the innermost open container is an object, and the same of those around it: there are hardly any.
    let (mut object, mut next) = scanner.open()?;
    let mut outer: Vec<bool> = Vec::new();
    loop {
        scanner.space();
        let byte = scanner.peek()?;
        let top = outer.is_empty();
        match (next, byte) {
            (Next::ValueOrEnd, b']') | (Next::KeyOrEnd, b'}') | (Next::CommaOrEnd, b']' | b'}') => {
                if (byte == b'}') != object {
                    return None;
                }
                scanner.at += 1;
                let Some(around) = outer.pop() else { break };
                object = around;
                next = Next::CommaOrEnd;
            }
            (Next::CommaOrEnd, b',') => {
                scanner.at += 1;
                next = if object { Next::Key } else { Next::Value };
            }
            (Next::Key | Next::KeyOrEnd, b'"') => {
                key = Some(scanner.string()?);
                next = Next::Colon;
            }
            (Next::Colon, b':') => {
                scanner.at += 1;
                next = Next::Value;
            }
            (Next::Value | Next::ValueOrEnd, b'[' | b'{') => {
                if top {
                    visit(Item { key, string: None });
                }
                outer.push(object);
                if outer.len() >= MAX_DEPTH {
                    return None;
                }
                (object, next) = scanner.open()?;
            }
            (Next::Value | Next::ValueOrEnd, _) => {
                let string = scanner.scalar()?;
                if top {
                    visit(Item { key, string });
                }
                next = Next::CommaOrEnd;
            }
            _ => return None,
        }
    }
    let span = Span::new(start, scanner.at);
    scanner.space();
    (scanner.at == within.end).then_some(span)
}

/// The text of a valid JSON string, given with its quotes.
pub(crate) fn decode(quoted: &str) -> Cow<'_, str> {
    let inside = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
    if find_byte(inside.as_bytes(), b'\\').is_none() {
        return Cow::Borrowed(inside);
    }
    let mut out = String::with_capacity(inside.len());
    let mut chars = inside.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{c}'),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('u') => {
                let first = hex4(&mut chars);
                let mut ahead = chars.clone();
                // Two escapes may make one character; half of a pair is no character.
                let pair = (0xd800..0xdc00).contains(&first) && ahead.next() == Some('\\') && ahead.next() == Some('u');
                let second = if pair { hex4(&mut ahead) } else { 0 };
                if (0xdc00..0xe000).contains(&second) {
                    chars = ahead;
                    out.extend(char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)));
                } else {
                    out.push(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
                }
            }
            other => out.extend(other),
        }
    }
    Cow::Owned(out)
}

fn hex4(chars: &mut core::str::Chars<'_>) -> u32 {
    chars.by_ref().take(4).filter_map(|c| c.to_digit(16)).fold(0, |n, digit| n * 16 + digit)
}

struct Scanner<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn skip_while(&mut self, allowed: impl Fn(u8) -> bool) -> usize {
        let start = self.at;
        while self.peek().is_some_and(&allowed) {
            self.at += 1;
        }
        self.at - start
    }

    fn space(&mut self) {
        self.skip_while(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'));
    }

    /// Whether an object begins here, and not an array; and what comes next in it.
    fn open(&mut self) -> Option<(bool, Next)> {
        let object = self.peek()? == b'{';
        self.at += 1;
        Some((object, if object { Next::KeyOrEnd } else { Next::ValueOrEnd }))
    }

    /// A string, number or literal; `Some(Some(span))` for a string.
    fn scalar(&mut self) -> Option<Option<Span>> {
        match self.peek()? {
            b'"' => return self.string().map(Some),
            b't' => self.literal("true")?,
            b'f' => self.literal("false")?,
            b'n' => self.literal("null")?,
            _ => self.number()?,
        }
        Some(None)
    }

    fn literal(&mut self, word: &str) -> Option<()> {
        word.bytes().try_for_each(|b| self.take(b))
    }

    fn string(&mut self) -> Option<Span> {
        let start = self.at;
        self.take(b'"')?;
        loop {
            self.skip_while(|b| !matches!(b, b'"' | b'\\' | 0..0x20));
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(Span::new(start, self.at));
                }
                b'\\' => {
                    self.at += 1;
                    let escape = self.peek()?;
                    self.at += 1;
                    match escape {
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                        b'u' => {
                            for _ in 0..4 {
                                self.peek().filter(u8::is_ascii_hexdigit)?;
                                self.at += 1;
                            }
                        }
                        _ => return None,
                    }
                }
                _ => return None,
            }
        }
    }

    fn number(&mut self) -> Option<()> {
        let digit = |b: u8| b.is_ascii_digit();
        let _ = self.take(b'-');
        if self.take(b'0').is_none() && self.skip_while(digit) == 0 {
            return None;
        }
        if self.take(b'.').is_some() && self.skip_while(digit) == 0 {
            return None;
        }
        if self.peek().is_some_and(|b| matches!(b, b'e' | b'E')) {
            self.at += 1;
            let _ = self.take(b'+').or_else(|| self.take(b'-'));
            if self.skip_while(digit) == 0 {
                return None;
            }
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::{decode, items};
    use plimsoll_text::Span;

    fn strings(text: &str) -> Option<Vec<Option<String>>> {
        let mut strings = Vec::new();
        items(text, Span::new(0, text.len()), &mut |item| strings.push(item.string.map(|s| decode(s.of(text)).into_owned())))?;
        Some(strings)
    }

    #[test]
    fn escapes() {
        let decoded = strings(r#"["a\/b\\\"", "\u00e9\ud83d\ude00", "\ud83dx", "\n\t"]"#).unwrap();
        let decoded: Vec<&str> = decoded.iter().map(|s| s.as_deref().unwrap()).collect();
        assert_eq!(decoded, ["a/b\\\"", "é😀", "\u{fffd}x", "\n\t"]);
    }

    #[test]
    fn valid_arrays_with_other_things_than_strings() {
        let found = strings(r#"["a", 1, -0.5e+3, null, true, {"x": [1, {}], "y": ""}, []]"#).unwrap();
        assert_eq!(found.len(), 7);
        assert_eq!(found.iter().flatten().count(), 1);
    }

    #[test]
    fn what_go_refuses() {
        let bad = [
            "['a']",
            "[\"a\",]",
            "[\"a\"",
            "[\"a\"] x",
            r#"["C:\dir"]"#,
            "[01]",
            "[1.]",
            "[tru]",
            "[\"a\tb\"]",
            "[}",
            "[\"a\" \"b\"]",
            "[",
        ];
        for text in bad {
            assert_eq!(strings(text), None, "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_refused_without_recursion() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(strings(&deep), None);
        let allowed = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        assert_eq!(strings(&allowed), Some([None].into()));
    }
}
