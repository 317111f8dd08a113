//! The line parser: physical lines become instructions, comments, heredocs. Source: `Parse` in BuildKit's `parser/parser.go`.
//!
//! It never gives up: an error is noted and the next line is read.

use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::Span;

use crate::directive;
use crate::error::{Errors, SyntaxErrorKind};
use crate::heredoc::{HeredocWord, openers};
use crate::instruction;
use crate::logical::{Join, Logical};
use crate::syntax::{Check, Command, Comment, Directive, DirectiveName, Dockerfile, Heredoc, Instruction, InstructionKind, Keyword};

/// BuildKit's scanner takes no longer line.
const MAX_LINE: usize = 65_535;

/// Reads a Dockerfile. It always gives a tree; what is wrong with it is in [`Dockerfile::errors`]. O(text), and
/// O(text · log lines) where heredocs are not terminated.
#[must_use]
pub fn parse(source: &str) -> Dockerfile<'_> {
    let mut parser = Parser {
        lines: Lines { source, at: if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }, number: 0 },
        file: Dockerfile {
            source,
            escape: '\\',
            directives: Vec::new(),
            check: Check::default(),
            comments: Vec::new(),
            instructions: Vec::new(),
            errors: Vec::new(),
        },
        errors: Errors::default(),
        block: 0,
        terminators: None,
    };
    parser.directives();
    while let Some(line) = parser.next_line() {
        parser.line(line);
    }
    parser.check_stages();
    let Parser { mut file, mut errors, .. } = parser;
    errors.0.sort_by_key(|e| e.span.start);
    file.errors = errors.0;
    file
}

/// A physical line.
#[derive(Clone, Copy)]
struct Line {
    /// The text without its line end.
    span: Span,
    /// Where the next line starts.
    next: usize,
    /// Zero-based.
    number: usize,
}

#[derive(Clone)]
struct Lines<'a> {
    source: &'a str,
    at: usize,
    number: usize,
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let rest = self.source.get(self.at..).filter(|rest| !rest.is_empty())?;
        let (length, next) = rest.find('\n').map_or((rest.len(), rest.len()), |i| (i, i + 1));
        let text = Span::new(self.at, self.at + length);
        let span = Span::new(text.start, text.start + text.of(self.source).trim_end_matches('\r').len());
        let line = Line { span, next: self.at + next, number: self.number };
        self.at += next;
        self.number += 1;
        Some(line)
    }
}

struct Parser<'a> {
    lines: Lines<'a>,
    file: Dockerfile<'a>,
    errors: Errors,
    /// The first comment of the block that may belong to the next instruction.
    block: usize,
    /// Built when the first heredoc turns out not to be terminated.
    terminators: Option<Terminators<'a>>,
}

impl<'a> Parser<'a> {
    fn text(&self, span: Span) -> &'a str {
        span.of(self.file.source)
    }

    fn next_line(&mut self) -> Option<Line> {
        let line = self.lines.next()?;
        if line.span.len() > MAX_LINE {
            let parts = &["dockerfile line greater than max allowed size of 65535"];
            self.errors.push(SyntaxErrorKind::LineTooLong, line.span, parts);
        }
        Some(line)
    }

    /// The line from its first character that is no white space.
    fn content(&self, line: Line) -> Span {
        let text = self.text(line.span);
        Span::new(line.span.end - text.trim_start().len(), line.span.end)
    }

    /// Reads directives until a line is none.
    fn directives(&mut self) {
        let source = self.file.source;
        loop {
            let before = self.lines.clone();
            let Some(line) = self.lines.next() else { break };
            let Some(directive) = directive::read(source, self.content(line), "#") else {
                self.lines = before;
                break;
            };
            self.directive(directive);
        }
        if self.file.directives.is_empty() {
            self.file.directives = directive::behind_shebang_line(source);
        }
        if let Some(check) = self.file.directives.iter().find(|d| d.name == DirectiveName::Check) {
            self.file.check = directive::read_check(check, &mut self.errors);
        }
    }

    fn directive(&mut self, directive: Directive<'a>) {
        if self.file.directives.iter().any(|d| d.name == directive.name) {
            let name = directive.name_span.of(self.file.source).to_ascii_lowercase();
            let parts = &["only one ", &*name, " parser directive can be used"];
            self.errors.push(SyntaxErrorKind::DuplicateDirective, directive.name_span, parts);
            return;
        }
        if directive.name == DirectiveName::Escape {
            match directive.value {
                "`" => self.file.escape = '`',
                "\\" => {}
                other => {
                    let parts = &["invalid escape token '", crate::suggest::shown(other), "' does not match ` or \\"];
                    self.errors.push(SyntaxErrorKind::InvalidEscapeDirective, directive.value_span, parts);
                }
            }
        }
        self.file.directives.push(directive);
    }

    /// A line outside of instructions, or the first one of an instruction.
    fn line(&mut self, line: Line) {
        let content = self.content(line);
        let text = self.text(content);
        if text.starts_with('#') {
            let comment = Comment { span: content, line: line.number, inside_instruction: false };
            let empty = comment.text(self.file.source).is_empty();
            self.file.comments.push(comment);
            if empty {
                self.block = self.file.comments.len();
            }
        } else if !text.is_empty() {
            self.instruction(line, content);
        }
    }

    /// The length of a line's text before the escape character that continues it on the next line.
    fn continued(&self, text: &str) -> Option<usize> {
        let before = text.trim_end_matches([' ', '\t']).strip_suffix(self.file.escape)?;
        (!before.ends_with(self.file.escape)).then_some(before.len())
    }

    /// Reads the lines that continue the first one.
    fn join(&mut self, first: Line, content: Span) -> Joined<'a> {
        let source = self.file.source;
        let mut joined =
            Joined { line: Logical::verbatim(source, content), last: first.number, end: content.end, empty_continuations: Vec::new() };
        let Some(length) = self.continued(self.text(content)) else { return joined };
        let start = Span::new(content.start, content.start + length);
        let mut text = String::from(self.text(start));
        let mut joins = Vec::new();
        let mut open = true;
        while open && let Some(line) = self.next_line() {
            joined.last = line.number;
            let part = self.text(line.span);
            let content = part.trim_start();
            if content.starts_with('#') {
                let span = Span::new(line.span.end - content.len(), line.span.end);
                self.file.comments.push(Comment { span, line: line.number, inside_instruction: true });
            } else if content.is_empty() {
                joined.empty_continuations.push(Span::new(line.span.start, line.next));
            } else {
                joins.push(Join { logical: text.len(), source: line.span.start });
                let length = self.continued(part);
                open = length.is_some();
                text.push_str(part.get(..length.unwrap_or(part.len())).unwrap_or_default());
                joined.end = line.span.end;
            }
        }
        joined.line = match joins.is_empty() {
            true => Logical::verbatim(source, start),
            false => Logical::joined(source, text, content.start, joins),
        };
        joined
    }

    fn instruction(&mut self, first: Line, content: Span) {
        let doc_comments = self.file.comments.get(self.block..).unwrap_or_default().iter().map(|c| c.span).collect();
        let Joined { line, mut last, mut end, empty_continuations } = self.join(first, content);
        let opened = openers(line.text()).into_iter().map(|(span, word)| (line.source_span(span), word)).collect();
        let mut instruction = instruction::read(line, self.file.escape, &mut self.errors);
        end = content.start + self.text(Span::new(content.start, end)).trim_end().len();
        let heredocs = match takes_heredocs(instruction.effective()) {
            true => self.heredocs(opened, &mut last, &mut end),
            false => Vec::new(),
        };
        instruction.doc_comments = doc_comments;
        instruction.empty_continuations = empty_continuations;
        instruction.lines = (first.number, last);
        instruction.span = Span::new(content.start, end);
        if let InstructionKind::Onbuild(Some(inner)) = &mut instruction.kind {
            inner.lines = instruction.lines;
            inner.span = Span::new(inner.keyword_span.start, end);
            inner.heredocs = heredocs;
        } else {
            instruction.heredocs = heredocs;
        }
        self.block = self.file.comments.len();
        self.file.instructions.push(instruction);
    }

    /// Reads the bodies of the heredocs an instruction opens, one after another.
    fn heredocs(&mut self, opened: Vec<(Span, HeredocWord)>, last: &mut usize, end: &mut usize) -> Vec<Heredoc<'a>> {
        let mut heredocs = Vec::with_capacity(opened.len());
        let mut broken = false;
        for (word, HeredocWord { name, descriptor, chomp, expand }) in opened {
            let start = self.lines.at;
            let found = if broken { None } else { self.terminator(&name, chomp) };
            let mut body = Span::new(start, start);
            let mut terminator = None;
            if let Some((line, place)) = found {
                body.end = line.span.start;
                terminator = Some(place);
                (*last, *end) = (line.number, place.end);
            } else if !broken {
                self.errors.push(SyntaxErrorKind::UnterminatedHeredoc, word, &["unterminated heredoc"]);
                broken = true;
                if let Some(line) = self.skip_to_instruction() {
                    body.end = line.next;
                    (*last, *end) = (line.number, line.span.end);
                }
            }
            heredocs.push(Heredoc { name: name.into(), word, descriptor, chomp, expand, body, terminator });
        }
        heredocs
    }

    /// Reads up to the terminator of a heredoc; if there is none, nothing is read.
    fn terminator(&mut self, name: &str, chomp: bool) -> Option<(Line, Span)> {
        let before = self.lines.clone();
        if self.terminators.as_ref().is_some_and(|t| !t.has(name, chomp, before.at)) {
            return None;
        }
        let errors = self.errors.0.len();
        while let Some(line) = self.next_line() {
            let text = self.text(line.span);
            let text = if chomp { text.trim_start_matches('\t') } else { text };
            if text == name {
                return Some((line, Span::new(line.span.end - text.len(), line.span.end)));
            }
        }
        self.errors.0.truncate(errors);
        self.terminators = Some(Terminators::new(before.clone()));
        self.lines = before;
        None
    }

    /// Reads the body of a heredoc without end up to the next line that is an instruction in capitals, and gives its last
    /// line: more likely the terminator is missing than that the rest of the file is the body.
    fn skip_to_instruction(&mut self) -> Option<Line> {
        let mut last = None;
        loop {
            let before = self.lines.clone();
            let Some(line) = self.lines.next() else { return last };
            let text = self.text(line.span);
            let (word, _) = text.split_once([' ', '\t']).unwrap_or_default();
            if Keyword::ALL.into_iter().any(|keyword| keyword.as_str() == word) {
                self.lines = before;
                return last;
            }
            last = Some(line);
        }
    }

    /// Reports a file in which nothing is built.
    fn check_stages(&mut self) {
        let instructions = &self.file.instructions;
        let is = |i: &&Instruction<'_>, keywords: &[Keyword]| keywords.contains(&i.keyword);
        let first = instructions.iter().find(|i| !is(i, &[Keyword::Arg, Keyword::Unknown]));
        let start = Span::at(0);
        let (kind, span, text) = match first {
            None if instructions.is_empty() => (SyntaxErrorKind::NoInstructions, start, "file with no instructions"),
            None if instructions.iter().any(|i| i.keyword == Keyword::Unknown) => return,
            None => (SyntaxErrorKind::NoBuildStage, start, "dockerfile contains no stages to build"),
            Some(first) if first.keyword == Keyword::From => return,
            Some(first) => (SyntaxErrorKind::NoBuildStage, first.keyword_span, "no build stage in current context"),
        };
        self.errors.push(kind, span, &[text]);
    }
}

/// An instruction's lines put together.
struct Joined<'a> {
    line: Logical<'a>,
    /// Number of the last line read.
    last: usize,
    /// End of the last line with text of the instruction.
    end: usize,
    empty_continuations: Vec<Span>,
}

/// Whether an instruction is one that heredocs are read for.
fn takes_heredocs(instruction: &Instruction<'_>) -> bool {
    match &instruction.kind {
        InstructionKind::Run { command, .. } => matches!(command, Command::Shell { .. }),
        InstructionKind::Copy(transfer) | InstructionKind::Add(transfer) => !transfer.json,
        _ => false,
    }
}

/// All lines of a file in alphabetical order. With it many heredocs without end cost no more than one.
struct Terminators<'a> {
    lines: Vec<(&'a str, usize)>,
    /// The same without leading tabs.
    chomped: Vec<(&'a str, usize)>,
}

impl<'a> Terminators<'a> {
    fn new(lines: Lines<'a>) -> Self {
        let source = lines.source;
        let mut lines: Vec<(&str, usize)> = lines.map(|line| (line.span.of(source), line.span.start)).collect();
        let mut chomped: Vec<(&str, usize)> = lines.iter().map(|(text, at)| (text.trim_start_matches('\t'), *at)).collect();
        lines.sort_unstable();
        chomped.sort_unstable();
        Self { lines, chomped }
    }

    /// Whether a line at `from` or behind it ends a heredoc.
    fn has(&self, name: &str, chomp: bool, from: usize) -> bool {
        let lines = if chomp { &self.chomped } else { &self.lines };
        let i = lines.partition_point(|line| *line < (name, from));
        lines.get(i).is_some_and(|(text, _)| *text == name)
    }
}
