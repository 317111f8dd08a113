//! The same image in another flavour: a tag that is maintained today, found in the list and never made up.
//!
//! It never crosses a family's version floor in silence and never offers a tag whose cycle or operating system has
//! ended, even if the list still holds it.

use crate::date::Date;
use crate::eol::{Cycle, Support, family_of, newest_supported, own_cycle};
use crate::official::{Flavour, Official, TagInfo, official_name};
use crate::replacements;
use crate::tag::{Suite, TagParts};

/// The outcome of looking for a sibling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sibling {
    /// A tag to change to.
    Found {
        /// The tag with its build.
        tag: TagInfo,
        /// Whether components of the version were dropped, so that the tag moves more than the present one.
        floated: bool,
    },
    /// The image has no such flavour for what this tag is for.
    NoVariant,
    /// The flavour exists, but not for this version any more: its cycle has ended or is not listed. A newer version
    /// is a migration, not a swap.
    Upgrade {
        /// The newest supported cycle in that flavour, where the list has one.
        newest: Option<TagInfo>,
    },
}

/// How many components of a version must survive when a tag floats: the family's rule, or two.
#[must_use]
pub fn floor_of(registry: &str, repository: &str) -> usize {
    replacements::floor(registry, repository).map_or(2, usize::from)
}

/// Everything about the image that is asked for.
struct Search<'t> {
    registry: &'t str,
    repository: &'t str,
    family: Option<&'static str>,
    image: Official,
    parts: TagParts<'t>,
    /// The wanted flavour; `None` for the one that the tag's own words name.
    flavour: Option<Flavour>,
    as_of: Date,
}

/// The operating system of a listed tag.
fn suite_of(info: TagInfo) -> Option<Suite<'static>> {
    info.build.suite().and_then(|word| TagParts::parse(word).suite())
}

impl<'t> Search<'t> {
    fn new(registry: &'t str, repository: &'t str, tag: &'t str, flavour: Option<Flavour>, as_of: Date) -> Option<Self> {
        let (image, family) = (official_name(registry, repository)?, family_of(registry, repository));
        Some(Self { registry, repository, family, image, parts: TagParts::parse(tag), flavour, as_of })
    }

    /// The suite that is the version itself: `bookworm` of `debian:bookworm-slim`.
    fn suite_as_version(&self) -> Option<Suite<'t>> {
        let of_image = |family: &str| self.family.is_none_or(|own| own == family);
        self.parts.suite().filter(|suite| self.parts.version().is_empty() && of_image(suite.family))
    }

    /// Whether a tag's cycle and suite are maintained, as far as the data tells.
    fn is_offered(&self, info: TagInfo) -> bool {
        let parts = TagParts::parse(info.tag);
        let preview = parts.is_prerelease() && !self.parts.is_prerelease();
        let suite_ended = suite_of(info).is_some_and(|suite| crate::eol::support(suite.family, suite.cycle, self.as_of).is_ended());
        let own_ended = || {
            let own = self.family.and_then(|family| own_cycle(family, Some(self.image), parts, self.as_of));
            own.is_some_and(|(cycle, _)| cycle.support(self.as_of).is_ended())
        };
        !preview && !suite_ended && !own_ended()
    }

    /// Whether a listed tag is of the wanted flavour.
    fn is_of_flavour(&self, info: &TagInfo) -> bool {
        if let Some(flavour) = self.flavour {
            return info.build.flavour() == flavour;
        }
        let listed = TagParts::parse(info.tag);
        let family = |suite: Option<Suite<'_>>| suite.map(|suite| suite.family);
        let wanted = family(self.parts.suite());
        let is_alpine = |parts: TagParts<'_>| family(parts.suite()) == Some("alpine") || parts.flavour_words().any(|word| word == "alpine");
        let others = |parts: TagParts<'t>| parts.flavour_words().filter(|word| *word != "alpine");
        let same_words = others(self.parts).all(|word| listed.flavour_words().any(|other| other == word))
            && others(self.parts).count() == listed.flavour_words().filter(|word| *word != "alpine").count();
        let windows = matches!(info.build.flavour(), Flavour::WindowsNanoServer | Flavour::WindowsServerCore);
        let wants_windows =
            wanted == Some("windows-servercore") || others(self.parts).any(|word| matches!(word, "nanoserver" | "windowsservercore"));
        is_alpine(self.parts) == is_alpine(listed)
            && same_words
            && windows == wants_windows
            && (wanted.is_none() || wanted == family(suite_of(*info)))
    }

    /// The tags of the wanted flavour.
    fn of_flavour(&self) -> impl Iterator<Item = TagInfo> {
        self.image.tags().filter(|info| self.is_of_flavour(info))
    }

    /// Whether a listed tag is for the same purpose. Dear, so every other question comes first.
    fn has_same_roles(&self, info: &TagInfo) -> bool {
        TagParts::parse(info.tag).same_roles(self.parts)
    }

    /// The best maintained tag of the wanted flavour and the same roles among those that `fits` takes.
    fn find(&self, fits: impl Fn(&TagInfo) -> bool) -> Option<TagInfo> {
        self.best(self.of_flavour().filter(fits).filter(|info| self.has_same_roles(info)).filter(|info| self.is_offered(*info)))
    }

    /// The best of `tags` by pin style, suite and plainness.
    fn best(&self, tags: impl Iterator<Item = TagInfo>) -> Option<TagInfo> {
        tags.max_by(|a, b| self.rank(*a).cmp(&self.rank(*b)).then_with(|| b.tag.len().cmp(&a.tag.len())).then_with(|| b.tag.cmp(a.tag)))
    }

    /// Same style of pin first, then the same suite, then a supported suite, then the newest one.
    fn rank(&self, info: TagInfo) -> (bool, bool, bool, Option<Date>, bool) {
        let named = TagParts::parse(info.tag).suite();
        let wanted = self.parts.suite();
        let suite = suite_of(info);
        let same_style = named.is_some() == wanted.is_some();
        let same_suite = wanted.is_some() && wanted == suite;
        let cycle = suite.and_then(|suite| crate::eol::cycle(suite.family, suite.cycle));
        let supported = cycle.is_some_and(|cycle| matches!(cycle.support(self.as_of), Support::Supported { .. }));
        // A tag that has the flavour's word is plainer to read than one without (`22-alpine3.24` has it).
        let plain = TagParts::parse(info.tag).flavour_words().next().is_some() || named.is_some();
        (same_style, same_suite, supported, cycle.and_then(Cycle::release), plain)
    }
}

/// A maintained tag of `flavour` for what `tag` is: same image, same role, same version as far as the list allows.
/// O(size of the image's list). `None` where the image is not official or `tag` is what is wanted already.
#[must_use]
pub fn sibling(registry: &str, repository: &str, tag: &str, flavour: Flavour, as_of: Date) -> Option<Sibling> {
    look(&Search::new(registry, repository, tag, Some(flavour), as_of)?)
}

/// What to change a tag to that is not maintained: the same version in the same flavour on a maintained system where
/// there is one (`eclipse-temurin:17-jre-focal` → `17-jre-resolute`), else the newest supported cycle as an upgrade.
/// O(size of the image's list). `None` where the image is not official or `tag` is listed and maintained.
#[must_use]
pub fn renewal(registry: &str, repository: &str, tag: &str, as_of: Date) -> Option<Sibling> {
    look(&Search::new(registry, repository, tag, None, as_of)?)
}

fn look(search: &Search<'_>) -> Option<Sibling> {
    let (image, parts) = (search.image, search.parts);
    if image.tag(parts.tag()).is_some_and(|info| search.is_of_flavour(&info) && search.is_offered(info)) {
        return None;
    }
    let given = parts.components().count();
    let lowest = floor_of(search.registry, search.repository).min(given);
    for keep in (lowest..=given).rev() {
        let same = |info: &TagInfo| {
            let listed = TagParts::parse(info.tag);
            let same_suite = search.suite_as_version().is_none_or(|suite| suite_of(*info) == Some(suite));
            listed.components().count() == keep && parts.has_components(keep, listed) && same_suite
        };
        if let Some(tag) = search.find(same) {
            return Some(Sibling::Found { tag, floated: keep < given || (parts.is_dated() && !TagParts::parse(tag.tag).is_dated()) });
        }
    }
    if !search.of_flavour().any(|info| search.has_same_roles(&info)) {
        return Some(Sibling::NoVariant);
    }
    // The version is maintained in other flavours: this flavour simply has none for it (or none that is maintained).
    let lives = image.tags().any(|info| {
        let listed = TagParts::parse(info.tag);
        listed.components().count() == lowest
            && parts.has_components(lowest, listed)
            && search.has_same_roles(&info)
            && search.is_offered(info)
    });
    if lives && given > 0 {
        return Some(Sibling::NoVariant);
    }
    Some(Sibling::Upgrade { newest: upgrade_tag(search) })
}

/// The newest supported version of the same image in the same flavour and role as `tag`, as a listed tag.
///
/// It is the newest long-term cycle where the family has such. `None` where the image is not official, its family has
/// no cycles, or the list holds no such tag.
#[must_use]
pub fn upgrade(registry: &str, repository: &str, tag: &str, flavour: Flavour, as_of: Date) -> Option<TagInfo> {
    upgrade_tag(&Search::new(registry, repository, tag, Some(flavour), as_of)?)
}

fn upgrade_tag(search: &Search<'_>) -> Option<TagInfo> {
    let named = search.suite_as_version();
    let family = search.family.or(named.map(|suite| suite.family))?;
    let cycle = newest_supported(family, search.as_of)?;
    let wanted = TagParts::parse(cycle.name());
    let given = search.parts.components().count();
    // As many components as the present tag has, but no fewer than tell the cycle and no more than the floor asks.
    let count = floor_of(search.registry, search.repository).min(given).max(wanted.components().count());
    let by_name = named.is_some();
    let of_cycle = |info: &TagInfo| {
        let listed = TagParts::parse(info.tag);
        if by_name {
            return listed.version().is_empty() && suite_of(*info) == Some(Suite { family, cycle: cycle.name() });
        }
        listed.components().count() == count && listed.has_components(wanted.components().count(), wanted)
    };
    search.find(of_cycle)
}

#[cfg(test)]
mod tests {
    use super::{Sibling, renewal, sibling, upgrade};
    use crate::{Date, Flavour};

    const AS_OF: Date = Date { year: 2026, month: 11, day: 23 };

    fn look(image: &str, flavour: Flavour) -> alloc::string::String {
        let (name, tag) = image.split_once(':').expect("name and tag");
        show(sibling("docker.io", &alloc::format!("library/{name}"), tag, flavour, AS_OF))
    }

    fn renew(image: &str) -> alloc::string::String {
        let (name, tag) = image.split_once(':').expect("name and tag");
        show(renewal("docker.io", &alloc::format!("library/{name}"), tag, AS_OF))
    }

    fn show(found: Option<Sibling>) -> alloc::string::String {
        match found {
            Some(Sibling::Found { tag, floated }) => alloc::format!("{}{}", tag.tag, if floated { " (floated)" } else { "" }),
            Some(Sibling::NoVariant) => "none".into(),
            Some(Sibling::Upgrade { newest }) => alloc::format!("upgrade {}", newest.map_or("?", |info| info.tag)),
            None => "-".into(),
        }
    }

    #[test]
    fn siblings_keep_role_version_and_style() {
        for (image, flavour, expected) in [
            ("node:22.11-bookworm", Flavour::Slim, "22-bookworm-slim (floated)"),
            ("node:22.11-bookworm", Flavour::Alpine, "22-alpine3.24 (floated)"),
            ("node:22", Flavour::Slim, "22-slim"),
            ("node:22", Flavour::Alpine, "22-alpine"),
            ("python:3.12.4", Flavour::Slim, "3.12-slim (floated)"),
            ("python:3.12.4", Flavour::Alpine, "3.12-alpine (floated)"),
            ("eclipse-temurin:21-jre-noble", Flavour::Alpine, "21-jre-alpine-3.24"),
            ("nginx:stable", Flavour::AlpineSlim, "stable-alpine-slim"),
            ("postgres:17", Flavour::Alpine, "17-alpine"),
            ("rabbitmq:4-management", Flavour::Alpine, "4-management-alpine"),
        ] {
            assert_eq!(look(image, flavour), expected, "{image} {flavour:?}");
        }
    }

    #[test]
    fn images_without_the_flavour_get_none() {
        for image in ["php:8.3-apache", "mysql:8.4", "mariadb:11.8", "tomcat:11", "ubuntu:22.04"] {
            assert_eq!(look(image, Flavour::Alpine), "none", "{image}");
            assert_eq!(look(image, Flavour::Slim), "none", "{image}");
        }
    }

    #[test]
    fn the_floor_makes_an_upgrade_of_a_float() {
        assert_eq!(look("golang:1.22", Flavour::Alpine), "upgrade 1.27-alpine");
        assert_eq!(look("nginx:1.29", Flavour::Alpine), "upgrade 1.31-alpine");
        assert_eq!(look("node:14-buster", Flavour::Slim), "upgrade 26-trixie-slim");
        assert_eq!(look("python:3.8", Flavour::Slim), "upgrade 3.14-slim");
    }

    #[test]
    fn a_distribution_s_name_is_its_version() {
        assert_eq!(look("debian:bookworm", Flavour::Slim), "bookworm-slim");
        assert_eq!(look("debian:12.5", Flavour::Slim), "12-slim (floated)");
        assert_eq!(look("debian:buster", Flavour::Slim), "upgrade trixie-slim");
        assert_eq!(look("debian:10", Flavour::Slim), "upgrade 13-slim");
        assert_eq!(look("debian:bookworm-20250101", Flavour::Slim), "bookworm-slim (floated)");
        assert_eq!(look("alpine:3.16.2", Flavour::Alpine), "upgrade 3.24");
        assert_eq!(look("maven:3.8.5-eclipse-temurin-17", Flavour::Alpine), "upgrade 3.9-eclipse-temurin-17-alpine");
    }

    #[test]
    fn what_has_ended_since_the_list_is_not_offered() {
        assert_eq!(look("python:3.10", Flavour::Slim), "upgrade 3.14-slim", "Python 3.10 ended on 2026-10-31");
        assert_eq!(look("postgres:14", Flavour::Alpine), "upgrade 18-alpine", "PostgreSQL 14 ended on 2026-11-12");
        assert_eq!(look("eclipse-temurin:26-jre", Flavour::Alpine), "upgrade 25-jre-alpine");
        assert_eq!(look("redis:7.2", Flavour::Alpine), "none", "Alpine 3.21 ended on 2026-11-01");
        assert_eq!(look("node:22-bullseye", Flavour::Slim), "22-trixie-slim", "Debian 11 ended on 2026-08-31");
    }

    #[test]
    fn a_maintained_tag_of_the_flavour_needs_no_sibling() {
        assert_eq!(look("node:22-slim", Flavour::Slim), "-");
        assert_eq!(sibling("quay.io", "team/app", "1", Flavour::Slim, AS_OF), None);
    }

    #[test]
    fn renewals_keep_version_and_flavour_where_they_can() {
        for (image, expected) in [
            ("eclipse-temurin:17-jre-focal", "17-jre-resolute"),
            ("php:8.3-apache-bullseye", "8.3-apache-trixie"),
            ("node:22-alpine3.18", "22-alpine3.24"),
            ("node:22-bullseye-slim", "22-trixie-slim"),
            ("python:3.12.1-slim", "3.12-slim (floated)"),
            ("node:14-buster-slim", "upgrade 26-trixie-slim"),
            ("node:18", "upgrade 26"),
            ("php:7.4-apache-buster", "upgrade 8.5-apache-trixie"),
            ("golang:1.22-bullseye", "upgrade 1.27-trixie"),
            ("mysql:5.7", "upgrade 9.7"),
            ("mysql:9.3.0", "upgrade 9.7"),
            ("postgres:14-alpine", "upgrade 18-alpine"),
            ("redis:7.0", "upgrade 8.10"),
            ("ubuntu:18.04", "upgrade 26.04"),
            ("ubuntu:bionic", "upgrade resolute"),
            ("debian:buster-slim", "upgrade trixie-slim"),
            ("buildpack-deps:bullseye-scm", "upgrade trixie-scm"),
            ("alpine:3.18", "upgrade 3.24"),
            ("amazoncorretto:17-al2", "17-al2023"),
            ("redis:6.2-alpine", "none"),
            ("node:22", "-"),
            ("golang:1.26-alpine", "-"),
        ] {
            assert_eq!(renew(image), expected, "{image}");
        }
    }

    #[test]
    fn upgrades_prefer_long_term_cycles() {
        let newest = |name: &str, tag: &str, flavour| {
            upgrade("docker.io", &alloc::format!("library/{name}"), tag, flavour, AS_OF).map(|info| info.tag)
        };
        assert_eq!(newest("node", "18", Flavour::Debian), Some("26"));
        assert_eq!(newest("eclipse-temurin", "11-jdk", Flavour::Ubuntu), Some("25-jdk"));
        let before = Date { year: 2026, month: 10, day: 1 };
        assert_eq!(upgrade("docker.io", "library/node", "18", Flavour::Slim, before).map(|info| info.tag), Some("24-slim"));
    }
}
