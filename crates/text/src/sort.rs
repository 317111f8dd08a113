//! A stable sort whose code exists once, whatever is sorted.
//!
//! The standard library's sort is instantiated anew for every type and comparison, some kilobytes each; the lists of a
//! lint run are short, and in a browser the bytes matter more than the microseconds.

use alloc::vec::Vec;
use core::cmp::Ordering;

/// Sorts `items`; equal ones keep their order. O(n · log n), and O(n) where they are sorted already.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let of = |a: usize, b: usize| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    };
    let Some(mut order) = order(items.len(), &of) else { return };
    // Along each ring of places that follow one another every item goes to its own; a place that is done names itself.
    for first in 0..order.len() {
        let mut place = first;
        while let Some(from) = order.get_mut(place).map(|from| core::mem::replace(from, place)) {
            if from == first {
                break;
            }
            items.swap(place, from);
            place = from;
        }
    }
}

/// Sorts `items` by what `key` gives for each; equal ones keep their order.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |a, b| key(a).cmp(&key(b)));
}

/// The order in which `length` items stand when sorted; `None` if they are.
fn order(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Option<Vec<usize>> {
    if (1..length).all(|i| compare(i - 1, i) != Ordering::Greater) {
        return None;
    }
    let mut from: Vec<usize> = (0..length).collect();
    let mut to: Vec<usize> = Vec::with_capacity(length);
    let mut width = 1;
    while width < length {
        to.clear();
        for pair in from.chunks(2 * width) {
            let (left, right) = pair.split_at(width.min(pair.len()));
            merge(left, right, compare, &mut to);
        }
        core::mem::swap(&mut from, &mut to);
        width *= 2;
    }
    Some(from)
}

fn merge(mut left: &[usize], mut right: &[usize], compare: &dyn Fn(usize, usize) -> Ordering, to: &mut Vec<usize>) {
    while let ([a, left_rest @ ..], [b, right_rest @ ..]) = (left, right) {
        if compare(*a, *b) == Ordering::Greater {
            to.push(*b);
            right = right_rest;
        } else {
            to.push(*a);
            left = left_rest;
        }
    }
    to.extend_from_slice(left);
    to.extend_from_slice(right);
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::vec::Vec;

    use super::sort_by_key;

    #[test]
    fn sorts_like_the_standard_library() {
        let mut state = 1_u32;
        for length in 0..200_usize {
            let mut items: Vec<(u32, usize)> = (0..length)
                .map(|i| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    ((state >> 16) % 20, i)
                })
                .collect();
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            sort_by_key(&mut items, |(key, _)| *key);
            assert_eq!(items, expected);
        }
    }
}
