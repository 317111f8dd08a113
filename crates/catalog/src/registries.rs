//! Registries that are known by name.
//!
//! It never judges trust: a known registry is one whose name is not a slip, nothing more.

use crate::generated::names::REGISTRIES;
use crate::order;

/// Whether a registry still serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistryState {
    /// In service.
    Known,
    /// Frozen or shut down.
    Retired,
}

/// A registry that is known by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registry {
    /// Host name.
    pub host: &'static str,
    /// Whether it still serves.
    pub state: RegistryState,
    /// The registry that took its place.
    pub successor: Option<&'static str>,
    /// The folder in which it carries the official images, with the `/` at its end.
    pub official_prefix: Option<&'static str>,
}

type Row = (&'static str, &'static str, &'static str, &'static str);

fn filled(cell: &'static str) -> Option<&'static str> {
    Some(cell).filter(|cell| !cell.is_empty())
}

fn of(row: &Row) -> Registry {
    let (host, state, successor, prefix) = *row;
    let state = if state == "retired" { RegistryState::Retired } else { RegistryState::Known };
    Registry { host, state, successor: filled(successor), official_prefix: filled(prefix) }
}

/// Docker Hub, which most images are on.
pub(crate) const HUB: Registry =
    Registry { host: "docker.io", state: RegistryState::Known, successor: None, official_prefix: Some("library/") };

/// The registry called `host`. O(log n).
#[must_use]
#[inline]
pub fn registry(host: &str) -> Option<Registry> {
    if host == HUB.host { Some(HUB) } else { other(host) }
}

fn other(host: &str) -> Option<Registry> {
    let index = REGISTRIES.binary_search_by(|row| order(row.0, host)).ok()?;
    REGISTRIES.get(index).map(of)
}

/// All known registries in alphabetical order.
pub fn well_known_registries() -> impl Iterator<Item = Registry> {
    REGISTRIES.iter().map(of)
}

#[cfg(test)]
mod tests {
    use super::{RegistryState, registry, well_known_registries};

    #[test]
    fn known_and_retired() {
        let frozen = registry("k8s.gcr.io").expect("listed");
        assert_eq!((frozen.state, frozen.successor), (RegistryState::Retired, Some("registry.k8s.io")));
        assert_eq!(super::other(super::HUB.host), Some(super::HUB));
        assert_eq!(registry("registry.corp.local"), None);
        assert!(well_known_registries().map(|known| known.host).is_sorted());
    }
}
