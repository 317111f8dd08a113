//! Base-image facts: which tags of the official images are maintained, when release cycles and
//! distributions end, what images weigh and hold, what replaces what, and which names are likely slips.
//!
//! Every fact stands in a data file with its source and its day ([`sources`]); the tables in here are made from
//! those files. Unknown is `None` or [`Support::Unknown`], never a guess: a tag that is not in the list is *not in
//! the current list of maintained tags*, which says nothing about whether it can be pulled. The catalog has no
//! clock; whatever depends on a day takes it as `as_of`. It never asks a registry.
#![no_std]
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice))]

extern crate alloc;

use core::cmp::Ordering;

mod date;
mod deprecated;
mod distance;
pub mod distroless;
mod eol;
pub mod footprint;
mod generated;
mod listed;
mod official;
mod registries;
pub mod replacements;
mod repository;
mod sibling;
mod tag;
mod typo;
mod users;

pub use date::Date;
pub use deprecated::{Deprecated, DeprecatedState, deprecated};
pub use eol::{Applied, Cycle, Cycles, Support, applied, applied_to, cycle, cycles, family_of, support};
pub use footprint::{Footprint, Libc, Presence, footprint, footprint_of};
pub use listed::other_tag;
pub use official::{Architectures, Build, Flavour, Official, TagInfo, is_official, names, official, official_folder, official_name};
pub use registries::{Registry, RegistryState, registry, well_known_registries};
pub use repository::Repository;
pub use sibling::{Sibling, floor_of, maintained, pinned, sibling};
pub use tag::{Suite, TagParts};
pub use typo::{Candidate, Signs, misspelling};
pub use users::{DefaultUser, default_user, default_user_of, is_nonroot};

/// A table of facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source {
    /// The data file, without its ending.
    pub table: &'static str,
    /// The day the facts describe, or `None` for a table kept by hand.
    pub date: Option<Date>,
    /// Where the facts come from.
    pub origin: &'static str,
}

/// The newest day of the data, `YYYY-MM-DD`. A single table may be older: see [`date_of`].
#[must_use]
pub fn catalog_date() -> &'static str {
    generated::sources::NEWEST
}

/// The day of one table, such as `official` (the tag lists) or `eol` (the cycles).
#[must_use]
pub fn date_of(table: &str) -> Option<Date> {
    sources().find(|source| source.table == table).and_then(|source| source.date)
}

/// As [`date_of`], as text.
#[must_use]
pub fn day_of(table: &str) -> Option<&'static str> {
    let (_, day, _) = generated::sources::SOURCES.iter().find(|(name, ..)| *name == table)?;
    Some(*day).filter(|day| !day.is_empty())
}

/// Every table with its day and origin, in alphabetical order.
pub fn sources() -> impl Iterator<Item = Source> {
    generated::sources::SOURCES.iter().map(|(table, date, origin)| Source { table, date: Date::parse(date), origin })
}

/// The lines of a table that is one text.
pub(crate) fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    plimsoll_text::split_byte(table, b'\n').filter(|row| !row.is_empty())
}

/// The order of texts. Most are told apart by their first byte, for which nothing has to be called.
#[inline]
pub(crate) fn order(a: &str, b: &str) -> Ordering {
    a.as_bytes().first().cmp(&b.as_bytes().first()).then_with(|| a.cmp(b))
}

/// The entry of a table that is sorted by its first cell.
pub(crate) fn lookup<T: Copy>(table: &[(&'static str, T)], key: &str) -> Option<T> {
    let index = table.binary_search_by(|(name, _)| order(name, key)).ok()?;
    table.get(index).map(|(_, value)| *value)
}
