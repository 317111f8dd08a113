//! Commands and arithmetic inside of words, and the bodies of here-documents.

use plimsoll_text::Span;

use super::words::Build;
use super::{Parser, stop};
use crate::script::{ErrorKind, ListParent, ListRole};
use crate::word::{ExpansionKind, Word};

/// How far ahead the reader looks to tell `$((1 + 2))` from `$((cmd); cmd)`.
const ARITHMETIC_LOOKAHEAD: usize = 4096;

impl<'a> Parser<'a> {
    /// Reads a list of its own: what is pending or expected outside of it does not reach into it.
    fn nested(&mut self, role: ListRole, stops: u16) -> usize {
        let mut pending = core::mem::take(&mut self.pending);
        let outer = core::mem::take(&mut self.outer);
        let command = self.command;
        if let ListParent::Simple(index) = self.owner {
            self.command = Some(index);
        }
        let list = self.list(role, stops);
        self.command = command;
        self.outer = outer;
        // A body that does not start inside is looked for behind the next line end outside.
        pending.append(&mut self.pending);
        self.pending = pending;
        list
    }

    /// `$( … )`
    pub(super) fn substitution(&mut self, build: &mut Build<'a>, quoted: bool) {
        let start = self.pos;
        self.pos += 2;
        self.parenthesised(build, start, quoted, ListRole::CommandSubstitution);
    }

    /// `<( … )`, `>( … )`
    pub(super) fn process(&mut self, build: &mut Build<'a>) {
        let start = self.pos;
        self.pos += 2;
        self.parenthesised(build, start, false, ListRole::ProcessSubstitution);
    }

    fn parenthesised(&mut self, build: &mut Build<'a>, start: usize, quoted: bool, role: ListRole) {
        let index = build.open(start, quoted);
        let list = self.nested(role, stop::PAREN);
        if self.here() == b')' {
            self.pos += 1;
        } else {
            self.error(start, start + 2, ErrorKind::UnterminatedExpansion);
        }
        let kind = if role == ListRole::ProcessSubstitution { ExpansionKind::Process(list) } else { ExpansionKind::Command(list) };
        build.close(index, self.pos, kind);
    }

    /// Backquotes. Inner backquotes that are escaped are read as quoted characters.
    pub(super) fn backquote(&mut self, build: &mut Build<'a>, quoted: bool) {
        let start = self.pos;
        let index = build.open(start, quoted);
        let mut close = start + 1;
        while close < self.end() && self.byte(close) != b'`' {
            close += if self.byte(close) == b'\\' { 2 } else { 1 };
        }
        let closed = close < self.end();
        if !closed {
            self.error(start, start + 1, ErrorKind::UnterminatedExpansion);
        }
        let bytes = self.limit(close);
        self.pos = start + 1;
        let list = self.nested(ListRole::CommandSubstitution, 0);
        self.pos = self.end() + usize::from(closed);
        self.bytes = bytes;
        build.close(index, self.pos, ExpansionKind::Command(list));
    }

    /// Whether the text at `from`, which follows `((`, closes with `))` rather than as a subshell in a subshell.
    pub(super) fn is_arithmetic(&self, from: usize) -> bool {
        let window = self.bytes.get(from..self.end().min(from + ARITHMETIC_LOOKAHEAD)).unwrap_or_default();
        let mut open = 0usize;
        let mut bytes = window.iter().enumerate();
        while let Some((i, byte)) = bytes.next() {
            match byte {
                b'\\' => {
                    bytes.next();
                }
                b'(' => open += 1,
                b')' if open > 0 => open -= 1,
                b')' => return window.get(i + 1) == Some(&b')'),
                _ => {}
            }
        }
        true
    }

    /// `$(( … ))`
    pub(super) fn arithmetic_expansion(&mut self, build: &mut Build<'a>, quoted: bool) {
        let start = self.pos;
        let index = build.open(start, quoted);
        self.pos += 3;
        self.arithmetic(build, start);
        build.close(index, self.pos, ExpansionKind::Arithmetic);
    }

    /// An arithmetic expression and the `))` behind it.
    pub(super) fn arithmetic(&mut self, build: &mut Build<'a>, start: usize) {
        if !self.enter() {
            return;
        }
        let mut open = 0usize;
        loop {
            match self.here() {
                _ if self.at_end() => {
                    self.error(start, start + 2, ErrorKind::UnterminatedExpansion);
                    break;
                }
                b'(' => {
                    open += 1;
                    self.pos += 1;
                }
                b')' if open > 0 => {
                    open -= 1;
                    self.pos += 1;
                }
                b')' => {
                    if self.byte(self.pos + 1) == b')' {
                        self.pos += 2;
                    } else {
                        self.pos += 1;
                        self.error(start, start + 2, ErrorKind::UnterminatedExpansion);
                    }
                    break;
                }
                b'$' => self.dollar(build, true),
                b'`' => self.backquote(build, true),
                _ => self.pos += 1,
            }
        }
        self.leave();
    }

    /// The body of a here-document as a word: unless the delimiter was quoted, with its expansions.
    pub(super) fn heredoc_content(&mut self, owner: ListParent, start: usize, end: usize, quoted: bool) -> Word<'a> {
        let raw = self.slice(start, end);
        if quoted {
            return Word { span: Span::new(start, end), raw, ..Word::default() };
        }
        let mut build = Build::new(start);
        let saved = core::mem::replace(&mut self.owner, owner);
        self.pos = start;
        self.expansions_to(end, &mut build);
        self.owner = saved;
        self.pos = end;
        self.finish(build)
    }
}
