//! What the tables say of a repository as a whole: looked up once, since most questions about a tag of it begin there.
//!
//! It never looks at a tag.

use crate::eol::{Cycles, cycles_of_image};
use crate::official::{Official, official_name};
use crate::replacements::{self, Family};

/// A repository in the eyes of the tables.
#[derive(Clone, Copy, Debug)]
pub struct Repository {
    /// The official image that it is or mirrors.
    pub official: Option<Official>,
    /// Its family with the ways out of it.
    pub family: Option<&'static Family>,
    /// The cycles of the family whose versions its tags carry.
    pub(crate) cycles: Option<Cycles>,
    /// How many components of a version must survive when a tag floats.
    pub(crate) floor: usize,
}

impl Repository {
    /// Looks a repository up. O(length of the tables).
    #[must_use]
    pub fn of(registry: &str, repository: &str) -> Repository {
        let official = official_name(registry, repository);
        let (family, floor) = replacements::find(official, registry, repository);
        Repository { official, family, cycles: cycles_of_image(official, registry, repository), floor }
    }
}
