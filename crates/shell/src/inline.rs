//! Scripts given to a shell as an argument: `sh -c '…'`, `bash -exc "…"`, `su user -c '…'`.
//! It reads only what the argument says literally; the output of a substitution is never guessed.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::Span;

use crate::effective::{base_name, is_wrapper};
use crate::options::{self, Grammar, Name};
use crate::script::{Script, SimpleCommand};
use crate::word::{ExpansionKind, Word};

/// The script in an argument of a shell.
#[derive(Clone, Debug)]
pub struct InlineScript<'a> {
    /// The shell's name: `sh`, `bash`, `su`, …
    pub shell: Cow<'a, str>,
    /// Index of the script's word in [`SimpleCommand::words`].
    pub word: usize,
    /// Where that word stands.
    pub span: Span,
    /// The shell is told to stop at the first error (`-e`).
    pub errexit: bool,
    /// The shell is told `-o pipefail`.
    pub pipefail: bool,
    /// The script, as the inner shell sees it. Borrowed where the word has only quotes around it.
    pub text: Cow<'a, str>,
    segments: Vec<Segment>,
}

/// A run of the inner text that stands in the outer text unchanged.
#[derive(Clone, Copy, Debug)]
struct Segment {
    /// Offset in the inner text.
    inner: usize,
    /// Where the run stands, a backslash before it included.
    start: usize,
    /// Where its first byte stands.
    text: usize,
}

/// The script that `command` gives to a shell with `-c`, if the command does that with a word that has no
/// substitution in it. Variables in a double-quoted script are kept as written, as if the inner shell expanded them.
#[must_use]
pub fn inline_script<'a>(command: &SimpleCommand<'a>) -> Option<InlineScript<'a>> {
    // A shell, an option and the script.
    if command.words.len() < 3 {
        return None;
    }
    // Nearly no command is a shell or a wrapper, which is told by its name alone.
    let name = base_name(command.words.first()?.text());
    if !is_shell(&name) && !is_wrapper(&name) {
        return None;
    }
    let effective = command.effective()?;
    let (offset, errexit, pipefail) = match &*effective.name {
        "su" | "runuser" => (of_su(effective.args)?, false, false),
        name if is_shell(name) => of_shell(effective.args)?,
        _ => return None,
    };
    let index = effective.index + 1 + offset;
    let word = command.words.get(index)?;
    if word.expansions.iter().any(|e| matches!(e.kind, ExpansionKind::Command(_) | ExpansionKind::Process(_))) {
        return None;
    }
    let (text, segments) = decode(word);
    Some(InlineScript { shell: effective.name, word: index, span: word.span, errexit, pipefail, text, segments })
}

/// Whether it is a program that takes a script behind `-c`.
fn is_shell(name: &str) -> bool {
    // Most names end otherwise.
    matches!(name.as_bytes().last(), Some(b'h' | b'u' | b'r'))
        && matches!(name, "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh" | "mksh" | "rbash" | "su" | "runuser")
}

impl<'a> InlineScript<'a> {
    /// Reads the script. All spans refer to the text that the outer command stands in; only [`Script::text`] and
    /// [`Word::raw`] are the inner text. A span that starts behind a removed backslash includes it.
    #[must_use]
    pub fn parse(&self) -> Script<'_> {
        self.mapped(crate::parse(&self.text))
    }

    /// The same, with the lifetime of the outer text, for a script without inner quotes or escapes that had to be
    /// removed; nothing for others.
    #[must_use]
    pub fn parse_borrowed(&self) -> Option<Script<'a>> {
        match self.text {
            Cow::Borrowed(text) => Some(self.mapped(crate::parse(text))),
            Cow::Owned(_) => None,
        }
    }

    fn mapped<'t>(&self, mut script: Script<'t>) -> Script<'t> {
        script.map_spans(&|span| self.outer(span));
        script
    }

    /// The place in the outer text of a span of [`text`](Self::text). O(log escapes).
    #[must_use]
    pub fn outer(&self, span: Span) -> Span {
        let segment = |offset: usize| {
            let after = self.segments.partition_point(|s| s.inner <= offset);
            self.segments.get(after.saturating_sub(1))
        };
        let Some(first) = segment(span.start) else { return self.span };
        let start = if span.start == first.inner { first.start } else { first.text + (span.start - first.inner) };
        if span.is_empty() {
            return Span::at(start);
        }
        let end = segment(span.end - 1).map_or(start, |last| last.text + (span.end - last.inner));
        Span::new(start, end)
    }
}

/// The inner text of a word, and where its parts stand. No segments if that is not known.
fn decode<'a>(word: &Word<'a>) -> (Cow<'a, str>, Vec<Segment>) {
    let exact = word.raw_span(0, word.raw.len());
    if word.is_verbatim() || !word.is_quoted() {
        let known = exact.len() == word.raw.len();
        let segments = if known { alloc::vec![Segment { inner: 0, start: exact.start, text: exact.start }] } else { Vec::new() };
        return (Cow::Borrowed(word.raw), segments);
    }
    let mut pieces = word.pieces().filter(|p| !p.text.is_empty()).peekable();
    let mut segments = Vec::new();
    let mut text = Cow::Borrowed("");
    while let Some(piece) = pieces.next() {
        let inner = text.len();
        let start = exact.start + piece.start;
        segments.push(Segment { inner, start, text: exact.start + piece.end.saturating_sub(piece.text.len()).max(piece.start) });
        if inner == 0 && pieces.peek().is_none() {
            text = piece.text;
        } else {
            let all: &mut String = text.to_mut();
            all.push_str(&piece.text);
        }
    }
    if exact.len() != word.raw.len() {
        segments.clear();
    }
    (text, segments)
}

/// The script among the arguments of a shell, and whether `-e` and `pipefail` are set before it.
fn of_shell(args: &[Word<'_>]) -> Option<(usize, bool, bool)> {
    let (mut script, mut errexit, mut pipefail) = (false, false, false);
    let mut at = 0;
    while let Some(word) = args.get(at) {
        let text = word.text();
        let Some(letters) = text.strip_prefix(['-', '+']).filter(|l| !l.is_empty()) else { break };
        let on = text.starts_with('-');
        at += 1;
        match letters {
            "-" => break,
            "-rcfile" | "-init-file" => at += 1,
            _ if letters.starts_with('-') => {}
            _ => {
                script |= on && letters.contains('c');
                errexit |= on && letters.contains('e');
                for _ in letters.chars().filter(|l| matches!(l, 'o' | 'O')) {
                    let name = args.get(at).map(Word::text).unwrap_or_default();
                    pipefail |= on && name == "pipefail";
                    errexit |= on && name == "errexit";
                    at += 1;
                }
            }
        }
    }
    (script && at < args.len()).then_some((at, errexit, pipefail))
}

/// The script among the arguments of `su` or `runuser`.
fn of_su(args: &[Word<'_>]) -> Option<usize> {
    let grammar = Grammar {
        short_values: "csgGuw",
        long_values: "command session-command shell group supp-group user whitelist-environment",
        ..Grammar::FLAGS
    };
    let read = options::read(args, &grammar);
    let command = read.options.iter().find(|o| match &o.name {
        Name::Short(letter) => *letter == 'c',
        Name::Long(name) => name == "command" || name == "session-command",
    })?;
    command.value_word
}
