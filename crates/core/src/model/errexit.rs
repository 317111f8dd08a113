//! Whether a shell stops at the first command that fails: `-e`, `-o errexit`, `set -e`.

use plimsoll_dockerfile::Word;
use plimsoll_shell::SimpleCommand;

/// `-e` among short options, and `errexit` behind `-o`.
#[must_use]
pub fn is_errexit(word: &str) -> bool {
    word == "errexit" || word.strip_prefix('-').is_some_and(|letters| !letters.starts_with('-') && letters.contains('e'))
}

/// `sh -e`, `bash -euo pipefail`, `-o errexit` in a SHELL.
#[must_use]
pub fn shell_stops(words: &[Word<'_>]) -> bool {
    words.iter().any(|word| is_errexit(&word.text))
}

/// `set -e` and its like.
#[must_use]
pub fn sets_errexit(command: &SimpleCommand<'_>) -> bool {
    command.words.first().is_some_and(|word| word.raw == "set") && has_errexit(command)
}

/// `bash -e <<EOF`, `sh -ec '…'`: one of the command's words asks for it.
#[must_use]
pub fn has_errexit(command: &SimpleCommand<'_>) -> bool {
    command.words.iter().any(|word| is_errexit(word.raw))
}

/// `#!/bin/sh -e` in the first line of a script.
#[must_use]
pub fn line_stops(script: &str) -> bool {
    let first = script.lines().next().unwrap_or_default();
    first.starts_with("#!") && first.split(' ').skip(1).any(is_errexit)
}
