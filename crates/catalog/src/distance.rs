//! How far two names are apart.
//!
//! It works on short ASCII names in a fixed buffer; longer ones are simply far apart.

/// Longest name that is compared.
const LONGEST: usize = 40;

/// The Damerau-Levenshtein distance (optimal string alignment), or `None` above `limit`. O(|a| × |b|), at most 1,600 steps.
pub(crate) fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() > LONGEST || b.len() > LONGEST || a.len().abs_diff(b.len()) > limit {
        return None;
    }
    // Every letter that the other has not takes an edit of its own: most names are told apart by that.
    let letters = |name: &[u8]| name.iter().fold(0_u32, |letters, letter| letters | 1 << (letter & 31));
    let (own, others) = (letters(a), letters(b));
    if (own & !others).count_ones().max((others & !own).count_ones()) as usize > limit {
        return None;
    }
    let mut before = [0_u8; LONGEST + 1];
    let mut last = [0_u8; LONGEST + 1];
    let mut row = [0_u8; LONGEST + 1];
    for (cell, index) in last.iter_mut().zip(0_u8..) {
        *cell = index;
    }
    let mut above = 0_u8;
    for (&letter, number) in a.iter().zip(1_u8..) {
        let mut left = number;
        let mut previous = 0_u8;
        let mut diagonal = last.first().copied().unwrap_or_default();
        let mut swap_from = u8::MAX;
        if let Some(cell) = row.first_mut() {
            *cell = number;
        }
        for (index, &other) in b.iter().enumerate() {
            let up = last.get(index + 1).copied().unwrap_or(u8::MAX);
            let mut best = (up.saturating_add(1)).min(left.saturating_add(1)).min(diagonal.saturating_add(u8::from(letter != other)));
            if number > 1 && index > 0 && letter == previous && above == other {
                best = best.min(swap_from.saturating_add(1));
            }
            swap_from = before.get(index).copied().unwrap_or(u8::MAX);
            if let Some(cell) = row.get_mut(index + 1) {
                *cell = best;
            }
            diagonal = up;
            left = best;
            previous = other;
        }
        before = last;
        last = row;
        above = letter;
    }
    let found = usize::from(last.get(b.len()).copied().unwrap_or(u8::MAX));
    (found <= limit).then_some(found)
}

/// The name with look-alike characters made one: `0` as `o`, `1` as `l`, `rn` as `m`, without `-`, `_` and `.`.
fn skeleton(name: &str) -> impl Iterator<Item = u8> {
    let mut bytes = name.bytes().filter(|byte| !matches!(byte, b'-' | b'_' | b'.')).peekable();
    core::iter::from_fn(move || {
        Some(match bytes.next()? {
            b'0' => b'o',
            b'1' => b'l',
            b'r' if bytes.peek() == Some(&b'n') => {
                bytes.next();
                b'm'
            }
            b'v' if bytes.peek() == Some(&b'v') => {
                bytes.next();
                b'w'
            }
            other => other,
        })
    })
}

/// Whether two different names look alike.
pub(crate) fn look_alike(a: &str, b: &str) -> bool {
    if a == b || a.len().abs_diff(b.len()) > LONGEST {
        return false;
    }
    skeleton(a).eq(skeleton(b))
}

#[cfg(test)]
mod tests {
    use super::{distance, look_alike};

    /// The textbook form, over a whole matrix.
    fn textbook(a: &str, b: &str) -> usize {
        let (a, b): (alloc::vec::Vec<u8>, alloc::vec::Vec<u8>) = (a.bytes().collect(), b.bytes().collect());
        let mut cells = alloc::vec![alloc::vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                cells[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let change = cells[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    let mut best = change.min(cells[i - 1][j] + 1).min(cells[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        best = best.min(cells[i - 2][j - 2] + 1);
                    }
                    best
                };
            }
        }
        cells[a.len()][b.len()]
    }

    #[test]
    fn agrees_with_the_textbook() {
        let words = [
            "", "a", "ab", "ba", "abc", "acb", "static", "statis", "satic", "nginx", "ngnix", "nignx", "python", "pyhton", "cab", "aabb",
            "abab",
        ];
        for a in words {
            for b in words {
                assert_eq!(distance(a, b, 99), Some(textbook(a, b)), "{a} {b}");
            }
        }
    }

    #[test]
    fn limits_hold() {
        assert_eq!(distance("static", "statis", 1), Some(1));
        assert_eq!(distance("static", "sttaci", 1), None);
        assert_eq!(distance(&"a".repeat(41), "a", 99), None);
    }

    #[test]
    fn look_alikes() {
        for (a, b) in [
            ("g00gle", "google"),
            ("p0stgres", "postgres"),
            ("eclipse_temurin", "eclipse-temurin"),
            ("rnysql", "mysql"),
            ("ngi-nx", "nginx"),
        ] {
            assert!(look_alike(a, b), "{a} {b}");
        }
        assert!(!look_alike("nginx", "nginx") && !look_alike("node", "mode"));
    }
}
