//! What a container starts: the words of `ENTRYPOINT`, `CMD`, `HEALTHCHECK` or of a manifest's fields.
//!
//! It never runs or expands anything.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_dockerfile::Command;
use plimsoll_text::Span;

/// What a container starts with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry<'m> {
    /// `ENTRYPOINT` or `CMD`.
    pub(crate) span: Span,
    /// `CMD`, `ENTRYPOINT`, or the field of a manifest.
    pub(crate) keyword: &'static str,
    /// The words, as far as they can be told apart.
    pub(crate) words: Vec<Cow<'m, str>>,
    /// The shell form.
    pub(crate) is_shell_form: bool,
    /// It uses something that only a shell can do.
    pub(crate) needs_shell: bool,
    /// Variables in it are expanded by a shell.
    pub(crate) has_variables: bool,
}

impl Entry<'_> {
    /// The program without its directories.
    #[must_use]
    pub(crate) fn program(&self) -> &str {
        self.words.first().map_or("", |word| word.rsplit('/').next().unwrap_or(word))
    }

    /// Whether a script or a shell is started.
    #[must_use]
    pub(crate) fn is_script(&self) -> bool {
        let program = self.program();
        is_shell(program) || program.ends_with(".sh") || program.contains("entrypoint")
    }
}

/// Whether a program is a shell.
#[must_use]
pub(crate) fn is_shell(program: &str) -> bool {
    matches!(program, "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh")
}

/// Characters that only a shell gives a meaning.
const SHELL_SIGNS: &[char] = &['&', '|', ';', '<', '>', '*', '~', '`', '(', ')', '?', '['];

/// The entry that an instruction sets. `posix` says whether the shell in effect reads POSIX syntax.
#[must_use]
pub(crate) fn of_command<'m>(keyword: &'static str, command: &'m Command<'m>, span: Span, posix: bool) -> Entry<'m> {
    match command {
        Command::Exec { words, .. } => {
            let words: Vec<Cow<'m, str>> = words.iter().map(|word| Cow::Borrowed(&*word.text)).collect();
            Entry { span, keyword, words, ..Entry::default() }
        }
        Command::Shell { text, .. } => {
            let text = text.text().trim();
            let plain = text.strip_prefix("exec ").unwrap_or(text);
            let has_variables = plain.contains('$');
            let quoted = plain.contains(['"', '\'', '\\']);
            let words: Vec<Cow<'m, str>> = plain.split_whitespace().map(|word| Cow::Owned(String::from(word))).collect();
            let builtin = words
                .first()
                .is_some_and(|word| matches!(&**word, "cd" | "source" | "." | "export" | "if" | "while" | "for" | "eval" | "set"));
            let needs_shell = !posix || has_variables || builtin || quoted || plain.contains(SHELL_SIGNS);
            Entry { span, keyword, words, is_shell_form: true, needs_shell, has_variables }
        }
    }
}
