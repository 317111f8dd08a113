//! Words: what was written, what it means without its quotes, and the expansions in it. It never expands anything.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::Span;

/// One shell word.
#[derive(Clone, Debug, Default)]
pub struct Word<'a> {
    /// Where it stands.
    pub span: Span,
    /// As written (for an exec-form argument: decoded).
    pub raw: &'a str,
    pub(crate) flags: u8,
    /// The expansions in source order; one that holds others comes before them.
    pub expansions: Vec<Expansion<'a>>,
}

/// `$x`, `${x:-y}`, `$(…)`, `` `…` ``, `$((…))`, `<(…)`.
#[derive(Clone, Debug)]
pub struct Expansion<'a> {
    /// Where it stands.
    pub span: Span,
    /// Inside double quotes, so that the result is neither split nor globbed.
    pub quoted: bool,
    /// Which.
    pub kind: ExpansionKind<'a>,
    /// Offsets in [`Word::raw`]; those of `span` are no help once a script is mapped into another text.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The kinds of [`Expansion`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpansionKind<'a> {
    /// `$name`, `${name…}`.
    Parameter {
        /// Variable, digit or special parameter.
        name: &'a str,
        /// What stands between name and closing brace (`:-default`, `%%.*`, `[@]`), as written.
        operation: &'a str,
    },
    /// `$(…)` or backquotes: index of the list in [`Script::lists`](crate::Script::lists).
    Command(usize),
    /// `<(…)` or `>(…)`: index of the list.
    Process(usize),
    /// `$((…))`
    Arithmetic,
}

/// Quotes or backslashes that quote removal takes away.
pub(crate) const QUOTED: u8 = 1;
/// `*`, `?` or `[` outside quotes.
pub(crate) const GLOB: u8 = 2;
/// `{` outside quotes.
pub(crate) const BRACES: u8 = 4;
/// An exec-form argument: nothing in it is special.
pub(crate) const VERBATIM: u8 = 8;

impl<'a> Word<'a> {
    pub(crate) fn verbatim(raw: &'a str, span: Span) -> Self {
        Word { span, raw, flags: VERBATIM, expansions: Vec::new() }
    }

    /// What the word is when the shell has removed the quotes, if that does not depend on any expansion.
    #[must_use]
    pub fn literal(&self) -> Option<Cow<'a, str>> {
        if self.expansions.is_empty() { Some(self.text()) } else { None }
    }

    /// The word without its quotes; expansions stay as they are written.
    #[must_use]
    #[inline]
    pub fn text(&self) -> Cow<'a, str> {
        if self.flags & QUOTED == 0 { Cow::Borrowed(self.raw) } else { self.unquoted() }
    }

    fn unquoted(&self) -> Cow<'a, str> {
        // One pair of quotes around all of it, nothing inside to remove: the usual case needs no copy.
        for quote in ['\'', '"'] {
            if let Some(inner) = self.raw.strip_prefix(quote).and_then(|r| r.strip_suffix(quote)) {
                let clean = if quote == '"' { inner.bytes().all(|b| b != b'"' && b != b'\\') } else { !inner.contains('\'') };
                if clean {
                    return Cow::Borrowed(inner);
                }
            }
        }
        Cow::Owned(self.pieces().map(|p| p.text).collect::<String>())
    }

    /// Whether anything in it is expanded by the shell.
    #[must_use]
    pub fn has_expansion(&self) -> bool {
        !self.expansions.is_empty()
    }

    /// Whether the shell splits (and globs) the result of an expansion in it.
    #[must_use]
    pub fn has_unquoted_expansion(&self) -> bool {
        self.expansions.iter().any(|e| !e.quoted && !matches!(e.kind, ExpansionKind::Process(_)))
    }

    /// Whether it has `*`, `?` or `[` outside of quotes.
    #[must_use]
    pub fn has_glob(&self) -> bool {
        self.flags & GLOB != 0
    }

    /// Whether it has `{` outside of quotes, which bash may take as a brace expansion.
    #[must_use]
    pub fn has_braces(&self) -> bool {
        self.flags & BRACES != 0
    }

    /// Whether any part is quoted or escaped.
    #[must_use]
    pub fn is_quoted(&self) -> bool {
        self.flags & QUOTED != 0
    }

    /// Whether it comes from an exec-form array: no shell reads it.
    #[must_use]
    pub fn is_verbatim(&self) -> bool {
        self.flags & VERBATIM != 0
    }

    /// The lists of the command and process substitutions in it, at any depth:
    /// indices in [`Script::lists`](crate::Script::lists).
    pub fn substitutions(&self) -> impl Iterator<Item = usize> + '_ {
        self.expansions.iter().filter_map(|e| match e.kind {
            ExpansionKind::Command(list) | ExpansionKind::Process(list) => Some(list),
            _ => None,
        })
    }

    /// Where a part of [`raw`](Self::raw) stands; the whole word where that is not known.
    pub(crate) fn raw_span(&self, start: usize, end: usize) -> Span {
        if self.span.len() == self.raw.len() {
            Span::new(self.span.start + start, self.span.start + end)
        } else if self.is_verbatim() && self.span.len() == self.raw.len() + 2 {
            // A JSON string without escapes: the text starts behind the quote.
            Span::new(self.span.start + 1 + start, self.span.start + 1 + end)
        } else {
            self.span
        }
    }

    pub(crate) fn map_spans(&mut self, map: &dyn Fn(Span) -> Span) {
        self.span = map(self.span);
        self.expansions.iter_mut().for_each(|e| e.span = map(e.span));
    }

    pub(crate) fn pieces(&self) -> Pieces<'_, 'a> {
        Pieces { word: self, pos: 0, next: 0, double: false, ansi: false }
    }
}

/// A run of a word's text after quote removal.
pub(crate) struct Piece<'a> {
    pub(crate) text: Cow<'a, str>,
    /// Where in [`Word::raw`] it comes from.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// The pieces of a word, in order.
pub(crate) struct Pieces<'w, 'a> {
    word: &'w Word<'a>,
    pos: usize,
    /// The next expansion that may start at or behind `pos`.
    next: usize,
    double: bool,
    ansi: bool,
}

impl<'a> Pieces<'_, 'a> {
    fn byte(&self, at: usize) -> u8 {
        self.word.raw.as_bytes().get(at).copied().unwrap_or(0)
    }

    fn borrowed(&mut self, start: usize, end: usize) -> Option<Piece<'a>> {
        let text = self.word.raw.get(start..end).unwrap_or_default();
        self.pos = self.pos.max(end);
        Some(Piece { text: Cow::Borrowed(text), start, end })
    }

    /// The expansion that starts here, as written.
    fn expansion(&mut self) -> Option<Piece<'a>> {
        while let Some(e) = self.word.expansions.get(self.next) {
            if e.start > self.pos {
                return None;
            }
            self.next += 1;
            if e.start == self.pos && e.end > e.start {
                return self.borrowed(e.start, e.end);
            }
        }
        None
    }

    /// The character behind a backslash, or nothing for an escaped line end.
    fn escaped(&mut self) -> Option<Piece<'a>> {
        let start = self.pos;
        let len = self.word.raw.get(start + 1..).and_then(|r| r.chars().next()).map_or(0, char::len_utf8);
        self.pos = start + 1 + len;
        let text = if len == 0 {
            // A backslash at the very end stays.
            self.word.raw.get(start..start + 1)
        } else if self.byte(start + 1) == b'\n' {
            None
        } else {
            self.word.raw.get(start + 1..self.pos)
        };
        Some(Piece { text: Cow::Borrowed(text.unwrap_or_default()), start, end: self.pos })
    }

    /// From here to before the next byte that is in `stops`, or the next expansion.
    fn run(&mut self, stops: &[u8]) -> Option<Piece<'a>> {
        let start = self.pos;
        let limit = self.word.expansions.get(self.next).map_or(self.word.raw.len(), |e| e.start.max(start + 1));
        let rest = self.word.raw.as_bytes().get(start + 1..limit).unwrap_or_default();
        let end = start + 1 + rest.iter().position(|b| stops.contains(b)).unwrap_or(rest.len());
        self.borrowed(start, end)
    }
}

impl<'a> Iterator for Pieces<'_, 'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            if self.pos >= self.word.raw.len() {
                return None;
            }
            if let Some(piece) = self.expansion() {
                return Some(piece);
            }
            let (here, ahead) = (self.byte(self.pos), self.byte(self.pos + 1));
            if self.ansi {
                match here {
                    b'\'' => {
                        self.ansi = false;
                        self.pos += 1;
                    }
                    b'\\' => {
                        let mut piece = self.escaped()?;
                        if let Some(control) = ansi_control(ahead) {
                            piece.text = Cow::Borrowed(control);
                        }
                        return Some(piece);
                    }
                    _ => return self.run(b"'\\"),
                }
            } else if self.double {
                match here {
                    b'"' => {
                        self.double = false;
                        self.pos += 1;
                    }
                    b'\\' if matches!(ahead, b'"' | b'\\' | b'$' | b'`' | b'\n') => return self.escaped(),
                    _ => return self.run(b"\"\\"),
                }
            } else {
                match here {
                    b'"' => {
                        self.double = true;
                        self.pos += 1;
                    }
                    b'$' if ahead == b'"' => self.pos += 1,
                    b'$' if ahead == b'\'' => {
                        self.ansi = true;
                        self.pos += 2;
                    }
                    b'\'' => {
                        let start = self.pos + 1;
                        let len = self.word.raw.get(start..).and_then(|r| r.find('\''));
                        let end = len.map_or(self.word.raw.len(), |l| start + l);
                        self.pos = end + 1;
                        if end > start {
                            return self.borrowed(start, end);
                        }
                    }
                    b'\\' => return self.escaped(),
                    _ => return self.run(b"\"'\\$"),
                }
            }
        }
    }
}

/// What the letter behind a backslash means in `$'…'`; other escapes are left as the letter itself.
fn ansi_control(letter: u8) -> Option<&'static str> {
    Some(match letter {
        b'n' => "\n",
        b't' => "\t",
        b'r' => "\r",
        b'e' | b'E' => "\x1b",
        b'a' => "\x07",
        b'b' => "\x08",
        b'f' => "\x0c",
        b'v' => "\x0b",
        _ => return None,
    })
}

/// Cuts a text at `at`, leaving out `skip` bytes there. Borrowed stays borrowed.
pub(crate) fn split(text: Cow<'_, str>, at: usize, skip: usize) -> (Cow<'_, str>, Cow<'_, str>) {
    match text {
        Cow::Borrowed(t) => (Cow::Borrowed(t.get(..at).unwrap_or_default()), Cow::Borrowed(t.get(at + skip..).unwrap_or_default())),
        Cow::Owned(t) => (Cow::Owned(t.get(..at).unwrap_or_default().into()), Cow::Owned(t.get(at + skip..).unwrap_or_default().into())),
    }
}

/// A text without its first `start` bytes. Borrowed stays borrowed.
pub(crate) fn tail(text: Cow<'_, str>, start: usize) -> Cow<'_, str> {
    split(text, 0, start).1
}
