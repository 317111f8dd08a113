//! `*` and `?` in a tag or in one component of a path. It knows no classes, no escapes and no `/`.

/// Whether `pattern` fits the whole of `text`; `*` is any number of characters and `?` is one. O(pattern · text), no recursion.
#[must_use]
pub fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    // Where the last star stands, and up to where it has taken the text.
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(byte) if *byte == b'?' || Some(byte) == text.get(t) => {
                p += 1;
                t += 1;
            }
            _ => {
                let Some((at, taken)) = star else { return false };
                star = Some((at, taken + 1));
                p = at + 1;
                t = taken + 1;
            }
        }
    }
    pattern.get(p..).unwrap_or_default().iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text) in [("*", ""), ("", ""), ("1.*", "1.2"), ("*-rc*", "1-rc2"), ("a*b*c", "aXbYbZc"), ("?.?", "1.2"), ("a", "a")] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [("", "a"), ("1.*", "11"), ("*-rc*", "1-r"), ("a*b", "ab1"), ("?", ""), ("a", "A")] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
        assert!(!matches("*a*a*a*a*b", &"a".repeat(2000)));
    }
}
