//! Release cycles and their support: which cycles an image's tag stands for, and whether they are still maintained.
//!
//! Three states, one rule. A cycle is *supported* until the day its maker ends free support, *security-only* while a
//! free long-term support goes on behind that day (Debian has one; Ubuntu's is not free), and *ended* after both. It
//! never says anything about a cycle that is not in the data.

use core::cell::OnceCell;

use crate::date::Date;
use crate::generated::eol::{CODENAMES, CYCLES, REPOSITORIES};
use crate::official::{Official, TagInfo, index_of, official_name};
use crate::order;
use crate::replacements;
use crate::repository::Repository;
use crate::tag::{Suite, TagParts, suite_of_build};

/// Whether something is still maintained on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Support {
    /// The maker's own free support goes on.
    Supported {
        /// Its last day, or `None` where no end is announced.
        until: Option<Date>,
    },
    /// The maker's support is over and free long-term support goes on.
    SecurityOnly {
        /// The last day of the long-term support.
        until: Date,
    },
    /// Nobody maintains it free of charge.
    Ended {
        /// The last day of support, where it is known.
        since: Option<Date>,
    },
    /// The data says nothing.
    Unknown,
}

impl Support {
    /// How bad it is: unknown and supported alike are no reason to act.
    const fn rank(self) -> u8 {
        match self {
            Self::Unknown => 0,
            Self::Supported { .. } => 1,
            Self::SecurityOnly { .. } => 2,
            Self::Ended { .. } => 3,
        }
    }

    /// The worse of two: ended, security-only, supported, unknown.
    #[must_use]
    pub const fn worst(self, other: Support) -> Support {
        if other.rank() > self.rank() { other } else { self }
    }

    /// Whether support has ended.
    #[must_use]
    pub const fn is_ended(self) -> bool {
        matches!(self, Self::Ended { .. })
    }
}

/// One release cycle of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cycle {
    /// The family, such as `node` or `debian`.
    pub family: &'static str,
    name: &'static str,
    days: &'static [u8],
}

/// What the table says of a cycle, in three letters each.
#[derive(Clone, Copy)]
enum Cell {
    Release,
    End,
    FreeLtsEnd,
    Lts,
}

/// How many letters the table has for a cycle.
const LETTERS: usize = 4 * 3;

/// The day of three letters of the table, for year, month and day; `None` where there is none.
fn day([year, month, day]: [u8; 3]) -> Option<Date> {
    /// The year of the first letter.
    const FIRST_YEAR: u16 = 1990;
    let (year, month, day) = (FIRST_YEAR + u16::from(index_of(year)), index_of(month), index_of(day));
    (month > 0).then_some(Date { year, month, day })
}

impl Cycle {
    fn cell(self, cell: Cell) -> [u8; 3] {
        self.days.get(3 * cell as usize..).and_then(|letters| letters.first_chunk()).copied().unwrap_or(*b"000")
    }

    /// Its name: `22`, `3.12`, `22.04`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// Its code name as tags write it: `bookworm`, `noble`, `jod`.
    #[must_use]
    pub fn codename(self) -> Option<&'static str> {
        let name = self.name();
        CODENAMES.iter().find(|row| row.2 == name && row.1 == self.family).map(|row| row.0)
    }

    /// The day it was released.
    #[must_use]
    pub fn release(self) -> Option<Date> {
        day(self.cell(Cell::Release))
    }

    /// The last day of the maker's own free support, where one is announced.
    #[must_use]
    pub fn end(self) -> Option<Date> {
        day(self.cell(Cell::End))
    }

    /// The last day of free long-term support, where there is one.
    #[must_use]
    pub fn free_lts_end(self) -> Option<Date> {
        day(self.cell(Cell::FreeLtsEnd))
    }

    /// Whether it is a long-term release on `as_of`; Node.js cycles become one half a year after their release.
    #[must_use]
    pub fn is_lts(self, as_of: Date) -> bool {
        match self.cell(Cell::Lts) {
            [_, _, b'y'] => true,
            other => day(other).is_some_and(|since| since <= as_of),
        }
    }

    /// The state of its support on `as_of`.
    #[must_use]
    pub fn support(self, as_of: Date) -> Support {
        let end = self.cell(Cell::End);
        match day(end) {
            None if end == *b"00e" => Support::Ended { since: None },
            Some(last) if last < as_of => match self.free_lts_end() {
                Some(until) if until >= as_of => Support::SecurityOnly { until },
                later => Support::Ended { since: later.max(Some(last)) },
            },
            until => Support::Supported { until },
        }
    }

    /// Whether every component of the cycle's name leads `version`.
    pub(crate) fn leads(self, version: TagParts<'_>) -> bool {
        leads(self.name(), version.version())
    }

    /// Whether `version` leads the cycle's name: `3` leads `3.12`.
    fn is_led_by(self, version: TagParts<'_>) -> bool {
        leads(version.version(), self.name())
    }
}

/// Whether the components of `first` are the first ones of `version`.
fn leads(first: &str, version: &str) -> bool {
    version.strip_prefix(first).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The cycles of a family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cycles {
    pub(crate) family: &'static str,
    names: &'static str,
    days: &'static str,
}

impl Cycles {
    /// The cycles in the order of the data: newest first, as a rule.
    pub fn iter(self) -> impl Iterator<Item = Cycle> {
        let (mut names, mut days) = (self.names, self.days.as_bytes());
        core::iter::from_fn(move || {
            let (own, rest) = days.split_at_checked(LETTERS)?;
            days = rest;
            // A few bytes: a plain walk is faster than a search.
            let end = names.bytes().position(|byte| byte == b' ').unwrap_or(names.len());
            let name = names.get(..end)?;
            names = names.get(end + 1..).unwrap_or_default();
            Some(Cycle { family: self.family, name, days: own })
        })
    }

    /// Those whose name begins as `name` does: most are told apart by their first digit.
    fn like(self, name: &str) -> impl Iterator<Item = Cycle> {
        let first = name.bytes().next();
        self.iter().filter(move |cycle| first.is_some() && cycle.name.bytes().next() == first)
    }

    /// The one of that name.
    fn named(self, name: &str) -> Option<Cycle> {
        self.like(name).find(|cycle| cycle.name() == name)
    }
}

/// The cycles of `family`. O(log n) to find them.
#[must_use]
pub fn cycles(family: &str) -> Option<Cycles> {
    let index = CYCLES.binary_search_by(|(name, ..)| order(name, family)).ok()?;
    cycles_at(index)
}

/// The cycles of the family of that number.
fn cycles_at(number: usize) -> Option<Cycles> {
    CYCLES.get(number).map(|(family, names, days)| Cycles { family, names, days })
}

/// The cycle called `name` of `family`.
#[must_use]
pub fn cycle(family: &str, name: &str) -> Option<Cycle> {
    cycles(family)?.named(name)
}

/// The support of a cycle on `as_of`; [`Support::Unknown`] where the data has no such cycle.
#[must_use]
pub fn support(family: &str, cycle_name: &str, as_of: Date) -> Support {
    cycle(family, cycle_name).map_or(Support::Unknown, |cycle| cycle.support(as_of))
}

/// The family whose versions the tags of this repository carry.
#[must_use]
pub fn family_of(registry: &str, repository: &str) -> Option<&'static str> {
    cycles_of_image(official_name(registry, repository), registry, repository).map(|cycles| cycles.family)
}

/// The cycles of that family, where the official image is known already.
pub(crate) fn cycles_of_image(official: Option<Official>, registry: &str, repository: &str) -> Option<Cycles> {
    if let Some(image) = official {
        return image.row().cycles.and_then(|number| cycles_at(usize::from(number)));
    }
    if universal_base_image(registry, repository).is_some() {
        return cycles("rhel");
    }
    let index = REPOSITORIES.binary_search_by(|(path, _)| replacements::order(path, registry, repository)).ok()?;
    REPOSITORIES.get(index).and_then(|(_, family)| cycles(family))
}

/// The release of RHEL in the path of a universal base image: `ubi9/ubi-minimal`, `ubi8-init`.
fn universal_base_image<'r>(registry: &str, repository: &'r str) -> Option<&'r str> {
    if !matches!(registry, "registry.access.redhat.com" | "registry.redhat.io") {
        return None;
    }
    let rest = repository.strip_prefix("ubi")?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest.get(..end).filter(|release| !release.is_empty())
}

/// A cycle that an image stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applied {
    /// The cycle of the image's own version: Node.js 14 in `node:14-buster-slim`.
    pub own: Option<Cycle>,
    /// Whether the tag floats, so that `own` is what it means on the day of the data and moves on by itself.
    pub own_floats: bool,
    /// The cycle of its operating system: Debian 10 in `node:14-buster-slim`. `None` for images of an operating
    /// system, where it is `own`.
    pub suite: Option<Cycle>,
    /// Whether the suite is not in the tag but in the list.
    pub suite_floats: bool,
}

impl Applied {
    /// The worse of both supports on `as_of`.
    #[must_use]
    pub fn support(self, as_of: Date) -> Support {
        [self.own, self.suite].into_iter().flatten().fold(Support::Unknown, |worst, cycle| worst.worst(cycle.support(as_of)))
    }
}

/// The cycles that an image stands on. `tag` is `latest` where none is written.
///
/// Floating tags (`latest`, `lts`, `3`) are resolved by the cycles' own days first and by the list of maintained
/// tags after that; where neither tells (`debian:stable`), there is no cycle.
#[must_use]
pub fn applied(registry: &str, repository: &str, tag: &str, as_of: Date) -> Applied {
    let known = Repository::of(registry, repository);
    let asked = OnceCell::new();
    applied_to(registry, repository, tag, known, &|| *asked.get_or_init(|| known.official.and_then(|image| image.tag(tag))), as_of)
}

/// As [`applied`], for a caller who has looked the repository up already and asks the list for the tag at most once.
#[must_use]
pub fn applied_to(
    registry: &str,
    repository: &str,
    tag: &str,
    known: Repository,
    info: &dyn Fn() -> Option<TagInfo>,
    as_of: Date,
) -> Applied {
    let none = Applied { own: None, own_floats: false, suite: None, suite_floats: false };
    let (all, family) = (known.cycles, known.cycles.map(|cycles| cycles.family));
    if known.official.is_none() && family.is_none() {
        return none;
    }
    let parts = TagParts::parse(tag);
    let (own, own_floats) = match universal_base_image(registry, repository) {
        Some(release) => (cycle("rhel", release), false),
        None => all.and_then(|all| own_cycle(all, info, parts, as_of)).map_or((None, false), |(own, floats)| (Some(own), floats)),
    };
    let listed = || info().and_then(|info| info.build.suite());
    let written = parts.suite().and_then(suite_cycle);
    let suite_floats = written.is_none();
    let suite = written.or_else(|| listed().and_then(suite_of_build).and_then(suite_cycle));
    // `ltsc2025` reads as a release of Server Core; Nano Server's of the same name has days of its own.
    let windows = family.filter(|family| family.starts_with("windows-"));
    let suite = suite.and_then(|suite| if windows.is_some() { cycle(windows?, suite.name()) } else { Some(suite) });
    let own = match suite {
        Some(suite) if own.is_none() && Some(suite.family) == family => Some(suite),
        _ => own,
    };
    let suite = suite.filter(|suite| Some(suite.family) != family);
    Applied { own, own_floats, suite, suite_floats: suite.is_some() && suite_floats }
}

fn suite_cycle(suite: Suite<'_>) -> Option<Cycle> {
    cycle(suite.family, suite.cycle)
}

/// The cycle of an image's own version, and whether the tag floats.
///
/// `info` is asked for the tag's entry in the list only where the tag's own words do not tell.
pub(crate) fn own_cycle(all: Cycles, info: &dyn Fn() -> Option<TagInfo>, parts: TagParts<'_>, as_of: Date) -> Option<(Cycle, bool)> {
    if let Some(found) = by_alias(all, parts, as_of) {
        return Some(found);
    }
    if let Some(exact) = by_version(all, parts) {
        return Some((exact, false));
    }
    let listed = info().and_then(|info| info.build.tags().find_map(|tag| by_version(all, TagParts::parse(tag))));
    let newest = || {
        let open = |cycle: &Cycle| !parts.version().is_empty() && cycle.is_led_by(parts);
        all.like(parts.version()).filter(open).max_by_key(|cycle| cycle.end().map_or((true, None), |end| (false, Some(end))))
    };
    listed.or_else(newest).map(|cycle| (cycle, true))
}

/// The cycle whose name leads the version: no name of a family leads another. One walk over the names.
fn by_version(all: Cycles, parts: TagParts<'_>) -> Option<Cycle> {
    let version = parts.version().as_bytes();
    let names = all.names.as_bytes();
    let (mut number, mut start) = (0, 0);
    loop {
        let rest = names.get(start..).filter(|_| !version.is_empty())?;
        let mut same = 0;
        while let (Some(own), Some(wanted)) = (rest.get(same), version.get(same))
            && own == wanted
        {
            same += 1;
        }
        if same > 0 && matches!(rest.get(same), None | Some(b' ')) && matches!(version.get(same), None | Some(b'.')) {
            let name = all.names.get(start..start + same)?;
            return Some(Cycle { family: all.family, name, days: all.days.as_bytes().get(LETTERS * number..)?.get(..LETTERS)? });
        }
        while *rest.get(same)? != b' ' {
            same += 1;
        }
        start += same + 1;
        number += 1;
    }
}

/// The families whose cycles have code names.
const WITH_CODENAMES: [&str; 3] = ["debian", "node", "ubuntu"];

/// Code names, `lts` and `current`, which the cycles' own days resolve.
fn by_alias(all: Cycles, parts: TagParts<'_>, as_of: Date) -> Option<(Cycle, bool)> {
    let released = |cycle: &Cycle| cycle.release().is_some_and(|day| day <= as_of);
    // Code names are words: versions, which are most of what tags are made of, need no look.
    let words = parts.tag().split('-').filter(|word| word.starts_with(|first: char| first.is_ascii_lowercase()));
    let coded = words.filter(|_| WITH_CODENAMES.contains(&all.family)).find_map(|word| {
        let index = CODENAMES.binary_search_by(|row| order(row.0, word)).ok()?;
        let (_, family, name) = CODENAMES.get(index)?;
        if *family != all.family {
            return None;
        }
        all.named(name)
    });
    if let Some(cycle) = coded {
        return Some((cycle, false));
    }
    if !parts.version().is_empty() {
        return None;
    }
    let newest =
        |wanted: &dyn Fn(&Cycle) -> bool| all.iter().filter(|cycle| released(cycle) && wanted(cycle)).max_by_key(|cycle| cycle.release());
    let found = parts.roles().find_map(|role| match role {
        "lts" => newest(&|cycle| cycle.is_lts(as_of)),
        "current" => newest(&|_| true),
        _ => None,
    });
    found.map(|cycle| (cycle, true))
}

/// The family's newest cycle on `as_of` that is supported: the newest long-term one where the family has such.
pub(crate) fn newest_supported(all: Cycles, as_of: Date) -> Option<Cycle> {
    let mut long_term: Option<(Date, Cycle)> = None;
    let mut other: Option<(Date, Cycle)> = None;
    for cycle in all.iter() {
        let Some(release) = cycle.release().filter(|day| *day <= as_of) else { continue };
        let is_newer = |best: Option<(Date, Cycle)>| best.is_none_or(|(best, _)| release >= best);
        // Next to a long-term one nothing older counts, and nothing else.
        if !is_newer(long_term) {
            continue;
        }
        let place = if cycle.is_lts(as_of) { &mut long_term } else { &mut other };
        if is_newer(*place) && matches!(cycle.support(as_of), Support::Supported { .. }) {
            *place = Some((release, cycle));
        }
    }
    long_term.or(other).map(|(_, cycle)| cycle)
}

#[cfg(test)]
mod tests {
    use super::{CODENAMES, WITH_CODENAMES};

    #[test]
    fn every_family_with_code_names_is_known() {
        assert!(CODENAMES.iter().all(|(_, family, _)| WITH_CODENAMES.contains(family)));
    }
}
