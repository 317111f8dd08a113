//! The parts of a tag: version, suite words, flavour words, role words.
//!
//! It reads words only. What a build really stands on is a fact of the list ([`crate::Build::flavour`]): some
//! images are Alpine without saying so, and tags are never made by joining words.

use crate::generated::eol::CODENAMES;
use crate::order;

/// Longest tag that a registry takes.
const TAG_MAX: usize = 128;

/// An operating system's release, as a tag's word tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suite<'t> {
    /// The family in the cycle data: `debian`, `ubuntu`, `alpine`, `amazonlinux`, `rhel`, …
    pub family: &'static str,
    /// The cycle, such as `12` for `bookworm` and `3.24` for `alpine3.24`.
    pub cycle: &'t str,
}

/// The words of which a tag is made, cut at `-`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagParts<'t> {
    tag: &'t str,
    /// The dotted number that leads the first word with a digit, without a `v`; empty where there is none.
    version: &'t str,
    /// What follows the version in its word: `u502`, `rc1`, `_8`.
    build: &'t str,
}

/// What one word of a tag is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind<'t> {
    Version,
    Suite(Suite<'t>),
    /// A distribution's name whose release stands in the next word, or nowhere.
    Flavour,
    /// The release behind a distribution's name, as in `alpine-3.24`.
    SuiteNumber(Suite<'t>),
    /// The day of a build: `bookworm-20260803`.
    Day,
    Role,
}

/// Words that name a flavour and no release of it.
fn is_flavour_word(word: &str) -> bool {
    flavour_bit(word) != 0
}

/// A bit for each of them.
fn flavour_bit(word: &str) -> u16 {
    match word {
        "alpine" => ALPINE,
        "windowsservercore" => SERVER_CORE,
        "nanoserver" => NANO_SERVER,
        "slim" => 8,
        "debian" => 16,
        "ubuntu" => 32,
        "default" => 64,
        "oracle" => 128,
        "ubi" => 256,
        "oraclelinux" => 512,
        "bare" => 1024,
        _ => 0,
    }
}

const ALPINE: u16 = 1;
const SERVER_CORE: u16 = 2;
const NANO_SERVER: u16 = 4;

/// Distributions whose release is written behind their name, and their family in the cycle data.
const NUMBERED: &[(&str, &str)] = &[
    ("alpine", "alpine"),
    ("debian", "debian"),
    ("ubuntu", "ubuntu"),
    ("ubi", "rhel"),
    ("oraclelinux", "oraclelinux"),
    ("al", "amazonlinux"),
    ("centos", "centos"),
    ("stream", "centos-stream"),
    ("fedora", "fedora"),
    ("ol", "oraclelinux"),
    ("ltsc", "windows-servercore"),
];

fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit()) && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Whether a word is the day of a build, as distributions stamp their tags: `20260803`, `20260811.1`.
fn is_day(word: &str) -> bool {
    let stamped = word.len() == 8 || word.as_bytes().get(8) == Some(&b'.');
    stamped && word.starts_with("20") && is_number(word)
}

/// The suite that one word names by itself.
fn suite_word(word: &str) -> Option<Suite<'_>> {
    if !word.starts_with(|first: char| first.is_ascii_lowercase()) {
        return None;
    }
    // No code name ends like a number.
    if !word.ends_with(|last: char| last.is_ascii_digit() || last == '.') {
        let index = CODENAMES.binary_search_by(|row| order(row.0, word)).ok()?;
        // Code names of languages (`jod` of Node.js) are versions, not suites.
        let (_, family, cycle) = CODENAMES.get(index)?;
        return matches!(*family, "debian" | "ubuntu").then_some(Suite { family, cycle });
    }
    let first = word.as_bytes().first();
    NUMBERED.iter().filter(|(name, _)| name.as_bytes().first() == first).find_map(|(name, family)| {
        let cycle = word.strip_prefix(name).filter(|rest| is_number(rest))?;
        Some(Suite { family, cycle })
    })
}

/// The suite of a build, as the list writes it.
pub(crate) fn suite_of_build(word: &str) -> Option<Suite<'_>> {
    // Nearly all are a single word.
    if word.bytes().any(|byte| byte == b'-') { TagParts::parse(word).suite() } else { suite_word(word) }
}

/// Whether a tag may have the version that begins with `stem`, and has the word `role`; an empty text is asked for by nobody. Never
/// wrong where it says no, and a fraction of what reading the tag costs.
pub(crate) fn may_have(tag: &str, stem: &str, role: &str) -> bool {
    if role.is_empty() && tag.starts_with(stem) {
        return true;
    }
    let begins = |word: &str| word.strip_prefix('v').unwrap_or(word).starts_with(stem);
    (stem.is_empty() || split(tag).any(begins)) && (role.is_empty() || split(tag).any(|word| word == role))
}

/// The words of a tag. A plain walk: words are a few bytes long.
fn split(tag: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(tag);
    core::iter::from_fn(move || {
        let text = rest?;
        match text.bytes().position(|byte| byte == b'-') {
            Some(at) => {
                rest = text.get(at + 1..);
                text.get(..at)
            }
            None => rest.take(),
        }
    })
}

impl<'t> TagParts<'t> {
    /// Reads a tag. Never fails: text without a version is all roles, and text over the 128 characters that a
    /// registry takes is read as the empty tag, which keeps every look-up short.
    #[must_use]
    pub fn parse(tag: &'t str) -> Self {
        let tag = if tag.len() > TAG_MAX { "" } else { tag };
        let mut parts = TagParts { tag, version: "", build: "" };
        let mut before = "";
        for word in split(tag) {
            let number = word.strip_prefix('v').unwrap_or(word);
            let behind_name = || !before.is_empty() && NUMBERED.iter().any(|(name, _)| *name == before);
            if number.starts_with(|first: char| first.is_ascii_digit()) && !behind_name() && !is_day(word) {
                let end = number.bytes().position(|byte| !byte.is_ascii_digit() && byte != b'.').unwrap_or(number.len());
                let (version, build) = number.split_at_checked(end).unwrap_or((number, ""));
                let trimmed = version.trim_end_matches('.');
                parts.version = trimmed;
                parts.build = build;
                break;
            }
            before = word;
        }
        parts
    }

    /// The tag that was read.
    #[must_use]
    pub const fn tag(self) -> &'t str {
        self.tag
    }

    /// The dotted version, such as `22.11`; empty where the tag has none.
    #[must_use]
    pub const fn version(self) -> &'t str {
        self.version
    }

    /// The components of the version.
    pub fn components(self) -> impl Iterator<Item = &'t str> {
        self.version.split('.').filter(|component| !component.is_empty())
    }

    /// The version cut behind its first `count` components.
    pub(crate) fn leading(self, count: usize) -> &'t str {
        let mut dots = self.version.match_indices('.').map(|(at, _)| at);
        let end = count.checked_sub(1).map_or(Some(0), |before| dots.nth(before));
        end.and_then(|end| self.version.get(..end)).unwrap_or(self.version)
    }

    /// Whether the first `count` components are equal to all the components of `other`.
    pub(crate) fn has_components(self, count: usize, other: TagParts<'_>) -> bool {
        self.components().take(count).eq(other.components())
    }

    /// The words with what each is.
    fn words(self) -> impl Iterator<Item = (&'t str, Kind<'t>)> {
        let mut version_seen = false;
        let mut build_number = false;
        let mut named: Option<&'static str> = None;
        split(self.tag).filter_map(move |word| {
            let family = named.take();
            if let Some(family) = family.filter(|_| is_number(word)) {
                return Some((word, Kind::SuiteNumber(Suite { family, cycle: word })));
            }
            let number = word.strip_prefix('v').unwrap_or(word);
            if !version_seen && !self.version.is_empty() && number.starts_with(self.version) {
                version_seen = true;
                // Java 8 writes its build as a word of its own: `8u502-b07`.
                build_number = self.build.starts_with('u');
                return Some((word, Kind::Version));
            }
            if core::mem::take(&mut build_number) && word.strip_prefix('b').is_some_and(is_number) {
                return None;
            }
            if is_day(word) {
                return Some((word, Kind::Day));
            }
            if is_flavour_word(word) {
                named = NUMBERED.iter().find(|(name, _)| *name == word).map(|(_, family)| *family);
                return Some((word, Kind::Flavour));
            }
            if let Some(suite) = suite_word(word) {
                return Some((word, Kind::Suite(suite)));
            }
            Some((word, Kind::Role))
        })
    }

    /// The suite that the tag names, as in `22-bookworm`, `3.12-alpine3.24` and `21-jre-alpine-3.24`.
    #[must_use]
    pub fn suite(self) -> Option<Suite<'t>> {
        self.words().find_map(|(_, kind)| match kind {
            Kind::Suite(suite) | Kind::SuiteNumber(suite) => Some(suite),
            _ => None,
        })
    }

    /// Whether the tag carries the day of a build and so never moves.
    #[must_use]
    pub fn is_dated(self) -> bool {
        self.words().any(|(_, kind)| kind == Kind::Day)
    }

    /// The words that name a flavour without a release: `slim`, `alpine`, `ubi`, …
    pub fn flavour_words(self) -> impl Iterator<Item = &'t str> {
        self.words().filter(|(_, kind)| *kind == Kind::Flavour).map(|(word, _)| word)
    }

    /// All other words: what the build is for (`jre`, `fpm`, `apache`, `management`), and aliases such as `lts`.
    /// The tag `latest` has none.
    pub fn roles(self) -> impl Iterator<Item = &'t str> {
        let whole = self.tag;
        self.words().filter(move |(_, kind)| *kind == Kind::Role && whole != "latest").map(|(word, _)| word)
    }

    /// Whether both have the same role words, in any order.
    #[must_use]
    pub fn same_roles(self, other: TagParts<'_>) -> bool {
        if self.roles().next().is_none() {
            return other.roles().next().is_none();
        }
        let times = |parts: TagParts<'_>, wanted: &str| parts.roles().filter(|role| *role == wanted).count();
        self.roles().count() == other.roles().count() && self.roles().all(|role| times(self, role) == times(other, role))
    }

    /// Whether the tag names something before or beside the releases: `rc`, `beta`, `ea`, `edge`, …
    #[must_use]
    pub fn is_prerelease(self) -> bool {
        ["rc", "RC", "beta", "alpha"].iter().any(|mark| self.build.starts_with(mark)) || split(self.tag).any(|word| PREVIEW.contains(&word))
    }
}

/// Words for what comes before or beside the releases. None of them is a version, a flavour or a suite.
const PREVIEW: [&str; 13] =
    ["rc", "beta", "alpha", "ea", "dev", "devel", "edge", "nightly", "preview", "tip", "unstable", "testing", "kitten"];

/// Most roles that a tag of the lists has, and more than people write.
const MAX_ROLES: usize = 6;

/// What the words of a tag say, read once: looking for a tag compares many.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading<'t> {
    /// Its parts.
    pub(crate) parts: TagParts<'t>,
    /// The suite that it names.
    pub(crate) suite: Option<Suite<'t>>,
    /// Whether it carries the day of a build.
    pub(crate) is_dated: bool,
    flavours: u16,
    roles: [&'t str; MAX_ROLES],
    role_count: usize,
}

impl<'t> Reading<'t> {
    /// Reads what a tag is made of. O(length).
    pub(crate) fn of(parts: TagParts<'t>) -> Self {
        let tag = parts.tag;
        let mut reading = Reading { parts, suite: None, is_dated: false, flavours: 0, roles: [""; MAX_ROLES], role_count: 0 };
        for (word, kind) in parts.words() {
            match kind {
                Kind::Version => {}
                Kind::Suite(suite) | Kind::SuiteNumber(suite) => reading.suite = reading.suite.or(Some(suite)),
                Kind::Flavour => reading.flavours |= flavour_bit(word),
                Kind::Day => reading.is_dated = true,
                Kind::Role if tag == "latest" => {}
                Kind::Role => {
                    if let Some(place) = reading.roles.get_mut(reading.role_count) {
                        *place = word;
                    }
                    reading.role_count += 1;
                }
            }
        }
        reading
    }

    /// The role words, up to the most that a tag of the lists has.
    pub(crate) fn roles(&self) -> impl Iterator<Item = &'t str> + use<'_, 't> {
        self.roles.iter().take(self.role_count).copied()
    }

    /// The first role word; empty where there is none.
    pub(crate) fn first_role(&self) -> &'t str {
        self.roles.first().copied().unwrap_or_default()
    }

    /// Whether both have the same role words, in any order.
    pub(crate) fn same_roles(&self, other: &Reading<'_>) -> bool {
        let own = self.roles.get(..self.role_count);
        let theirs = other.roles.get(..other.role_count);
        match (own, theirs) {
            (Some(own), Some(theirs)) => {
                let times = |roles: &[&str], wanted: &str| roles.iter().filter(|role| **role == wanted).count();
                own.len() == theirs.len() && own.iter().all(|role| times(own, role) == times(theirs, role))
            }
            // So many words are nobody's roles.
            _ => false,
        }
    }

    /// Whether it names a flavour or a suite.
    pub(crate) fn names_system(&self) -> bool {
        self.flavours != 0 || self.suite.is_some()
    }

    /// Whether it says that it is Alpine.
    pub(crate) fn names_alpine(&self) -> bool {
        self.flavours & ALPINE != 0 || self.suite.is_some_and(|suite| suite.family == "alpine")
    }

    /// Whether it says that it is Windows.
    pub(crate) fn names_windows(&self) -> bool {
        self.flavours & (SERVER_CORE | NANO_SERVER) != 0 || self.suite.is_some_and(|suite| suite.family == "windows-servercore")
    }

    /// A word that every tag has that is Alpine where this one is, and has the same flavour words; empty where there is none.
    pub(crate) fn system_word(&self) -> &'t str {
        if self.names_alpine() { "alpine" } else { split(self.parts.tag).find(|word| is_flavour_word(word)).unwrap_or_default() }
    }

    /// Whether both have the same flavour words, `alpine` left out.
    pub(crate) fn same_flavours(&self, other: &Reading<'_>) -> bool {
        (self.flavours | ALPINE) == (other.flavours | ALPINE)
    }
}

#[cfg(test)]
mod tests {
    use super::TagParts;
    use alloc::vec::Vec;

    fn read(tag: &str) -> (&str, Option<(&str, &str)>, Vec<&str>) {
        let parts = TagParts::parse(tag);
        (parts.version(), parts.suite().map(|suite| (suite.family, suite.cycle)), parts.roles().collect())
    }

    #[test]
    fn words_are_told_apart() {
        let none = Vec::<&str>::new;
        for (tag, version, suite, roles) in [
            ("22.11-bookworm", "22.11", Some(("debian", "12")), none()),
            ("14-buster-slim", "14", Some(("debian", "10")), none()),
            ("3.12.4", "3.12.4", None, none()),
            ("3.13-slim-trixie", "3.13", Some(("debian", "13")), none()),
            ("21-jre-alpine-3.24", "21", Some(("alpine", "3.24")), alloc::vec!["jre"]),
            ("8u502-b07-jre-noble", "8", Some(("ubuntu", "24.04")), alloc::vec!["jre"]),
            ("21.0.12_8-jdk-ubi10-minimal", "21.0.12", Some(("rhel", "10")), alloc::vec!["jdk", "minimal"]),
            ("8.3-fpm-alpine3.18", "8.3", Some(("alpine", "3.18")), alloc::vec!["fpm"]),
            ("v3.7.11", "3.7.11", None, none()),
            ("17-al2023-headless", "17", Some(("amazonlinux", "2023")), alloc::vec!["headless"]),
            ("open-21-jre", "21", None, alloc::vec!["open", "jre"]),
            ("alpine3.24", "", Some(("alpine", "3.24")), none()),
            ("alpine-3.24", "", Some(("alpine", "3.24")), none()),
            ("trixie-20260803-slim", "", Some(("debian", "13")), none()),
            ("2023.12.20260817.0", "2023.12.20260817.0", None, none()),
            ("latest", "", None, none()),
            ("lts-slim", "", None, alloc::vec!["lts"]),
            ("4-management", "4", None, alloc::vec!["management"]),
            ("10.0-noble-chiseled", "10.0", Some(("ubuntu", "24.04")), alloc::vec!["chiseled"]),
            ("", "", None, alloc::vec![""]),
        ] {
            assert_eq!(read(tag), (version, suite, roles), "{tag}");
        }
    }

    #[test]
    fn words_for_previews_are_nothing_else() {
        for word in super::PREVIEW {
            assert_eq!(TagParts::parse(word).roles().collect::<Vec<_>>(), [word]);
        }
    }

    #[test]
    fn previews_are_recognised() {
        for tag in ["3.15.0rc1-slim", "3.15-rc", "28-ea-jdk", "8.6.0beta1", "tip-alpine", "edge"] {
            assert!(TagParts::parse(tag).is_prerelease(), "{tag}");
        }
        for tag in ["3.15", "8u502-b07-jre", "22-alpine", "latest"] {
            assert!(!TagParts::parse(tag).is_prerelease(), "{tag}");
        }
    }

    #[test]
    fn roles_compare_as_sets() {
        let same = |a, b| TagParts::parse(a).same_roles(TagParts::parse(b));
        assert!(same("21-jre-noble", "21-jre-alpine-3.24"));
        assert!(same("a-b", "b-a"));
        assert!(!same("21-jre", "21-jdk"));
        assert!(!same("8.3", "8.3-fpm"));
    }
}
