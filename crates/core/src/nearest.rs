//! "Did you mean …?": the nearest of a few known names. It never suggests a name more than two letters away.

use alloc::vec::Vec;

/// Longer words need not be measured: nobody mistypes two letters in them and wonders.
const MAX_LENGTH: usize = 48;

/// The name with the smallest edit distance to `word`, the first of several: at most two, and one in words under eight letters;
/// case is ignored. O(word · names).
#[must_use]
pub fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if word.len() > MAX_LENGTH {
        return None;
    }
    let limit = (word.len() / 4 + 1).min(3);
    let mut best: Option<(&'n str, usize)> = None;
    for name in names {
        // A name that is much longer or shorter cannot be near.
        if name.len().abs_diff(word.len()) < 3 {
            let distance = distance(word, name);
            if distance < best.map_or(limit, |(_, d)| d) {
                best = Some((name, distance));
            }
        }
    }
    best.map(|(name, _)| name)
}

/// The same among names of variables, of those that can stand behind a `$`: `ARG` and `ENV` take any name.
#[must_use]
pub fn nearest_variable<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let starts = |name: &str| name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    let goes_on = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    nearest(word, names.into_iter().filter(|name| starts(name) && goes_on(name)))
}

/// Levenshtein distance, letters compared without case; two neighbours in the wrong order count once.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<u8> = a.bytes().map(|c| c.to_ascii_lowercase()).collect();
    let b: Vec<u8> = b.bytes().map(|c| c.to_ascii_lowercase()).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let cell = |row: &[usize], i: usize| row.get(i).copied().unwrap_or(usize::MAX / 2);
    for (i, c) in a.iter().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        for (j, d) in b.iter().enumerate() {
            let mut value = (cell(&next, j) + 1).min(cell(&row, j + 1) + 1).min(cell(&row, j) + usize::from(c != d));
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(d) && b.get(j - 1) == Some(c);
            if swapped {
                value = value.min(cell(&before, j - 1) + 1);
            }
            next.push(value);
        }
        before = core::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{nearest, nearest_variable};

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        assert_eq!(nearest("PAHT", ["HOME", "PATH"]), Some("PATH"));
        assert_eq!(nearest("DIR_ASSET", ["DIR_CONFIG", "DIR_ASSETS"]), Some("DIR_ASSETS"));
        assert_eq!(nearest("version", ["VERSION"]), Some("VERSION"));
        assert_eq!(nearest("A", ["B"]), None, "one letter is no likeness");
        assert_eq!(nearest("GOPATH", ["PATH"]), None, "a name of its own");
    }

    #[test]
    fn a_variable_that_nothing_can_name_is_not_meant() {
        assert_eq!(nearest_variable("APP_UIDS", ["APP_UID\u{15}", "APP-UID"]), None);
        assert_eq!(nearest_variable("APP_UIDS", ["APP_UID\u{15}", "APP_UID"]), Some("APP_UID"));
    }
}
