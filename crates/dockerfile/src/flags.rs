//! The `--flags` in front of an instruction's arguments: where they end, what they say, which ones exist.
//!
//! It never expands variables in values.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::{Span, find_byte, has_any};

use crate::error::{Errors, SyntaxErrorKind};
use crate::logical::{Logical, Word};
use crate::suggest::{nearest, shown};
use crate::syntax::{Flag, Keyword};
use crate::words::{plain_length, trim};

/// What a flag takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// `--name=value`, once.
    Value,
    /// `--name` or `--name=true|false`, once.
    Bool,
    /// `--name=value`, any number of times.
    Values,
    /// `--name=value`, once, the value being one of these.
    OneOf(&'static [&'static str]),
}

/// The flags of an instruction; `None` where BuildKit does not look at them. Source: `instructions/parse.go` and
/// `commands_run*.go` of BuildKit.
const fn table(keyword: Keyword) -> Option<&'static [(&'static str, Takes)]> {
    use Takes::{Bool, OneOf, Value, Values};
    Some(match keyword {
        Keyword::From => &[("platform", Value)],
        Keyword::Copy => &[("chown", Value), ("chmod", Value), ("from", Value), ("link", Bool), ("parents", Bool), ("exclude", Values)],
        Keyword::Add => &[
            ("chown", Value),
            ("chmod", Value),
            ("link", Bool),
            ("keep-git-dir", Bool),
            ("checksum", Value),
            ("unpack", Bool),
            ("exclude", Values),
        ],
        Keyword::Run => &[
            ("mount", Values),
            ("network", OneOf(&["default", "none", "host"])),
            ("security", OneOf(&["sandbox", "insecure"])),
            ("device", Values),
        ],
        Keyword::Healthcheck => {
            &[("interval", Value), ("timeout", Value), ("start-period", Value), ("start-interval", Value), ("retries", Value)]
        }
        Keyword::Arg | Keyword::StopSignal | Keyword::Unknown => return None,
        _ => &[],
    })
}

/// Text with quotes and backslashes removed that still knows where each byte came from.
pub(crate) struct Decoded<'t> {
    pub(crate) text: Cow<'t, str>,
    base: usize,
    /// Place of each byte in the logical text; empty where nothing was removed.
    at: Vec<usize>,
}

impl<'t> Decoded<'t> {
    fn new(text: &'t str, span: Span) -> Self {
        let raw = span.of(text);
        if !has_any(raw.as_bytes(), [b'"', b'\'', b'\\']) {
            return Self { text: Cow::Borrowed(raw), base: span.start, at: Vec::new() };
        }
        let mut out = String::with_capacity(raw.len());
        let mut at = Vec::with_capacity(raw.len());
        let mut quote = None;
        let mut chars = raw.char_indices();
        while let Some((mut i, mut c)) = chars.next() {
            if quote == Some(c) {
                quote = None;
                continue;
            }
            if quote.is_none() && matches!(c, '"' | '\'') {
                quote = Some(c);
                continue;
            }
            // BuildKit always takes the backslash here, whatever `# escape=` says.
            if c == '\\' {
                match chars.next() {
                    Some(escaped) => (i, c) = escaped,
                    None => break,
                }
            }
            out.push(c);
            at.extend((0..c.len_utf8()).map(|byte| span.start + i + byte));
        }
        Self { text: Cow::Owned(out), base: span.start, at }
    }

    /// From a span of the decoded text to one of the logical text.
    fn logical(&self, span: Span) -> Span {
        if self.at.is_empty() {
            return span.shift(self.base);
        }
        let place = |i: usize| self.at.get(i).copied();
        let last = self.at.last().map_or(self.base, |last| last + 1);
        let start = place(span.start).unwrap_or(last);
        if span.is_empty() {
            return Span::at(start);
        }
        Span::new(start, place(span.end - 1).map_or(last, |last| last + 1))
    }

    /// The word at a span of the decoded text.
    pub(crate) fn word<'a>(&self, line: &Logical<'a>, span: Span) -> Word<'a> {
        let mut word = line.word(self.logical(span));
        if !self.at.is_empty() {
            word.text = Cow::Owned(span.of(&self.text).into());
        }
        word
    }
}

/// A flag and its decoded value.
pub(crate) struct ReadFlag<'a, 't> {
    pub(crate) flag: Flag<'a>,
    pub(crate) decoded: Decoded<'t>,
    /// Where the value starts in the decoded text.
    pub(crate) value_at: usize,
}

/// Reads the flags at the start of `within`, a span of `line`; gives them and the span of the arguments. `visit` sees each
/// with its decoded text.
pub(crate) fn read<'a>(line: &Logical<'a>, within: Span, visit: &mut dyn FnMut(&ReadFlag<'a, '_>)) -> (Vec<Flag<'a>>, Span) {
    let text = line.text();
    let rest = trim(text, within);
    if text.as_bytes().get(rest.start..rest.end).is_some_and(|rest| rest.starts_with(b"--")) {
        read_all(line, text, rest, visit)
    } else {
        (Vec::new(), rest)
    }
}

/// The flags at the start of `rest`, of which there is one at least.
#[inline(never)]
fn read_all<'a>(line: &Logical<'a>, text: &str, mut rest: Span, visit: &mut dyn FnMut(&ReadFlag<'a, '_>)) -> (Vec<Flag<'a>>, Span) {
    let mut flags = Vec::with_capacity(1);
    while rest.of(text).starts_with("--") {
        let span = Span::new(rest.start, rest.start + word_length(rest.of(text)));
        rest = trim(text, Span::new(span.end, rest.end));
        let decoded = Decoded::new(text, span);
        if decoded.text == "--" {
            break;
        }
        let read = read_one(line, span, decoded);
        visit(&read);
        flags.push(read.flag);
    }
    (flags, rest)
}

/// The length of the flag at the start of `text`: up to white space outside of quotes.
fn word_length(text: &str) -> usize {
    let char_at = |at: usize| text.get(at..).and_then(|rest| rest.chars().next());
    let mut quote = None;
    let mut at = 0;
    loop {
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        at += plain_length(rest);
        let Some(c) = char_at(at) else { return text.len() };
        match c {
            '\\' => at += char_at(at + 1).map_or(0, char::len_utf8),
            _ if quote == Some(c) => quote = None,
            '"' | '\'' if quote.is_none() => quote = Some(c),
            _ if quote.is_none() && c.is_whitespace() => return at,
            _ => {}
        }
        at += c.len_utf8();
    }
}

fn read_one<'a, 't>(line: &Logical<'a>, span: Span, decoded: Decoded<'t>) -> ReadFlag<'a, 't> {
    let equals = find_byte(decoded.text.as_bytes(), b'=');
    let end = decoded.text.len();
    let name = decoded.word(line, Span::new(2, equals.unwrap_or(end)));
    let value = equals.map(|equals| {
        let mut word = decoded.word(line, Span::new(equals + 1, end));
        // The value's span has the quotes that its text has not.
        word.span = line.source_span(Span::new(decoded.logical(Span::new(equals, equals + 1)).end, span.end));
        word
    });
    let flag = Flag { name: name.text, name_span: name.span, value, span: line.source_span(span) };
    ReadFlag { flag, decoded, value_at: equals.map_or(end, |equals| equals + 1) }
}

/// Reports flags the instruction does not have, repeated ones and bad values.
pub(crate) fn check(keyword: Keyword, flags: &[Flag<'_>], errors: &mut Errors) {
    let Some(table) = table(keyword) else { return };
    // One bit per flag of the table; the largest table has seven.
    let mut used = 0_u32;
    for flag in flags {
        let name = shown(&flag.name);
        let known = table.iter().enumerate().find(|(_, (known, _))| *known == flag.name);
        let Some((i, (known, takes))) = known else {
            let suggestion = nearest(&flag.name, table.iter().map(|(known, _)| *known));
            let span = Span::new(flag.span.start, flag.name_span.end);
            errors.suggest(SyntaxErrorKind::UnknownFlag, span, &["unknown flag: --", name], suggestion);
            continue;
        };
        if used & (1 << i) != 0 && *takes != Takes::Values {
            errors.push(SyntaxErrorKind::DuplicateFlag, flag.name_span, &["duplicate flag specified: ", known]);
        }
        used |= 1 << i;
        check_value(known, *takes, flag, errors);
    }
}

fn check_value(name: &'static str, takes: Takes, flag: &Flag<'_>, errors: &mut Errors) {
    let value = match &flag.value {
        None if takes == Takes::Bool => return,
        Some(value) if !(takes == Takes::Bool && value.text.is_empty()) => value,
        _ => {
            errors.push(SyntaxErrorKind::MissingFlagValue, flag.name_span, &["missing a value on flag: ", name]);
            return;
        }
    };
    let text = &*value.text;
    match takes {
        Takes::Bool if !(text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")) => {
            let parts = &["expecting boolean value for flag ", name, ", not: ", shown(text)];
            errors.push(SyntaxErrorKind::InvalidFlagValue, value.span, parts);
        }
        Takes::OneOf(names) if !names.contains(&text) => {
            let suggestion = nearest(text, names.iter().copied());
            let parts = &[name, " mode \"", shown(text), "\" is not supported"];
            errors.suggest(SyntaxErrorKind::InvalidFlagValue, value.span, parts, suggestion);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use crate::{Instruction, parse};

    fn flags<'f>(instruction: &'f Instruction<'_>, source: &'f str) -> Vec<(&'f str, Option<&'f str>, &'f str)> {
        let value = |flag: &'f crate::Flag<'_>| flag.value.as_ref().map(|value| &*value.text);
        instruction.flags.iter().map(|flag| (&*flag.name, value(flag), flag.span.of(source))).collect()
    }

    #[test]
    fn quotes_hold_a_flag_together_and_fall_away() {
        let source = "COPY --chown=\"a b\" --link --exclude='x'\\\\y --from= -- --z a b";
        let file = parse(source);
        let copy = &file.instructions[0];
        let expected = [
            ("chown", Some("a b"), "--chown=\"a b\""),
            ("link", None, "--link"),
            ("exclude", Some("x\\y"), "--exclude='x'\\\\y"),
            ("from", Some(""), "--from="),
        ];
        assert_eq!(flags(copy, source), expected);
        assert_eq!(copy.rest.text(), "--z a b", "nothing behind -- is a flag");
        assert_eq!(copy.flag_value("chown").map(|v| v.span.of(source)), Some("\"a b\""));
        assert_eq!(copy.flags[0].name_span.of(source), "chown");
    }

    #[test]
    fn a_flag_may_be_continued() {
        let source = "RUN --mo\\\nunt=type=ca\\\nche,target=/x \\\n  --network=none a";
        let file = parse(source);
        let run = &file.instructions[0];
        assert_eq!(flags(run, source)[0], ("mount", Some("type=cache,target=/x"), "--mo\\\nunt=type=ca\\\nche,target=/x"));
        assert_eq!(run.rest.text(), "a");
    }
}
