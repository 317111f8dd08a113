//! What may stand in for an image: families, their offers in order, and what moves along.
//!
//! It names conditions, blockers, edits and caveats by id and decides none of them: that needs the file they are
//! judged in. Every tag that comes out of an offer still has to pass [`crate::sibling`] or the lists.

use core::cmp::Ordering;

use crate::generated::replacements::{FAMILIES, PACKAGES, PATHS};
use crate::lookup;
use crate::official::{Flavour, Official, official_name};

/// How likely a replacement breaks something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// Hardly.
    Low,
    /// Something may have to be adapted.
    Medium,
    /// Data or behaviour may change.
    High,
}

/// What an offer leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Another flavour of the same image; [`crate::sibling`] finds the tag.
    Flavour(Flavour),
    /// Another image. `{major}`, `{v}`, `{name}`, `{tag}`, `{alpine}` stand for the parts of the present one and the
    /// newest supported Alpine; `{a|b}` for one of both.
    Image(&'static str),
    /// The same image with another role word, such as `jre` for `jdk`.
    Role(&'static str),
    /// No base image at all.
    Scratch,
    /// The image stays; only the file changes.
    Keep,
    /// The successor that the catalog names.
    Successor,
}

/// One way out of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// Kebab-case id, unique in its family.
    pub id: &'static str,
    /// What it leads to.
    pub target: Target,
    /// Whether it is meant for the final stage; otherwise for build stages, where it shrinks nothing that is shipped.
    pub final_stage: bool,
    /// 0 for a changed tag, 1 for a few lines, 2 for another way of building, 3 for work by hand.
    pub effort: u8,
    /// How likely it breaks something.
    pub risk: Risk,
    /// Ids of conditions that must all hold.
    pub requires: &'static [&'static str],
    /// Ids of conditions of which none may hold.
    pub blocked_by: &'static [&'static str],
    /// Ids of the edits it takes.
    pub edits: &'static [&'static str],
    /// Ids of what a reader should know before.
    pub caveats: &'static [&'static str],
}

/// Images with the same ways out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Family {
    /// Kebab-case id, such as `node` or `databases`.
    pub id: &'static str,
    /// `interpreted`, `compiled`, `server`, `distro` or `distroless`.
    pub kind: &'static str,
    /// How many components of a version must survive when a tag floats to one that is listed.
    pub(crate) floor: u8,
    /// Those that are no official images.
    pub(crate) repositories: &'static [&'static str],
    /// The ways out, the one to offer first at the top.
    pub offers: &'static [Offer],
}

/// The order of an entry of a sorted table and `folder/name`.
pub(crate) fn order(entry: &str, folder: &str, name: &str) -> Ordering {
    let (start, rest) = entry.as_bytes().split_at(folder.len().min(entry.len()));
    start.cmp(folder.as_bytes()).then_with(|| match rest.split_first() {
        Some((joint, rest)) => joint.cmp(&b'/').then_with(|| rest.cmp(name.as_bytes())),
        None => Ordering::Less,
    })
}

/// Whether an entry `host/path` or `host/folder/*` names a repository.
#[inline]
pub(crate) fn is_path(entry: &str, registry: &str, repository: &str) -> bool {
    // Most entries have the same few hosts: what follows tells them apart sooner, and nearly all by its first letter.
    let (bytes, at) = (entry.as_bytes(), registry.len());
    let first = bytes.get(at + 1);
    bytes.get(at) == Some(&b'/')
        && (first == repository.as_bytes().first() || first == Some(&b'*'))
        && is_wholly_path(entry, registry, repository)
}

#[inline(never)]
fn is_wholly_path(entry: &str, registry: &str, repository: &str) -> bool {
    let Some(path) = entry.get(registry.len() + 1..) else { return false };
    let is_same = path.strip_suffix('*').map_or(path == repository, |folder| repository.starts_with(folder));
    is_same && entry.starts_with(registry)
}

/// The path of an entry, and the floor that may stand behind it: `docker.io/library/redis=2`.
fn parts(entry: &'static str) -> (&'static str, Option<u8>) {
    match entry.as_bytes() {
        [.., b'=', digit] => (entry.get(..entry.len() - 2).unwrap_or(entry), Some(digit - b'0')),
        _ => (entry, None),
    }
}

/// The family of a repository, and how many components of a version must survive when a tag of it floats: the family's rule or the
/// entry's own, and two where there is neither.
pub(crate) fn find(official: Option<Official>, registry: &str, repository: &str) -> (Option<&'static Family>, usize) {
    /// Of what is in no family.
    const FLOOR: usize = 2;
    if let Some(image) = official {
        let row = image.row();
        return (row.family.and_then(|number| FAMILIES.get(usize::from(number))), usize::from(row.floor));
    }
    let entries = FAMILIES.iter().flat_map(|family| family.repositories.iter().map(move |entry| (family, parts(entry))));
    let mut named = entries.filter(|(_, (path, _))| is_path(path, registry, repository));
    let found = named.next();
    (found.map(|(family, _)| family), found.map_or(FLOOR, |(family, (_, own))| usize::from(own.unwrap_or(family.floor))))
}

/// The family of a repository.
#[must_use]
pub fn family(registry: &str, repository: &str) -> Option<&'static Family> {
    find(official_name(registry, repository), registry, repository).0
}

/// All families.
pub fn families() -> impl Iterator<Item = &'static Family> {
    FAMILIES.iter()
}

/// What Alpine calls a Debian package: the names to install, empty where the package has no counterpart, `None`
/// where the table does not know. O(log n).
#[must_use]
pub fn apk_packages(apt: &str) -> Option<&'static str> {
    lookup(PACKAGES, apt)
}

/// Where Alpine keeps a file that lies at `path` on Debian, where that differs. O(log n).
#[must_use]
pub fn alpine_path(path: &str) -> Option<&'static str> {
    lookup(PATHS, path)
}

#[cfg(test)]
mod tests {
    use super::{Target, alpine_path, apk_packages, families, family, order};
    use crate::Flavour;

    #[test]
    fn offers_come_in_order() {
        let node = family("docker.io", "library/node").expect("known");
        let first: alloc::vec::Vec<&str> = node.offers.iter().map(|offer| offer.id).collect();
        assert_eq!(first, ["static-site", "slim", "split-build", "distroless", "chainguard", "alpine"]);
        assert_eq!(node.offers.get(1).map(|offer| offer.target), Some(Target::Flavour(Flavour::Slim)));
        assert_eq!(family("docker.io", "library/alpine").map(|family| family.id), Some("small-distro"));
        assert_eq!(family("gcr.io", "distroless/base-debian12").map(|family| family.id), Some("distroless"));
        assert_eq!(family("public.ecr.aws", "docker/library/python").map(|family| family.id), Some("python"));
        assert_eq!(family("docker.io", "team/node"), None);
    }

    #[test]
    fn floors_keep_versions_apart() {
        for (repository, expected) in
            [("node", 1), ("python", 2), ("golang", 2), ("postgres", 1), ("redis", 2), ("mysql", 2), ("tomcat", 2), ("eclipse-temurin", 1)]
        {
            let path = alloc::format!("library/{repository}");
            assert_eq!(crate::floor_of("docker.io", &path), expected, "{repository}");
        }
        assert_eq!(crate::floor_of("docker.io", "team/app"), 2);
    }

    #[test]
    fn ids_are_unique_and_offers_never_name_an_ended_suite() {
        for family in families() {
            for (index, offer) in family.offers.iter().enumerate() {
                assert!(family.offers.iter().skip(index + 1).all(|other| other.id != offer.id), "{} {}", family.id, offer.id);
                if let Target::Image(image) = offer.target {
                    assert!(!image.contains("bookworm") && !image.contains("debian12"), "{image}");
                }
            }
        }
    }

    #[test]
    fn sorted_tables_are_searched_by_folder_and_name() {
        use crate::generated::{eol::REPOSITORIES, names::USERS};
        assert!(REPOSITORIES.is_sorted_by(|(a, _), (b, _)| a < b) && USERS.is_sorted_by(|a, b| a.0 <= b.0));
        for (entry, folder, name) in [
            ("docker.io/a/b", "docker.io", "a/b"),
            ("b", "docker.io", "a"),
            ("docker.io", "docker.io", "a"),
            ("docker.io.x/a", "docker.io", "a"),
            ("docker.io-x/a", "docker.io", "a"),
        ] {
            assert_eq!(order(entry, folder, name), entry.cmp(&alloc::format!("{folder}/{name}")), "{entry}");
        }
    }

    #[test]
    fn packages_and_paths() {
        assert_eq!(apk_packages("build-essential"), Some("build-base"));
        assert_eq!(apk_packages("libc6-dev"), Some("musl-dev"));
        assert_eq!(apk_packages("cron"), Some(""), "known to have none");
        assert_eq!(apk_packages("no-such-package"), None);
        assert_eq!(alpine_path("/usr/bin/tini"), Some("/sbin/tini"));
        assert_eq!(alpine_path("/usr/bin/curl"), None);
    }
}
