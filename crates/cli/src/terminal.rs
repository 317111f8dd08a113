//! What is known of the terminal, and what is said to its user on stderr.
//!
//! Notes and errors never stop the work: where stderr is closed they are lost. Text from files is cleaned before it is
//! printed, so that it cannot steer the terminal.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use anstream::AutoStream;
use clap::ColorChoice;

/// Where no terminal says how wide it is.
const WIDTH: usize = 120;

/// How output is to look.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look {
    /// Whether to use colours.
    pub(crate) colour: bool,
    /// Columns.
    pub(crate) width: usize,
}

impl Look {
    /// Of what goes into a file.
    pub(crate) const FILE: Look = Look { colour: false, width: WIDTH };

    /// Of what goes to stdout. NO_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM and COLUMNS are honoured.
    pub(crate) fn stdout(choice: ColorChoice) -> Look {
        let colour = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
        };
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let terminal = || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| usize::from(width.0));
        let width = columns.or_else(terminal).filter(|width| *width > 0).unwrap_or(WIDTH);
        Look { colour, width: width.clamp(40, 400) }
    }

    /// Stdout for text in this look; a Windows console is told to understand colours.
    pub(crate) fn writer(self) -> impl Write {
        let choice = if self.colour { anstream::ColorChoice::Always } else { anstream::ColorChoice::Never };
        // Without colours nothing of ours is an escape sequence, and what a file holds is passed on as it is.
        if choice == anstream::ColorChoice::Never {
            Stdout::Plain(io::stdout().lock())
        } else {
            Stdout::Styled(AutoStream::new(io::stdout().lock(), choice))
        }
    }

    /// `text` in a style: the inside of an escape sequence, such as `1;31`.
    pub(crate) fn paint<'a>(self, style: &str, text: &'a str) -> Cow<'a, str> {
        if self.colour { Cow::Owned(format!("\x1b[{style}m{text}\x1b[0m")) } else { Cow::Borrowed(text) }
    }
}

enum Stdout {
    Plain(io::StdoutLock<'static>),
    Styled(AutoStream<io::StdoutLock<'static>>),
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Stdout::Plain(out) => out.write(bytes),
            Stdout::Styled(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Stdout::Plain(out) => out.flush(),
            Stdout::Styled(out) => out.flush(),
        }
    }
}

/// Says on stderr why the command could not do its work, or a part of it.
pub(crate) fn error(message: &str) {
    say("error", message);
}

/// What a command says on stderr while it works.
#[derive(Debug)]
pub(crate) struct Notes {
    quiet: bool,
    errors: usize,
}

impl Notes {
    /// `quiet` says nothing but errors.
    pub(crate) fn new(quiet: bool) -> Notes {
        Notes { quiet, errors: 0 }
    }

    /// Says why a part of the work could not be done, and counts it.
    pub(crate) fn error(&mut self, message: &str) {
        self.errors += 1;
        error(message);
    }

    /// Says what is worth knowing.
    pub(crate) fn note(&self, message: &str) {
        if !self.quiet {
            say("note", message);
        }
    }

    /// How many errors there were.
    pub(crate) fn errors(&self) -> usize {
        self.errors
    }
}

fn say(what: &str, message: &str) {
    // There is nobody left to tell where stderr is closed.
    let _ = writeln!(io::stderr(), "{what}: {}", clean(message));
}

/// `text` without what could steer a terminal or turn the direction of the text: such characters become U+FFFD, line ends
/// and tabs a blank.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(|c: char| c.is_control() || turns(c)) {
        return Cow::Borrowed(text);
    }
    let one = |c: char| match c {
        '\n' | '\t' => ' ',
        c if c.is_control() || turns(c) => '\u{fffd}',
        c => c,
    };
    Cow::Owned(text.chars().map(one).collect())
}

/// Breaks `text` at blanks into lines of at most `width` characters; a longer word has a line of its own.
pub(crate) fn wrap(text: &str, width: usize) -> String {
    let mut wrapped = String::with_capacity(text.len());
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 {
            let fits = used + 1 + length <= width;
            wrapped.push(if fits { ' ' } else { '\n' });
            used = if fits { used + 1 } else { 0 };
        }
        wrapped.push_str(word);
        used += length;
    }
    wrapped
}

/// A line on a terminal's stderr that says how far the work is, from its second second on.
pub(crate) struct Progress {
    started: Instant,
    all: usize,
    shows: bool,
    shown: bool,
}

impl Progress {
    /// For `all` files; `quiet` shows nothing.
    pub(crate) fn new(all: usize, quiet: bool) -> Progress {
        Progress { started: Instant::now(), all, shows: !quiet && io::stderr().is_terminal(), shown: false }
    }

    /// So many are done.
    pub(crate) fn tick(&mut self, done: usize) {
        if self.shows && self.started.elapsed() >= Duration::from_secs(1) {
            const BAR: usize = 24;
            let filled = done * BAR / self.all.max(1);
            let _ = write!(io::stderr(), "\r[{}{}] {done} of {} files", "=".repeat(filled), " ".repeat(BAR - filled.min(BAR)), self.all);
            self.shown = true;
        }
    }

    /// Takes the line away.
    pub(crate) fn end(self) {
        if self.shown {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{clean, wrap};

    #[test]
    fn text_cannot_steer_the_terminal() {
        assert_eq!(clean("node \u{1b}[31m\u{202e}a\tb\nc"), "node \u{fffd}[31m\u{fffd}a b c");
        assert_eq!(clean("nö\u{301}de 日本"), "nö\u{301}de 日本");
    }

    #[test]
    fn lines_break_at_blanks() {
        assert_eq!(wrap("one two three", 7), "one two\nthree");
        assert_eq!(wrap("a-word-that-is-too-long b", 5), "a-word-that-is-too-long\nb");
        assert_eq!(wrap("", 5), "");
    }
}
