//! Edits of shell commands in a RUN, through continuation lines, heredocs, JSON arrays and the quotes of `sh -c`.
//!
//! It gives an edit only where the text at the place is what the shell reads; it never judges whether the edit is good.

use alloc::format;
use alloc::string::String;

use plimsoll_dockerfile::Dockerfile;
use plimsoll_shell::Word;
use plimsoll_text::{Edit, Span};

use crate::model::errexit::{line_stops, sets_errexit};
use crate::model::{RunCommand, RunForm};

/// Whether the command is itself a JSON array, and not a script inside of one.
fn is_array(command: &RunCommand<'_>) -> bool {
    command.run.form == RunForm::Exec && command.text.outer.is_none()
}

/// The place of a word, where the file has there exactly what the shell reads (in a JSON array: that in its quotes).
fn exact(command: &RunCommand<'_>, source: &str, word: &Word<'_>) -> Option<Span> {
    let span = command.place(word.span);
    let text = span.of(source);
    let text = if is_array(command) { text.strip_prefix('"')?.strip_suffix('"')? } else { text };
    (text == word.raw).then_some(span)
}

/// Inserts words right behind a word of a command: on its line, before a continuation. In the exec form each becomes a
/// JSON string of its own.
#[must_use]
pub fn insert_behind(command: &RunCommand<'_>, source: &str, word: &Word<'_>, words: &[&str]) -> Option<Edit> {
    let at = exact(command, source, word)?.end;
    let mut text = String::new();
    for word in words {
        text.push_str(&if is_array(command) { format!(", \"{word}\"") } else { format!(" {word}") });
    }
    Some(Edit { span: Span::at(at), text })
}

/// Replaces a word of a command by another one that needs no quotes.
#[must_use]
pub fn replace_word(command: &RunCommand<'_>, source: &str, word: &Word<'_>, by: &str) -> Option<Edit> {
    let span = exact(command, source, word)?;
    Some(Edit { span, text: if is_array(command) { format!("\"{by}\"") } else { by.into() } })
}

/// Replaces what stands behind the last `=` of a word, inside of its quotes, by a text that needs none.
#[must_use]
pub fn replace_setting(command: &RunCommand<'_>, source: &str, word: &Word<'_>, by: &str) -> Option<Edit> {
    let span = exact(command, source, word)?;
    let (name, value) = span.of(source).rsplit_once('=')?;
    let kept = value.trim_start_matches(['"', '\'']);
    let start = span.start + name.len() + 1 + value.len() - kept.len();
    let end = start + kept.trim_end_matches(['"', '\'']).len();
    Some(Edit { span: Span::new(start, end), text: by.into() })
}

/// Whether a text may come to stand where the command before it stood: at the beginning of an instruction `--` would be a flag of it, and `[`
/// the exec form.
#[must_use]
pub fn may_begin(text: &str) -> bool {
    !text.starts_with("--") && !text.starts_with('[')
}

/// Deletes words of a command, from the first to the last, with the blanks before them; with the whole line where
/// nothing else stands on it.
#[must_use]
pub fn delete_words(command: &RunCommand<'_>, file: &Dockerfile<'_>, words: &[Word<'_>]) -> Option<Edit> {
    let source = file.source;
    let span = exact(command, source, words.first()?)?.to(exact(command, source, words.last()?)?);
    let before = source.get(..span.start)?;
    let after = source.get(span.end..)?;
    if is_array(command) {
        // `"first", "gone"`: the comma before it goes too.
        let kept = before.trim_end().strip_suffix(',')?;
        return Some(Edit { span: Span::new(kept.trim_end().len(), span.end), text: String::new() });
    }
    let kept = before.trim_end_matches([' ', '\t']).len();
    let rest = after.trim_start_matches([' ', '\t']);
    let continued =
        rest.strip_prefix(file.escape).map(|rest| rest.trim_start_matches([' ', '\t', '\r'])).and_then(|r| r.strip_prefix('\n'));
    if let (true, Some(next)) = (before.get(..kept)?.ends_with('\n'), continued) {
        return Some(Edit { span: Span::new(kept, source.len() - next.len()), text: String::new() });
    }
    Some(Edit { span: Span::new(kept, span.end), text: String::new() })
}

/// Appends a command to the text that a command stands in: `&& command` at the end of a RUN, on a line of its own where
/// the RUN has several, and as a line of a heredoc that stops where a command fails. `None` in the exec form, which has no place for it, and where what
/// is at the end would swallow it.
#[must_use]
pub fn append_command(command: &RunCommand<'_>, file: &Dockerfile<'_>, text: &str) -> Option<Edit> {
    let script = &command.text.script;
    let ends = script.commands.last().and_then(|last| last.effective());
    if !script.errors.is_empty()
        || command.text.outer.is_some()
        || is_array(command)
        || ends.is_some_and(|e| matches!(&*e.name, "exit" | "exec"))
    {
        return None;
    }
    let source = file.source;
    let instruction = command.run.instruction;
    if command.text.is_heredoc() {
        let here = command.span().start;
        let heredoc = instruction.heredocs.iter().find(|heredoc| heredoc.body.start <= here && here < heredoc.body.end)?;
        // Where a body without its terminator ends is a guess.
        heredoc.terminator?;
        let body = heredoc.body;
        let kept = body.of(source).trim_end_matches(['\r', '\n']);
        let line = kept.rsplit('\n').next().unwrap_or_default();
        let indent = line.get(..line.len() - line.trim_start_matches([' ', '\t']).len())?;
        let comment = line.trim_start().starts_with('#');
        let joined = kept.ends_with(['\\', '&', '|']) && !comment;
        let stops = line_stops(script.text) || script.commands.iter().any(sets_errexit);
        let text = if stops {
            format!("{}{indent}{text}", line_end(source))
        } else if comment || kept.ends_with(';') || !script.comments.is_empty() || !script.heredocs.is_empty() {
            return None;
        } else {
            // The last command's status is the whole script's: on a line of its own the new one would hide it.
            format!(" && {text}")
        };
        return (!joined).then(|| Edit { span: Span::at(body.start + kept.len()), text });
    }
    let kept = script.text.trim_end();
    // Behind a comment or a here-document the text would not be read as a command.
    if !script.comments.is_empty()
        || !script.heredocs.is_empty()
        || !instruction.heredocs.is_empty()
        || kept.ends_with([';', '&', '|', '\\'])
    {
        return None;
    }
    let end = command.text.place(Span::new(0, kept.len())).end;
    let own = instruction.span.of(source);
    let text = match own.split('\n').skip(1).find(|line| line.trim_start().starts_with("&&")).or_else(|| own.split('\n').nth(1)) {
        Some(line) => {
            let indent = line.get(..line.len() - line.trim_start_matches([' ', '\t']).len())?;
            let indent = if indent.is_empty() { "    " } else { indent };
            format!(" {}{}{indent}&& {text}", file.escape, line_end(source))
        }
        None => format!(" && {text}"),
    };
    Some(Edit { span: Span::at(end), text })
}

/// The line end that the file uses, by its first line. O(first line).
#[must_use]
pub fn line_end(source: &str) -> &'static str {
    let first = source.find('\n').unwrap_or_default();
    if source.get(..first).is_some_and(|line| line.ends_with('\r')) { "\r\n" } else { "\n" }
}
