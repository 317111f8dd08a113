//! Shell patterns over slash-parted names, with the meaning of Go's `path.Match`.
//!
//! It never lets a wildcard cross a `/`, and it never recurses: a `*` is retried from one remembered place.

use crate::error::{Error, ErrorKind};

/// One step of a pattern.
enum Step<'p> {
    Any,
    One,
    Char(char),
    /// The inside of `[…]`, without the leading `^`.
    Class {
        inside: &'p str,
        negated: bool,
    },
}

/// Whether `pattern` fits all of `text`. O(text × pattern).
pub(crate) fn matches(pattern: &str, text: &str) -> Result<bool, Error> {
    // A fault behind the first mismatch must be told as well, so the whole pattern is read once up front.
    let mut at = 0;
    while let Some((_, next)) = step(pattern, at)? {
        at = next;
    }
    let (mut at, mut pos) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    loop {
        let rest = text.get(pos..).unwrap_or_default();
        let next_char = rest.chars().next();
        let taken = match (step(pattern, at)?, next_char) {
            (None, None) => return Ok(true),
            (Some((Step::Any, next)), _) => {
                retry = Some((next, pos));
                at = next;
                continue;
            }
            (Some((found, next)), Some(character)) if fits(&found, character)? => Some((next, pos + character.len_utf8())),
            _ => None,
        };
        if let Some(state) = taken {
            (at, pos) = state;
            continue;
        }
        // Give one more character to the last `*`, unless that character is a `/`.
        let Some((star_next, star_pos)) = retry else { return Ok(false) };
        match text.get(star_pos..).and_then(|rest| rest.chars().next()) {
            Some(character) if character != '/' => {
                let after = star_pos + character.len_utf8();
                retry = Some((star_next, after));
                (at, pos) = (star_next, after);
            }
            _ => return Ok(false),
        }
    }
}

/// The step at byte `at` of `pattern` and the offset behind it.
fn step(pattern: &str, at: usize) -> Result<Option<(Step<'_>, usize)>, Error> {
    let rest = pattern.get(at..).unwrap_or_default();
    let mut chars = rest.char_indices();
    let Some((_, first)) = chars.next() else { return Ok(None) };
    let behind = at + first.len_utf8();
    let found = match first {
        '*' => (Step::Any, behind),
        '?' => (Step::One, behind),
        '\\' => match chars.next() {
            Some((_, escaped)) => (Step::Char(escaped), behind + escaped.len_utf8()),
            None => return Err(Error::at(ErrorKind::BadPattern, at)),
        },
        '[' => {
            let body = pattern.get(behind..).unwrap_or_default();
            let negated = body.starts_with('^');
            let start = behind + usize::from(negated);
            let inside = pattern.get(start..).unwrap_or_default();
            let end = class_end(inside).ok_or(Error::at(ErrorKind::BadPattern, at))?;
            let inside = inside.get(..end).unwrap_or_default();
            let step = Step::Class { inside, negated };
            fits(&step, ' ').map_err(|_| Error::at(ErrorKind::BadPattern, at))?;
            (step, start + end + 1)
        }
        other => (Step::Char(other), behind),
    };
    Ok(Some(found))
}

/// Offset of the `]` that closes a class; one in first place is an ordinary character only when escaped.
fn class_end(inside: &str) -> Option<usize> {
    let mut escaped = false;
    inside.char_indices().find_map(|(index, character)| {
        let close = character == ']' && !escaped;
        escaped = character == '\\' && !escaped;
        close.then_some(index)
    })
}

fn fits(step: &Step<'_>, character: char) -> Result<bool, Error> {
    Ok(match step {
        Step::Any => false,
        Step::One => character != '/',
        Step::Char(wanted) => *wanted == character,
        Step::Class { inside, negated } => {
            let bad = || Error::at(ErrorKind::BadPattern, 0);
            let mut chars = inside.chars().peekable();
            let mut hit = false;
            if chars.peek().is_none() {
                return Err(bad());
            }
            while let Some(low) = class_char(&mut chars) {
                let low = low.ok_or_else(bad)?;
                let high = match chars.peek() {
                    Some('-') => {
                        chars.next();
                        class_char(&mut chars).flatten().ok_or_else(bad)?
                    }
                    _ => low,
                };
                hit |= low <= character && character <= high;
            }
            hit != *negated
        }
    })
}

/// The next character of a class: `None` at the end, `Some(None)` for one that must be escaped and is not.
fn class_char(chars: &mut core::iter::Peekable<core::str::Chars<'_>>) -> Option<Option<char>> {
    match chars.next()? {
        '-' | ']' => Some(None),
        '\\' => Some(chars.next()),
        other => Some(Some(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::matches;
    use alloc::string::String;

    #[test]
    fn wildcards_stop_at_a_slash() {
        for (pattern, text, expected) in [
            ("*", "node", true),
            ("*", "team/node", false),
            ("*/node", "team/node", true),
            ("team/*:1?", "team/node:18", true),
            ("team/*:1?", "team/node:8", false),
            ("n[^o]de", "node", false),
            ("n[a-p]de", "node", true),
            ("a\\*b", "a*b", true),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxb/yc", false),
            ("", "", true),
        ] {
            assert_eq!(matches(pattern, text), Ok(expected), "{pattern} on {text}");
        }
    }

    #[test]
    fn a_broken_pattern_is_an_error_even_behind_a_mismatch() {
        for (pattern, offset) in [("x[", 1), ("node[a", 4), ("[]", 0), ("[a-]", 0), ("ab\\", 2)] {
            assert_eq!(matches(pattern, "node").expect_err("broken").offset, offset, "{pattern}");
        }
    }

    #[test]
    fn many_stars_stay_cheap() {
        let text: String = core::iter::repeat_n('a', 2000).collect();
        let pattern: String = core::iter::repeat_n("*a", 200).collect::<String>() + "b";
        assert_eq!(matches(&pattern, &text), Ok(false));
    }
}
