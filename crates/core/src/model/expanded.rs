//! The words of an instruction that Docker itself expands, and the variables written in them.
//!
//! The list is that of BuildKit's `instructions/commands.go` (`Expand` and `ExpandRaw`). The text of RUN, CMD, ENTRYPOINT and
//! HEALTHCHECK belongs to a shell and is never part of it; that of FROM is expanded with other variables.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use plimsoll_dockerfile::{Instruction, InstructionKind, Transfer, Word};
use plimsoll_text::{Span, find_byte};

/// A text that Docker expands.
#[derive(Clone, Debug)]
pub struct ExpandedText<'m> {
    /// As the instruction has it.
    pub text: Cow<'m, str>,
    /// Its place.
    pub span: Span,
    /// It is the body of a heredoc, in which quotes mean nothing.
    pub is_heredoc: bool,
}

impl ExpandedText<'_> {
    /// Where the names of its variables first stand; empty where the text is not found in the file as it is. O(text · log text).
    #[must_use]
    pub fn places(&self, source: &str, escape: char) -> BTreeMap<&str, Span> {
        let here = self.span.of(source);
        // A quoted flag value or JSON string has its quotes in the span.
        let shift = if here == self.text {
            0
        } else if here.get(1..here.len().saturating_sub(1)) == Some(&*self.text) {
            1
        } else {
            return BTreeMap::new();
        };
        let mut places = BTreeMap::new();
        for variable in variables(&self.text, escape, !self.is_heredoc) {
            places.entry(variable.name).or_insert(variable.name_span.shift(self.span.start + shift));
        }
        places
    }
}

/// The texts of an instruction that Docker expands with the variables of its stage, in the order BuildKit does.
#[must_use]
pub fn expanded_texts<'m>(instruction: &'m Instruction<'m>, source: &'m str) -> Vec<ExpandedText<'m>> {
    let mut texts = Vec::new();
    let mut push = |word: &'m Word<'m>| {
        texts.push(ExpandedText { text: Cow::Borrowed(&*word.text), span: word.span, is_heredoc: false });
    };
    match &instruction.kind {
        InstructionKind::Env(pairs) | InstructionKind::Label(pairs) => {
            for pair in pairs {
                push(&pair.key);
                pair.value.iter().for_each(&mut push);
            }
        }
        InstructionKind::Arg(names) => {
            for arg in names {
                push(&arg.name);
                arg.default.iter().for_each(&mut push);
            }
        }
        InstructionKind::Add(transfer) | InstructionKind::Copy(transfer) => {
            let flags = instruction.flags.iter().filter(|flag| matches!(&*flag.name, "chown" | "chmod" | "checksum" | "exclude"));
            flags.filter_map(|flag| flag.value.as_ref()).for_each(&mut push);
            paths(transfer, instruction).for_each(&mut push);
            for heredoc in instruction.heredocs.iter().filter(|heredoc| heredoc.expand) {
                texts.push(ExpandedText { text: Cow::Borrowed(heredoc.text(source)), span: heredoc.body, is_heredoc: true });
            }
        }
        InstructionKind::User(word) | InstructionKind::Workdir(word) | InstructionKind::StopSignal(word) => {
            word.iter().for_each(&mut push);
        }
        InstructionKind::Expose(words) | InstructionKind::Volume { paths: words, .. } => words.iter().for_each(&mut push),
        InstructionKind::Run { mounts, .. } => {
            mounts.iter().flat_map(|mount| &mount.fields).filter_map(|field| field.value.as_ref()).for_each(&mut push);
        }
        _ => {}
    }
    texts
}

/// Sources and destination; the words that open heredocs are no paths.
fn paths<'m>(transfer: &'m Transfer<'m>, instruction: &'m Instruction<'m>) -> impl Iterator<Item = &'m Word<'m>> {
    let is_heredoc = |word: &Word<'_>| instruction.heredocs.iter().any(|heredoc| heredoc.word == word.span);
    transfer.sources.iter().chain(&transfer.destination).filter(move |word| !is_heredoc(word))
}

/// A variable as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VariableUse<'t> {
    /// Its name.
    pub name: &'t str,
    /// The place of the name in the text.
    pub name_span: Span,
}

/// `$name` and `${name…}` in a text, in order; not what is escaped, and with `quotes` not what stands in single quotes.
/// O(text).
#[must_use]
pub fn variables(text: &str, escape: char, quotes: bool) -> Vec<VariableUse<'_>> {
    let mut found = Vec::new();
    if find_byte(text.as_bytes(), b'$').is_none() {
        return found;
    }
    let (mut single, mut double) = (false, false);
    let mut letters = text.char_indices().peekable();
    while let Some((_, letter)) = letters.next() {
        match letter {
            _ if letter == escape && !single => {
                letters.next();
            }
            '\'' if quotes && !double => single = !single,
            '"' if quotes && !single => double = !double,
            '$' if !single => {
                letters.next_if(|(_, c)| *c == '{');
                let Some((start, _)) = letters.next_if(|(_, c)| c.is_ascii_alphabetic() || *c == '_') else { continue };
                let mut end = start + 1;
                while let Some((at, _)) = letters.next_if(|(_, c)| c.is_ascii_alphanumeric() || *c == '_') {
                    end = at + 1;
                }
                let name_span = Span::new(start, end);
                found.push(VariableUse { name: name_span.of(text), name_span });
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::variables;

    fn names(text: &str) -> Vec<&str> {
        variables(text, '\\', true).iter().map(|variable| variable.name).collect()
    }

    #[test]
    fn variables_are_seen_where_they_are_expanded() {
        assert_eq!(names("$a/${b:-$c}\"$d\"'$e'\\$f${}$1$"), ["a", "b", "c", "d"]);
        assert_eq!(names("é$name_2-x"), ["name_2"]);
        assert_eq!(variables("'$a'", '\\', false).len(), 1, "a heredoc has no quotes");
    }
}
