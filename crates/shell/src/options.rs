//! Command-line options, read the way `getopt_long` does, from shell words. Which options take a value is the
//! caller's knowledge, given as a [`Grammar`]. It knows no program by name.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use plimsoll_text::{Span, find_byte, has_word};

use crate::word::{Word, split, tail};

/// More letters behind one dash are no options of any program.
const MAX_BUNDLE: usize = 64;

/// How a program writes its options.
#[derive(Clone, Copy, Debug)]
pub struct Grammar {
    /// Letters whose value follows, attached (`-ofile`, `-o=file`) or as the next word.
    pub short_values: &'static str,
    /// Long options, without dashes and with a space between them, whose value follows `=` or is the next word.
    pub long_values: &'static str,
    /// `-name` is one long option and not a bundle of letters (Go, Java).
    pub single_dash_long: bool,
    /// The first operand ends the reading, because what follows is another command line.
    /// [`Args::operands`] is then that operand alone.
    pub stop_at_operand: bool,
}

impl Grammar {
    /// Options that never take a separate value.
    pub const FLAGS: Grammar = Grammar { short_values: "", long_values: "", single_dash_long: false, stop_at_operand: false };
}

/// How an option is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name<'a> {
    /// `-y`, alone or in a bundle.
    Short(char),
    /// `--yes`: the name without dashes.
    Long(Cow<'a, str>),
}

/// One option.
#[derive(Clone, Debug)]
pub struct Opt<'a> {
    /// How it is called.
    pub name: Name<'a>,
    /// Its value: attached, behind `=`, or the next word.
    pub value: Option<Cow<'a, str>>,
    /// Index of its word among the words that were read.
    pub word: usize,
    /// Index of the word that holds the value, where that is another one.
    pub value_word: Option<usize>,
    /// Where it stands: its word, or only the letter if the word is a bundle.
    pub span: Span,
    /// Its letter shares the word with others (`-yqq`).
    pub bundled: bool,
}

impl Opt<'_> {
    /// Whether it is called `name`, written with its dashes: `-y`, `--yes` (`-x` with
    /// [`Grammar::single_dash_long`] too).
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        match &self.name {
            Name::Short(letter) if letter.is_ascii() => matches!(name.as_bytes(), [b'-', only] if char::from(*only) == *letter),
            Name::Short(letter) => name.chars().eq(['-', *letter]),
            Name::Long(long) => match name.as_bytes() {
                [b'-', b'-', name @ ..] | [b'-', name @ ..] => name == long.as_bytes(),
                _ => false,
            },
        }
    }

    /// Whether it is called one of `names`.
    #[must_use]
    pub fn is_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
    }

    /// Whether the option is switched off again by its value: `--yes=false`, `=no`, `=0`, `=off`.
    #[must_use]
    pub fn is_off(&self) -> bool {
        self.value.as_deref().is_some_and(is_false)
    }
}

/// Options and operands of one command line.
#[derive(Clone, Debug, Default)]
pub struct Args<'a> {
    /// In order; a bundle gives one for each letter.
    pub options: Vec<Opt<'a>>,
    /// Indices of the words that are neither options nor their values.
    pub operands: Vec<usize>,
    /// Index of the `--` that ended the options.
    pub double_dash: Option<usize>,
}

impl<'a> Args<'a> {
    /// Whether one of `names` (with dashes) is given.
    #[must_use]
    pub fn has(&self, names: &[&str]) -> bool {
        self.get(names).is_some()
    }

    /// The first option called one of `names`.
    #[must_use]
    pub fn get(&self, names: &[&str]) -> Option<&Opt<'a>> {
        self.options.iter().find(|o| o.is_any(names))
    }

    /// All options called one of `names`.
    pub fn all<'s>(&'s self, names: &'s [&'s str]) -> impl Iterator<Item = &'s Opt<'a>> {
        self.options.iter().filter(move |o| o.is_any(names))
    }

    /// The value of the last option called one of `names`.
    #[must_use]
    pub fn value(&self, names: &[&str]) -> Option<&str> {
        self.options.iter().rev().find(|o| o.is_any(names)).and_then(|o| o.value.as_deref())
    }
}

/// Whether a configuration value means no: `0`, `n`, `no`, `false`, `off`, `without`, `disable`, in any case.
#[must_use]
pub fn is_false(value: &str) -> bool {
    ["0", "n", "no", "false", "off", "without", "disable"].iter().any(|no| value.eq_ignore_ascii_case(no))
}

/// Reads `words` (the arguments, without the command name). A word that starts with an expansion is an operand.
#[must_use]
pub fn read<'a>(words: &[Word<'a>], grammar: &Grammar) -> Args<'a> {
    let mut args = Args { operands: Vec::with_capacity(words.len()), ..Args::default() };
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let index = at;
        at += 1;
        let text = word.text();
        if text.len() < 2 || !text.starts_with('-') {
            args.operands.push(index);
            if grammar.stop_at_operand {
                break;
            }
            continue;
        }
        if text == "--" {
            args.double_dash = Some(index);
            let end = if grammar.stop_at_operand { words.len().min(at + 1) } else { words.len() };
            args.operands.extend(at..end);
            break;
        }
        let waits = if text.starts_with("--") || grammar.single_dash_long {
            long(word, text, index, grammar, &mut args)
        } else {
            bundle(word, text, index, grammar, &mut args)
        };
        if let (true, Some(value), Some(option)) = (waits, words.get(at), args.options.last_mut()) {
            option.value = Some(value.text());
            option.value_word = Some(at);
            at += 1;
        }
    }
    args
}

/// A long option; true where its value is the next word.
fn long<'a>(word: &Word<'a>, text: Cow<'a, str>, index: usize, grammar: &Grammar, args: &mut Args<'a>) -> bool {
    let dashes = if text.starts_with("--") { 2 } else { 1 };
    let body = tail(text, dashes);
    let (name, value) = match find_byte(body.as_bytes(), b'=') {
        Some(at) => {
            let (name, value) = split(body, at, 1);
            (name, Some(value))
        }
        None => (body, None),
    };
    let waits = value.is_none() && has_word(grammar.long_values, &name);
    args.options.push(Opt { name: Name::Long(name), value, word: index, value_word: None, span: word.span, bundled: false });
    waits
}

/// A bundle of letters; true where the value of the last one is the next word.
fn bundle<'a>(word: &Word<'a>, text: Cow<'a, str>, index: usize, grammar: &Grammar, args: &mut Args<'a>) -> bool {
    let letters = text.get(1..).unwrap_or_default();
    let first = args.options.len();
    let mut waits = false;
    for (i, letter) in letters.char_indices().take(MAX_BUNDLE) {
        let (start, after) = (1 + i, 1 + i + letter.len_utf8());
        let takes = grammar.short_values.contains(letter);
        let rest = text.get(after..).unwrap_or_default();
        let mut value = None;
        if let Some(attached) = rest.strip_prefix('=') {
            value = Some(tail(text.clone(), text.len() - attached.len()));
        } else if takes && !rest.is_empty() {
            value = Some(tail(text.clone(), after));
        }
        waits = takes && value.is_none();
        let done = value.is_some();
        let span = if word.is_quoted() { word.span } else { word.raw_span(start, after) };
        args.options.push(Opt { name: Name::Short(letter), value, word: index, value_word: None, span, bundled: true });
        if done {
            break;
        }
    }
    if let [only] = args.options.get_mut(first..).unwrap_or_default() {
        only.bundled = false;
        only.span = word.span;
    }
    waits
}
