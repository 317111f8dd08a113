//! Names that are likely slips of better-known ones.
//!
//! A name is judged only where a slip can be told from a name of one's own: single words on Docker Hub, images called
//! distroless, and registries. A tie has no answer, and neither have mirrors, private paths and everyday words.

use alloc::string::String;

use crate::distance::{distance, look_alike};
use crate::distroless::{self, Status};
use crate::generated::names::{DEPRECATED, EVERYDAY};
use crate::official::{is_official, names};
use crate::registries::{registry, well_known_registries};

/// Longest path of a repository and longest host name.
const NAME_MAX: usize = 255;

/// What speaks for a slip. Each is a fact about the name as written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// Edits between the name as written and the one that is meant; 0 where the name itself is right.
    pub edits: u8,
    /// The names look alike: digits for letters, other separators.
    pub look_alike: bool,
    /// The registry is not known, and close to a known one in its spelling.
    pub registry_misspelt: bool,
    /// The registry is not known, and its first label is the name of an image (`static.io`). It may well exist and
    /// belong to somebody else.
    pub registry_named_like_image: bool,
    /// Distroless images are not published on Docker Hub; the folder there may belong to anybody.
    pub not_published_there: bool,
}

/// The image that was probably meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its registry.
    pub registry: String,
    /// Its repository, with `library/` for official images.
    pub repository: String,
    /// Why.
    pub signs: Signs,
    /// Where the image that was meant is not built any more: what takes its place today, with the tag
    /// (`gcr.io/distroless/static-debian13:nonroot`).
    pub current: Option<String>,
}

/// The image that was probably meant by `repository` on `registry`, or `None` where nothing speaks for a slip.
/// Allocates only where it finds something.
#[must_use]
pub fn misspelling(registry_host: &str, repository: &str) -> Option<Candidate> {
    if registry_host.len().max(repository.len()) > NAME_MAX {
        return None;
    }
    if let Some(found) = of_distroless(registry_host, repository) {
        return Some(found);
    }
    if let Some(name) = repository.strip_prefix("library/").filter(|_| registry_host == "docker.io") {
        if !may_be_judged(name) {
            return None;
        }
        let (meant, edits) = closest(name, names(), official_limit)?;
        let signs = Signs { edits, look_alike: look_alike(name, meant), ..Signs::default() };
        return Some(Candidate { registry: String::from("docker.io"), repository: ["library/", meant].concat(), signs, current: None });
    }
    let meant = misspelt_registry(registry_host)?;
    let signs = Signs { registry_misspelt: true, ..Signs::default() };
    Some(Candidate { registry: String::from(meant), repository: String::from(repository), signs, current: None })
}

/// Whether a single name on Docker Hub is neither known nor an everyday word.
fn may_be_judged(name: &str) -> bool {
    let listed_as_gone = |name: &str| DEPRECATED.iter().any(|row| row.0.strip_prefix("docker.io/library/") == Some(name));
    !name.contains('/') && !is_official(name) && !listed_as_gone(name) && EVERYDAY.binary_search(&name).is_err()
}

/// How many edits count as a slip of a name of this length, and whether letters may be replaced at all.
fn official_limit(meant: &str) -> usize {
    match meant.len() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// The only name within its limit; a tie at the smallest distance has no answer.
fn closest<'n>(name: &str, known: impl Iterator<Item = &'n str>, limit: fn(&str) -> usize) -> Option<(&'n str, u8)> {
    let mut best: Option<(&str, usize)> = None;
    let mut tied = false;
    // What follows asks for the same first letter or the same letters; that is cheaper to look at than the distance.
    let may_be_meant = |candidate: &str| candidate.len() == name.len() || candidate.as_bytes().first() == name.as_bytes().first();
    for candidate in known {
        let alike = look_alike_long_enough(name, candidate);
        let found = if alike {
            Some(1)
        } else {
            may_be_meant(candidate)
                .then(|| distance(name, candidate, limit(candidate)))
                .flatten()
                .filter(|edits| is_slip(name, candidate, *edits))
        };
        let Some(edits) = found.filter(|edits| *edits > 0) else { continue };
        match best {
            Some((_, least)) if edits > least => {}
            Some((_, least)) if edits == least => tied = true,
            _ => {
                best = Some((candidate, edits));
                tied = false;
            }
        }
    }
    let (meant, edits) = best.filter(|_| !tied)?;
    Some((meant, u8::try_from(edits).unwrap_or(u8::MAX)))
}

fn look_alike_long_enough(name: &str, candidate: &str) -> bool {
    candidate.len() >= 4 && name.len().abs_diff(candidate.len()) <= 3 && look_alike(name, candidate)
}

/// Whether so many edits of so short a name are a slip and not simply another word.
///
/// In a name of four letters every replaced or dropped letter makes another word (`cash`, `mode`); swapped and doubled
/// letters do not. A name with a letter behind it is a name of its own (`nodes`, `mysqld`), and people rarely miss the
/// first letter.
fn is_slip(name: &str, candidate: &str, edits: usize) -> bool {
    let appended = name.strip_prefix(candidate).is_some_and(|rest| rest.len() == 1 && !candidate.ends_with(rest));
    if appended {
        return false;
    }
    let same_letters = name.len() == candidate.len() && candidate.bytes().all(|byte| count(name, byte) == count(candidate, byte));
    let first = name.as_bytes().first() == candidate.as_bytes().first();
    if candidate.len() <= 4 {
        return same_letters || (first && is_doubled(name, candidate));
    }
    (first || same_letters) && (edits == 1 || candidate.len() >= 8)
}

fn count(text: &str, wanted: u8) -> usize {
    text.bytes().filter(|byte| *byte == wanted).count()
}

/// Whether `name` is `candidate` with one letter typed twice.
fn is_doubled(name: &str, candidate: &str) -> bool {
    let (long, short) = (name.as_bytes(), candidate.as_bytes());
    let at = long.iter().zip(short).position(|(a, b)| a != b).unwrap_or(short.len());
    long.len() == short.len() + 1 && at > 0 && long.get(at) == long.get(at - 1) && long.get(at + 1..) == short.get(at..)
}

/// The known registry that `host` is a slip of.
fn misspelt_registry(host: &str) -> Option<&'static str> {
    if registry(host).is_some() || host.contains(':') || !host.contains('.') {
        return None;
    }
    let limit = |meant: &str| usize::from(meant.len() >= 6);
    let (meant, edits) = closest_host(host, limit)?;
    (edits > 0).then_some(meant)
}

/// Among hosts, short names differ by one letter as a matter of course (`gcr.io`, `icr.io`): only swapped letters and
/// look-alikes count there.
fn closest_host(host: &str, limit: fn(&str) -> usize) -> Option<(&'static str, u8)> {
    let known = well_known_registries().map(|known| known.host);
    let judged = known.filter(move |known| {
        let swapped = known.len() == host.len() && known.bytes().all(|byte| count(host, byte) == count(known, byte));
        known.len() > 8 || swapped || same_without_look_alikes(host, known)
    });
    closest(host, judged, limit)
}

/// As [`look_alike`], but dots count: `gcrio` is no host.
fn same_without_look_alikes(host: &str, known: &str) -> bool {
    count(host, b'.') == count(known, b'.') && look_alike(host, known)
}

fn of_distroless(registry_host: &str, repository: &str) -> Option<Candidate> {
    let (folder, name) = repository.split_once('/').filter(|(_, name)| !name.contains('/'))?;
    let folder_right = folder == "distroless";
    if !folder_right && distance(folder, "distroless", 2).is_none() {
        return None;
    }
    let (base, suite) = distroless::base_and_suite(name);
    let exact = distroless::bases().any(|known| known == base);
    let close = if exact { None } else { closest(base, distroless::bases(), distroless_limit) };
    let meant = if exact { base } else { close?.0 };
    let host_label = registry_host.split('.').next().unwrap_or_default();
    let host_known = registry(registry_host).is_some();
    let signs = Signs {
        edits: close.map_or(u8::from(!folder_right), |(_, edits)| edits),
        look_alike: close.is_some_and(|(meant, _)| look_alike(base, meant)),
        // The folder is known on one registry only, so that one letter is enough here.
        registry_misspelt: misspelt_registry(registry_host) == Some(distroless::REGISTRY)
            || (!host_known && distance(registry_host, distroless::REGISTRY, 1).is_some()),
        registry_named_like_image: !host_known && distroless::bases().any(|known| known == host_label),
        not_published_there: registry_host == "docker.io",
    };
    if signs == Signs::default() {
        return None;
    }
    let elsewhere = signs.registry_misspelt || signs.registry_named_like_image || signs.not_published_there;
    let registry = if elsewhere { distroless::REGISTRY } else { registry_host };
    let mut repository = [distroless::FOLDER, meant].concat();
    if let Some(suite) = suite {
        repository.push('-');
        repository.push_str(suite);
    }
    let successor = match distroless::status(&repository) {
        Some(Status::Retired(retired)) => retired.successor,
        _ => None,
    };
    let current = successor.map(|image| [distroless::REGISTRY, "/", distroless::FOLDER, image.name, ":nonroot"].concat());
    Some(Candidate { registry: String::from(registry), repository, signs, current })
}

/// One edit in a short name of a distroless image, two in a longer one.
fn distroless_limit(meant: &str) -> usize {
    if meant.len() <= 6 { 1 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::misspelling;
    use alloc::string::String;

    fn meant(registry: &str, repository: &str) -> Option<String> {
        misspelling(registry, repository).map(|found| alloc::format!("{}/{}", found.registry, found.repository))
    }

    #[test]
    fn a_slip_on_a_host_that_is_named_like_an_image() {
        let found = misspelling("static.io", "distroless/statis-debian10").expect("a slip");
        assert_eq!((found.registry.as_str(), found.repository.as_str()), ("gcr.io", "distroless/static-debian10"));
        assert_eq!(found.current.as_deref(), Some("gcr.io/distroless/static-debian13:nonroot"));
        assert_eq!(found.signs.edits, 1);
        assert!(found.signs.registry_named_like_image && !found.signs.registry_misspelt);
        let crate::distroless::Status::Retired(retired) = crate::distroless::status(&found.repository).expect("known") else {
            panic!("retired")
        };
        let suite = retired.suite_cycle().expect("Debian 10");
        assert!(suite.support(crate::Date { year: 2026, month: 11, day: 23 }).is_ended());
    }

    #[test]
    fn slips_of_official_names() {
        for (written, name) in [
            ("ngnix", "nginx"),
            ("nginxx", "nginx"),
            ("pyhton", "python"),
            ("pythn", "python"),
            ("ubunut", "ubuntu"),
            ("ubunto", "ubuntu"),
            ("debain", "debian"),
            ("alpin", "alpine"),
            ("ndoe", "node"),
            ("nodee", "node"),
            ("n0de", "node"),
            ("postgress", "postgres"),
            ("p0stgres", "postgres"),
            ("eclipse_temurin", "eclipse-temurin"),
            ("eclipse-termurin", "eclipse-temurin"),
            ("rediss", "redis"),
            ("goalng", "golang"),
        ] {
            assert_eq!(
                meant("docker.io", &alloc::format!("library/{written}")),
                Some(alloc::format!("docker.io/library/{name}")),
                "{written}"
            );
        }
    }

    #[test]
    fn names_of_one_s_own_are_left_alone() {
        for name in [
            "node",
            "openjdk",
            "java",
            "centos",
            "nodes",
            "base",
            "app",
            "api",
            "web",
            "cash",
            "code",
            "mode",
            "go",
            "py",
            "php7",
            "rubys",
            "nodejs",
            "build",
            "builder",
            "golangci",
            "server",
            "mysqld",
            "redisx-app",
            "backend",
            "my-nginx",
        ] {
            assert_eq!(meant("docker.io", &alloc::format!("library/{name}")), None, "{name}");
        }
        for (registry, repository) in [
            ("docker.io", "myorg/nodes"),
            ("docker.io", "myorg/ngnix"),
            ("docker.io", "library/team/ngnix"),
            ("ghcr.io", "team/ngnix"),
            ("registry.corp.local", "library/ngnix"),
            ("registry.corp.local", "distroless/static-debian13"),
            ("registry.corp.local:5000", "team/app"),
            ("localhost", "app"),
            ("gcr.io", "distroless/static-debian12"),
            ("gcr.io", "distroless/nodejs20"),
            ("gcr.io", "distroless/ruby"),
            ("quay.io", "prometheus/node-exporter"),
        ] {
            assert_eq!(meant(registry, repository), None, "{registry}/{repository}");
        }
    }

    #[test]
    fn distroless_slips() {
        for (registry, repository, expected) in [
            ("gcr.io", "distroless/statci-debian12", Some("gcr.io/distroless/static-debian12")),
            ("gcr.io", "distroless/pyhton3-debian13", Some("gcr.io/distroless/python3-debian13")),
            ("gcr.io", "distroles/static-debian13", Some("gcr.io/distroless/static-debian13")),
            ("grc.io", "distroless/static", Some("gcr.io/distroless/static")),
            ("qcr.io", "distroless/base-debian13", Some("gcr.io/distroless/base-debian13")),
            ("ghcr.io", "distroless/base-debian13", None),
            ("docker.io", "distroless/static-debian13", Some("gcr.io/distroless/static-debian13")),
            ("registry.corp.local", "distroless/statis-debian13", Some("registry.corp.local/distroless/static-debian13")),
            ("gcr.io", "distroless/nodejs21-debian13", None),
            ("gcr.io", "distroless/nodejs23", None),
        ] {
            assert_eq!(meant(registry, repository).as_deref(), expected, "{registry}/{repository}");
        }
    }

    #[test]
    fn registry_slips() {
        for (host, expected) in [
            ("grc.io", Some("gcr.io")),
            ("dokcer.io", Some("docker.io")),
            ("d0cker.io", Some("docker.io")),
            ("qauy.io", Some("quay.io")),
            ("gchr.io", Some("ghcr.io")),
            ("registry.k8s.oi", Some("registry.k8s.io")),
            ("mrc.microsoft.com", Some("mcr.microsoft.com")),
            ("icr.io", None),
            ("ecr.io", None),
            ("hcr.io", None),
            ("docker.corp", None),
            ("k8s.gcr.io", None),
            ("example.com", None),
        ] {
            let found = meant(host, "team/app");
            assert_eq!(found, expected.map(|host| alloc::format!("{host}/team/app")), "{host}");
        }
    }
}
