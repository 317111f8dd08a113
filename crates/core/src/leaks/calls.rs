//! Where an expression of Rego or CEL compares the text of an image with a text of its own.
//!
//! It looks for calls by their names and for the texts in their arguments; it runs nothing. What it cannot follow it leaves out.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::slip::Form;

/// The language of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Of Open Policy Agent and Gatekeeper.
    Rego,
    /// Of the API server, and of Kyverno's newer policies.
    Cel,
}

/// A text that images are compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The text.
    pub entry: String,
    /// Where it stands in the expression, without its quotes.
    pub at: Range<usize>,
    /// How.
    pub form: Form,
    /// Images are refused that are like it.
    pub is_deny: bool,
    /// The text only comes while the policy runs: the entry is an example of one.
    pub is_example: bool,
}

/// What stands for a text that comes from the policy's parameters.
const EXAMPLE: &str = "registry.example.com/";

/// How long an expression may be, and how many of its calls are looked at: each costs about its length.
const MAX_LENGTH: usize = 16 * 1024;
const MAX_CALLS: usize = 24;

/// How many negations are followed.
const MAX_NEGATIONS: usize = 32;

const REGO: [(&str, Form, usize); 4] =
    [("startswith(", Form::Prefix, 1), ("contains(", Form::Contains, 1), ("re_match(", Form::Search, 0), ("regex.match(", Form::Search, 0)];
const CEL: [(&str, Form, usize); 3] =
    [(".startsWith(", Form::Prefix, 0), (".contains(", Form::Contains, 0), (".matches(", Form::Search, 0)];

/// The texts that images are compared with in an expression, in their order; none of one that is very long. O(n).
#[must_use]
pub fn calls(text: &str, language: Language) -> Vec<Call> {
    let mut found = Vec::new();
    if text.len() > MAX_LENGTH {
        return found;
    }
    let negated = if language == Language::Cel { negations(text) } else { Vec::new() };
    let names: &[_] = if language == Language::Rego { &REGO } else { &CEL };
    for (name, form, argument) in names {
        for (at, _) in text.match_indices(name).take(MAX_CALLS) {
            let is_part = text.get(..at).is_some_and(|before| before.ends_with(is_word)) && language == Language::Rego;
            let open = at + name.len();
            let Some(close) = closing(text, open).filter(|_| !is_part) else { continue };
            let arguments = split(text, open..close);
            let subject = match language {
                Language::Cel => receiver(text, at),
                Language::Rego => arguments.get(1 - argument).cloned(),
            };
            let Some((subject, argument)) = subject.zip(arguments.get(*argument).cloned()) else { continue };
            if !is_image(text, subject, language) {
                continue;
            }
            let is_deny = match language {
                Language::Cel => negated.iter().filter(|range| range.contains(&at)).count() % 2 == 1,
                Language::Rego => is_deny(text, at),
            };
            let known = literals(text, argument.clone(), at);
            let name = text.get(argument.clone()).unwrap_or_default();
            if known.is_empty() && *form == Form::Contains && !name.contains(['"', '\'', '`']) && !name.contains("tag") {
                let at = trimmed(text, argument);
                found.push(Call { entry: EXAMPLE.into(), at, form: *form, is_deny, is_example: true });
            }
            for at in known {
                found.push(Call { entry: decode(text, &at, language), at, form: *form, is_deny, is_example: false });
            }
        }
    }
    plimsoll_text::sort_by_key(&mut found, |call| (call.at.start, call.at.end));
    found.dedup();
    found
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or_default();
    let start = range.start + part.len() - part.trim_start().len();
    start..start + part.trim().len()
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '.'
}

/// The ranges of the texts in quotes, without them.
fn strings(text: &str, within: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(char, usize)> = None;
    let mut is_escaped = false;
    for (at, c) in text.get(within.clone()).unwrap_or_default().char_indices() {
        let at = within.start + at;
        match open {
            _ if is_escaped => is_escaped = false,
            Some(('"' | '\'', _)) if c == '\\' => is_escaped = true,
            Some((quote, start)) if c == quote => {
                found.push(start..at);
                open = None;
            }
            None if matches!(c, '"' | '\'' | '`') => open = Some((c, at + 1)),
            _ => {}
        }
    }
    found
}

/// Goes over what is not in quotes from `from`, with the depth of brackets before each character; ends where it says so.
fn walk(text: &str, from: usize, mut see: impl FnMut(usize, char, usize) -> bool) {
    let mut depth = 0_usize;
    let (mut quote, mut is_escaped) = (None, false);
    for (at, c) in text.get(from..).unwrap_or_default().char_indices() {
        match quote {
            _ if is_escaped => is_escaped = false,
            Some('"' | '\'') if c == '\\' => is_escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None => {
                if see(from + at, c, depth) {
                    return;
                }
                match c {
                    '"' | '\'' | '`' => quote = Some(c),
                    '(' | '[' | '{' => depth += 1,
                    ')' | ']' | '}' => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
        }
    }
}

/// The bracket that closes what is open before `open`.
fn closing(text: &str, open: usize) -> Option<usize> {
    let mut end = None;
    walk(text, open, |at, c, depth| {
        let is_end = depth == 0 && matches!(c, ')' | ']' | '}');
        if is_end {
            end = Some(at);
        }
        is_end
    });
    end
}

/// The arguments between brackets.
fn split(text: &str, within: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = within.start;
    walk(text, within.start, |at, c, depth| {
        if at >= within.end {
            return true;
        }
        if c == ',' && depth == 0 {
            parts.push(start..at);
            start = at + 1;
        }
        false
    });
    parts.push(start..within.end);
    parts
}

/// What a method is called on: names, dots and brackets before it.
fn receiver(text: &str, dot: usize) -> Option<Range<usize>> {
    let before = text.get(..dot)?.trim_end();
    let mut depth = 0_usize;
    for (at, c) in before.char_indices().rev() {
        match c {
            ')' | ']' => depth += 1,
            '(' | '[' if depth == 0 => return Some(at + 1..dot),
            '(' | '[' => depth -= 1,
            c if depth > 0 || is_word(c) => {}
            c => return Some(at + c.len_utf8()..dot),
        }
    }
    Some(0..dot)
}

/// Whether what is compared is an image: it says so, or is a variable where images are spoken of.
fn is_image(text: &str, subject: Range<usize>, language: Language) -> bool {
    let subject = text.get(subject).unwrap_or_default().trim();
    let last = subject.trim_end_matches(|c: char| !is_word(c)).rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    if last.contains("image") || last == "img" || last == "reference" {
        return true;
    }
    let is_variable = !subject.is_empty() && subject.chars().all(|c| is_word(c) && c != '.');
    let loops = [".image)", ".image,", "image)."];
    is_variable && language == Language::Cel && loops.iter().any(|word| text.contains(word))
}

/// What each `!` turns round.
fn negations(text: &str) -> Vec<Range<usize>> {
    let bangs = text.match_indices('!').map(|(bang, _)| bang + 1);
    let bangs = bangs.filter(|after| !text.get(*after..).is_some_and(|rest| rest.starts_with('=')));
    let operand = |after: usize| {
        let mut end = text.len();
        walk(text, after, |here, c, depth| {
            let goes_on = depth > 0 || is_word(c) || matches!(c, '(' | '[' | '{' | '"' | '\'' | '`' | '!');
            if !goes_on {
                end = here;
            }
            !goes_on
        });
        after..end
    };
    bangs.take(MAX_NEGATIONS).map(operand).collect()
}

/// Whether a call in Rego finds what is refused: it stands in the body of a violation, without `not` and not as a value.
fn is_deny(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default().trim();
    if line.ends_with("not") || line.ends_with('=') || line.ends_with('|') {
        return false;
    }
    let head = before.lines().rev().find(|line| line.trim_end().ends_with('{') || line.contains("] {")).unwrap_or_default().trim_start();
    let head = head.trim_start_matches("default ").to_ascii_lowercase();
    ["violation", "deny", "disallow", "denied", "forbid", "block", "reject"].iter().any(|word| head.starts_with(word))
}

/// The texts that an argument stands for: written in it, or in the list that its variable goes over.
fn literals(text: &str, argument: Range<usize>, call: usize) -> Vec<Range<usize>> {
    let written = text.get(argument.clone()).unwrap_or_default();
    let mut found = strings(text, argument);
    // A text that is put together of others is none of them.
    if !found.is_empty() {
        let is_whole = written.trim().trim_start_matches('r').starts_with(['"', '\'', '`']) && found.len() == 1 && !written.contains('+');
        if !is_whole {
            found.clear();
        }
        return found;
    }
    let mut name = written.trim();
    // `x := list[_]`, `some x in list`, `list.exists(x, …)`.
    if !name.contains('[') {
        let before = text.get(..call).unwrap_or_default();
        for makro in [".exists(", ".all(", ".filter("] {
            let bound = before.match_indices(makro).filter(|(at, _)| {
                let rest = before.get(at + makro.len()..).unwrap_or_default().trim_start();
                rest.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(','))
            });
            let list = bound.last().and_then(|(at, _)| receiver(text, at));
            if let Some(list) = list.filter(|list| text.get(list.clone()).is_some_and(|list| list.trim_start().starts_with('['))) {
                return strings(text, list);
            }
        }
        let bound = |line: &&str| {
            let line = line.trim();
            let rest = line.strip_prefix("some ").unwrap_or(line).strip_prefix(name).map(str::trim_start);
            rest.is_some_and(|rest| rest.starts_with(":=") || rest.starts_with('=') || rest.starts_with("in "))
        };
        let line = before.lines().rev().find(bound).unwrap_or_default();
        name = line.rsplit(['=', ' ']).find(|word| !word.is_empty()).unwrap_or_default();
    }
    let name = name.split('[').next().unwrap_or_default().trim();
    if name.is_empty() || name.contains('.') {
        return Vec::new();
    }
    for (at, _) in text.match_indices(name) {
        let rest = text.get(at + name.len()..).unwrap_or_default().trim_start();
        let rest = rest.strip_prefix(":=").or_else(|| rest.strip_prefix('=')).map(str::trim_start);
        if let Some(rest) = rest.filter(|rest| rest.starts_with(['[', '{'])) {
            let open = text.len() - rest.len() + 1;
            return closing(text, open).map(|close| strings(text, open..close)).unwrap_or_default();
        }
    }
    Vec::new()
}

/// A text without its escapes.
fn decode(text: &str, at: &Range<usize>, language: Language) -> String {
    let written = text.get(at.clone()).unwrap_or_default();
    let before = text.get(..at.start).unwrap_or_default();
    let is_raw = before.ends_with('`') || (language == Language::Cel && (before.ends_with("r\"") || before.ends_with("r'")));
    if is_raw { String::from(written) } else { written.replace("\\\\", "\\") }
}

#[cfg(test)]
mod tests {
    use super::{Language, calls};
    use alloc::string::String;
    use alloc::vec::Vec;

    fn found(text: &str, language: Language) -> Vec<(String, bool)> {
        calls(text, language).into_iter().map(|call| (call.entry, call.is_deny)).collect()
    }

    #[test]
    fn cel() {
        for (text, entries) in [
            ("object.spec.containers.all(c, c.image.startsWith('a.io') || c.image.startsWith(\"b.io/\"))", "a.io b.io/"),
            ("object.spec.containers.all(c, !c.image.startsWith('a.io'))", "!a.io"),
            ("!object.spec.containers.exists(c, c.image.contains('a.io')) && x != y", "!a.io"),
            ("!has(object.spec.x) || object.spec.x.all(c, c.image.startsWith('a.io'))", "a.io"),
            ("!(!c.image.startsWith('a.io'))", "a.io"),
            ("['a.io', 'b.io/'].exists(p, c.image.startsWith(p))", "a.io b.io/"),
            ("cs.map(c, c.image).all(i, i.matches('^a\\\\.io/'))", "^a\\.io/"),
            ("c.image.matches(r'^a\\.io/')", "^a\\.io/"),
            ("object.metadata.name.startsWith('a')", ""),
            ("c.image.startsWith(params.prefix)", ""),
            ("c.image.startsWith('a' + x)", ""),
            ("c.image.startsWith('a", ""),
        ] {
            let found: Vec<String> =
                found(text, Language::Cel).into_iter().map(|(entry, is_deny)| [if is_deny { "!" } else { "" }, &entry].concat()).collect();
            assert_eq!(found.join(" "), entries, "{text}");
        }
    }

    #[test]
    fn rego() {
        for (text, entries) in [
            ("violation[{\"msg\": m}] {\n  not startswith(container.image, \"a.io\")\n}", "a.io"),
            ("violation[{\"msg\": m}] {\n  startswith(container.image, \"a.io\")\n}", "!a.io"),
            ("ok(image) {\n  startswith(image, \"a.io\")\n}", "a.io"),
            ("allowed := [\"a.io\", \"b.io/\"]\nok(image) {\n  startswith(image, allowed[_])\n}", "a.io b.io/"),
            ("allowed = {\"a.io\"}\nok(image) {\n  repo := allowed[_]\n  contains(image, repo)\n}", "a.io"),
            ("ok(image) if {\n  regex.match(`a\\.io/`, image)\n}", "a\\.io/"),
            ("ok(c) {\n  re_match(\"^a\\\\.io\", c.image)\n}", "^a\\.io"),
            ("violation[m] {\n  repo = input.parameters.repos[_]\n  good = startswith(container.image, repo)\n}", ""),
            ("ok { my_contains(image, \"a\") }", ""),
            ("ok(c) {\n  contains(c.image, input.parameters.repos[_])\n}", "registry.example.com/"),
        ] {
            let found: Vec<String> =
                found(text, Language::Rego).into_iter().map(|(entry, is_deny)| [if is_deny { "!" } else { "" }, &entry].concat()).collect();
            assert_eq!(found.join(" "), entries, "{text}");
        }
    }
}
