//! What a `.dockerignore` keeps out of the build context.
//!
//! The file is read as BuildKit's `dockerignore.ReadAll` reads it, and a pattern means what it means to
//! `github.com/moby/patternmatcher`: it covers a path and everything below it, `*` and `?` stop at `/`, `**` does not, and the
//! last pattern that covers a path decides. It looks at text alone, never at a disk.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use crate::limits::MAX_IGNORE_STEPS;

/// The longest pattern that is looked at, in characters. No file system knows longer paths.
const MAX_PATTERN: usize = 4096;

/// A `.dockerignore`.
#[derive(Clone, Debug, Default)]
pub struct DockerIgnore {
    patterns: Vec<Pattern>,
    has_exceptions: bool,
    excludes_all: bool,
}

#[derive(Clone, Debug)]
struct Pattern {
    /// It began with `!`: what it covers stays in the context.
    is_exception: bool,
    tokens: Vec<Token>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    One(char),
    /// `?`
    AnyOne,
    /// `*`
    Star,
    /// `**` with something behind it: nothing, or any folders.
    Folders,
    /// `**` at the end, or before a name that any text may stand in front of.
    Rest,
    /// `[a-z]`, `[^a-z]`
    Class {
        negated: bool,
        ranges: Vec<(char, char)>,
    },
}

impl DockerIgnore {
    /// Reads the text of a `.dockerignore`. Patterns that are not well formed, with which a build stops, cover nothing.
    /// O(text).
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut read = DockerIgnore::default();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let line = line.trim();
            let (is_exception, line) = line.strip_prefix('!').map_or((false, line), |rest| (true, rest.trim()));
            if line.is_empty() || line.len() > MAX_PATTERN {
                continue;
            }
            let cleaned = clean(line);
            let pattern = if cleaned.len() > 1 { cleaned.strip_prefix('/').unwrap_or(&cleaned) } else { &cleaned };
            if let Some(tokens) = tokens(pattern) {
                read.has_exceptions |= is_exception;
                read.excludes_all |= !is_exception && matches!(pattern, "*" | "**" | "**/*");
                read.patterns.push(Pattern { is_exception, tokens });
            }
        }
        read
    }

    /// Whether some pattern begins with `!`: then a folder may be kept out and a file in it not.
    #[must_use]
    pub fn has_exceptions(&self) -> bool {
        self.has_exceptions
    }

    /// Whether one pattern keeps everything out, but for exceptions.
    #[must_use]
    pub fn excludes_all(&self) -> bool {
        self.excludes_all
    }

    /// The same, for many paths of which nobody knows how many there are.
    #[must_use]
    pub fn bounded(&self) -> Bounded<'_> {
        let cost = self.patterns.iter().map(|pattern| pattern.tokens.len() + 1).sum();
        Bounded { ignore: self, cost, steps: MAX_IGNORE_STEPS }
    }

    /// Whether a path within the context is kept out of it. O(path · patterns).
    #[must_use]
    pub fn excludes(&self, path: &str) -> bool {
        let cleaned = clean(path);
        let path = cleaned.trim_start_matches('/');
        if matches!(path, "" | ".") {
            return self.excludes_all && !self.has_exceptions;
        }
        let mut excluded = false;
        for pattern in &self.patterns {
            if pattern.is_exception == excluded && pattern.covers(path) {
                excluded = !pattern.is_exception;
            }
        }
        excluded
    }
}

/// A `.dockerignore` that is asked so often as [`MAX_IGNORE_STEPS`] allows.
#[derive(Clone, Debug)]
pub struct Bounded<'a> {
    ignore: &'a DockerIgnore,
    /// Of a look, for each character of the path.
    cost: usize,
    steps: usize,
}

impl Bounded<'_> {
    /// As [`DockerIgnore::excludes`]; `false` where the steps are used up.
    pub fn excludes(&mut self, path: &str) -> bool {
        match self.steps.checked_sub(path.len().saturating_mul(self.cost)) {
            Some(left) => {
                self.steps = left;
                self.ignore.excludes(path)
            }
            None => {
                self.steps = 0;
                false
            }
        }
    }
}

impl Pattern {
    /// Whether it matches the path or one of the folders above it. All at once: the set of places in the pattern at which the
    /// path may stand moves along the path.
    fn covers(&self, path: &str) -> bool {
        let end = self.tokens.len();
        let mut at = vec![false; end + 1];
        let mut next = vec![false; end + 1];
        self.enter(0, &mut at);
        for letter in path.chars() {
            if letter == '/' && at.last() == Some(&true) {
                return true;
            }
            next.fill(false);
            for (place, token) in self.tokens.iter().enumerate().filter(|(place, _)| at.get(*place) == Some(&true)) {
                match token {
                    Token::One(wanted) if *wanted == letter => self.enter(place + 1, &mut next),
                    Token::AnyOne if letter != '/' => self.enter(place + 1, &mut next),
                    Token::Class { negated, ranges } if ranges.iter().any(|(from, to)| (*from..=*to).contains(&letter)) != *negated => {
                        self.enter(place + 1, &mut next);
                    }
                    Token::Star if letter != '/' => self.enter(place, &mut next),
                    Token::Rest => self.enter(place, &mut next),
                    Token::Folders => {
                        if let Some(slot) = next.get_mut(place) {
                            *slot = true;
                        }
                        if letter == '/' {
                            self.enter(place + 1, &mut next);
                        }
                    }
                    _ => {}
                }
            }
            core::mem::swap(&mut at, &mut next);
        }
        at.last() == Some(&true)
    }

    /// Comes to a place, and to those behind it that take nothing as well.
    fn enter(&self, mut place: usize, places: &mut [bool]) {
        while let Some(slot) = places.get_mut(place) {
            *slot = true;
            if !matches!(self.tokens.get(place), Some(Token::Star | Token::Folders | Token::Rest)) {
                return;
            }
            place += 1;
        }
    }
}

/// A pattern in its parts; `None` where Go's `filepath.Match` calls it malformed.
fn tokens(pattern: &str) -> Option<Vec<Token>> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut letters = pattern.chars().peekable();
    // `**name` at the start is the odd one: without a wildcard behind it, any text may stand before the name.
    let odd = pattern.strip_prefix("**").is_some_and(|rest| !rest.starts_with('/') && !rest.contains(['*', '?', '[', ']', '\\']));
    while let Some(letter) = letters.next() {
        let token = match letter {
            '*' if letters.next_if_eq(&'*').is_some() => {
                letters.next_if_eq(&'/');
                if letters.peek().is_none() || (odd && tokens.is_empty()) { Token::Rest } else { Token::Folders }
            }
            '*' => Token::Star,
            '?' => Token::AnyOne,
            '\\' => Token::One(letters.next()?),
            '[' => class(&mut letters)?,
            letter => Token::One(letter),
        };
        let repeats = matches!(token, Token::Star | Token::Folders | Token::Rest) && tokens.last() == Some(&token);
        if !repeats {
            tokens.push(token);
        }
    }
    Some(tokens)
}

/// What stands behind `[`, up to and with `]`.
fn class(letters: &mut core::iter::Peekable<core::str::Chars<'_>>) -> Option<Token> {
    let negated = letters.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    loop {
        let from = match letters.next()? {
            ']' if !ranges.is_empty() => return Some(Token::Class { negated, ranges }),
            ']' | '-' => return None,
            '\\' => letters.next()?,
            letter => letter,
        };
        let to = if letters.next_if_eq(&'-').is_some() {
            match letters.next()? {
                ']' | '-' => return None,
                '\\' => letters.next()?,
                letter => letter,
            }
        } else {
            from
        };
        ranges.push((from, to));
    }
}

/// Go's `path.Clean`: no `.`, no `//`, no `..` but at the start of a relative path, no `/` at the end.
fn clean(path: &str) -> String {
    let is_rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if is_rooted => {}
            part => parts.push(part),
        }
    }
    let mut cleaned = String::from(if is_rooted { "/" } else { "" });
    cleaned.push_str(&parts.join("/"));
    if cleaned.is_empty() {
        cleaned.push('.');
    }
    cleaned
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::{DockerIgnore, clean};

    fn excludes(patterns: &str, path: &str) -> bool {
        DockerIgnore::read(patterns).excludes(path)
    }

    #[test]
    fn a_pattern_covers_a_path_and_what_is_below_it() {
        for (pattern, path) in [
            ("docs", "docs"),
            ("docs", "docs/a/b.md"),
            ("docs/", "./docs/a"),
            ("/docs", "docs"),
            ("a/../docs", "docs"),
            ("*.log", "x.log"),
            ("*/temp*", "some/temporary.txt"),
            ("*/temp*", "some/temp/deep/file"),
            ("temp?", "tempa"),
            ("[a-c]x", "bx"),
            ("[^a-c]x", "dx"),
            ("\\#x", "#x"),
            ("a\\*", "a*"),
            ("**/*.go", "main.go"),
            ("**/*.go", "a/b/main.go"),
            ("**/x", "x"),
            ("**/x", "a/b/x"),
            ("**x", "ax"),
            ("a/**", "a/b/c"),
            ("a/**/b", "a/b"),
            ("a/**/b", "a/x/y/b"),
            ("**", "anything/at/all"),
            ("**/*", "anything/at/all"),
            (" b ", "b"),
            ("\u{feff}b", "b"),
        ] {
            assert!(excludes(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("docs", "docs2"),
            ("docs", "a/docs"),
            ("*.log", "a/x.log"),
            ("temp?", "temp"),
            ("temp?", "temp/"),
            ("[a-c]x", "dx"),
            ("a*", "b/a"),
            ("**/x", "ax"),
            ("a/**/b", "a/xb"),
            ("a/**", "a"),
            ("#docs", "docs"),
            ("# docs", "# docs"),
            ("[a", "a"),
            ("a\\", "a"),
            ("!", "a"),
            ("", "a"),
        ] {
            assert!(!excludes(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn the_last_pattern_decides() {
        assert!(!excludes("*\n!src", "src/a.rs"));
        assert!(excludes("*\n!src\nsrc/secret", "src/secret"));
        assert!(excludes("*\n! src ", "other") && !excludes("*\n! src ", "src"));
    }

    #[test]
    fn the_context_itself_is_kept_out_by_patterns_for_everything() {
        for pattern in ["*", "**", "**/*"] {
            assert!(excludes(pattern, ".") && excludes(pattern, "/") && excludes(pattern, "./"), "{pattern}");
        }
        assert!(!excludes(".*", ".") && !excludes("*\n!a", "."));
    }

    #[test]
    fn many_wildcards_cost_no_more_than_many_letters() {
        let stars = "*a".repeat(1_000);
        assert!(!excludes(&stars, &"a".repeat(5_000).replace("aaaa", "aaab/")));
        assert!(excludes(&"**/a/".repeat(500), &"a/".repeat(2_000)));
    }

    #[test]
    fn paths_are_cleaned() {
        for (path, cleaned) in [("", "."), ("./a//b/", "a/b"), ("/../a", "/a"), ("a/..", "."), ("../a", "../a"), ("/", "/")] {
            assert_eq!(clean(path), String::from(cleaned), "{path}");
        }
    }
}
