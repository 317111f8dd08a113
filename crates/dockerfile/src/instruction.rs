//! From one joined line to an instruction: keyword, flags, arguments and what is wrong with them.
//!
//! Source: `splitCommand` and the line parsers of BuildKit's `parser` package, and `instructions/parse.go`. Where BuildKit
//! stops at the first error, this goes on and reports the others too. It never expands variables.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::mem::take;

use plimsoll_text::{Span, find_byte};

use crate::error::{Errors, SyntaxErrorKind};
use crate::flags;
use crate::heredoc::heredoc_word;
use crate::json;
use crate::logical::{Logical, Word};
use crate::mount;
use crate::suggest::{nearest, shown};
use crate::syntax::{ArgDecl, Command, Flag, HealthcheckForm, Heredoc, Instruction, InstructionKind, Keyword, Mount, Pair, Transfer};
use crate::values;
use crate::words::{split_blanks, split_first, split_quoted, trim};

/// What the joined line of an instruction says.
pub(crate) struct Line<'a> {
    keyword: Keyword,
    keyword_text: Cow<'a, str>,
    keyword_span: Span,
    flags: Vec<Flag<'a>>,
    rest: Logical<'a>,
    pub(crate) kind: InstructionKind<'a>,
}

/// What stands around the joined line of an instruction.
#[derive(Default)]
pub(crate) struct Surroundings<'a> {
    pub(crate) span: Span,
    pub(crate) lines: (usize, usize),
    pub(crate) heredocs: Vec<Heredoc<'a>>,
    pub(crate) doc_comments: Vec<Span>,
    pub(crate) empty_continuations: Vec<Span>,
}

impl<'a> Line<'a> {
    /// The instruction. What stands around an `ONBUILD` belongs to the one inside as well, which gets its heredocs.
    #[inline]
    pub(crate) fn with(mut self, mut around: Surroundings<'a>) -> Instruction<'a> {
        if let InstructionKind::Onbuild(Some(inner)) = &mut self.kind {
            inner.lines = around.lines;
            inner.span = Span::new(inner.keyword_span.start, around.span.end);
            inner.heredocs = take(&mut around.heredocs);
        }
        let Line { keyword, keyword_text, keyword_span, flags, rest, kind } = self;
        let Surroundings { span, lines, heredocs, doc_comments, empty_continuations } = around;
        Instruction { keyword, keyword_text, keyword_span, span, lines, flags, rest, heredocs, doc_comments, empty_continuations, kind }
    }
}

/// Reads a joined line.
pub(crate) fn read<'a>(line: &Logical<'a>, escape: char, errors: &mut Errors) -> Line<'a> {
    read_nested(line, escape, false, errors)
}

fn read_nested<'a>(line: &Logical<'a>, escape: char, in_onbuild: bool, errors: &mut Errors) -> Line<'a> {
    let text = line.text();
    let (keyword_span, behind) = split_first(text, trim(text, Span::new(0, text.len())));
    let Word { text: keyword_text, span: keyword_span } = line.word(keyword_span);
    let keyword = Keyword::parse(&keyword_text);
    let mut mounts = Vec::new();
    let (flags, arguments) = flags::read(line, behind, &mut |flag| {
        if keyword == Keyword::Run && flag.flag.name == "mount" {
            mounts.push(mount::read(line, flag, errors));
        }
    });
    let rest = line.slice(arguments);
    let mut reader = Reader { keyword, keyword_span, rest: &rest, escape, in_onbuild, errors };
    let kind = reader.kind(&keyword_text, mounts);
    // The flags of `HEALTHCHECK NONE` are never looked at.
    if !flags.is_empty() && !matches!(kind, InstructionKind::Healthcheck { form: HealthcheckForm::None, .. }) {
        flags::check(keyword, &flags, errors);
        check_healthcheck_flags(keyword, &flags, errors);
    }
    Line { keyword, keyword_text, keyword_span, flags, rest, kind }
}

/// The arguments of one instruction being read.
struct Reader<'r, 'a> {
    keyword: Keyword,
    keyword_span: Span,
    rest: &'r Logical<'a>,
    escape: char,
    in_onbuild: bool,
    errors: &'r mut Errors,
}

impl<'a> Reader<'_, 'a> {
    fn kind(&mut self, keyword_text: &str, mounts: Vec<Mount<'a>>) -> InstructionKind<'a> {
        // One call of each reader: they are large, and a file goes through each but a few times.
        match self.keyword {
            Keyword::Add | Keyword::Copy => {
                let transfer = self.transfer();
                if self.keyword == Keyword::Add { InstructionKind::Add(transfer) } else { InstructionKind::Copy(transfer) }
            }
            Keyword::Arg => self.arg(),
            Keyword::Cmd | Keyword::Entrypoint | Keyword::Run => {
                let command = self.command();
                match self.keyword {
                    Keyword::Cmd => InstructionKind::Cmd(command),
                    Keyword::Entrypoint => InstructionKind::Entrypoint(command),
                    _ => InstructionKind::Run { command, mounts },
                }
            }
            Keyword::Env | Keyword::Label => {
                let pairs = self.pairs();
                if self.keyword == Keyword::Env { InstructionKind::Env(pairs) } else { InstructionKind::Label(pairs) }
            }
            Keyword::Expose => InstructionKind::Expose(self.expose()),
            Keyword::From => self.from(),
            Keyword::Healthcheck => self.healthcheck(),
            Keyword::Onbuild => self.onbuild(),
            Keyword::Shell => self.shell(),
            Keyword::Maintainer | Keyword::StopSignal | Keyword::User | Keyword::Workdir => {
                let word = self.one();
                match self.keyword {
                    Keyword::Maintainer => InstructionKind::Maintainer(word),
                    Keyword::StopSignal => InstructionKind::StopSignal(word),
                    Keyword::User => InstructionKind::User(word),
                    _ => InstructionKind::Workdir(word),
                }
            }
            Keyword::Volume => self.volume(),
            Keyword::Unknown => {
                let suggestion = nearest(keyword_text, Keyword::ALL.into_iter().map(Keyword::as_str));
                let parts = &["unknown instruction: ", shown(keyword_text)];
                self.errors.suggest(SyntaxErrorKind::UnknownInstruction, self.keyword_span, parts, suggestion);
                InstructionKind::Unknown
            }
        }
    }

    /// The span of the whole rest, in it.
    fn all(&self) -> Span {
        Span::new(0, self.rest.len())
    }

    fn error(&mut self, kind: SyntaxErrorKind, span: Span, parts: &[&str]) {
        self.errors.push(kind, span, parts);
    }

    /// "X requires …": at the keyword where nothing follows it, else at the arguments.
    fn requires(&mut self, what: &str) {
        let span = if self.rest.is_empty() { self.keyword_span } else { self.rest.span() };
        self.error(SyntaxErrorKind::ArgumentCount, span, &[self.keyword.as_str(), " requires ", what]);
    }

    /// The rest of the line as one argument.
    fn one(&mut self) -> Option<Word<'a>> {
        if self.rest.is_empty() {
            self.requires("exactly one argument");
            return None;
        }
        Some(self.rest.word(self.all()))
    }

    /// The words of a JSON array in `within`, and its span. `Err(true)` if the text starts like one but is none.
    fn json(&mut self, within: Span) -> Result<(Vec<Word<'a>>, Span), bool> {
        let text = self.rest.text();
        let within = trim(text, within);
        if !within.of(text).starts_with('[') {
            return Err(false);
        }
        let (mut words, mut is_strings) = (Vec::new(), true);
        let span = json::items(text, within, &mut |item| match item.string {
            Some(string) => words.push(decoded(self.rest.word(string))),
            None => is_strings = false,
        });
        let span = self.rest.source_span(span.ok_or(true)?);
        if !is_strings {
            let parts = &["when using JSON array syntax, arrays must be comprised of strings only"];
            self.error(SyntaxErrorKind::JsonNotStrings, span, parts);
            return Err(true);
        }
        Ok((words, span))
    }

    /// What the whole rest runs.
    fn command(&mut self) -> Command<'a> {
        match self.json(self.all()) {
            Ok((words, span)) => Command::Exec { words, span },
            Err(invalid_json) => Command::Shell { text: self.rest.clone(), invalid_json },
        }
    }

    /// What a part of the rest runs.
    fn command_in(&mut self, within: Span) -> Command<'a> {
        match self.json(within) {
            Ok((words, span)) => Command::Exec { words, span },
            Err(invalid_json) => Command::Shell { text: self.rest.slice(within), invalid_json },
        }
    }

    /// A JSON array, or words without quoting.
    fn list(&mut self) -> (Vec<Word<'a>>, bool) {
        match self.json(self.all()) {
            Ok((words, _)) => (words, true),
            Err(_) => (self.words(), false),
        }
    }

    fn words(&self) -> Vec<Word<'a>> {
        split_blanks(self.rest.text()).map(|span| self.rest.word(span)).collect()
    }

    fn transfer(&mut self) -> Transfer<'a> {
        let (mut sources, json) = self.list();
        if sources.len() < 2 {
            self.requires("at least two arguments, but only one was provided. Destination could not be determined");
        }
        let destination = sources.pop();
        if let Some(word) = destination.as_ref().filter(|word| word.text.contains("<<"))
            && let Ok(Some(_)) = heredoc_word(&word.text)
        {
            let parts = &[self.keyword.as_str(), " cannot accept a heredoc as a destination"];
            self.error(SyntaxErrorKind::HeredocDestination, word.span, parts);
        }
        Transfer { sources, destination, json }
    }

    fn arg(&mut self) -> InstructionKind<'a> {
        let text = self.rest.text();
        let mut names = Vec::with_capacity(1);
        split_quoted(text, self.escape, &mut |span| {
            let (name, default) = split_equals(text, span);
            let (name, span) = (self.rest.word(name), self.rest.source_span(span));
            if name.text.is_empty() {
                self.error(SyntaxErrorKind::BlankName, span, &["ARG names can not be blank"]);
            }
            names.push(ArgDecl { name, default: default.map(|span| self.rest.word(span)), span });
        });
        if names.is_empty() {
            self.requires("at least one argument");
        }
        InstructionKind::Arg(names)
    }

    /// `ENV` and `LABEL`: the first word decides whether it is the legacy form.
    fn pairs(&mut self) -> Vec<Pair<'a>> {
        let text = self.rest.text();
        let mut pairs = Vec::with_capacity(1);
        let mut is_legacy = false;
        split_quoted(text, self.escape, &mut |word| {
            if is_legacy {
                return;
            }
            let (key, value) = split_equals(text, word);
            is_legacy = pairs.is_empty() && value.is_none();
            if !is_legacy {
                pairs.push(self.pair(word, key, value));
            }
        });
        if is_legacy {
            pairs.push(self.legacy_pair());
        } else if pairs.is_empty() {
            self.requires("at least one argument");
        }
        pairs
    }

    /// `key=value`.
    fn pair(&mut self, word: Span, key: Span, value: Option<Span>) -> Pair<'a> {
        let is_blank = key.is_empty();
        let span = self.rest.source_span(word);
        let pair = Pair { key: self.rest.word(key), value: value.map(|span| self.rest.word(span)), legacy: false, span };
        if pair.value.is_none() {
            let text = word.of(self.rest.text());
            let parts = &["Syntax error - can't find = in \"", shown(text), "\". Must be of the form: name=value"];
            self.error(SyntaxErrorKind::MissingEquals, span, parts);
        } else if is_blank {
            self.error(SyntaxErrorKind::BlankName, span, &[self.keyword.as_str(), " names can not be blank"]);
        }
        pair
    }

    /// `key value`, the value being all of the line behind the key.
    fn legacy_pair(&mut self) -> Pair<'a> {
        let (key, value) = split_first(self.rest.text(), self.all());
        let key = self.rest.word(key);
        if value.is_empty() {
            self.error(SyntaxErrorKind::MissingEquals, key.span, &[self.keyword.as_str(), " must have two arguments"]);
        }
        let value = (!value.is_empty()).then(|| self.rest.word(value));
        Pair { key, value, legacy: true, span: self.rest.span() }
    }

    fn expose(&mut self) -> Vec<Word<'a>> {
        let ports = self.words();
        if ports.is_empty() {
            self.requires("at least one argument");
        }
        ports
    }

    fn from(&mut self) -> InstructionKind<'a> {
        let rest = self.rest;
        let mut words = split_blanks(rest.text()).map(|span| rest.word(span));
        let (image, second, third, fourth) = (words.next(), words.next(), words.next(), words.next());
        let as_keyword = second.as_ref().filter(|word| word.text.eq_ignore_ascii_case("as")).map(|word| word.span);
        let fault = match (&image, &second, &third, &fourth) {
            (None, ..) => Some(self.keyword_span),
            (_, None, ..) => None,
            (_, Some(_), Some(_), None) if as_keyword.is_some() => None,
            (_, Some(_), Some(_), Some(extra)) if as_keyword.is_some() => Some(Span::new(extra.span.start, rest.span().end)),
            (_, Some(second), ..) => Some(second.span),
        };
        if let Some(span) = fault {
            self.error(SyntaxErrorKind::ArgumentCount, span, &["FROM requires either one or three arguments"]);
        }
        let stage_name = third.filter(|_| as_keyword.is_some());
        if let Some(name) = stage_name.as_ref().filter(|name| !is_stage_name(&name.text)) {
            let parts = &["invalid name for build stage: \"", shown(&name.text), "\", name can't start with a number or contain symbols"];
            self.error(SyntaxErrorKind::InvalidStageName, name.span, parts);
        }
        InstructionKind::From { image, as_keyword, stage_name }
    }

    fn healthcheck(&mut self) -> InstructionKind<'a> {
        let text = self.rest.text();
        if text.is_empty() {
            self.requires("at least one argument");
            return InstructionKind::Healthcheck { form: HealthcheckForm::Invalid, form_word: None, command: None };
        }
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        let word = self.rest.word(Span::new(0, end));
        let behind = trim(text, Span::new(end, text.len()));
        let command = (!behind.is_empty()).then(|| self.command_in(behind));
        let empty = match &command {
            None => true,
            Some(Command::Exec { words, .. }) => words.is_empty(),
            Some(Command::Shell { .. }) => false,
        };
        let form = if word.text.eq_ignore_ascii_case("none") {
            if !empty {
                let span = self.rest.source_span(behind);
                self.error(SyntaxErrorKind::ArgumentCount, span, &["HEALTHCHECK NONE takes no arguments"]);
            }
            HealthcheckForm::None
        } else if word.text.eq_ignore_ascii_case("cmd") {
            if empty {
                self.error(SyntaxErrorKind::ArgumentCount, word.span, &["Missing command after HEALTHCHECK CMD"]);
            }
            HealthcheckForm::Cmd
        } else {
            let parts = &["Unknown type \"", &shown(&word.text).to_ascii_uppercase(), "\" in HEALTHCHECK (try CMD)"];
            self.error(SyntaxErrorKind::HealthcheckForm, word.span, parts);
            HealthcheckForm::Invalid
        };
        InstructionKind::Healthcheck { form, form_word: Some(word), command }
    }

    fn onbuild(&mut self) -> InstructionKind<'a> {
        if self.rest.is_empty() {
            self.requires("at least one argument");
            return InstructionKind::Onbuild(None);
        }
        // A chain is an error from its second link on; reading further would only recurse.
        if self.in_onbuild {
            return InstructionKind::Onbuild(None);
        }
        let inner = read_nested(self.rest, self.escape, true, self.errors).with(Surroundings::default());
        match inner.keyword {
            Keyword::Onbuild => {
                let parts = &["Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed"];
                self.error(SyntaxErrorKind::OnbuildChain, inner.keyword_span, parts);
            }
            Keyword::From | Keyword::Maintainer => {
                let parts = &[inner.keyword.as_str(), " isn't allowed as an ONBUILD trigger"];
                self.error(SyntaxErrorKind::OnbuildTrigger, inner.keyword_span, parts);
            }
            _ => {}
        }
        InstructionKind::Onbuild(Some(Box::new(inner)))
    }

    fn shell(&mut self) -> InstructionKind<'a> {
        let before = self.errors.0.len();
        let words = match self.json(self.all()) {
            Ok((words, _)) => words,
            Err(_) if self.rest.is_empty() => Vec::new(),
            Err(_) => {
                if self.errors.0.len() == before {
                    let parts = &["SHELL requires the arguments to be in JSON form"];
                    self.error(SyntaxErrorKind::ShellNotJson, self.rest.span(), parts);
                }
                return InstructionKind::Shell(Vec::new());
            }
        };
        if words.is_empty() {
            self.requires("at least one argument");
        }
        InstructionKind::Shell(words)
    }

    fn volume(&mut self) -> InstructionKind<'a> {
        let (paths, json) = self.list();
        if paths.is_empty() {
            self.requires("at least one argument");
        }
        for path in paths.iter().filter(|path| path.text.trim().is_empty()) {
            self.error(SyntaxErrorKind::EmptyVolume, path.span, &["VOLUME specified can not be an empty string"]);
        }
        InstructionKind::Volume { paths, json }
    }
}

/// A JSON string without its quotes and escapes.
fn decoded(word: Word<'_>) -> Word<'_> {
    let text = match word.text {
        Cow::Borrowed(text) => json::decode(text),
        Cow::Owned(text) => Cow::Owned(json::decode(&text).into_owned()),
    };
    Word { text, span: word.span }
}

/// A word at its first `=`.
fn split_equals(text: &str, word: Span) -> (Span, Option<Span>) {
    match find_byte(word.of(text).as_bytes(), b'=') {
        Some(i) => (Span::new(word.start, word.start + i), Some(Span::new(word.start + i + 1, word.end))),
        None => (word, None),
    }
}

/// Whether BuildKit takes the name for a stage: a letter, then letters, digits, `-`, `_` and `.` (`instructions/parse.go`). It compares
/// names in lower case.
#[must_use]
pub fn is_stage_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// Durations and the number of retries.
fn check_healthcheck_flags(keyword: Keyword, flags: &[Flag<'_>], errors: &mut Errors) {
    const MILLISECOND: i64 = 1_000_000;
    if keyword != Keyword::Healthcheck {
        return;
    }
    for flag in flags {
        let Some(value) = flag.value.as_ref().filter(|value| !value.text.is_empty()) else { continue };
        let text = &*value.text;
        let mut error = |parts: &[&str]| errors.push(SyntaxErrorKind::InvalidFlagValue, value.span, parts);
        match &*flag.name {
            "interval" | "timeout" | "start-period" | "start-interval" => match values::duration(text) {
                None => error(&["time: invalid duration \"", shown(text), "\""]),
                Some(d) if d != 0 && d < MILLISECOND => {
                    error(&["Interval \"", &flag.name, "\" cannot be less than 1ms"]);
                }
                Some(_) => {}
            },
            "retries" => match text.parse::<i32>() {
                Err(_) => error(&["invalid number of retries: \"", shown(text), "\""]),
                Ok(n) if n < 0 => error(&["--retries cannot be negative (", text, ")"]),
                Ok(_) => {}
            },
            _ => {}
        }
    }
}
