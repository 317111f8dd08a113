//! The line parser: physical lines become instructions, comments, heredocs. Source: `Parse` in BuildKit's `parser/parser.go`.
//!
//! It never gives up: an error is noted and the next line is read.

use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::{LineIndex, Span};

use crate::directive;
use crate::error::{Errors, SyntaxErrorKind};
use crate::heredoc::{HeredocWord, may_open, openers};
use crate::instruction::{self, Surroundings};
use crate::logical::{Join, Logical};
use crate::syntax::{Check, Command, Comment, Directive, DirectiveName, Dockerfile, Heredoc, Instruction, InstructionKind, Keyword};
use crate::words::{indent, trim, trimmed_end};

/// BuildKit's scanner takes no longer line.
const MAX_LINE: usize = 65_535;

/// Reads a Dockerfile. It always gives a tree; what is wrong with it is in [`Dockerfile::errors`]. O(text), and
/// O(text · log lines) where heredocs are not terminated.
#[must_use]
pub fn parse(source: &str) -> Dockerfile<'_> {
    let lines = LineIndex::new(source);
    // Room for the comments and instructions of a usual file: instructions are large, and moving them is dear.
    let room = (lines.count() / 3 + 4).min(1_000);
    let mut parser = Parser {
        at: Place { start: if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }, number: 0 },
        file: Dockerfile {
            source,
            lines,
            escape: '\\',
            directives: Vec::new(),
            check: Check::default(),
            comments: Vec::with_capacity(room),
            instructions: Vec::with_capacity(room),
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
    plimsoll_text::sort_by_key(&mut errors.0, |e| e.span.start);
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

/// Where the next line starts, and its number.
#[derive(Clone, Copy)]
struct Place {
    start: usize,
    number: usize,
}

impl Place {
    /// The line that starts here; then the place is that of the next one.
    fn next(&mut self, source: &str, lines: &LineIndex) -> Option<Line> {
        if self.start >= source.len() {
            return None;
        }
        let (start, next) = (self.start, lines.end(self.number));
        let mut text = source.as_bytes().get(start..next)?;
        text = text.strip_suffix(b"\n").unwrap_or(text);
        while let [before @ .., b'\r'] = text {
            text = before;
        }
        let line = Line { span: Span::new(start, start + text.len()), next, number: self.number };
        (self.start, self.number) = (next, self.number + 1);
        Some(line)
    }
}

struct Parser<'a> {
    at: Place,
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

    /// The next line, however long it is.
    fn any_line(&mut self) -> Option<Line> {
        self.at.next(self.file.source, &self.file.lines)
    }

    #[inline]
    fn next_line(&mut self) -> Option<Line> {
        let line = self.any_line()?;
        if line.span.len() > MAX_LINE {
            let parts = &["dockerfile line greater than max allowed size of 65535"];
            self.errors.push(SyntaxErrorKind::LineTooLong, line.span, parts);
        }
        Some(line)
    }

    /// The line from its first character that is no white space.
    fn content(&self, line: Line) -> Span {
        Span::new(line.span.start + indent(self.file.source, line.span), line.span.end)
    }

    /// The first byte of a line's content; nothing for a line without any.
    fn first_byte(&self, content: Span) -> Option<u8> {
        if content.is_empty() { None } else { self.file.source.as_bytes().get(content.start).copied() }
    }

    /// Reads directives until a line is none.
    fn directives(&mut self) {
        let source = self.file.source;
        loop {
            let before = self.at;
            let Some(line) = self.any_line() else { break };
            let Some(directive) = directive::read(source, self.content(line), "#") else {
                self.at = before;
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
        let first = self.first_byte(content);
        if first == Some(b'#') {
            let comment = Comment { span: content, line: line.number, inside_instruction: false };
            let empty = trim(self.file.source, Span::new(content.start + 1, content.end)).is_empty();
            self.file.comments.push(comment);
            if empty {
                self.block = self.file.comments.len();
            }
        } else if first.is_some() {
            self.instruction(line, content);
        }
    }

    /// The length of a line's text before the escape character that continues it on the next line.
    fn continued(&self, line: Span) -> Option<usize> {
        let is_escape = |byte: &u8| char::from(*byte) == self.file.escape;
        let mut text = self.file.source.as_bytes().get(line.start..line.end)?;
        while let [before @ .., b' ' | b'\t'] = text {
            text = before;
        }
        let (end, before) = text.split_last()?;
        (is_escape(end) && !before.last().is_some_and(is_escape)).then_some(before.len())
    }

    /// Reads the lines that continue the first one.
    fn join(&mut self, first: Line, content: Span) -> Joined<'a> {
        let source = self.file.source;
        let mut joined =
            Joined { line: Logical::verbatim(source, content), last: first.number, end: content.end, empty_continuations: Vec::new() };
        let Some(length) = self.continued(content) else { return joined };
        let start = Span::new(content.start, content.start + length);
        // Room for a usual command: growing would move it several times.
        let mut text = String::with_capacity(length + 700);
        text.push_str(self.text(start));
        let mut joins = Vec::with_capacity(16);
        let mut open = true;
        while open && let Some(line) = self.next_line() {
            joined.last = line.number;
            let content = self.content(line);
            let first = self.first_byte(content);
            if first == Some(b'#') {
                self.file.comments.push(Comment { span: content, line: line.number, inside_instruction: true });
            } else if first.is_none() {
                joined.empty_continuations.push(Span::new(line.span.start, line.next));
            } else {
                joins.push(Join { logical: text.len(), source: line.span.start });
                let length = self.continued(line.span);
                open = length.is_some();
                text.push_str(self.text(Span::new(line.span.start, length.map_or(line.span.end, |length| line.span.start + length))));
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
        let read = instruction::read(&line, self.file.escape, &mut self.errors);
        end = trimmed_end(self.file.source, Span::new(content.start, end));
        let heredocs = match takes_heredocs(&read.kind) && may_open(line.text()) {
            true => self.heredocs(&line, &mut last, &mut end),
            false => Vec::new(),
        };
        self.block = self.file.comments.len();
        let (span, lines) = (Span::new(content.start, end), (first.number, last));
        self.file.instructions.push(read.with(Surroundings { span, lines, heredocs, doc_comments, empty_continuations }));
    }

    /// Reads the bodies of the heredocs an instruction opens, one after another.
    fn heredocs(&mut self, line: &Logical<'a>, last: &mut usize, end: &mut usize) -> Vec<Heredoc<'a>> {
        let opened = openers(line.text());
        let mut heredocs = Vec::with_capacity(opened.len());
        let mut broken = false;
        for (word, HeredocWord { name, descriptor, chomp, expand }) in opened {
            let word = line.source_span(word);
            let start = self.at.start;
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
        let before = self.at;
        if self.terminators.as_ref().is_some_and(|t| !t.has(name, chomp, before.start)) {
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
        self.terminators = Some(Terminators::new(self.file.source, &self.file.lines, before));
        self.at = before;
        None
    }

    /// Reads the body of a heredoc without end up to the next line that is an instruction in capitals, and gives its last
    /// line: more likely the terminator is missing than that the rest of the file is the body.
    fn skip_to_instruction(&mut self) -> Option<Line> {
        let mut last = None;
        loop {
            let before = self.at;
            let Some(line) = self.any_line() else { return last };
            let text = self.text(line.span);
            let (word, _) = text.split_once([' ', '\t']).unwrap_or_default();
            if Keyword::ALL.into_iter().any(|keyword| keyword.as_str() == word) {
                self.at = before;
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
fn takes_heredocs(kind: &InstructionKind<'_>) -> bool {
    match kind {
        InstructionKind::Onbuild(Some(inner)) => takes_heredocs(&inner.kind),
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
    /// From a place on.
    fn new(source: &'a str, index: &LineIndex, mut place: Place) -> Self {
        let all = core::iter::from_fn(|| place.next(source, index));
        let mut lines: Vec<(&str, usize)> = all.map(|line| (line.span.of(source), line.span.start)).collect();
        let mut chomped: Vec<(&str, usize)> = lines.iter().map(|(text, at)| (text.trim_start_matches('\t'), *at)).collect();
        plimsoll_text::sort_by(&mut lines, Ord::cmp);
        plimsoll_text::sort_by(&mut chomped, Ord::cmp);
        Self { lines, chomped }
    }

    /// Whether a line at `from` or behind it ends a heredoc.
    fn has(&self, name: &str, chomp: bool, from: usize) -> bool {
        let lines = if chomp { &self.chomped } else { &self.lines };
        let i = lines.partition_point(|line| *line < (name, from));
        lines.get(i).is_some_and(|(text, _)| *text == name)
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::parse;
    use crate::{DirectiveName, Dockerfile, InstructionKind, Keyword, SyntaxErrorKind};
    use plimsoll_text::Span;

    /// The kinds of the errors and the text each one points at.
    fn errors(source: &str) -> Vec<(SyntaxErrorKind, &str)> {
        parse(source).errors.iter().map(|e| (e.kind, e.span.of(source))).collect()
    }

    fn texts<'f>(file: &'f Dockerfile<'_>) -> Vec<&'f str> {
        file.instructions.iter().map(|i| i.rest.text()).collect()
    }

    #[test]
    fn continuations_are_joined_as_they_stand() {
        let source = "FROM a\nRUN x \\\n  y \\  \n# c\n\n\t# d\nz\\\\\nRU\\\nN \\\nb\\";
        let file = parse(source);
        assert_eq!(texts(&file), ["a", "x   y z\\\\", "b"], "an escaped escape does not continue the line");
        let run = &file.instructions[1];
        assert_eq!(run.lines, (1, 6));
        assert_eq!(run.empty_continuations, [Span::new(27, 28)]);
        assert_eq!(run.span.of(source), &source[7..36]);
        let comments: Vec<_> = file.comments.iter().map(|c| (c.text(source), c.line, c.inside_instruction)).collect();
        assert_eq!(comments, [("c", 3, true), ("d", 5, true)]);
        let last = &file.instructions[2];
        assert_eq!((last.keyword, &*last.keyword_text, last.keyword_span.of(source)), (Keyword::Run, "RUN", "RU\\\nN"));
        assert!(file.errors.is_empty());
    }

    #[test]
    fn a_dangling_continuation_takes_the_rest() {
        let source = "FROM a\nRUN x \\\n\n# c\n";
        let file = parse(source);
        assert_eq!((file.instructions[1].lines, file.instructions[1].span.of(source)), ((1, 3), "RUN x \\"));
        assert!(file.instructions[1].rest.is_verbatim());
    }

    #[test]
    fn line_ends_and_byte_order_mark() {
        let source = "\u{feff}# escape=`\r\nFROM a\r\nRUN x `\r\n y\r\nRUN <<E\r\nz\r\nE\r\n";
        let file = parse(source);
        assert_eq!(file.escape, '`');
        assert_eq!(texts(&file), ["a", "x  y", "<<E"]);
        let heredoc = &file.instructions[2].heredocs[0];
        assert_eq!((heredoc.text(source), heredoc.terminator.map(|t| t.of(source))), ("z\r\n", Some("E")));
    }

    #[test]
    fn comment_blocks() {
        let source = "# syntax=x\n# lost\n#\n# one\n\n  # two\nFROM a\n# next\nRUN x\nRUN y\n";
        let file = parse(source);
        let blocks: Vec<Vec<&str>> =
            file.instructions.iter().map(|i| i.doc_comments.iter().map(|span| span.of(source)).collect()).collect();
        assert_eq!(blocks, [["# one", "# two"].as_slice(), &["# next"], &[]]);
        assert_eq!(file.comments.len(), 5, "directives are not among the comments");
    }

    #[test]
    fn directives_end_at_the_first_other_line() {
        let file = parse("# syntax=a\n# ESCAPE = `\n\n# check=skip=all\nFROM x\n");
        let names: Vec<DirectiveName> = file.directives.iter().map(|d| d.name).collect();
        assert_eq!((names, file.escape), ([DirectiveName::Syntax, DirectiveName::Escape].into(), '`'));
        assert!(!file.check.skip_all);
        let file = parse("#!/usr/bin/env x\n# escape=`\n# check=skip=all\nFROM x\n");
        assert_eq!((file.escape, file.check.skip_all, file.comments.len()), ('\\', true, 3));
        let twice = "# syntax=a\n#syntax=b\n# escape=x\nFROM x\n";
        assert_eq!(errors(twice), [(SyntaxErrorKind::DuplicateDirective, "syntax"), (SyntaxErrorKind::InvalidEscapeDirective, "x")]);
    }

    #[test]
    fn heredocs_are_read_in_order() {
        let source = "FROM a\nCOPY <<A <<-'B' /d/\n# no comment \\\nA\n\tRUN x\n\tB\nRUN y\nONBUILD RUN <<E\nz\nE\n";
        let file = parse(source);
        assert_eq!(file.instructions.len(), 4);
        let copy = &file.instructions[1];
        let bodies: Vec<_> = copy.heredocs.iter().map(|h| (&*h.name, h.word.of(source), h.text(source), h.expand)).collect();
        assert_eq!(bodies, [("A", "<<A", "# no comment \\\n", true), ("B", "<<-'B'", "\tRUN x\n", false)]);
        assert_eq!((copy.lines, copy.span.end), ((1, 5), copy.heredocs[1].terminator.unwrap().end));
        let onbuild = &file.instructions[3];
        assert!(onbuild.heredocs.is_empty());
        assert_eq!(onbuild.effective().heredocs[0].text(source), "z\n");
        assert_eq!((onbuild.effective().keyword, onbuild.effective().span.end), (Keyword::Run, onbuild.span.end));
        assert!(file.errors.is_empty() && file.comments.is_empty());
    }

    #[test]
    fn a_heredoc_without_end_stops_at_the_next_instruction() {
        let source = "FROM a\nRUN <<A <<B\nx\nUSER_ID y\nUSER z\nRUN <<C\nc\nC\nRUN <<D";
        let file = parse(source);
        let keywords: Vec<Keyword> = file.instructions.iter().map(|i| i.keyword).collect();
        assert_eq!(keywords, [Keyword::From, Keyword::Run, Keyword::User, Keyword::Run, Keyword::Run]);
        assert_eq!(file.instructions[1].heredocs[0].text(source), "x\nUSER_ID y\n");
        assert!(file.instructions[1].heredocs.iter().all(|h| h.terminator.is_none()));
        assert_eq!(file.instructions[3].heredocs[0].text(source), "c\n");
        assert_eq!(errors(source), [(SyntaxErrorKind::UnterminatedHeredoc, "<<A"), (SyntaxErrorKind::UnterminatedHeredoc, "<<D")]);
    }

    #[test]
    fn files_that_build_nothing() {
        assert_eq!(errors("# only\n\n"), [(SyntaxErrorKind::NoInstructions, "")]);
        assert_eq!(errors("ARG a\n"), [(SyntaxErrorKind::NoBuildStage, "")]);
        assert_eq!(errors("ARG a\nRUN x\nRUN y\n"), [(SyntaxErrorKind::NoBuildStage, "RUN")]);
        assert_eq!(errors("RUN x\nFROM y\n"), [(SyntaxErrorKind::NoBuildStage, "RUN")]);
        assert_eq!(errors("FORM x\n"), [(SyntaxErrorKind::UnknownInstruction, "FORM")], "one mistake, one error");
    }

    #[test]
    fn long_lines() {
        let fits = format!("FROM a\nRUN {}\r\n", "x".repeat(65_530));
        assert!(parse(&fits).errors.is_empty());
        let long = format!("FROM a\nRUN {}\nRUN y\n", "x".repeat(65_532));
        let file = parse(&long);
        assert_eq!(file.errors.iter().map(|e| e.kind).collect::<Vec<_>>(), [SyntaxErrorKind::LineTooLong]);
        assert_eq!(file.instructions.len(), 3);
    }

    #[test]
    fn errors_of_instructions_point_at_their_words() {
        use SyntaxErrorKind::*;
        let cases: [(&str, &[(SyntaxErrorKind, &str)]); 28] = [
            ("RNU x", &[(UnknownInstruction, "RNU")]),
            ("COPY --form=a --chown --link=x a b", &[(UnknownFlag, "--form"), (MissingFlagValue, "chown"), (InvalidFlagValue, "x")]),
            ("COPY --from=a --from=b a b", &[(DuplicateFlag, "from")]),
            ("RUN --network=hots x", &[(InvalidFlagValue, "hots")]),
            ("CMD --x y", &[(UnknownFlag, "--x")]),
            ("STOPSIGNAL --x 9", &[]),
            ("ADD x", &[(ArgumentCount, "x")]),
            ("ADD", &[(ArgumentCount, "ADD")]),
            ("COPY x <<E\nE", &[(HeredocDestination, "<<E")]),
            ("ENV a", &[(MissingEquals, "a")]),
            ("ENV a=b c \\\n d=e", &[(MissingEquals, "c")]),
            ("LABEL =x", &[(BlankName, "=x")]),
            ("ARG =x a", &[(BlankName, "=x")]),
            ("CMD [\"a\", 1]", &[(JsonNotStrings, "[\"a\", 1]")]),
            ("SHELL bash -c", &[(ShellNotJson, "bash -c")]),
            ("SHELL []", &[(ArgumentCount, "[]")]),
            ("FROM a b c", &[(ArgumentCount, "b")]),
            ("FROM a as b c d", &[(ArgumentCount, "c d")]),
            ("FROM a AS 1b", &[(InvalidStageName, "1b")]),
            ("HEALTHCHECK TCP 80", &[(HealthcheckForm, "TCP")]),
            ("HEALTHCHECK --interval=1 NONE x", &[(ArgumentCount, "x")]),
            (
                "HEALTHCHECK --interval=5 --timeout=1us --retries=-1 CMD x",
                &[(InvalidFlagValue, "5"), (InvalidFlagValue, "1us"), (InvalidFlagValue, "-1")],
            ),
            ("HEALTHCHECK CMD", &[(ArgumentCount, "CMD")]),
            ("ONBUILD ONBUILD RUN x", &[(OnbuildChain, "ONBUILD")]),
            ("ONBUILD from x", &[(OnbuildTrigger, "from")]),
            ("VOLUME [\"/a\", \" \"]", &[(EmptyVolume, "\" \"")]),
            ("WORKDIR ", &[(ArgumentCount, "WORKDIR")]),
            ("CMD ['a']", &[]),
        ];
        for (line, expected) in cases {
            let source = format!("FROM base\n{line}\n");
            assert_eq!(errors(&source), expected, "{line}");
        }
        assert_eq!(parse("FROM a\nCOYP a b").errors[0].suggestion, Some("COPY"));
        assert_eq!(parse("FROM a\nCOPY --form=a b c").errors[0].suggestion, Some("from"));
    }

    #[test]
    fn words_written_over_several_lines() {
        let source = "FROM a\nENV k=\"v \\\n# c\n w\" \\\n  x=y\nCMD [\"a\\\nb\", \"c\"]\n";
        let file = parse(source);
        let InstructionKind::Env(pairs) = &file.instructions[1].kind else { panic!("ENV") };
        let values: Vec<_> = pairs.iter().filter_map(|p| p.value.as_ref()).map(|v| (&*v.text, v.span.of(source))).collect();
        assert_eq!(values, [("\"v  w\"", "\"v \\\n# c\n w\""), ("y", "y")]);
        let InstructionKind::Cmd(crate::Command::Exec { words, span }) = &file.instructions[2].kind else { panic!("CMD") };
        assert_eq!((&*words[0].text, words[0].span.of(source)), ("ab", "\"a\\\nb\""));
        assert_eq!(span.of(source), "[\"a\\\nb\", \"c\"]");
    }

    #[test]
    fn long_words_do_not_fill_messages() {
        let source = format!("FROM a\n{} b\n", "X".repeat(10_000));
        let longest: Option<usize> = parse(&source).errors.iter().map(|e| e.message.len()).max();
        assert!(longest.is_some_and(|n| n < 200), "{longest:?}");
        assert!(parse(&String::from("FROM a\nUSER b")).errors.is_empty());
    }
}
