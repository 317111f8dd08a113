//! What the catalog knows of an image, in the report's words. Unknown stays null.

use alloc::string::ToString;
use alloc::vec::Vec;

use plimsoll_catalog as catalog;
use plimsoll_catalog::{Architectures, Cycle, Date, Flavour, Presence};
use plimsoll_report::{Day, Footprint, ImageFacts, Libc, PackageManager, Platforms, Support, SupportState, Text, Traits};

use super::known::Known;

/// What is known of an image; `None` where nothing is. It is put together anew for each use: what it is made of is looked up once,
/// and most images of a file are used once.
#[must_use]
pub(crate) fn facts(known: &Known) -> Option<ImageFacts> {
    let cycles = [known.applied().own, known.applied().suite];
    let is_known = known.official().is_some()
        || known.deprecated().is_some()
        || known.distroless().is_some()
        || known.footprint().is_some()
        || cycles.iter().any(Option::is_some);
    if !is_known {
        return None;
    }
    let mut support = Vec::with_capacity(2);
    support.extend(distroless_support(known));
    support.extend(cycles.into_iter().flatten().map(|cycle| of_cycle(cycle, known)));
    Some(ImageFacts {
        official: known.official().is_some(),
        listed: known
            .official()
            .filter(|official| official.builds().next().is_some() && !known.tag.is_empty())
            .map(|_| known.listed().is_some()),
        deprecated: known.deprecated().map(|deprecated| deprecated.successors().map(familiar).collect::<Vec<_>>().join(" or ")),
        support,
        traits: traits(known),
        footprint: footprint(known),
        as_of: as_of(known),
    })
}

/// A name on Docker Hub as people write it.
fn familiar(name: &str) -> &str {
    let short = name.strip_prefix("docker.io/").unwrap_or(name);
    short.strip_prefix("library/").unwrap_or(short)
}

/// The day of the table that tells most of the image.
#[must_use]
pub(crate) fn as_of(known: &Known) -> Text {
    let table = match known {
        known if known.distroless().is_some() => "distroless",
        known if known.is_of_vendor() => "chainguard",
        known if known.official().is_some() => "official",
        _ => "eol",
    };
    Text::Borrowed(catalog::day_of(table).unwrap_or_else(catalog::catalog_date))
}

/// A date as the report has dates.
fn day(date: Date) -> Day {
    date.letters().map_or_else(|| Day::Read(date.text()), Day::Of)
}

fn of_cycle(cycle: Cycle, known: &Known) -> Support {
    let (state, until) = match cycle.support(known.as_of) {
        catalog::Support::SecurityOnly { until } => (SupportState::SecurityOnly, Some(until)),
        catalog::Support::Ended { since } => (SupportState::Ended, since),
        catalog::Support::Supported { until } => (SupportState::Supported, until),
        catalog::Support::Unknown => (SupportState::Supported, None),
    };
    Support { product: Text::Borrowed(cycle.family), cycle: Text::Borrowed(cycle.name()), state, until: until.map(day) }
}

/// The Debian release that a distroless image stands on.
fn distroless_support(known: &Known) -> Option<Support> {
    let cycle = match known.distroless()? {
        catalog::distroless::Status::Current(image) => image.suite_cycle(),
        catalog::distroless::Status::Retired(retired) => retired.suite_cycle(),
    };
    Some(of_cycle(cycle?, known))
}

/// What matters when the image replaces another.
#[must_use]
pub(crate) fn traits(known: &Known) -> Traits {
    let footprint = known.footprint();
    let distribution = known.listed().and_then(|info| distribution(info.build.flavour(), info.build.suite()));
    let manager = footprint.and_then(|footprint| manager(footprint.manager)).or(distribution);
    Traits {
        libc: footprint.and_then(|footprint| footprint.libc).map(|libc| match libc {
            catalog::Libc::Glibc => Libc::Glibc,
            catalog::Libc::Musl => Libc::Musl,
            catalog::Libc::None => Libc::None,
        }),
        // Debian, Ubuntu and Alpine themselves bring a shell, and with it everything that is built on them.
        shell: footprint.and_then(|footprint| footprint.shell.known()).or(distribution.map(|_| true)),
        package_manager: manager,
        user: footprint.and_then(|footprint| footprint.user).and_then(user),
        platforms: Platforms::Listed(known.architectures().map_or("", Architectures::list)),
        eol: eol(known),
    }
}

fn user(user: catalog::DefaultUser) -> Option<Text> {
    match (user.starts_as_root, user.account, user.uid) {
        (true, _, _) => Some(Text::Borrowed("root")),
        (false, Some(account), Some(uid)) => Some(Text::Owned([account, " (", &*uid.to_string(), ")"].concat())),
        (false, Some(account), None) => Some(Text::Borrowed(account)),
        (false, None, uid) => uid.map(|uid| Text::Owned(uid.to_string())),
    }
}

fn manager(presence: Presence) -> Option<PackageManager> {
    if presence == Presence::ABSENT {
        return Some(PackageManager::None);
    }
    match presence.name()? {
        "apt" => Some(PackageManager::Apt),
        "apk" => Some(PackageManager::Apk),
        "dnf" | "microdnf" | "yum" | "tdnf" => Some(PackageManager::Dnf),
        "zypper" => Some(PackageManager::Zypper),
        _ => None,
    }
}

/// The package manager that comes with the distribution of a build.
fn distribution(flavour: Flavour, suite: Option<&str>) -> Option<PackageManager> {
    match flavour {
        Flavour::Alpine | Flavour::AlpineSlim => Some(PackageManager::Apk),
        Flavour::Debian | Flavour::Slim | Flavour::Ubuntu => suite.map(|_| PackageManager::Apt),
        _ => None,
    }
}

/// The last day of the cycle that ends first.
fn eol(known: &Known) -> Option<Day> {
    let own = [known.applied().own, known.applied().suite].into_iter().flatten();
    let system = known.current_distroless().and_then(|image| image.suite_cycle());
    own.chain(system).filter_map(|cycle| cycle.end().max(cycle.free_lts_end())).min().map(day)
}

/// Size and contents, where they were measured.
#[must_use]
pub(crate) fn footprint(known: &Known) -> Option<Footprint> {
    let found = known.footprint()?;
    let distroless = known.current_distroless();
    let (reference, date) = match (found.image, distroless) {
        (Some(image), _) => (Text::Borrowed(image), found.built?),
        (None, Some(image)) => {
            let name = [catalog::distroless::REGISTRY, "/", catalog::distroless::FOLDER, image.name].concat();
            (Text::Owned(name), catalog::date_of("distroless")?)
        }
        (None, None) if known.is_of_vendor() => {
            (Text::Owned([&*known.registry, "/", &known.repository, ":", &known.tag].concat()), catalog::date_of("chainguard")?)
        }
        (None, None) => return None,
    };
    let compressed_bytes = found.amd64.and_then(|bytes| u32::try_from(bytes).ok());
    Some(Footprint {
        reference,
        compressed_bytes,
        platform: compressed_bytes.map(|_| Text::Borrowed("linux/amd64")),
        packages: found.packages.map(u32::from),
        curl: found.curl.known(),
        wget: found.wget.known(),
        compiler: found.compiler.known(),
        date: day(date),
    })
}
