//! "Did you mean …?": the nearest of a few known names. It never suggests a name more than two letters away.

use alloc::vec::Vec;

/// Longer words cannot be near any name, and need not be measured.
const MAX_LENGTH: usize = 32;

/// The name with the smallest edit distance below three, the first of several; case does not matter.
pub(crate) fn nearest(word: &str, names: impl IntoIterator<Item = &'static str>) -> Option<&'static str> {
    if word.len() > MAX_LENGTH {
        return None;
    }
    let mut best: Option<(&'static str, usize)> = None;
    for name in names {
        let distance = distance(word, name);
        if distance < best.map_or(3, |(_, d)| d) {
            best = Some((name, distance));
        }
    }
    best.map(|(name, _)| name)
}

/// Levenshtein distance, letters compared without case.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<u8> = b.bytes().map(|c| c.to_ascii_lowercase()).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, c) in a.bytes().map(|c| c.to_ascii_lowercase()).enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, d) in row.iter_mut().skip(1).zip(&b) {
            let value = (left + 1).min(*cell + 1).min(diagonal + usize::from(c != *d));
            diagonal = core::mem::replace(cell, value);
            left = value;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// A word for a message: very long ones are cut.
pub(crate) fn shown(word: &str) -> &str {
    const MAX: usize = 120;
    let cut = word.char_indices().nth(MAX).map_or(word.len(), |(i, _)| i);
    word.get(..cut).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn distances() {
        assert_eq!((distance("FORM", "from"), distance("", "add"), distance("run", "RUN")), (2, 3, 0));
        assert_eq!(distance("helthchek", "HEALTHCHECK"), 2);
    }

    #[test]
    fn only_near_names() {
        assert_eq!(nearest("COYP", ["ADD", "COPY"]), Some("COPY"));
        assert_eq!(nearest("something", ["ADD", "COPY"]), None);
    }
}
