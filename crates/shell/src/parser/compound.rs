//! Compound commands and function definitions.

use alloc::vec::Vec;

use plimsoll_text::Span;

use super::words::Build;
use super::{Parser, stop};
use crate::script::{Arm, Compound, CompoundKind, Connector, ErrorKind, ListParent, ListRole, Pipeline, Stage};
use crate::word::Word;

impl<'a> Parser<'a> {
    /// The compound command that starts here, if one does.
    pub(super) fn compound(&mut self, pipeline: usize) -> Option<usize> {
        let start = self.pos;
        let (kind, word) = match self.here() {
            b'(' if self.byte(start + 1) == b'(' && self.is_arithmetic(start + 2) => (CompoundKind::Arithmetic, "(("),
            b'(' => (CompoundKind::Subshell, "("),
            b'{' => (CompoundKind::Group, "{"),
            b'[' => (CompoundKind::Test, "[["),
            b'i' => (CompoundKind::If, "if"),
            b'w' => (CompoundKind::While, "while"),
            b'u' => (CompoundKind::Until, "until"),
            b'c' => (CompoundKind::Case, "case"),
            b's' => (CompoundKind::Select, "select"),
            b'f' if self.reserved("function") => (CompoundKind::Function, "function"),
            b'f' => (CompoundKind::For, "for"),
            _ => return None,
        };
        if self.here() != b'(' && !self.reserved(word) {
            return None;
        }
        self.pos += word.len();
        let (index, owner) = self.open(start, kind, pipeline);
        match kind {
            CompoundKind::Arithmetic => {
                let mut build = Build::new(self.pos);
                self.arithmetic(&mut build, start);
                let word = self.finish(build);
                self.add_words(index, [word]);
            }
            CompoundKind::Subshell => {
                self.body(index, ListRole::Subshell, stop::PAREN);
                self.close(start, ")");
            }
            CompoundKind::Group => {
                self.body(index, ListRole::Group, stop::BRACE);
                self.close(start, "}");
            }
            CompoundKind::Test => self.test(index, start),
            CompoundKind::If => self.if_rest(index, start),
            CompoundKind::Function => {
                self.blanks();
                let name = self.word();
                if name.span.is_empty() {
                    self.error(start, self.pos, ErrorKind::MissingWord);
                }
                self.blanks();
                self.function_rest(index, name);
            }
            CompoundKind::Case => self.case_rest(index, start),
            CompoundKind::For | CompoundKind::Select => self.for_rest(index, start),
            _ => {
                self.condition(index, stop::DO, stop::DONE);
                self.loop_body(index, start);
            }
        }
        self.owner = owner;
        self.finish_compound(index, start);
        Some(index)
    }

    fn open(&mut self, start: usize, kind: CompoundKind, pipeline: usize) -> (usize, ListParent) {
        let index = self.out.compounds.len();
        self.out.compounds.push(Compound {
            span: Span::at(start),
            kind,
            pipeline,
            lists: Vec::new(),
            words: Vec::new(),
            arms: Vec::new(),
            redirects: Vec::new(),
        });
        (index, core::mem::replace(&mut self.owner, ListParent::Compound(index)))
    }

    fn finish_compound(&mut self, index: usize, start: usize) {
        let owner = core::mem::replace(&mut self.owner, ListParent::Compound(index));
        let redirects = self.redirects();
        self.owner = owner;
        let span = self.since(start);
        if let Some(compound) = self.out.compounds.get_mut(index) {
            compound.redirects = redirects;
            compound.span = span;
        }
    }

    fn add_words(&mut self, index: usize, words: impl IntoIterator<Item = Word<'a>>) {
        if let Some(compound) = self.out.compounds.get_mut(index) {
            compound.words.extend(words);
        }
    }

    fn body(&mut self, index: usize, role: ListRole, stops: u16) -> usize {
        let list = self.list(role, stops);
        if let Some(compound) = self.out.compounds.get_mut(index) {
            compound.lists.push(list);
        }
        list
    }

    /// The closing word of the command that starts at `start`.
    fn close(&mut self, start: usize, word: &str) {
        let found = if word == ")" { self.here() == b')' } else { self.reserved(word) };
        if found {
            self.pos += word.len();
        } else {
            self.error(start, start + 1, ErrorKind::UnterminatedCommand);
        }
    }

    fn loop_body(&mut self, index: usize, start: usize) {
        if self.take_reserved("do") {
            self.body(index, ListRole::LoopBody, stop::DONE);
            self.close(start, "done");
        } else {
            self.error(start, start + 1, ErrorKind::UnterminatedCommand);
            self.take_reserved("done");
        }
    }

    fn if_rest(&mut self, index: usize, start: usize) {
        loop {
            self.condition(index, stop::THEN, stop::FI);
            if !self.take_reserved("then") {
                self.error(start, start + 2, ErrorKind::UnterminatedCommand);
                self.take_reserved("fi");
                return;
            }
            self.body(index, ListRole::Branch, stop::ELSE | stop::FI);
            if !self.take_reserved("elif") {
                break;
            }
        }
        if self.take_reserved("else") {
            self.body(index, ListRole::Branch, stop::FI);
        }
        self.close(start, "fi");
    }

    /// A condition, which should end at `stops` but also ends before the end of the whole command.
    fn condition(&mut self, index: usize, stops: u16, last: u16) {
        let outer = self.outer;
        self.outer |= last;
        self.body(index, ListRole::Condition, stops);
        self.outer = outer;
    }

    /// Words up to the end of the command.
    fn words_to_end(&mut self) -> Vec<Word<'a>> {
        let mut words = Vec::new();
        loop {
            self.blanks();
            if self.here() == b'#' {
                self.comment();
                return words;
            }
            let word = self.word();
            if word.span.is_empty() {
                return words;
            }
            words.push(word);
        }
    }

    fn for_rest(&mut self, index: usize, start: usize) {
        self.blanks();
        if self.here() == b'(' && self.byte(self.pos + 1) == b'(' {
            self.pos += 2;
            let mut build = Build::new(self.pos);
            self.arithmetic(&mut build, start);
            let word = self.finish(build);
            self.add_words(index, [word]);
        } else {
            let name = self.word();
            if name.span.is_empty() {
                self.error(start, start + 3, ErrorKind::MissingWord);
            }
            self.add_words(index, [name]);
            self.gap();
            if self.take_reserved("in") {
                let words = self.words_to_end();
                self.add_words(index, words);
            }
        }
        self.blanks();
        if self.here() == b';' {
            self.pos += 1;
        }
        self.gap();
        if self.reserved("{") {
            self.pos += 1;
            self.body(index, ListRole::LoopBody, stop::BRACE);
            self.close(start, "}");
        } else {
            self.loop_body(index, start);
        }
    }

    fn case_rest(&mut self, index: usize, start: usize) {
        self.blanks();
        let word = self.word();
        if word.span.is_empty() {
            self.error(start, start + 4, ErrorKind::MissingWord);
        }
        self.add_words(index, [word]);
        self.gap();
        if !self.take_reserved("in") {
            self.error(start, start + 4, ErrorKind::MissingWord);
            return;
        }
        while self.case_arm(index) {}
        self.close(start, "esac");
    }

    /// One arm of a `case`; false where there is none or it does not end.
    fn case_arm(&mut self, index: usize) -> bool {
        self.gap();
        if self.at_end() || self.reserved("esac") {
            return false;
        }
        let patterns = self.patterns();
        if self.here() != b')' {
            return false;
        }
        self.pos += 1;
        let list = self.body(index, ListRole::CaseArm, stop::ARM | stop::ESAC);
        if let Some(compound) = self.out.compounds.get_mut(index) {
            compound.arms.push(Arm { patterns, list });
        }
        if let Some((stop::ARM, len)) = self.closer() {
            self.pos += len;
            return true;
        }
        false
    }

    /// The patterns of one arm, up to its `)`.
    fn patterns(&mut self) -> Vec<Word<'a>> {
        if self.here() == b'(' {
            self.pos += 1;
        }
        let mut patterns = Vec::new();
        loop {
            self.blanks();
            let word = self.word();
            if !word.span.is_empty() {
                patterns.push(word);
            }
            self.blanks();
            if self.here() != b'|' {
                return patterns;
            }
            self.pos += 1;
        }
    }

    /// `[[ … ]]`
    fn test(&mut self, index: usize, start: usize) {
        let mut words = Vec::new();
        loop {
            self.gap();
            if self.at_end() || self.here() == b';' {
                self.error(start, start + 2, ErrorKind::UnterminatedCommand);
                break;
            }
            if self.reserved("]]") {
                self.pos += 2;
                break;
            }
            let word = self.word();
            if word.span.is_empty() {
                // An operator of the test: `(`, `)`, `<`, `>`, `&&`, `||`.
                self.pos += 1;
            } else {
                words.push(word);
            }
        }
        self.add_words(index, words);
    }

    /// The function whose name has been read.
    pub(super) fn function(&mut self, start: usize, pipeline: usize, name: Word<'a>) -> usize {
        let (index, owner) = self.open(start, CompoundKind::Function, pipeline);
        self.function_rest(index, name);
        self.owner = owner;
        let span = self.since(start);
        if let Some(compound) = self.out.compounds.get_mut(index) {
            compound.span = span;
        }
        index
    }

    /// `()` and the command behind it.
    fn function_rest(&mut self, index: usize, name: Word<'a>) {
        self.add_words(index, [name]);
        if self.here() == b'(' {
            self.pos += 1;
            self.blanks();
            if self.here() == b')' {
                self.pos += 1;
            }
        }
        self.gap();
        let list = self.single(ListRole::FunctionBody);
        if let Some(compound) = self.out.compounds.get_mut(index) {
            compound.lists.push(list);
        }
    }

    /// A list of one command.
    fn single(&mut self, role: ListRole) -> usize {
        let start = self.pos;
        let context = self.context;
        let list = self.empty_list(role);
        if self.enter() {
            let connector_span = Span::at(start);
            let pipeline = self.out.pipelines.len();
            self.out.pipelines.push(Pipeline { span: connector_span, list, connector_span, ..Pipeline::default() });
            match self.command(pipeline, 0, Connector::Start, connector_span) {
                Some(stage) => self.finish_single(list, pipeline, stage, start),
                None => {
                    self.out.pipelines.truncate(pipeline);
                    self.error(start, start, ErrorKind::MissingCommand);
                }
            }
            self.leave();
        }
        self.context = context;
        list
    }

    fn finish_single(&mut self, list: usize, pipeline: usize, stage: Stage, start: usize) {
        let span = self.since(start);
        if let Some(p) = self.out.pipelines.get_mut(pipeline) {
            p.span = span;
            p.followed_by = Connector::End;
            p.followed_span = Span::at(span.end);
            p.stages.push(stage);
        }
        if let Some(l) = self.out.lists.get_mut(list) {
            l.span = span;
            l.pipelines = alloc::vec![pipeline];
        }
    }
}
