//! The command that is really run: behind assignments, `sudo`, `env`, `exec` and the other programs whose
//! operands are a command line of their own. It does not know what the commands do.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::ops::Range;

use plimsoll_text::{Span, find_byte};

use crate::options::{self, Grammar};
use crate::script::SimpleCommand;
use crate::word::{Word, split, tail};

/// A command line behind its wrappers.
#[derive(Clone, Debug)]
pub struct Effective<'c, 'a> {
    /// The command name without quotes and without directories. Expansions in it stay as written.
    pub name: Cow<'a, str>,
    /// Index of the name in [`SimpleCommand::words`].
    pub index: usize,
    /// The word of the name.
    pub word: &'c Word<'a>,
    /// The words behind the name.
    pub args: &'c [Word<'a>],
    /// The wrappers before it, outermost first.
    pub wrappers: Vec<Wrapper>,
    /// The whole command.
    pub command: &'c SimpleCommand<'a>,
}

/// A program that runs the command given to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrapper {
    /// Its name: `sudo`, `env`, …
    pub name: &'static str,
    /// The word of its name.
    pub span: Span,
    /// The words that are its own (name, options, their values, assignments), as indices in
    /// [`SimpleCommand::words`]; the next word is the command.
    pub words: Range<usize>,
}

impl<'a> SimpleCommand<'a> {
    /// The command behind all wrappers; nothing for bare assignments and redirections.
    ///
    /// Unwrapped are `sudo`, `doas`, `gosu`, `su-exec`, `env`, `exec`, `command`, `builtin`, `time`, `nice`,
    /// `ionice`, `nohup`, `setsid`, `stdbuf`, `timeout`, `eatmydata`, `fakeroot`, `linux32`, `linux64`, `busybox`,
    /// `xvfb-run` and `xargs`; for the last see [`Effective::reads_operands`]. A wrapper without a command
    /// (`sudo -v`, `command -v x`, `env`) is the command itself.
    #[must_use]
    pub fn effective(&self) -> Option<Effective<'_, 'a>> {
        let mut wrappers = Vec::new();
        let mut index = 0;
        let (name, word) = loop {
            let word = self.words.get(index)?;
            let name = base_name(word.text());
            let Some(wrapper) = wrapper(&name) else { break (name, word) };
            let Some(next) = behind(wrapper, self.words.get(index + 1..).unwrap_or_default()) else { break (name, word) };
            let end = index + 1 + next;
            wrappers.push(Wrapper { name: wrapper.name, span: word.span, words: index..end });
            index = end;
        };
        let args = self.words.get(index + 1..).unwrap_or_default();
        Some(Effective { name, index, word, args, wrappers, command: self })
    }
}

impl<'a> Effective<'_, 'a> {
    /// Whether a wrapper of this name stands before the command.
    #[must_use]
    pub fn has_wrapper(&self, name: &str) -> bool {
        self.wrappers.iter().any(|w| w.name == name)
    }

    /// Whether more operands come from the standard input (`xargs`), so that none being here means nothing.
    #[must_use]
    pub fn reads_operands(&self) -> bool {
        self.has_wrapper("xargs")
    }

    /// What `name` is set to for this command alone: `NAME=x cmd`, `env NAME=x cmd`, `sudo NAME=x cmd`.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<Cow<'a, str>> {
        let wrapped = self.wrappers.iter().flat_map(|w| self.command.words.get(w.words.clone()).unwrap_or_default());
        let mut value = self.command.assignments.iter().rev().find(|a| a.name == name).map(|a| a.value.text());
        for word in wrapped {
            if let Some((_, set)) = word.setting().filter(|(n, _)| n == name) {
                value = Some(set);
            }
        }
        value
    }

    /// From the command name to the last argument.
    #[must_use]
    pub fn span(&self) -> Span {
        self.args.last().map_or(self.word.span, |last| self.word.span.to(last.span))
    }

    /// Options and operands; indices are those of [`args`](Self::args).
    #[must_use]
    pub fn options(&self, grammar: &Grammar) -> options::Args<'a> {
        options::read(self.args, grammar)
    }
}

impl<'a> Word<'a> {
    /// Name and value of a word `NAME=value`, as `env`, `export` and `sudo` take it.
    #[must_use]
    pub fn setting(&self) -> Option<(Cow<'a, str>, Cow<'a, str>)> {
        let text = self.text();
        let at = find_byte(text.as_bytes(), b'=').filter(|&at| at > 0)?;
        let valid =
            text.bytes().take(at).all(|b| b.is_ascii_alphanumeric() || b == b'_') && !text.starts_with(|c: char| c.is_ascii_digit());
        valid.then(|| split(text, at, 1))
    }
}

/// The last component of a path: `/usr/bin/apt-get` is `apt-get`. Anything else is as it was.
#[must_use]
pub fn base_name(path: Cow<'_, str>) -> Cow<'_, str> {
    // A plain walk: names are short.
    let Some(slash) = path.bytes().rposition(|byte| byte == b'/').filter(|&i| i + 1 < path.len()) else { return path };
    tail(path, slash + 1)
}

/// Whether a program is one that runs the command given to it.
pub(crate) fn is_wrapper(name: &str) -> bool {
    wrapper(name).is_some()
}

struct Known {
    name: &'static str,
    grammar: Grammar,
    /// How many operands come before the command.
    operands: usize,
    /// `NAME=value` words may come before the command.
    settings: bool,
    /// Options with which it runs no command at all.
    queries: &'static [&'static str],
}

/// What a wrapper's own words look like, from the manual pages of sudo, opendoas, coreutils, util-linux,
/// findutils, bash, gosu and su-exec.
fn wrapper(name: &str) -> Option<&'static Known> {
    const fn known(name: &'static str, short_values: &'static str, long_values: &'static str) -> Known {
        let grammar = Grammar { short_values, long_values, single_dash_long: false, stop_at_operand: true };
        Known { name, grammar, operands: 0, settings: false, queries: &[] }
    }
    const SUDO: &str = "user group host prompt chdir chroot role type close-from command-timeout other-user";
    const SUDO_QUERIES: &[&str] = &["-l", "--list", "-v", "--validate", "-K", "--remove-timestamp", "-e", "--edit", "-V", "--version"];
    const XARGS: &str = "arg-file delimiter max-args max-chars max-procs process-slot-var";
    // By the length first: nearly no command is a wrapper.
    let of_length: &[Known] = match name.len() {
        3 => const { &[Known { settings: true, queries: &["-S", "--split-string"], ..known("env", "uCS", "unset chdir split-string") }] },
        4 => {
            const {
                &[
                    Known { settings: true, queries: SUDO_QUERIES, ..known("sudo", "CDRTUghprtu", SUDO) },
                    known("doas", "Cu", ""),
                    Known { operands: 1, ..known("gosu", "", "") },
                    known("exec", "a", ""),
                    known("time", "fo", "format output"),
                    known("nice", "n", "adjustment"),
                ]
            }
        }
        5 => const { &[known("nohup", "", ""), known("xargs", "EIJLPRadns", XARGS)] },
        6 => const { &[known("ionice", "cn", "class classdata"), known("setsid", "", ""), known("stdbuf", "ioe", "input output error")] },
        7 => {
            const {
                &[
                    Known { operands: 1, ..known("su-exec", "", "") },
                    Known { queries: &["-v", "-V"], ..known("command", "", "") },
                    known("builtin", "", ""),
                    Known { operands: 1, ..known("timeout", "sk", "signal kill-after") },
                    known("linux32", "", ""),
                    known("linux64", "", ""),
                    known("busybox", "", ""),
                ]
            }
        }
        8 => {
            const {
                &[
                    known("fakeroot", "lsibf", "lib faked"),
                    known("xvfb-run", "efnpsw", "error-file auth-file server-num server-args xauth-protocol wait"),
                ]
            }
        }
        9 => const { &[known("eatmydata", "", "")] },
        _ => return None,
    };
    let letter = name.as_bytes().first();
    of_length.iter().find(|known| known.name.as_bytes().first() == letter && known.name == name)
}

/// How many of `words`, which follow the name of a wrapper, are its own; nothing where no command is left.
fn behind(wrapper: &Known, words: &[Word<'_>]) -> Option<usize> {
    let args = options::read(words, &wrapper.grammar);
    if args.has(wrapper.queries) {
        return None;
    }
    let mut next = args.operands.first().copied()?;
    while wrapper.settings && words.get(next)?.setting().is_some() {
        next += 1;
    }
    next += wrapper.operands;
    (next < words.len()).then_some(next)
}
