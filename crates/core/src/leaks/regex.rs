//! Regular expressions of image lists, as far as they are characters, classes and repeats of those, with groups of alternatives.
//!
//! RE2's syntax, read to find an image that an expression should not match. What it does not know (counted repeats, repeated
//! groups, flags) gives nothing: such expressions are not judged.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

/// How many alternatives the groups of one expression may make.
const MAX_ALTERNATIVES: usize = 32;

/// How long an expression may be.
const MAX_LENGTH: usize = 1000;

/// One alternative of an expression.
#[derive(Clone, Debug, Default)]
pub(crate) struct Regex {
    is_start_anchored: bool,
    is_end_anchored: bool,
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
struct Part {
    set: Set,
    /// May be left out.
    is_optional: bool,
    /// May be repeated.
    is_repeated: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Set {
    Is(char),
    Any,
    /// Ranges, and whether they are what is left out.
    Class(Vec<(char, char)>, bool),
}

impl Set {
    fn has(&self, c: char) -> bool {
        match self {
            Set::Is(is) => *is == c,
            Set::Any => c != '\n',
            Set::Class(ranges, is_negated) => ranges.iter().any(|(from, to)| (*from..=*to).contains(&c)) != *is_negated,
        }
    }
}

impl Regex {
    /// The alternatives of an expression; `None` where it is not read. O(n) for each.
    #[must_use]
    pub(crate) fn read(text: &str) -> Option<Vec<Regex>> {
        if text.len() > MAX_LENGTH {
            return None;
        }
        let mut done = Vec::new();
        let mut open = vec![String::from(text)];
        while let Some(text) = open.pop() {
            if done.len() + open.len() > MAX_ALTERNATIVES {
                return None;
            }
            match alternatives(&text)? {
                Some(more) => open.extend(more.into_iter().rev()),
                None => done.push(Regex::one(&text)?),
            }
        }
        Some(done)
    }

    /// An expression without groups.
    fn one(text: &str) -> Option<Regex> {
        let mut regex = Regex::default();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let set = match c {
                '^' if regex.parts.is_empty() => {
                    regex.is_start_anchored = true;
                    continue;
                }
                '$' if chars.peek().is_none() => {
                    regex.is_end_anchored = true;
                    continue;
                }
                '.' => Set::Any,
                '[' => class(&mut chars)?,
                '\\' => match chars.next()? {
                    'w' => Set::Class(vec![('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')], false),
                    'd' => Set::Class(vec![('0', '9')], false),
                    'S' => Set::Class(vec![('\t', '\r'), (' ', ' ')], true),
                    c if c.is_ascii_alphanumeric() => return None,
                    c => Set::Is(c),
                },
                '^' | '$' | '*' | '+' | '?' | '{' | '(' | ')' | '|' => return None,
                c => Set::Is(c),
            };
            let mut part = Part { set, is_optional: false, is_repeated: false };
            while let Some(c) = chars.next_if(|c| matches!(c, '*' | '+' | '?')) {
                part.is_optional |= c != '+';
                part.is_repeated |= c != '?';
            }
            regex.parts.push(part);
        }
        Some(regex)
    }

    /// Whether it is found in the text. O(parts · text).
    #[must_use]
    pub(crate) fn finds(&self, text: &str) -> bool {
        let count = self.parts.len();
        let mut states = vec![false; count + 1];
        let mark = |states: &mut Vec<bool>, from: usize| {
            let skipped = self.parts.iter().skip(from).take_while(|part| part.is_optional).count();
            states.iter_mut().skip(from).take(skipped + 1).for_each(|state| *state = true);
        };
        let is_done = |states: &[bool]| states.last() == Some(&true);
        mark(&mut states, 0);
        if is_done(&states) && !self.is_end_anchored {
            return true;
        }
        for c in text.chars() {
            let mut next = vec![false; count + 1];
            for (at, part) in self.parts.iter().enumerate() {
                if states.get(at) == Some(&true) && part.set.has(c) {
                    mark(&mut next, if part.is_repeated { at } else { at + 1 });
                    if part.is_repeated {
                        mark(&mut next, at + 1);
                    }
                }
            }
            if !self.is_start_anchored {
                mark(&mut next, 0);
            }
            states = next;
            if is_done(&states) && !self.is_end_anchored {
                return true;
            }
        }
        is_done(&states)
    }

    /// What is evidently meant: its characters with dots as dots, up to where anything may come.
    #[must_use]
    pub(crate) fn intent(&self) -> String {
        self.parts.iter().map_while(|part| self.plain(part)).collect()
    }

    fn plain(&self, part: &Part) -> Option<char> {
        match part.set {
            _ if part.is_optional || part.is_repeated => None,
            Set::Is(c) => Some(c),
            Set::Any => Some('.'),
            Set::Class(..) => None,
        }
    }

    /// Texts that it may match besides what is meant.
    #[must_use]
    pub(crate) fn samples(&self) -> Vec<String> {
        // About a tag or a digest: where the image comes from is not its matter.
        let first = self.parts.iter().find(|part| !part.is_optional);
        if first.is_none_or(|part| matches!(part.set, Set::Is(':' | '@'))) {
            return Vec::new();
        }
        let text = |fill: &str, dot: &str| -> String {
            let mut used = false;
            let mut out = String::new();
            for part in &self.parts {
                match &part.set {
                    Set::Is(_) if part.is_optional => {}
                    Set::Is(c) => out.push(*c),
                    Set::Any if !part.is_repeated => out.push_str(dot),
                    Set::Any if !used => {
                        used = true;
                        out.push_str(fill);
                    }
                    Set::Any | Set::Class(..) if part.is_optional => {}
                    set => out.extend(['x', '1', 'a', '-'].into_iter().find(|c| set.has(*c))),
                }
            }
            out
        };
        let ended = |text: String, end: &str| if text.ends_with('/') { format!("{text}x") } else { format!("{text}{end}") };
        let intent = self.intent();
        let fills = match (intent.is_empty(), intent.contains('/')) {
            (true, _) => ["evil.example", "evil.example/x"],
            (false, true) => ["evil/x", "evil.example/x"],
            (false, false) => [".evil.example/x", "evil.example/x"],
        };
        let mut texts = vec![format!("evil.example/{}", ended(text("x", "."), ""))];
        // A dot that stands for any character.
        if self.parts.iter().any(|part| part.set == Set::Any && !part.is_repeated) {
            texts.push(ended(text("x", "x"), "/x"));
        }
        texts.extend(fills.into_iter().map(|fill| ended(text(fill, "."), if text("", "") == text(fill, "") { fill } else { "" })));
        texts
    }
}

/// The texts that the first group, or the first `|` outside of one, makes; `Some(None)` where there is neither, `None` where it
/// cannot be read.
#[allow(clippy::option_option, reason = "nothing to part is not the same as not readable")]
fn alternatives(text: &str) -> Option<Option<Vec<String>>> {
    let (mut depth, mut open, mut bars) = (0_usize, None, Vec::new());
    let (mut is_escaped, mut in_class) = (false, false);
    let mut group = None;
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            ']' => in_class = false,
            '[' => in_class = true,
            _ if in_class => {}
            '(' => {
                depth += 1;
                if depth == 1 && group.is_none() {
                    open = Some(at);
                }
            }
            ')' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 && group.is_none() {
                    group = open.map(|open| (open, at));
                }
            }
            '|' if depth == 0 => bars.push(at),
            _ => {}
        }
    }
    if depth > 0 {
        return None;
    }
    if !bars.is_empty() {
        let starts = [0].into_iter().chain(bars.iter().map(|bar| bar + 1));
        let ends = bars.iter().copied().chain([text.len()]);
        return Some(Some(starts.zip(ends).filter_map(|(from, to)| text.get(from..to).map(String::from)).collect()));
    }
    let Some((open, close)) = group else { return Some(None) };
    let (before, inner, after) = (text.get(..open)?, text.get(open + 1..close)?, text.get(close + 1..)?);
    if after.starts_with(['*', '+', '?', '{']) {
        return None;
    }
    let inner = match inner.strip_prefix('?') {
        Some(flags) => flags.strip_prefix(':')?,
        None => inner,
    };
    let parts = alternatives(inner)?.unwrap_or_else(|| vec![String::from(inner)]);
    Some(Some(parts.into_iter().map(|part| format!("{before}{part}{after}")).collect()))
}

fn class(chars: &mut core::iter::Peekable<core::str::Chars<'_>>) -> Option<Set> {
    let is_negated = chars.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    loop {
        let from = match chars.next()? {
            ']' if !ranges.is_empty() => break,
            '[' => return None,
            '\\' => chars.next().filter(|c| !c.is_ascii_alphanumeric())?,
            c => c,
        };
        let mut ahead = chars.clone();
        let to = match (ahead.next(), ahead.next()) {
            (Some('-'), Some(to)) if to != ']' && to != '\\' => {
                *chars = ahead;
                to
            }
            _ => from,
        };
        ranges.push((from, to));
    }
    Some(Set::Class(ranges, is_negated))
}

#[cfg(test)]
mod tests {
    use super::Regex;

    fn finds(regex: &str, text: &str) -> Option<bool> {
        Some(Regex::read(regex)?.iter().any(|one| one.finds(text)))
    }

    #[test]
    fn searches() {
        for (regex, text) in [
            ("b", "abc"),
            ("^a.c$", "abc"),
            ("^ab*c", "ac"),
            ("^ab+c$", "abbbc"),
            ("a?b", "b"),
            ("^(a|b(c|d))x$", "bdx"),
            ("^(?:a|b)$", "b"),
            ("[a-z0-9]+$", "::a9"),
            ("^[^/]+/x$", "ab/x"),
            ("a\\.b", "xa.b"),
            ("", ""),
            ("\\w+", "a"),
        ] {
            assert_eq!(finds(regex, text), Some(true), "{regex} {text}");
        }
        for (regex, text) in [("^b", "ab"), ("a$", "ab"), ("a\\.b", "axb"), ("^[^/]+$", "a/b"), ("^(a|b)$", "c"), ("^a+$", "")] {
            assert_eq!(finds(regex, text), Some(false), "{regex} {text}");
        }
        for regex in ["a{2}", "(a", "(?i)a", "(a)+", "*", "\\pL", "a|b)"] {
            assert_eq!(finds(regex, "a"), None, "{regex}");
        }
    }
}
