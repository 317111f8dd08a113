//! The words of an instruction that Docker itself expands, and the variables written in them.
//!
//! The list is that of BuildKit's `instructions/commands.go` (`Expand` and `ExpandRaw`). The text of RUN, CMD, ENTRYPOINT and
//! HEALTHCHECK belongs to a shell and is never part of it; that of FROM is expanded with other variables.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_dockerfile::stages::{Scope, StageGraph};
use plimsoll_dockerfile::{Dockerfile, Instruction, InstructionKind, Transfer, Word};
use plimsoll_text::{Span, find_byte, has_any};

/// A text that Docker expands.
#[derive(Clone, Copy, Debug)]
pub struct ExpandedText<'m> {
    /// As the instruction has it.
    pub text: &'m str,
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
        } else if here.get(1..here.len().saturating_sub(1)) == Some(self.text) {
            1
        } else {
            return BTreeMap::new();
        };
        let mut places = BTreeMap::new();
        for variable in variables(self.text, escape, !self.is_heredoc) {
            places.entry(variable.name).or_insert(variable.name_span.shift(self.span.start + shift));
        }
        places
    }
}

/// Shows `visit` the texts of an instruction that Docker expands with the variables of its stage, in the order BuildKit does.
fn expanded_texts<'m>(instruction: &'m Instruction<'m>, source: &'m str, visit: &mut dyn FnMut(ExpandedText<'m>)) {
    let mut push = |word: &'m Word<'m>| visit(ExpandedText { text: &word.text, span: word.span, is_heredoc: false });
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
                visit(ExpandedText { text: heredoc.text(source), span: heredoc.body, is_heredoc: true });
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
}

/// A text of an instruction in which Docker finds a fault or a variable without a definition when it expands it.
#[derive(Clone, Debug)]
pub struct Fault<'m> {
    /// The stage.
    pub stage: usize,
    /// The number of the instruction in the file.
    pub instruction: usize,
    /// The text.
    pub text: ExpandedText<'m>,
    /// Why it is not well-formed, whatever the values are; such a text has no variables.
    pub error: Option<String>,
    /// The names of the variables that are not declared there, sorted. Of one that is there may be no value, which a build can give.
    pub undeclared: Vec<Cow<'m, str>>,
}

/// Goes once through all texts of all stages that Docker expands, and gives those with a fault. O(bytes of the texts · log variables).
#[must_use]
pub fn faults<'m>(file: &'m Dockerfile<'m>, graph: &StageGraph<'_>) -> Vec<Fault<'m>> {
    let mut faults = Vec::new();
    for stage in 0..graph.stages.len() {
        graph.walk(file, stage, |number, instruction, scope| {
            if is_plain(instruction) {
                return;
            }
            expanded_texts(instruction, file.source, &mut |text| {
                let (error, undeclared) = match looks(text.text) {
                    Looks::Plain => return,
                    Looks::Variables => (None, named(&text, file.escape, scope)),
                    Looks::Other => expand(&text, scope),
                };
                if error.is_some() || !undeclared.is_empty() {
                    faults.push(Fault { stage, instruction: number, text, error, undeclared });
                }
            });
        });
    }
    faults
}

/// Whether nothing in an instruction is expanded, told by all of its text at once.
fn is_plain(instruction: &Instruction<'_>) -> bool {
    let has_texts = match &instruction.kind {
        InstructionKind::Env(_)
        | InstructionKind::Label(_)
        | InstructionKind::Arg(_)
        | InstructionKind::Add(_)
        | InstructionKind::Copy(_)
        | InstructionKind::User(_)
        | InstructionKind::Workdir(_)
        | InstructionKind::StopSignal(_)
        | InstructionKind::Expose(_)
        | InstructionKind::Volume { .. } => has_any(instruction.rest.text().as_bytes(), SPECIAL),
        _ => false,
    };
    !has_texts && instruction.flags.is_empty() && instruction.heredocs.is_empty()
}

/// What a text without any of them says is itself.
const SPECIAL: [u8; 5] = [b'$', b'"', b'\'', b'\\', b'`'];

/// What expanding a text can find.
enum Looks {
    /// Nothing.
    Plain,
    /// Nothing but variables without a definition.
    Variables,
    /// Anything.
    Other,
}

/// Whether a text has more than `$NAME`, `${NAME}` and pairs of one kind of quotes, which is all that most have. O(text).
fn looks(text: &str) -> Looks {
    if !has_any(text.as_bytes(), SPECIAL) {
        return Looks::Plain;
    }
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let (mut single, mut double, mut variables) = (0, 0, false);
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| matches!(byte, b'"'..=b'\'' | b'\\' | b'`')) {
        let (byte, behind) = rest.get(at..).and_then(<[u8]>::split_first).unwrap_or((&0, &[]));
        rest = behind;
        match byte {
            b'\\' | b'`' => return Looks::Other,
            b'\'' => single += 1,
            b'"' => double += 1,
            b'$' => {
                variables = true;
                match behind {
                    [b'{', first, ..] if is_name(first) && !first.is_ascii_digit() => {
                        let end = behind.iter().skip(1).position(|byte| !is_name(byte)).map_or(behind.len(), |end| end + 1);
                        let Some([b'}', after @ ..]) = behind.get(end..) else { return Looks::Other };
                        rest = after;
                    }
                    // A name of other letters would go on where this one ends.
                    [first, ..] if is_name(first) && !first.is_ascii_digit() => {
                        let end = behind.iter().position(|byte| !is_name(byte)).unwrap_or(behind.len());
                        rest = behind.get(end..).unwrap_or_default();
                        if rest.first().is_some_and(|byte| !byte.is_ascii()) {
                            return Looks::Other;
                        }
                    }
                    _ => return Looks::Other,
                }
            }
            _ => {}
        }
    }
    if single % 2 == 1 || double % 2 == 1 || (single > 0 && double > 0) {
        Looks::Other
    } else if variables {
        Looks::Variables
    } else {
        Looks::Plain
    }
}

/// The variables of a well-formed text that are not declared.
fn named<'m>(text: &ExpandedText<'m>, escape: char, scope: &Scope<'_>) -> Vec<Cow<'m, str>> {
    let mut names: Vec<Cow<'m, str>> = Vec::new();
    for variable in variables(text.text, escape, !text.is_heredoc) {
        if !scope.is_declared(variable.name)
            && let Err(place) = names.binary_search_by(|name| name.as_ref().cmp(variable.name))
        {
            names.insert(place, Cow::Borrowed(variable.name));
        }
    }
    names
}

fn expand<'m>(text: &ExpandedText<'m>, scope: &Scope<'_>) -> (Option<String>, Vec<Cow<'m, str>>) {
    let expanded = if text.is_heredoc { scope.expand_heredoc(text.text) } else { scope.expand(text.text) };
    match expanded {
        Ok(expanded) => (None, expanded.unmatched.into_iter().filter(|name| !scope.is_declared(name)).map(Cow::Borrowed).collect()),
        Err(error) => (error.is_syntax.then_some(error.message), Vec::new()),
    }
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
                // `$$` is a variable of its own, behind which letters are letters.
                if letters.next_if(|(_, c)| matches!(c, '@' | '*' | '#' | '?' | '-' | '$' | '!')).is_some() {
                    continue;
                }
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
        assert_eq!(names("é$name_2-x$$y$$$z"), ["name_2", "z"]);
        assert_eq!(variables("'$a'", '\\', false).len(), 1, "a heredoc has no quotes");
    }
}
