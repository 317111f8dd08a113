//! The reader: a recursive descent over the bytes that makes words and commands in one pass. It never goes
//! back in the text by more than a constant, and never nests deeper than [`MAX_DEPTH`].

mod compound;
mod simple;
mod substitution;
mod words;

use alloc::vec::Vec;

use plimsoll_text::{Span, find_byte};

use crate::script::{
    Connector, Context, ErrorKind, HereDoc, List, ListParent, ListRole, Pipeline, Redirect, Script, ShellError, SimpleCommand, Stage,
    Stages,
};
use crate::word::Word;

/// How deeply lists, quotes and expansions may nest. Bounds the stack; real build scripts stay under ten.
const MAX_DEPTH: u32 = 64;
/// How many commands are kept. Bounds the memory an adversarial text of tiny commands can take.
const MAX_COMMANDS: usize = 1 << 18;
/// How many errors are kept.
const MAX_ERRORS: usize = 64;

/// What may end a list, as a set: a list also ends before what ends a list around it.
mod stop {
    pub(super) const PAREN: u16 = 1;
    pub(super) const BRACE: u16 = 2;
    pub(super) const THEN: u16 = 4;
    pub(super) const ELSE: u16 = 8;
    pub(super) const FI: u16 = 16;
    pub(super) const DO: u16 = 32;
    pub(super) const DONE: u16 = 64;
    pub(super) const ESAC: u16 = 128;
    pub(super) const ARM: u16 = 256;
}

pub(crate) fn parse(text: &str) -> Script<'_> {
    let mut parser = Parser {
        text,
        bytes: text.as_bytes(),
        pos: 0,
        depth: 0,
        out: Script {
            text,
            // Room for the commands of a usual text: they are large, and moving them is dear.
            commands: Vec::with_capacity((text.len() / 40 + 1).min(64)),
            pipelines: Vec::with_capacity((text.len() / 40 + 1).min(64)),
            lists: Vec::with_capacity(1),
            ..Script::default()
        },
        pending: Vec::new(),
        owner: ListParent::Script,
        command: None,
        context: Context::default(),
        outer: 0,
    };
    parser.list(ListRole::Script, 0);
    parser.read_heredocs();
    parser.out
}

struct Parser<'a> {
    text: &'a str,
    /// What is read: up to the end of the text, of the backquotes or of the here-document.
    bytes: &'a [u8],
    pos: usize,
    depth: u32,
    out: Script<'a>,
    /// Here-documents whose bodies start behind the next line end.
    pending: Vec<(usize, ListParent)>,
    /// What owns the lists met in words.
    owner: ListParent,
    /// The command whose substitution is being read.
    command: Option<usize>,
    context: Context,
    /// What ends any of the lists being read.
    outer: u16,
}

impl<'a> Parser<'a> {
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// Nothing at or behind it is read.
    fn end(&self) -> usize {
        self.bytes.len()
    }

    /// What is still to be read.
    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.pos..).unwrap_or_default()
    }

    /// Ends the reading at `end`, which is not behind where it ends already; gives what was to be read.
    fn limit(&mut self, end: usize) -> &'a [u8] {
        let limited = self.bytes.get(..end).unwrap_or(self.bytes);
        core::mem::replace(&mut self.bytes, limited)
    }

    fn here(&self) -> u8 {
        self.byte(self.pos)
    }

    fn at_end(&self) -> bool {
        self.pos >= self.bytes.len()
    }

    fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn since(&self, start: usize) -> Span {
        Span::new(start, self.pos)
    }

    fn error(&mut self, start: usize, end: usize, kind: ErrorKind) {
        if self.out.errors.len() < MAX_ERRORS {
            self.out.errors.push(ShellError { span: Span::new(start, end.min(self.end())), kind });
        }
    }

    /// Counts one level of nesting; false, with all of the rest skipped, where there are too many.
    fn enter(&mut self) -> bool {
        if self.depth >= MAX_DEPTH {
            let at = self.pos;
            if !self.at_end() {
                self.error(at, at, ErrorKind::TooDeep);
            }
            self.pos = self.end();
            return false;
        }
        self.depth += 1;
        true
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Blanks, and line ends behind a backslash.
    fn blanks(&mut self) {
        loop {
            match self.here() {
                b' ' | b'\t' => self.pos += 1,
                b'\r' if self.byte(self.pos + 1) == b'\n' => self.pos += 1,
                b'\\' if self.byte(self.pos + 1) == b'\n' => self.pos += 2,
                b'\\' if self.byte(self.pos + 1) == b'\r' && self.byte(self.pos + 2) == b'\n' => self.pos += 3,
                _ => return,
            }
        }
    }

    /// A comment, if one starts here.
    fn comment(&mut self) {
        if self.here() == b'#' {
            let start = self.pos;
            let rest = self.bytes.get(start..self.end()).unwrap_or_default();
            self.pos += find_byte(rest, b'\n').unwrap_or(rest.len());
            self.out.comments.push(self.since(start));
        }
    }

    /// A line end, and the here-documents that start behind it.
    fn newline(&mut self) {
        self.pos += 1;
        self.read_heredocs();
    }

    /// Blanks, comments and line ends.
    fn gap(&mut self) {
        loop {
            self.blanks();
            match self.here() {
                b'#' => self.comment(),
                b'\n' => self.newline(),
                _ => return,
            }
        }
    }

    /// The length of the reserved word `word` if it stands here, unquoted and alone.
    fn reserved(&self, word: &str) -> bool {
        let rest = self.rest();
        rest.starts_with(word.as_bytes()) && ends_word(self.byte(self.pos + word.len()), self.pos + word.len() >= self.end())
    }

    fn take_reserved(&mut self, word: &str) -> bool {
        let found = self.reserved(word);
        if found {
            self.pos += word.len();
        }
        found
    }

    /// What ends a list at this point, as its bit in [`stop`] and its length.
    fn closer(&self) -> Option<(u16, usize)> {
        let words: &[(&str, u16)] = match self.here() {
            b')' => return Some((stop::PAREN, 1)),
            b';' => {
                return match (self.byte(self.pos + 1), self.byte(self.pos + 2)) {
                    (b';', b'&') => Some((stop::ARM, 3)),
                    (b';' | b'&', _) => Some((stop::ARM, 2)),
                    _ => None,
                };
            }
            b'}' => &[("}", stop::BRACE)],
            b't' => &[("then", stop::THEN)],
            b'e' => &[("esac", stop::ESAC), ("elif", stop::ELSE), ("else", stop::ELSE)],
            b'f' => &[("fi", stop::FI)],
            b'd' => &[("do", stop::DO), ("done", stop::DONE)],
            _ => return None,
        };
        words.iter().find(|(word, _)| self.reserved(word)).map(|&(word, bit)| (bit, word.len()))
    }

    /// Reads pipelines up to what ends this list (left unread) or one around it, and gives the index of the list.
    fn list(&mut self, role: ListRole, stops: u16) -> usize {
        let start = self.pos;
        let saved = (self.context, self.outer, self.depth);
        if self.is_full() {
            return usize::MAX;
        }
        let index = self.empty_list(role);
        // Those of the script itself are nearly all.
        let mut pipelines = Vec::with_capacity(if role == ListRole::Script { self.out.pipelines.capacity() } else { 4 });
        if self.enter() {
            self.outer |= stops;
            self.pipelines(index, stops, &mut pipelines);
        }
        (self.context, self.outer, self.depth) = saved;
        let span = self.since(start);
        if let Some(list) = self.out.lists.get_mut(index) {
            list.span = span;
            list.pipelines = pipelines;
        }
        index
    }

    /// Whether no more commands are to be kept; then all of the rest is skipped.
    fn is_full(&mut self) -> bool {
        let full = self.out.commands.len() + self.out.compounds.len() + self.out.lists.len() >= MAX_COMMANDS;
        if full && !self.at_end() {
            self.error(self.pos, self.pos, ErrorKind::TooLong);
            self.pos = self.end();
        }
        full
    }

    /// A list with nothing in it yet, made the context of what is read next.
    fn empty_list(&mut self, role: ListRole) -> usize {
        self.context = self.context.with(role);
        let span = Span::at(self.pos);
        self.out.lists.push(List { span, role, parent: self.owner, context: self.context, pipelines: Vec::new() });
        self.out.lists.len() - 1
    }

    fn pipelines(&mut self, list: usize, stops: u16, pipelines: &mut Vec<usize>) {
        let mut connector = (Connector::Start, Span::at(self.pos));
        loop {
            self.gap();
            if self.at_end() {
                self.unfinished(connector);
                return;
            }
            let before = self.pos;
            if let Some((bit, len)) = self.closer() {
                if (stops | self.outer) & bit != 0 {
                    self.unfinished(connector);
                    return;
                }
                self.pos += len;
                self.error(before, self.pos, ErrorKind::Unexpected);
                self.blanks();
                connector = self.separator();
                continue;
            }
            if matches!(self.here(), b';' | b'|') || (self.here() == b'&' && self.byte(before + 1) != b'>') {
                // An operator with no command before it.
                connector = self.separator();
                self.error(before, self.pos, ErrorKind::Unexpected);
                continue;
            }
            if self.is_full() {
                return;
            }
            let pipeline = self.pipeline(list, connector);
            pipelines.push(pipeline);
            self.blanks();
            self.comment();
            connector = self.separator();
            self.follow(pipeline, connector);
            if self.pos == before {
                // A byte that nothing takes must not stop the reading.
                self.pos += 1;
                self.align();
            }
        }
    }

    fn unfinished(&mut self, (connector, span): (Connector, Span)) {
        if matches!(connector, Connector::And | Connector::Or | Connector::Pipe) {
            self.error(span.start, span.end, ErrorKind::MissingCommand);
        }
    }

    /// The operator between two pipelines, if one stands here.
    fn separator(&mut self) -> (Connector, Span) {
        let start = self.pos;
        let connector = match (self.here(), self.byte(start + 1)) {
            _ if self.at_end() => Connector::End,
            (b'&', b'&') => {
                self.pos += 2;
                Connector::And
            }
            (b'|', b'|') => {
                self.pos += 2;
                Connector::Or
            }
            (b'|', _) => {
                self.pos += 1;
                Connector::Pipe
            }
            (b'&', _) => {
                self.pos += 1;
                Connector::Background
            }
            (b';', b';' | b'&') => Connector::End,
            (b';', _) => {
                self.pos += 1;
                Connector::Semi
            }
            (b'\n', _) => {
                self.newline();
                return (Connector::Newline, Span::new(start, start + 1));
            }
            _ => Connector::End,
        };
        (connector, self.since(start))
    }

    /// Notes on a pipeline and its last command what stands behind.
    fn follow(&mut self, pipeline: usize, (connector, span): (Connector, Span)) {
        let Some(pipeline) = self.out.pipelines.get_mut(pipeline) else { return };
        pipeline.followed_by = connector;
        pipeline.followed_span = span;
        if let Some(Stage::Simple(last)) = pipeline.stages.last()
            && let Some(command) = self.out.commands.get_mut(*last)
        {
            command.followed_by = connector;
            command.followed_span = span;
        }
    }

    fn pipeline(&mut self, list: usize, (mut connector, mut connector_span): (Connector, Span)) -> usize {
        let index = self.out.pipelines.len();
        let start = self.pos;
        self.out.pipelines.push(Pipeline { span: Span::at(start), list, preceded_by: connector, connector_span, ..Pipeline::default() });
        let mut negated = None;
        while self.reserved("!") {
            negated = Some(Span::new(self.pos, self.pos + 1));
            self.pos += 1;
            self.blanks();
        }
        let mut stages = Stages::default();
        let mut end = self.pos;
        loop {
            if let Some(stage) = self.command(index, stages.len(), connector, connector_span) {
                stages.push(stage);
                end = self.pos;
            } else {
                let span = if stages.is_empty() { negated.unwrap_or(Span::at(start)) } else { connector_span };
                self.error(span.start, span.end, ErrorKind::MissingCommand);
                break;
            }
            self.blanks();
            if self.here() != b'|' || self.byte(self.pos + 1) == b'|' {
                break;
            }
            let pipe = self.pos;
            self.pos += if self.byte(pipe + 1) == b'&' { 2 } else { 1 };
            (connector, connector_span) = (Connector::Pipe, self.since(pipe));
            if let Some(Stage::Simple(last)) = stages.last()
                && let Some(command) = self.out.commands.get_mut(*last)
            {
                (command.followed_by, command.followed_span) = (connector, connector_span);
            }
            self.gap();
            if self.is_full() {
                break;
            }
        }
        if stages.len() > 1 {
            for stage in stages.iter() {
                if let Stage::Simple(command) = stage
                    && let Some(command) = self.out.commands.get_mut(*command)
                {
                    command.pipeline_len = stages.len();
                }
            }
        }
        if let Some(pipeline) = self.out.pipelines.get_mut(index) {
            pipeline.span = Span::new(start, end);
            pipeline.negated = negated;
            pipeline.stages = stages;
        }
        index
    }

    /// One simple or compound command; nothing where none starts.
    fn command(&mut self, pipeline: usize, position: usize, connector: Connector, connector_span: Span) -> Option<Stage> {
        match self.here() {
            _ if self.at_end() => return None,
            b'\n' | b';' | b'|' | b')' => return None,
            b'&' if self.byte(self.pos + 1) != b'>' => return None,
            _ => {}
        }
        if position > 0 && self.closer().is_some() {
            return None;
        }
        if let Some(compound) = self.compound(pipeline) {
            return Some(Stage::Compound(compound));
        }
        let index = self.out.commands.len();
        // Its place comes before those of the commands in its words.
        self.out.commands.push(SimpleCommand {
            span: Span::at(self.pos),
            pipeline,
            position_in_pipeline: position,
            pipeline_len: 1,
            preceded_by: connector,
            connector_span,
            followed_by: Connector::End,
            followed_span: Span::at(self.pos),
            context: self.context,
            parent: self.command,
            ..SimpleCommand::default()
        });
        Some(self.simple(index, pipeline))
    }

    /// The bodies of the here-documents whose operators have been met.
    fn read_heredocs(&mut self) {
        for (index, owner) in core::mem::take(&mut self.pending) {
            let Some(heredoc) = self.out.heredocs.get(index) else { continue };
            let (delimiter, strip, quoted) = (heredoc.delimiter.clone(), heredoc.strip_tabs, heredoc.quoted);
            let operator = heredoc.body;
            let start = self.pos;
            let (mut line, mut closed) = (start, None);
            while line < self.end() {
                let rest = self.bytes.get(line..self.end()).unwrap_or_default();
                let len = find_byte(rest, b'\n').unwrap_or(rest.len());
                let mut text = self.slice(line, line + len);
                text = text.strip_suffix('\r').unwrap_or(text);
                if strip {
                    text = text.trim_start_matches('\t');
                }
                let next = (line + len + 1).min(self.end());
                if text == delimiter {
                    closed = Some(next);
                    break;
                }
                line = next;
            }
            let body_end = line.min(self.end());
            if closed.is_none() {
                self.error(operator.start, operator.end, ErrorKind::UnterminatedHeredoc);
            }
            let content = self.heredoc_content(owner, start, body_end, quoted);
            self.pos = closed.unwrap_or(self.end());
            if let Some(heredoc) = self.out.heredocs.get_mut(index) {
                heredoc.body = Span::new(start, body_end);
                heredoc.content = content;
            }
        }
    }

    /// Registers a here-document; its body is read behind the next line end.
    fn heredoc(&mut self, redirect: &Redirect<'a>, strip_tabs: bool) -> usize {
        let index = self.out.heredocs.len();
        self.out.heredocs.push(HereDoc {
            // Until the body is known, where to complain about it.
            body: redirect.span,
            delimiter: redirect.target.text(),
            quoted: redirect.target.is_quoted(),
            strip_tabs,
            content: Word::default(),
        });
        self.pending.push((index, self.owner));
        index
    }
}

/// Whether a byte ends an unquoted word.
fn ends_word(byte: u8, at_end: bool) -> bool {
    at_end || matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b';' | b'&' | b'|' | b'(' | b')' | b'<' | b'>')
}
