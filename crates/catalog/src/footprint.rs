//! What an image weighs and holds.
//!
//! Figures are of one build on one day and move with every rebuild; none is computed from another image's. Every
//! fact may be unknown by itself.

use crate::date::Date;
use crate::distroless;
use crate::generated::footprint::{MEASURED, VENDOR};
use crate::official::{Flavour, Official, TagInfo, official_name};
use crate::users::{DefaultUser, default_user_of};

/// Whether something is in an image, and under which name: a cell of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presence(&'static str);

impl Presence {
    /// Nothing is known.
    pub const UNKNOWN: Presence = Presence("");
    /// It is not there.
    pub const ABSENT: Presence = Presence("no");

    /// `Some(true)` where it is there, `Some(false)` where it is not, `None` where nothing is known.
    #[must_use]
    pub fn known(self) -> Option<bool> {
        (self != Self::UNKNOWN).then(|| self != Self::ABSENT)
    }

    /// What is there (`bash`, `busybox`), or `yes`; `None` where it is not, or nothing is known.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        (self.known() == Some(true)).then_some(self.0)
    }
}

/// The C library of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Libc {
    /// The GNU C library.
    Glibc,
    /// musl.
    Musl,
    /// There is none: only static binaries run.
    None,
}

/// A measured image; the row of the generated table.
pub(crate) struct Measured {
    pub(crate) image: &'static str,
    pub(crate) amd64: u64,
    pub(crate) arm64: u64,
    pub(crate) measured: bool,
    pub(crate) built: &'static str,
    pub(crate) packages: u16,
    pub(crate) tools: [&'static str; 6],
}

/// A Chainguard image that is free of charge; the row of the generated table.
pub(crate) struct Vendor {
    pub(crate) name: &'static str,
    pub(crate) tags: &'static str,
    pub(crate) architectures: &'static str,
    pub(crate) packages: u16,
    pub(crate) user: &'static str,
    pub(crate) entrypoint: &'static str,
    pub(crate) tools: [&'static str; 5],
}

/// What is known of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Footprint {
    /// The image that was looked at, `node:22`: the one asked for, or another name of the same build.
    pub image: Option<&'static str>,
    /// Bytes of the compressed layers for amd64: what a pull transfers.
    pub amd64: Option<u64>,
    /// Bytes of the compressed layers for arm64.
    pub arm64: Option<u64>,
    /// Whether the bytes were measured; otherwise they were added up from layers measured in another image.
    pub measured: bool,
    /// The day of the build that the figures are of.
    pub built: Option<Date>,
    /// Number of packages of the operating system.
    pub packages: Option<u16>,
    /// A shell.
    pub shell: Presence,
    /// A package manager.
    pub manager: Presence,
    /// curl.
    pub curl: Presence,
    /// wget.
    pub wget: Presence,
    /// A C compiler.
    pub compiler: Presence,
    /// git.
    pub git: Presence,
    /// The C library.
    pub libc: Option<Libc>,
    /// The default user.
    pub user: Option<DefaultUser>,
}

const UNKNOWN: Footprint = Footprint {
    image: None,
    amd64: None,
    arm64: None,
    measured: false,
    built: None,
    packages: None,
    shell: Presence::UNKNOWN,
    manager: Presence::UNKNOWN,
    curl: Presence::UNKNOWN,
    wget: Presence::UNKNOWN,
    compiler: Presence::UNKNOWN,
    git: Presence::UNKNOWN,
    libc: None,
    user: None,
};

/// The architectures of a Chainguard image and the words of its entry point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VendorImage {
    /// Name on `cgr.dev/chainguard/`.
    pub name: &'static str,
    /// What it is built for.
    pub architectures: crate::Architectures,
    /// The entry point as one line; empty where there is none or it is not known.
    pub entrypoint: &'static str,
}

/// The images of an optional vendor that are free of charge: always `latest`, never a pinned version.
pub fn vendor_images() -> impl Iterator<Item = VendorImage> {
    let firsts = VENDOR.iter().enumerate().filter(|(index, row)| {
        let before = index.checked_sub(1).and_then(|before| VENDOR.get(before));
        before.is_none_or(|before| before.name != row.name)
    });
    firsts.map(|(_, row)| VendorImage {
        name: row.name,
        architectures: crate::Architectures(row.architectures),
        entrypoint: row.entrypoint,
    })
}

fn vendor_rows(registry: &str, repository: &str, tag: &str) -> impl Iterator<Item = &'static Vendor> {
    let name = repository.strip_prefix("chainguard/").filter(|_| registry == "cgr.dev").unwrap_or_default();
    let rows = if name.is_empty() { &[] } else { VENDOR };
    rows.iter().filter(move |row| row.name == name && row.tags.split(' ').any(|listed| listed == tag))
}

/// The row of a tag; a tag that stands on two rows tells nothing about either.
fn vendor(registry: &str, repository: &str, tag: &str) -> Option<&'static Vendor> {
    let mut rows = vendor_rows(registry, repository, tag);
    let first = rows.next();
    first.filter(|_| rows.next().is_none())
}

/// What a free image of an optional vendor is built for.
pub(crate) fn vendor_architectures(registry: &str, repository: &str, tag: &str) -> Option<crate::Architectures> {
    vendor_rows(registry, repository, tag).next().map(|row| crate::Architectures(row.architectures))
}

/// The user on which all rows of a tag agree.
pub(crate) fn vendor_user(registry: &str, repository: &str, tag: &str) -> Option<&'static str> {
    let mut users = vendor_rows(registry, repository, tag).map(|row| row.user);
    let first = users.next().filter(|user| !user.is_empty())?;
    users.all(|user| user == first).then_some(first)
}

const fn count(figure: u16) -> Option<u16> {
    if figure == 0 { None } else { Some(figure) }
}

const fn bytes(figure: u64) -> Option<u64> {
    if figure == 0 { None } else { Some(figure) }
}

/// What is known of an image; `None` where nothing is. `tag` is `latest` where none is written.
#[must_use]
pub fn footprint(registry: &str, repository: &str, tag: &str) -> Option<Footprint> {
    let image = official_name(registry, repository);
    let info = image.and_then(|image| image.tag(tag));
    footprint_of(registry, repository, tag, image, info, default_user_of(registry, repository, tag, image, &|| info))
}

/// As [`footprint`], for a caller who knows the official image, its tag and the user already.
#[must_use]
pub fn footprint_of(
    registry: &str,
    repository: &str,
    tag: &str,
    image: Option<Official>,
    info: Option<TagInfo>,
    user: Option<DefaultUser>,
) -> Option<Footprint> {
    let Some(image) = image else { return of_other(registry, repository, tag, user) };
    let row = measured(image, tag, info);
    let libc = info.and_then(libc_of);
    if row.is_none() && libc.is_none() && user.is_none() {
        return None;
    }
    Some(Footprint { libc, user, ..row.map_or(UNKNOWN, of_measured) })
}

/// What is known of an image that is not official.
#[inline(never)]
fn of_other(registry: &str, repository: &str, tag: &str, user: Option<DefaultUser>) -> Option<Footprint> {
    let found = if let Some(row) = vendor(registry, repository, tag) {
        let [shell, manager, curl, wget, compiler] = row.tools.map(Presence);
        // Chainguard's system library is glibc throughout, also where packages are apk's.
        Footprint { packages: count(row.packages), shell, manager, curl, wget, compiler, ..UNKNOWN }
    } else {
        let found = of_distroless(repository.strip_prefix(distroless::FOLDER)?, tag);
        if found.is_none() && user.is_none() {
            return None;
        }
        found.unwrap_or(UNKNOWN)
    };
    Some(Footprint { user, ..found })
}

fn libc_of(info: TagInfo) -> Option<Libc> {
    match info.build.flavour() {
        Flavour::Alpine | Flavour::AlpineSlim => Some(Libc::Musl),
        Flavour::Debian if info.tag.contains("musl") || info.tag.contains("uclibc") => None,
        // Busybox is filed under Debian where it is compiled there; its plain tag links statically.
        Flavour::Debian if info.build.suite() == Some("unstable") => None,
        Flavour::Debian | Flavour::Ubuntu | Flavour::Amazon | Flavour::Rhel => Some(Libc::Glibc),
        Flavour::Slim if info.build.suite().is_some() => Some(Libc::Glibc),
        _ => None,
    }
}

/// The row of a tag, or of another name of the same build.
fn measured(image: Official, tag: &str, info: Option<TagInfo>) -> Option<&'static Measured> {
    let name = image.name();
    let rows = || {
        let rows = Official::rows_of(MEASURED, image.row().measured).iter();
        rows.filter_map(|row| Some((row, row.image.get(name.len() + 1..)?)))
    };
    let of_alias = |info: TagInfo| rows().find(|(_, found)| info.build.has_tag(found));
    let found = rows().find(|(_, found)| *found == tag).or_else(|| of_alias(info?));
    found.map(|(row, _)| row)
}

fn of_measured(row: &'static Measured) -> Footprint {
    let [shell, manager, curl, wget, compiler, git] = row.tools.map(Presence);
    Footprint {
        image: Some(row.image),
        amd64: bytes(row.amd64),
        arm64: bytes(row.arm64),
        measured: row.measured,
        built: Date::parse(row.built),
        packages: count(row.packages),
        shell,
        manager,
        curl,
        wget,
        compiler,
        git,
        ..UNKNOWN
    }
}

fn of_distroless(name: &str, tag: &str) -> Option<Footprint> {
    let Some(distroless::Status::Current(image)) = distroless::status(name) else { return None };
    let debug = tag.split('-').any(|word| word == "debug");
    Some(Footprint {
        packages: u16::try_from(image.packages().count()).ok(),
        shell: if debug { Presence("busybox") } else { Presence::ABSENT },
        manager: Presence::ABSENT,
        curl: Presence::ABSENT,
        wget: if debug { Presence("busybox") } else { Presence::ABSENT },
        compiler: Presence::ABSENT,
        git: Presence::ABSENT,
        libc: Some(if image.glibc { Libc::Glibc } else { Libc::None }),
        ..UNKNOWN
    })
}

#[cfg(test)]
mod tests {
    use super::{Libc, Presence, footprint, vendor_images};
    use crate::Date;

    fn of(repository: &str, tag: &str) -> super::Footprint {
        footprint("docker.io", repository, tag).unwrap_or_else(|| panic!("{repository}:{tag}"))
    }

    #[test]
    fn figures_carry_the_day_of_the_build() {
        let node = of("library/node", "22");
        assert_eq!((node.amd64, node.arm64, node.measured), (Some(408_499_334), Some(399_874_234), true));
        assert_eq!((node.built, node.packages), (Date::parse("2026-09-19"), Some(413)));
        assert_eq!((node.shell, node.libc), (Presence("bash"), Some(Libc::Glibc)));
        assert_eq!(node.user.and_then(|user| user.uid), Some(1000));
    }

    #[test]
    fn another_name_of_the_same_build_has_the_same_figures() {
        let (plain, alias) = (of("library/node", "22-slim"), of("library/node", "22-bookworm-slim"));
        assert_eq!((alias.image, alias.amd64), (Some("node:22-slim"), plain.amd64));
        assert_eq!(of("library/alpine", "latest").image, Some("alpine:3.24"));
        assert_eq!(of("library/node", "22-alpine").libc, Some(Libc::Musl));
        assert_eq!(of("library/node", "22-alpine").curl, Presence::ABSENT);
    }

    #[test]
    fn unknown_stays_unknown() {
        let listed = of("library/mysql", "8.4");
        assert_eq!((listed.amd64, listed.shell, listed.libc), (None, Presence::UNKNOWN, Some(Libc::Glibc)));
        assert_eq!(footprint("docker.io", "team/app", "1"), None);
        assert_eq!(of("library/node", "14").amd64, None);
        assert_eq!(of("library/alpine", "3.22").amd64, None, "only its packages were counted");
        assert_eq!(footprint("docker.io", "library/tomcat", "6"), None);
    }

    #[test]
    fn distroless_and_vendor_images_have_no_figures_but_facts() {
        let base = footprint("gcr.io", "distroless/base-debian13", "nonroot").expect("current");
        assert_eq!((base.amd64, base.shell, base.manager), (None, Presence::ABSENT, Presence::ABSENT));
        assert_eq!((base.packages, base.libc, base.user.map(|user| user.starts_as_root)), (Some(10), Some(Libc::Glibc), Some(false)));
        let debug = footprint("gcr.io", "distroless/static", "debug").expect("current");
        assert_eq!((debug.shell, debug.libc), (Presence("busybox"), Some(Libc::None)));
        let nginx = footprint("cgr.dev", "chainguard/nginx", "latest").expect("free");
        assert_eq!(nginx.shell, Presence::ABSENT);
        assert_eq!(vendor_images().count(), 54);
    }
}
