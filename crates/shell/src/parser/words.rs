//! Words, quotes and `$` forms.

use alloc::vec::Vec;

use plimsoll_text::{Span, find_any, find_byte};

use super::Parser;
use crate::script::ErrorKind;
use crate::word::{BRACES, Expansion, ExpansionKind, GLOB, QUOTED, Word};

/// A word being read.
pub(super) struct Build<'a> {
    start: usize,
    flags: u8,
    expansions: Vec<Expansion<'a>>,
}

impl<'a> Build<'a> {
    pub(super) fn new(start: usize) -> Self {
        Build { start, flags: 0, expansions: Vec::new() }
    }

    /// Makes room for an expansion before those that it holds.
    pub(super) fn open(&mut self, start: usize, quoted: bool) -> usize {
        let index = self.expansions.len();
        let start_in_word = start - self.start;
        if self.expansions.is_empty() {
            // Nearly every word has one at most, and they are large.
            self.expansions.reserve_exact(1);
        }
        self.expansions.push(Expansion {
            span: Span::at(start),
            quoted,
            kind: ExpansionKind::Arithmetic,
            start: start_in_word,
            end: start_in_word,
        });
        index
    }

    pub(super) fn close(&mut self, index: usize, end: usize, kind: ExpansionKind<'a>) {
        let word_start = self.start;
        if let Some(e) = self.expansions.get_mut(index) {
            e.span.end = end;
            e.end = end - word_start;
            e.kind = kind;
        }
    }
}

impl<'a> Parser<'a> {
    pub(super) fn finish(&self, build: Build<'a>) -> Word<'a> {
        Word {
            span: Span::new(build.start, self.pos),
            raw: self.slice(build.start, self.pos),
            flags: build.flags,
            expansions: build.expansions,
        }
    }

    /// Moves to the next byte that is not plain in an unquoted word.
    fn plain(&mut self) {
        let is_special = |byte: u8| SPECIAL.get(usize::from(byte)) == Some(&true);
        // Four at a time: nearly all of a text goes through here.
        let (chunks, rest) = self.rest().as_chunks::<4>();
        for [a, b, c, d] in chunks {
            if is_special(*a) {
                return;
            }
            if is_special(*b) {
                self.pos += 1;
                return;
            }
            if is_special(*c) {
                self.pos += 2;
                return;
            }
            if is_special(*d) {
                self.pos += 3;
                return;
            }
            self.pos += 4;
        }
        self.pos += rest.iter().position(|byte| is_special(*byte)).unwrap_or(rest.len());
    }

    /// The word that starts here; empty where none does.
    pub(super) fn word(&mut self) -> Word<'a> {
        let start = self.pos;
        self.plain();
        if self.at_end() || matches!(self.here(), b' ' | b'\n' | b';') {
            // Most words are plain letters up to a blank.
            return Word { span: self.since(start), raw: self.slice(start, self.pos), ..Word::default() };
        }
        let mut build = Build::new(start);
        self.word_into(&mut build);
        self.finish(build)
    }

    fn word_into(&mut self, build: &mut Build<'a>) {
        loop {
            self.plain();
            if self.at_end() {
                return;
            }
            match self.here() {
                b'\\' => {
                    build.flags |= QUOTED;
                    self.escape();
                }
                b'\'' => {
                    build.flags |= QUOTED;
                    self.single_quote();
                }
                b'"' => {
                    build.flags |= QUOTED;
                    self.double_quote(build);
                }
                b'$' => self.dollar(build, false),
                b'`' => self.backquote(build, false),
                b'<' | b'>' if self.byte(self.pos + 1) == b'(' => self.process(build),
                b'*' | b'?' | b'[' => {
                    build.flags |= GLOB;
                    self.pos += 1;
                }
                b'{' => {
                    build.flags |= BRACES;
                    self.pos += 1;
                }
                b'(' if self.pos > build.start && matches!(self.byte(self.pos - 1), b'@' | b'?' | b'*' | b'+' | b'!') => {
                    build.flags |= GLOB;
                    self.parens(build);
                }
                b'\r' if self.byte(self.pos + 1) != b'\n' => self.pos += 1,
                _ => return,
            }
        }
    }

    /// A backslash and what it escapes.
    fn escape(&mut self) {
        self.pos = (self.pos + 2).min(self.end());
        self.align();
    }

    /// Behind a backslash at the end of a limited range: not into the middle of a character.
    pub(super) fn align(&mut self) {
        while self.pos < self.end() && !self.text.is_char_boundary(self.pos) {
            self.pos += 1;
        }
    }

    /// A parenthesised part of a word: an extended glob or the value of an array.
    pub(super) fn parens(&mut self, build: &mut Build<'a>) {
        let start = self.pos;
        self.pos += 1;
        let mut open = 1u32;
        loop {
            self.plain();
            if self.at_end() {
                self.error(start, start + 1, ErrorKind::UnterminatedCommand);
                return;
            }
            match self.here() {
                b')' => {
                    self.pos += 1;
                    open -= 1;
                    if open == 0 {
                        return;
                    }
                }
                b'(' => {
                    open += 1;
                    self.pos += 1;
                }
                b' ' | b'\t' | b'\n' | b'\r' | b';' | b'&' | b'|' => self.pos += 1,
                b'<' | b'>' if self.byte(self.pos + 1) != b'(' => self.pos += 1,
                _ => self.word_into(build),
            }
        }
    }

    fn single_quote(&mut self) {
        let start = self.pos;
        let rest = self.bytes.get(start + 1..self.end()).unwrap_or_default();
        match find_byte(rest, b'\'') {
            Some(len) => self.pos = start + len + 2,
            None => {
                self.error(start, start + 1, ErrorKind::UnterminatedQuote);
                self.pos = self.end();
            }
        }
    }

    fn ansi_quote(&mut self) {
        let start = self.pos;
        self.pos += 2;
        loop {
            let rest = self.rest();
            let Some(len) = rest.iter().position(|&b| b == b'\'' || b == b'\\') else {
                self.error(start, start + 2, ErrorKind::UnterminatedQuote);
                self.pos = self.end();
                return;
            };
            self.pos += len;
            if self.here() == b'\'' {
                self.pos += 1;
                return;
            }
            self.escape();
        }
    }

    fn double_quote(&mut self, build: &mut Build<'a>) {
        let start = self.pos;
        self.pos += 1;
        if !self.enter() {
            return;
        }
        loop {
            let rest = self.rest();
            self.pos += find_any(rest, [b'"', b'\\', b'$', b'`']).unwrap_or(rest.len());
            if self.at_end() {
                self.error(start, start + 1, ErrorKind::UnterminatedQuote);
                break;
            }
            match self.here() {
                b'"' => {
                    self.pos += 1;
                    break;
                }
                b'\\' => {
                    self.escape();
                }
                b'$' => self.dollar(build, true),
                _ => self.backquote(build, true),
            }
        }
        self.leave();
    }

    /// What a `$` starts.
    pub(super) fn dollar(&mut self, build: &mut Build<'a>, quoted: bool) {
        let start = self.pos;
        match self.byte(start + 1) {
            b'(' if self.byte(start + 2) == b'(' && self.is_arithmetic(start + 3) => self.arithmetic_expansion(build, quoted),
            b'(' => self.substitution(build, quoted),
            b'{' => self.braces(build, quoted),
            b'\'' if !quoted => {
                build.flags |= QUOTED;
                self.ansi_quote();
            }
            b'"' if !quoted => {
                build.flags |= QUOTED;
                self.pos += 1;
                self.double_quote(build);
            }
            first => {
                self.pos += 1;
                let name = self.name();
                if name == 0 {
                    if !is_special_parameter(first) {
                        // A lone dollar is itself.
                        return;
                    }
                    self.pos += 1;
                } else {
                    self.pos += name;
                }
                let index = build.open(start, quoted);
                let name = self.slice(start + 1, self.pos);
                build.close(index, self.pos, ExpansionKind::Parameter { name, operation: "" });
            }
        }
    }

    /// The length of the variable name that starts here.
    pub(super) fn name(&self) -> usize {
        if self.here().is_ascii_digit() {
            return 0;
        }
        let rest = self.rest();
        rest.iter().position(|&b| !(b.is_ascii_alphanumeric() || b == b'_')).unwrap_or(rest.len())
    }

    /// `${ … }`
    fn braces(&mut self, build: &mut Build<'a>, quoted: bool) {
        let start = self.pos;
        let index = build.open(start, quoted);
        self.pos += 2;
        // `${#x}` and `${!x}`, but `${#}` and `${!}` are parameters themselves.
        if matches!(self.here(), b'#' | b'!') && !matches!(self.byte(self.pos + 1), b'}' | b':' | b'-' | b'+' | b'=' | b'?' | b'%') {
            self.pos += 1;
        }
        let name_start = self.pos;
        let name = self.name();
        if name > 0 {
            self.pos += name;
        } else if self.here().is_ascii_digit() {
            while self.here().is_ascii_digit() {
                self.pos += 1;
            }
        } else if is_special_parameter(self.here()) {
            self.pos += 1;
        }
        let operation = self.pos;
        let closed = self.braces_rest(build, quoted);
        if !closed {
            self.error(start, start + 2, ErrorKind::UnterminatedExpansion);
        }
        let kind = ExpansionKind::Parameter {
            name: self.slice(name_start, operation),
            operation: self.slice(operation, self.pos - usize::from(closed)),
        };
        build.close(index, self.pos, kind);
    }

    /// The rest of `${ … }` and its closing brace; false where that is missing.
    fn braces_rest(&mut self, build: &mut Build<'a>, quoted: bool) -> bool {
        if !self.enter() {
            return false;
        }
        let closed = loop {
            let rest = self.rest();
            self.pos += rest.iter().position(|&b| matches!(b, b'"' | b'\\' | b'$' | b'`' | b'\'' | b'}')).unwrap_or(rest.len());
            if self.at_end() {
                break false;
            }
            match self.here() {
                b'}' => {
                    self.pos += 1;
                    break true;
                }
                b'\\' => {
                    self.escape();
                }
                b'\'' if quoted => self.pos += 1,
                b'\'' => self.single_quote(),
                b'"' => self.double_quote(build),
                b'$' => self.dollar(build, quoted),
                _ => self.backquote(build, quoted),
            }
        };
        self.leave();
        closed
    }

    /// The expansions in the body of a here-document.
    pub(super) fn expansions_to(&mut self, limit: usize, build: &mut Build<'a>) {
        let bytes = self.limit(limit);
        while !self.at_end() {
            let rest = self.rest();
            self.pos += find_any(rest, [b'\\', b'$', b'`']).unwrap_or(rest.len());
            match self.here() {
                _ if self.at_end() => break,
                b'\\' => {
                    self.escape();
                }
                b'$' => self.dollar(build, true),
                _ => self.backquote(build, true),
            }
        }
        self.bytes = bytes;
    }
}

/// The bytes that are not plain in an unquoted word.
#[expect(clippy::indexing_slicing, reason = "made by the compiler, which would refuse an index out of bounds")]
static SPECIAL: [bool; 256] = {
    let bytes = b" \t\n\r;&|()<>\\'\"$`*?[{";
    let mut special = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        special[bytes[at] as usize] = true;
        at += 1;
    }
    special
};

fn is_special_parameter(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'@' | b'*' | b'#' | b'?' | b'-' | b'$' | b'!')
}
