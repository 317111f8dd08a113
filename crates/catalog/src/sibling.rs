//! The same image in another flavour: a tag that is maintained today, found in the list and never made up.
//!
//! It never crosses a family's version floor in silence and never offers a tag whose cycle or operating system has
//! ended, even if the list still holds it.

use alloc::vec::Vec;

use crate::date::Date;
use crate::eol::{Cycle, Cycles, Support, newest_supported, own_cycle};
use crate::official::{Build, Flavour, Official, TagInfo};
use crate::repository::Repository;
use crate::tag::{Reading, Suite, TagParts, may_have, suite_of_build};

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
    Repository::of(registry, repository).floor
}

/// A tag of the list, read.
struct Listed {
    info: TagInfo,
    read: Reading<'static>,
}

impl Listed {
    fn of(info: TagInfo, parts: TagParts<'static>) -> Self {
        Listed { info, read: Reading::of(parts) }
    }
}

/// The operating system of a build.
#[derive(Clone, Copy)]
struct System {
    suite: Option<Suite<'static>>,
    is_supported: bool,
    release: Option<Date>,
}

impl System {
    fn of(info: TagInfo, as_of: Date) -> System {
        let suite = suite_of(info);
        let cycle = suite.and_then(|suite| crate::eol::cycle(suite.family, suite.cycle));
        let is_supported = cycle.is_some_and(|cycle| matches!(cycle.support(as_of), Support::Supported { .. }));
        System { suite, is_supported, release: cycle.and_then(Cycle::release) }
    }
}

/// How well a tag serves of those whose versions have as many components, and that name a suite where the present one does: each
/// part counts before the next.
type Rank = (bool, bool, Option<Date>, bool);

/// A tag that would do.
#[derive(Clone, Copy)]
struct Fit {
    info: TagInfo,
    /// How many components its version has: more count before everything else.
    count: usize,
    names_suite: bool,
    /// A tag that has the flavour's word is plainer to read than one without (`22-alpine3.24` has it).
    names_system: bool,
}

/// Which tags a walk over the list is for.
#[derive(Clone, Copy, Default)]
struct Walk<'s> {
    /// What their version starts with; nothing where any will do.
    stem: &'s str,
    /// The least and the most components that their version has.
    counts: (usize, usize),
    /// What they have in them.
    name: &'s str,
    /// Whether only those of the wanted kind are asked for.
    of_kind: bool,
}

/// Everything about the image that is asked for.
struct Search<'t> {
    official: Official,
    floor: usize,
    cycles: Option<Cycles>,
    /// The present tag.
    read: Reading<'t>,
    /// The wanted flavour; `None` for the one that the tag's own words name.
    flavour: Option<Flavour>,
    as_of: Date,
}

/// The operating system of a listed tag.
fn suite_of(info: TagInfo) -> Option<Suite<'static>> {
    info.build.suite().and_then(suite_of_build)
}

impl<'t> Search<'t> {
    fn new(repository: Repository, tag: &'t str, flavour: Option<Flavour>, as_of: Date) -> Option<Self> {
        let Repository { official, cycles, floor, .. } = repository;
        Some(Self { official: official?, floor, cycles, read: Reading::of(TagParts::parse(tag)), flavour, as_of })
    }

    /// Whether a build can be of the wanted kind: what can be asked before its tags are read.
    fn takes_build(&self, build: Build) -> bool {
        match self.flavour {
            Some(flavour) => build.flavour() == flavour,
            None => matches!(build.flavour(), Flavour::WindowsNanoServer | Flavour::WindowsServerCore) == self.read.names_windows(),
        }
    }

    /// Whether a tag of such a build is of the wanted kind.
    fn takes(&self, tag: &Listed) -> bool {
        let suite = self.read.suite.map(|suite| suite.family);
        self.flavour.is_some()
            || (self.read.names_alpine() == tag.read.names_alpine()
                && self.read.same_flavours(&tag.read)
                && (suite.is_none() || suite == suite_of(tag.info).map(|suite| suite.family)))
    }

    /// The suite that is the version itself: `bookworm` of `debian:bookworm-slim`.
    fn suite_as_version(&self) -> Option<Suite<'t>> {
        let of_image = |family: &str| self.cycles.is_none_or(|own| own.family == family);
        self.read.suite.filter(|suite| self.read.parts.version().is_empty() && of_image(suite.family))
    }

    /// Whether a tag's cycle and suite are maintained, as far as the data tells.
    fn is_offered(&self, info: TagInfo) -> bool {
        is_offered(self.cycles, self.read.parts, info, self.as_of)
    }

    /// Shows `visit` the tags for the same purpose that the walk is for, each with the number of its version's components and whether
    /// it is of the wanted kind, until it has seen enough. Reading a tag is dear next to looking for a text, so the text is asked first.
    fn each(&self, walk: Walk<'_>, visit: &mut dyn FnMut(&Listed, usize, bool) -> bool) {
        let Walk { stem, counts: (fewest, most), name, of_kind } = walk;
        let role = self.read.first_role();
        // Without a wanted flavour those of the kind have the word of the present tag.
        let system = if of_kind && self.flavour.is_none() { self.read.system_word() } else { "" };
        // Versions that have ended are in no tag at all.
        if [stem, role, name, system].iter().any(|text| !self.official.mentions(text)) {
            return;
        }
        let stem_count = stem.split('.').filter(|component| !component.is_empty()).count();
        let is_longer = |tag: &str| most == stem_count && tag.strip_prefix(stem).is_some_and(|rest| rest.starts_with('.'));
        for build in self.official.builds() {
            let may_be_kind = self.takes_build(build);
            if of_kind && !may_be_kind || [stem, role, name, system].iter().any(|text| !build.mentions(text)) {
                continue;
            }
            for tag in build.tags() {
                if is_longer(tag) || !may_have(tag, stem, role) || !(name.is_empty() || tag.contains(name)) {
                    continue;
                }
                let parts = TagParts::parse(tag);
                let count = parts.components().count();
                if count < fewest || count > most || !(stem.is_empty() || parts.leading(stem_count) == stem) {
                    continue;
                }
                let listed = Listed::of(TagInfo { tag, build }, parts);
                if !listed.read.same_roles(&self.read) {
                    continue;
                }
                let is_kind = may_be_kind && self.takes(&listed);
                if (is_kind || !of_kind) && visit(&listed, count, is_kind) {
                    return;
                }
            }
        }
    }

    /// The best maintained tag among those that fit.
    fn best(&self, mut fitting: Vec<Fit>) -> Option<Fit> {
        // Whether it is maintained is dear to ask, and the first one nearly always is.
        while fitting.len() > 1 {
            let at = self.best_place(&fitting)?;
            let fit = fitting.swap_remove(at);
            if self.is_offered(fit.info) {
                return Some(fit);
            }
        }
        fitting.pop().filter(|only| self.is_offered(only.info))
    }

    /// Where the best one stands.
    fn best_place(&self, fitting: &[Fit]) -> Option<usize> {
        // What a tag's own words tell comes first, and often decides.
        let told = |fit: &Fit| (fit.count, fit.names_suite == self.read.suite.is_some());
        let most = fitting.iter().map(told).max()?;
        let leading = fitting.iter().enumerate().filter(|(_, fit)| told(fit) == most);
        if let (Some((only, _)), None) = (leading.clone().next(), leading.clone().nth(1)) {
            return Some(only);
        }
        let mut best: Option<(usize, Rank, &'static str)> = None;
        // The tags of a build stand together.
        let mut system: Option<(TagInfo, System)> = None;
        for (place, fit) in leading {
            let known = system.filter(|(other, _)| other.is_same_build(fit.info)).map(|(_, known)| known);
            let known = known.unwrap_or_else(|| System::of(fit.info, self.as_of));
            system = Some((fit.info, known));
            let (rank, tag) = (self.rank(fit, known), fit.info.tag);
            let is_better = best.as_ref().is_none_or(|(_, other, other_tag)| {
                rank.cmp(other).then_with(|| other_tag.len().cmp(&tag.len())).then_with(|| (*other_tag).cmp(tag)).is_ge()
            });
            if is_better {
                best = Some((place, rank, tag));
            }
        }
        best.map(|(place, ..)| place)
    }

    /// The same suite first, then a supported suite, then the newest one.
    fn rank(&self, fit: &Fit, system: System) -> Rank {
        let same_suite = self.read.suite.is_some() && self.read.suite == system.suite;
        (same_suite, system.is_supported, system.release, fit.names_system)
    }
}

impl Fit {
    fn of(tag: &Listed, count: usize) -> Fit {
        Fit { info: tag.info, count, names_suite: tag.read.suite.is_some(), names_system: tag.read.names_system() }
    }
}

/// Whether a listed tag's cycle and suite are maintained on `as_of`, as far as the data tells. A preview is only offered to
/// somebody who has one.
fn is_offered(cycles: Option<Cycles>, present: TagParts<'_>, info: TagInfo, as_of: Date) -> bool {
    let parts = TagParts::parse(info.tag);
    let preview = parts.is_prerelease() && !present.is_prerelease();
    let suite_ended = || suite_of(info).is_some_and(|suite| crate::eol::support(suite.family, suite.cycle, as_of).is_ended());
    let own_ended = || {
        let own = cycles.and_then(|cycles| own_cycle(cycles, &|| Some(info), parts, as_of));
        own.is_some_and(|(cycle, _)| cycle.support(as_of).is_ended())
    };
    !preview && !suite_ended() && !own_ended()
}

/// The tag in the list, if it is there and neither its cycle nor its operating system has ended on `as_of`.
/// O(size of the image's list).
#[must_use]
pub fn maintained(registry: &str, repository: &str, tag: &str, as_of: Date) -> Option<TagInfo> {
    Repository::of(registry, repository).maintained(tag, as_of)
}

/// Words that stand for whatever version is current.
const MOVING: &[&str] = &["latest", "lts", "current", "stable", "mainline", "rolling", "innovation"];

/// What a tag without a version stands for: as [`Repository::pinned`].
#[must_use]
pub fn pinned(registry: &str, repository: &str, tag: &str, as_of: Date) -> Option<TagInfo> {
    let known = Repository::of(registry, repository);
    known.pinned(tag, &|| known.official?.tag(tag), as_of)
}

/// The same image in another flavour: as [`Repository::sibling`].
#[must_use]
pub fn sibling(registry: &str, repository: &str, tag: &str, flavour: Flavour, as_of: Date) -> Option<Sibling> {
    Repository::of(registry, repository).sibling(tag, flavour, as_of)
}

impl Repository {
    /// The tag in the list, if it is there and neither its cycle nor its operating system has ended on `as_of`.
    /// O(size of the image's list).
    #[must_use]
    pub fn maintained(self, tag: &str, as_of: Date) -> Option<TagInfo> {
        let info = self.official?.tag(tag)?;
        is_offered(self.cycles, TagParts::parse(tag), info, as_of).then_some(info)
    }

    /// A maintained tag of `flavour` for what `tag` is: same image, same role, same version as far as the list allows.
    /// O(size of the image's list). `None` where the image is not official or `tag` is what is wanted already.
    #[must_use]
    pub fn sibling(self, tag: &str, flavour: Flavour, as_of: Date) -> Option<Sibling> {
        look(&Search::new(self, tag, Some(flavour), as_of)?)
    }

    /// What to change a tag to that is not maintained: the same version in the same flavour on a maintained system where
    /// there is one (`eclipse-temurin:17-jre-focal` → `17-jre-resolute`), else the newest supported cycle as an upgrade.
    /// O(size of the image's list). `None` where the image is not official or `tag` is listed and maintained.
    #[must_use]
    pub fn renewal(self, tag: &str, as_of: Date) -> Option<Sibling> {
        look(&Search::new(self, tag, None, as_of)?)
    }

    /// The newest supported version of the same image in the same flavour and role as `tag`, as a listed tag.
    ///
    /// It is the newest long-term cycle where the family has such. `None` where the image is not official, its family has
    /// no cycles, or the list holds no such tag.
    #[must_use]
    pub fn upgrade(self, tag: &str, flavour: Flavour, as_of: Date) -> Option<TagInfo> {
        upgrade_tag(&Search::new(self, tag, Some(flavour), as_of)?)
    }

    /// What a tag without a version stands for on `as_of`, as the plainest tag with one: `latest` of Node.js → `26`,
    /// `stable-alpine` of nginx → `1.30-alpine`. O(size of the image's list). `None` where the tag has a version, the image is not
    /// official, or neither the list nor the cycles tell. `info` is the tag's entry in the list, asked for at most once.
    #[must_use]
    pub fn pinned(self, tag: &str, info: &dyn Fn() -> Option<TagInfo>, as_of: Date) -> Option<TagInfo> {
        let (image, cycles) = (self.official?, self.cycles);
        let parts = TagParts::parse(tag);
        if !parts.version().is_empty() {
            return None;
        }
        let read = Reading::of(parts);
        if cycles.is_some_and(|own| read.suite.is_some_and(|suite| suite.family == own.family)) {
            return None;
        }
        let info = info()?;
        let own = cycles.and_then(|cycles| own_cycle(cycles, &|| Some(info), parts, as_of)).map(|(cycle, _)| cycle);
        let roles: Vec<&str> = read.roles().filter(|role| !MOVING.contains(role)).collect();
        let count = self.floor.max(own.map_or(0, |cycle| cycle.name().split('.').count()));
        let same = |tags: &mut dyn Iterator<Item = TagInfo>| {
            let fits = |info: &TagInfo| {
                let listed = TagParts::parse(info.tag);
                // The list is older than the day asked about: a cycle may have become the long-term one since.
                if listed.components().count() != count || !own.is_none_or(|cycle| cycle.leads(listed)) {
                    return false;
                }
                let listed = Reading::of(listed);
                listed.suite.is_some() == read.suite.is_some()
                    && listed.roles().count() == roles.len()
                    && roles.iter().all(|role| listed.roles().any(|other| other == *role))
            };
            let mut fitting: Vec<TagInfo> = tags.filter(fits).collect();
            plimsoll_text::sort_by(&mut fitting, |a, b| (a.tag.len(), a.tag).cmp(&(b.tag.len(), b.tag)));
            // Whether it is maintained is dear to ask, and the first one nearly always is.
            fitting.into_iter().find(|info| is_offered(cycles, parts, *info, as_of))
        };
        let flavour = info.build.flavour();
        // Of the tags of other builds only the cycle tells which mean the same.
        let others = || own.and_then(|_| same(&mut image.tags().filter(|other| other.build.flavour() == flavour)));
        same(&mut info.build.tags().map(|tag| TagInfo { tag, build: info.build })).or_else(others)
    }
}

fn look(search: &Search<'_>) -> Option<Sibling> {
    let parts = search.read.parts;
    let given = parts.components().count();
    let lowest = search.floor.min(given);
    // A distribution's name is its version: other tags that hold it are no candidates.
    let suite = search.suite_as_version();
    let name = suite.and_then(|suite| crate::eol::cycle(suite.family, suite.cycle)?.codename());
    // For a renewal nearly every build is looked at, and once is enough.
    let of_kind = name.is_some() || search.flavour.is_some();
    let walk = match name {
        Some(name) => Walk { stem: "", counts: (0, given), name, of_kind },
        None => Walk { stem: parts.leading(lowest), counts: (lowest, given), name: "", of_kind },
    };
    let is_version = |tag: &Listed, count: usize| count == lowest && parts.has_components(lowest, tag.read.parts);
    let mut is_maintained = false;
    let mut fitting: Vec<Fit> = Vec::new();
    let mut of_version: Vec<TagInfo> = Vec::new();
    search.each(walk, &mut |tag, count, is_kind| {
        if is_kind && tag.info.tag == parts.tag() {
            is_maintained = search.is_offered(tag.info);
        }
        let same_suite = || suite.is_none_or(|suite| suite_of(tag.info) == Some(suite));
        if is_kind && parts.has_components(count, tag.read.parts) && same_suite() {
            fitting.push(Fit::of(tag, count));
        }
        if !of_kind && is_version(tag, count) {
            of_version.push(tag.info);
        }
        is_maintained
    });
    if is_maintained {
        return None;
    }
    let has_fitting = !fitting.is_empty();
    if let Some(Fit { info: tag, count, .. }) = search.best(fitting) {
        return Some(Sibling::Found { tag, floated: count < given || (search.read.is_dated && !TagParts::parse(tag.tag).is_dated()) });
    }
    // The version is maintained in other flavours: this flavour simply has none for it (or none that is maintained).
    if of_kind && given > 0 {
        let walk = Walk { counts: (lowest, lowest), of_kind: false, ..walk };
        search.each(walk, &mut |tag, count, _| {
            if is_version(tag, count) && search.is_offered(tag.info) {
                of_version.push(tag.info);
            }
            !of_version.is_empty()
        });
    }
    if given > 0 && of_version.iter().any(|info| search.is_offered(*info)) {
        return Some(Sibling::NoVariant);
    }
    let newest = upgrade_tag(search);
    let has_flavour = || {
        let mut is_there = false;
        search.each(Walk { counts: (0, usize::MAX), of_kind: true, ..Walk::default() }, &mut |_, _, _| {
            is_there = true;
            is_there
        });
        is_there
    };
    Some(if newest.is_some() || has_fitting || has_flavour() { Sibling::Upgrade { newest } } else { Sibling::NoVariant })
}

fn upgrade_tag(search: &Search<'_>) -> Option<TagInfo> {
    let named = search.suite_as_version();
    let cycles = search.cycles.or_else(|| crate::eol::cycles(named?.family))?;
    let cycle = newest_supported(cycles, search.as_of)?;
    let wanted = TagParts::parse(cycle.name());
    let of_cycle = wanted.components().count();
    let mut fitting: Vec<Fit> = Vec::new();
    if named.is_some() {
        let own = Suite { family: cycle.family, cycle: cycle.name() };
        let walk = Walk { stem: "", counts: (0, 0), name: cycle.codename().unwrap_or_default(), of_kind: true };
        search.each(walk, &mut |tag, count, _| {
            if tag.read.parts.version().is_empty() && suite_of(tag.info) == Some(own) {
                fitting.push(Fit::of(tag, count));
            }
            false
        });
    } else {
        let given = search.read.parts.components().count();
        // As many components as the present tag has, but no fewer than tell the cycle and no more than the floor asks.
        let count = search.floor.min(given).max(of_cycle);
        let walk = Walk { stem: cycle.name(), counts: (count, count), name: "", of_kind: true };
        search.each(walk, &mut |tag, count, _| {
            if tag.read.parts.has_components(of_cycle, wanted) {
                fitting.push(Fit::of(tag, count));
            }
            false
        });
    }
    search.best(fitting).map(|fit| fit.info)
}

#[cfg(test)]
mod tests {
    use super::{Sibling, maintained, pinned, sibling};
    use crate::{Date, Flavour, Repository};

    const AS_OF: Date = Date { year: 2026, month: 11, day: 23 };

    fn look(image: &str, flavour: Flavour) -> alloc::string::String {
        let (name, tag) = image.split_once(':').expect("name and tag");
        show(sibling("docker.io", &alloc::format!("library/{name}"), tag, flavour, AS_OF))
    }

    fn renew(image: &str) -> alloc::string::String {
        let (name, tag) = image.split_once(':').expect("name and tag");
        show(Repository::of("docker.io", &alloc::format!("library/{name}")).renewal(tag, AS_OF))
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
    fn moving_tags_have_a_plain_one_with_a_version() {
        let pin = |image: &str, as_of| {
            let (name, tag) = image.split_once(':').expect("name and tag");
            pinned("docker.io", &alloc::format!("library/{name}"), tag, as_of).map(|info| info.tag)
        };
        for (image, expected) in [
            ("node:latest", Some("26")),
            ("node:lts", Some("26")),
            ("node:lts-slim", Some("26-slim")),
            ("node:alpine", Some("26-alpine")),
            ("node:current-bookworm", Some("26-bookworm")),
            ("python:latest", Some("3.14")),
            ("python:slim", Some("3.14-slim")),
            ("golang:alpine", Some("1.27-alpine")),
            ("nginx:latest", Some("1.31")),
            ("nginx:stable-alpine", Some("1.30-alpine")),
            ("php:apache", Some("8.5-apache")),
            ("debian:latest", Some("13")),
            ("ubuntu:latest", Some("26.04")),
            ("alpine:latest", Some("3.24")),
            ("postgres:alpine", Some("18-alpine")),
            ("openjdk:latest", None),
            ("debian:bookworm", None),
            ("node:22", None),
            ("node:no-such-tag", None),
        ] {
            assert_eq!(pin(image, AS_OF), expected, "{image}");
        }
        let before = Date { year: 2026, month: 10, day: 1 };
        assert_eq!(pin("node:lts", before), Some("24"));
        assert_eq!(pinned("quay.io", "team/app", "latest", AS_OF), None);
    }

    #[test]
    fn listed_is_not_maintained() {
        let is_maintained = |name: &str, tag| maintained("docker.io", &alloc::format!("library/{name}"), tag, AS_OF).is_some();
        assert!(is_maintained("node", "22-slim") && is_maintained("debian", "bookworm-slim") && is_maintained("mysql", "latest"));
        assert!(!is_maintained("node", "22-bullseye"), "Debian 11 has ended");
        assert!(!is_maintained("python", "3.10") && !is_maintained("node", "14") && !is_maintained("no-such-image", "1"));
    }

    #[test]
    fn upgrades_prefer_long_term_cycles() {
        let newest = |name: &str, tag: &str, flavour| {
            Repository::of("docker.io", &alloc::format!("library/{name}")).upgrade(tag, flavour, AS_OF).map(|info| info.tag)
        };
        assert_eq!(newest("node", "18", Flavour::Debian), Some("26"));
        assert_eq!(newest("eclipse-temurin", "11-jdk", Flavour::Ubuntu), Some("25-jdk"));
        let before = Date { year: 2026, month: 10, day: 1 };
        assert_eq!(Repository::of("docker.io", "library/node").upgrade("18", Flavour::Slim, before).map(|info| info.tag), Some("24-slim"));
    }
}
