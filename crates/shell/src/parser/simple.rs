//! Simple commands: assignments, words, redirections; and the functions that start like one.

use alloc::vec::Vec;

use plimsoll_text::Span;

use super::words::Build;
use super::{Parser, ends_word};
use crate::script::{Assignment, ErrorKind, ListParent, Redirect, RedirectOp, Stage};
use crate::word::Word;

impl<'a> Parser<'a> {
    /// The simple command of that number, or the function definition that starts with a name and `()`.
    pub(super) fn simple(&mut self, index: usize, pipeline: usize) -> Stage {
        let start = self.pos;
        let (mut assignments, mut redirects) = (Vec::new(), Vec::new());
        let owner = core::mem::replace(&mut self.owner, ListParent::Simple(index));
        // Room for most commands.
        let mut words = Vec::with_capacity(6);
        let mut end = start;
        loop {
            self.blanks();
            match self.here() {
                _ if self.at_end() => break,
                b'\n' | b';' | b')' | b'|' => break,
                b'#' => {
                    self.comment();
                    break;
                }
                b'(' => {
                    if let [name] = &mut *words
                        && assignments.is_empty()
                        && redirects.is_empty()
                        && self.at_parens(name)
                    {
                        let name = core::mem::take(name);
                        self.out.commands.truncate(index);
                        self.owner = owner;
                        return Stage::Compound(self.function(start, pipeline, name));
                    }
                    self.error(self.pos, self.pos + 1, ErrorKind::Unexpected);
                    break;
                }
                b'&' if self.byte(self.pos + 1) != b'>' => break,
                _ => {}
            }
            let may_redirect = matches!(self.here(), b'<' | b'>' | b'&' | b'{' | b'0'..=b'9');
            if let Some(redirect) = may_redirect.then(|| self.redirect()).flatten() {
                redirects.push(redirect);
            } else if let Some(assignment) = words.is_empty().then(|| self.assignment()).flatten() {
                assignments.push(assignment);
            } else {
                let word = self.word();
                if word.span.is_empty() {
                    break;
                }
                words.push(word);
            }
            end = self.pos;
        }
        self.owner = owner;
        if let Some(command) = self.out.commands.get_mut(index) {
            (command.words, command.assignments, command.redirects) = (words, assignments, redirects);
            command.span = Span::new(start, end);
            command.followed_span = Span::at(end);
        }
        Stage::Simple(index)
    }

    /// Whether `()` stands here, behind one word; it must have nothing special.
    fn at_parens(&self, word: &Word<'a>) -> bool {
        let plain = !word.is_quoted() && !word.has_expansion();
        let mut at = self.pos + 1;
        while matches!(self.byte(at), b' ' | b'\t') && at < self.pos + 64 {
            at += 1;
        }
        plain && self.byte(at) == b')'
    }

    /// `NAME=value`, `NAME+=value`, `NAME[…]=value`, `NAME=( … )`
    fn assignment(&mut self) -> Option<Assignment<'a>> {
        let start = self.pos;
        let name = self.name();
        if name == 0 {
            return None;
        }
        let mut at = start + name;
        if self.byte(at) == b'[' {
            let rest = self.bytes.get(at..self.end().min(at + 256)).unwrap_or_default();
            at += rest.iter().position(|&b| b == b']' || ends_word(b, false)).filter(|&i| rest.get(i) == Some(&b']'))? + 1;
        }
        let append = self.byte(at) == b'+' && self.byte(at + 1) == b'=';
        at += usize::from(append);
        if self.byte(at) != b'=' {
            return None;
        }
        self.pos = at + 1;
        let value = if self.here() == b'(' {
            let mut build = Build::new(self.pos);
            self.parens(&mut build);
            self.finish(build)
        } else {
            self.word()
        };
        Some(Assignment { span: self.since(start), name: self.slice(start, start + name), append, value })
    }

    /// A redirection, if one starts here.
    pub(super) fn redirect(&mut self) -> Option<Redirect<'a>> {
        let start = self.pos;
        let mut at = start;
        match self.here() {
            b'<' | b'>' | b'&' => {}
            b'0'..=b'9' => {
                while self.byte(at).is_ascii_digit() && at < start + 10 {
                    at += 1;
                }
            }
            b'{' => {
                // bash's `{fd}>file`
                while matches!(self.byte(at), b'{' | b'_' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9') && at < start + 64 {
                    at += 1;
                }
                if self.byte(at) != b'}' {
                    return None;
                }
                at += 1;
            }
            _ => return None,
        }
        let fd = self.slice(start, at).parse().ok();
        let (op, len) = self.redirect_op(at)?;
        if at == start && len == 1 && self.byte(at + 1) == b'(' {
            return None;
        }
        self.pos = at + len;
        let strip_tabs = op == RedirectOp::HereDoc && len == 3;
        self.blanks();
        let target = if ends_word(self.here(), self.at_end()) && !self.at_process() { Word::default() } else { self.word() };
        if target.span.is_empty() {
            self.error(start, at + len, ErrorKind::MissingWord);
        }
        let end = if target.span.is_empty() { at + len } else { self.pos };
        let mut redirect = Redirect { span: Span::new(start, end), fd, op, target, heredoc: None };
        if redirect.target.span.is_empty() {
            redirect.target.span = Span::at(end);
        } else if op == RedirectOp::HereDoc {
            redirect.heredoc = Some(self.heredoc(&redirect, strip_tabs));
        }
        Some(redirect)
    }

    fn at_process(&self) -> bool {
        matches!(self.here(), b'<' | b'>') && self.byte(self.pos + 1) == b'('
    }

    fn redirect_op(&self, at: usize) -> Option<(RedirectOp, usize)> {
        Some(match (self.byte(at), self.byte(at + 1), self.byte(at + 2)) {
            (b'<', b'<', b'<') => (RedirectOp::HereString, 3),
            (b'<', b'<', b'-') => (RedirectOp::HereDoc, 3),
            (b'<', b'<', _) => (RedirectOp::HereDoc, 2),
            (b'<', b'>', _) => (RedirectOp::ReadWrite, 2),
            (b'<', b'&', _) => (RedirectOp::DupIn, 2),
            (b'<', ..) => (RedirectOp::Read, 1),
            (b'>', b'>', _) => (RedirectOp::Append, 2),
            (b'>', b'&', _) => (RedirectOp::DupOut, 2),
            (b'>', b'|', _) => (RedirectOp::Write, 2),
            (b'>', ..) => (RedirectOp::Write, 1),
            (b'&', b'>', b'>') => (RedirectOp::AppendBoth, 3),
            (b'&', b'>', _) => (RedirectOp::WriteBoth, 2),
            _ => return None,
        })
    }

    /// The redirections behind a compound command.
    pub(super) fn redirects(&mut self) -> Vec<Redirect<'a>> {
        let mut redirects = Vec::new();
        loop {
            let before = self.pos;
            self.blanks();
            match self.redirect() {
                Some(redirect) => redirects.push(redirect),
                None => {
                    self.pos = before;
                    return redirects;
                }
            }
        }
    }
}
