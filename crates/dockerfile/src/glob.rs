//! Shell patterns of `${name#pattern}`, `${name%pattern}` and `${name/pattern/text}`.
//!
//! As in BuildKit there are `*`, `?` and backslash escapes, but no bracket expressions. It never backtracks over more than
//! a fixed number of steps, however the pattern is written.

use alloc::string::String;
use alloc::vec::Vec;

/// One element of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Char(char),
    /// `?`.
    Any,
    /// `*`.
    Star,
}

/// Why a pattern could not be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GlobError {
    /// A backslash before a character it cannot escape; `None` at the end of the pattern.
    Escape(Option<char>),
    /// Matching would take too long.
    Steps,
}

/// A pattern ready to match.
pub(crate) struct Glob {
    tokens: Vec<Token>,
    /// Comparisons still allowed.
    steps: usize,
}

/// Enough for any value a Dockerfile can sensibly hold, and done in a few milliseconds.
const MAX_STEPS: usize = 1 << 20;

impl Glob {
    pub(crate) fn new(pattern: &str) -> Result<Self, GlobError> {
        let mut tokens = Vec::new();
        let mut chars = pattern.chars().peekable();
        while let Some(c) = chars.next() {
            tokens.push(match c {
                '*' => Token::Star,
                '?' => Token::Any,
                '\\' => match chars.peek() {
                    // `\}` and `\/` only protect the character from ending the pattern.
                    Some('}' | '/') => continue,
                    Some(&c @ ('*' | '?' | '\\')) => {
                        chars.next();
                        Token::Char(c)
                    }
                    other => return Err(GlobError::Escape(other.copied())),
                },
                c => Token::Char(c),
            });
        }
        Ok(Self { tokens, steps: MAX_STEPS })
    }

    /// `value` without the shortest (or longest) prefix that matches.
    pub(crate) fn trim_prefix(&mut self, value: &str, longest: bool) -> Result<String, GlobError> {
        let chars: Vec<char> = value.chars().collect();
        let end = self.match_at(&chars, 0, longest)?.unwrap_or(0);
        Ok(chars.get(end..).unwrap_or_default().iter().collect())
    }

    /// `value` without the shortest (or longest) suffix that matches.
    pub(crate) fn trim_suffix(&mut self, value: &str, longest: bool) -> Result<String, GlobError> {
        self.tokens.reverse();
        let chars: Vec<char> = value.chars().rev().collect();
        let end = self.match_at(&chars, 0, longest)?.unwrap_or(0);
        Ok(chars.get(end..).unwrap_or_default().iter().rev().collect())
    }

    /// `value` with the first match, or all of them, replaced.
    pub(crate) fn replace(&mut self, value: &str, by: &str, all: bool) -> Result<String, GlobError> {
        let chars: Vec<char> = value.chars().collect();
        let mut out = String::new();
        let mut at = 0;
        // An empty match right behind the last one does not count.
        let mut last_end = None;
        while at <= chars.len() {
            match self.match_at(&chars, at, true)? {
                Some(end) if end > at || last_end != Some(at) => {
                    out.push_str(by);
                    last_end = Some(end);
                    if !all {
                        out.extend(chars.get(end..).unwrap_or_default());
                        return Ok(out);
                    }
                    if end > at {
                        at = end;
                        continue;
                    }
                }
                _ => {}
            }
            out.extend(chars.get(at));
            at += 1;
        }
        Ok(out)
    }

    /// Where the match that starts at `start` ends.
    ///
    /// Between two stars the leftmost place is always as good as any other, so only the part behind the last star decides
    /// between the shortest and the longest match, and nothing has to be tried twice.
    fn match_at(&mut self, value: &[char], start: usize, longest: bool) -> Result<Option<usize>, GlobError> {
        let Self { tokens, steps } = self;
        let mut parts = tokens.split(|t| *t == Token::Star);
        let first = parts.next().unwrap_or_default();
        if !matches(first, value, start, steps)? {
            return Ok(None);
        }
        let mut at = start + first.len();
        let mut parts = parts.peekable();
        while let Some(part) = parts.next() {
            if parts.peek().is_some() || !longest {
                match find(part, value, at..value.len() + 1, steps)? {
                    Some(found) => at = found + part.len(),
                    None => return Ok(None),
                }
            } else {
                let last = find(part, value, (at..value.len() + 1).rev(), steps)?;
                return Ok(last.map(|found| found + part.len()));
            }
        }
        Ok(Some(at))
    }
}

/// The first of `places` at which `part` matches.
fn find(part: &[Token], value: &[char], places: impl Iterator<Item = usize>, steps: &mut usize) -> Result<Option<usize>, GlobError> {
    for at in places {
        if matches(part, value, at, steps)? {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

/// Whether a part without stars matches at `at`.
fn matches(part: &[Token], value: &[char], at: usize, steps: &mut usize) -> Result<bool, GlobError> {
    let Some(rest) = value.get(at..).filter(|rest| rest.len() >= part.len()) else { return Ok(false) };
    for (token, c) in part.iter().zip(rest) {
        *steps = steps.checked_sub(1).ok_or(GlobError::Steps)?;
        if *token != Token::Any && *token != Token::Char(*c) {
            return Ok(false);
        }
    }
    *steps = steps.checked_sub(1).ok_or(GlobError::Steps)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::{Glob, GlobError};

    fn glob(pattern: &str) -> Glob {
        Glob::new(pattern).unwrap()
    }

    #[test]
    fn the_shortest_and_the_longest_match() {
        assert_eq!(glob("*/").trim_prefix("a/b/c", false).as_deref(), Ok("b/c"));
        assert_eq!(glob("*/").trim_prefix("a/b/c", true).as_deref(), Ok("c"));
        assert_eq!(glob("/*").trim_suffix("a/b/c", false).as_deref(), Ok("a/b"));
        assert_eq!(glob("/*").trim_suffix("a/b/c", true).as_deref(), Ok("a"));
        assert_eq!(glob("x*").trim_suffix("abc", true).as_deref(), Ok("abc"));
        assert_eq!(glob("a*b*c").trim_prefix("abcbc!", false).as_deref(), Ok("bc!"));
    }

    #[test]
    fn replacing() {
        assert_eq!(glob("o").replace("foo", "0", false).as_deref(), Ok("f0o"));
        assert_eq!(glob("o").replace("foo", "0", true).as_deref(), Ok("f00"));
        assert_eq!(glob("").replace("ab", "-", true).as_deref(), Ok("-a-b-"));
        assert_eq!(glob("\\*").replace("a*b", "+", true).as_deref(), Ok("a+b"));
    }

    #[test]
    fn escapes_that_mean_nothing_are_errors() {
        assert_eq!(Glob::new("a\\b").err(), Some(GlobError::Escape(Some('b'))));
        assert_eq!(Glob::new("a\\").err(), Some(GlobError::Escape(None)));
    }

    #[test]
    fn hard_patterns_give_up() {
        let value: String = "a".repeat(20_000);
        let mut pattern = value.clone();
        pattern.truncate(10_000);
        pattern.insert(0, '*');
        pattern.push('b');
        assert_eq!(glob(&pattern).trim_prefix(&value, false), Err(GlobError::Steps));
    }
}
