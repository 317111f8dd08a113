//! Repositories that are deprecated or gone, and what took their place.
//!
//! It never claims that an image cannot be pulled: gone means taken off the list of official images.

use crate::generated::names::DEPRECATED;
use crate::replacements::is_path;

/// What became of a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeprecatedState {
    /// Still listed, marked as deprecated.
    Deprecated,
    /// No longer listed or no longer updated.
    Gone,
}

/// A repository that should not be built on any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deprecated {
    /// What became of it.
    pub state: DeprecatedState,
    /// Day or month it happened, as far as the source says: `YYYY-MM-DD` or `YYYY-MM`.
    pub since: Option<&'static str>,
    successors: &'static str,
}

impl Deprecated {
    /// Full names (`docker.io/library/…`) of what to use instead, best first; none where nothing is named.
    pub fn successors(self) -> impl Iterator<Item = &'static str> {
        self.successors.split_whitespace()
    }
}

/// Whether `repository` on `registry` is deprecated or gone. O(length of the table).
#[must_use]
pub fn deprecated(registry: &str, repository: &str) -> Option<Deprecated> {
    DEPRECATED.iter().find(|(pattern, ..)| is_path(pattern, registry, repository)).map(|(_, state, since, successors)| Deprecated {
        state: if *state == "gone" { DeprecatedState::Gone } else { DeprecatedState::Deprecated },
        since: Some(*since).filter(|since| !since.is_empty()),
        successors,
    })
}

#[cfg(test)]
mod tests {
    use super::{DeprecatedState, deprecated};

    #[test]
    fn successors_are_named_in_full() {
        let openjdk = deprecated("docker.io", "library/openjdk").expect("listed");
        assert_eq!((openjdk.state, openjdk.since), (DeprecatedState::Deprecated, Some("2022-07")));
        assert_eq!(openjdk.successors().next(), Some("docker.io/library/eclipse-temurin"));
        assert_eq!(deprecated("docker.io", "library/centos").map(|gone| gone.state), Some(DeprecatedState::Gone));
        assert!(deprecated("docker.io", "adoptopenjdk/openjdk11").is_some());
        assert!(deprecated("docker.io", "library/java").is_some());
        for (registry, repository) in [("docker.io", "library/node"), ("quay.io", "library/openjdk"), ("docker.io", "team/openjdk")] {
            assert_eq!(deprecated(registry, repository), None, "{registry}/{repository}");
        }
    }
}
