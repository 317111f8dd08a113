//! Distroless images: which are built today, what is in them, and which are no longer rebuilt.
//!
//! It never says that a retired image is gone: such images can still be pulled, they only get no updates.

use crate::date::Date;
use crate::eol::{Cycle, cycle};
use crate::generated::distroless::{IMAGES, RETIRED};
use crate::official::Architectures;

/// Where the images are published.
pub const REGISTRY: &str = "gcr.io";
/// The folder on the registry, with its `/`.
pub const FOLDER: &str = "distroless/";
/// The suite of the images whose names carry none.
pub const CURRENT_SUITE: &str = "debian13";
/// The user of every tag with `nonroot` in it.
pub const NONROOT_UID: u32 = 65532;

/// An image that is built today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distroless {
    /// Name with suite, such as `static-debian13`.
    pub name: &'static str,
    /// The kind of image that a support policy names: `static`, `base`, `cc`, `java`, `nodejs`, `python3`.
    pub family: &'static str,
    /// `debian12` or `debian13`.
    pub suite: &'static str,
    /// The name without suite where this image is what it stands for; empty otherwise.
    pub(crate) alias: &'static str,
    pub(crate) tags: &'static str,
    pub(crate) architectures: &'static str,
    pub(crate) packages: &'static str,
    pub(crate) entrypoint: &'static str,
    pub(crate) policy_end: &'static str,
    /// Whether it carries the GNU C library; `static` carries none.
    pub glibc: bool,
    /// Whether it carries OpenSSL.
    pub openssl: bool,
    /// Whether it carries the C++ and GCC run-time libraries.
    pub libstdcxx: bool,
    pub(crate) runtime: &'static str,
}

impl Distroless {
    /// Name without suite: `static`, `nodejs24`.
    #[must_use]
    pub fn base(&self) -> &'static str {
        base_and_suite(self.name).0
    }

    /// The tags, without the forms that name one architecture: `latest`, `nonroot`, `debug`, `debug-nonroot`.
    pub fn tags(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.tags.split_whitespace()
    }

    /// What it is built for; the names are Debian's (`arm` is ARMv7).
    #[must_use]
    pub const fn architectures(&self) -> Architectures {
        Architectures(self.architectures)
    }

    /// The Debian packages in it.
    pub fn packages(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.packages.split_whitespace()
    }

    /// The words of its entry point; a command's words are appended to them.
    pub fn entrypoint(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.entrypoint.split_whitespace()
    }

    /// The language runtime with its version, such as `Node.js 24.19.0`.
    #[must_use]
    pub fn runtime(&self) -> Option<&'static str> {
        Some(self.runtime).filter(|runtime| !runtime.is_empty())
    }

    /// The month with which the announced support ends, `YYYY-MM`; `None` where no month is set yet.
    #[must_use]
    pub fn policy_end(&self) -> Option<&'static str> {
        Some(self.policy_end).filter(|month| !month.is_empty())
    }

    /// Whether the announced support is over on `as_of`, even if the image is still built.
    #[must_use]
    pub fn is_past_policy(&self, as_of: Date) -> bool {
        self.policy_end().is_some_and(|month| month_is_over(month, as_of))
    }

    /// Its Debian release.
    #[must_use]
    pub fn suite_cycle(&self) -> Option<Cycle> {
        suite_cycle(self.suite)
    }
}

/// Whether the month `YYYY-MM` lies wholly before `as_of`.
fn month_is_over(month: &str, as_of: Date) -> bool {
    let mut parts = month.split('-').map(str::parse::<u16>);
    match (parts.next(), parts.next()) {
        (Some(Ok(year)), Some(Ok(month))) => (year, month) < (as_of.year, u16::from(as_of.month)),
        _ => false,
    }
}

/// An image that is no longer built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retired<'n> {
    /// Name without suite: `nodejs20`, `static`.
    pub base: &'n str,
    /// The suite, where the name has one.
    pub suite: Option<&'n str>,
    /// The image that takes its place, by name. Where [`Retired::is_upgrade`] is set it brings another version
    /// of the language.
    pub successor: Option<&'static Distroless>,
    /// Whether the successor is a migration rather than a newer build of the same thing.
    pub is_upgrade: bool,
}

impl Retired<'_> {
    /// The Debian release it stood on, with the days on which that ended.
    #[must_use]
    pub fn suite_cycle(&self) -> Option<Cycle> {
        self.suite.and_then(suite_cycle)
    }
}

/// What is known of a distroless name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status<'n> {
    /// Built today.
    Current(&'static Distroless),
    /// No longer built, still to be pulled.
    Retired(Retired<'n>),
}

fn suite_cycle(suite: &str) -> Option<Cycle> {
    cycle("debian", suite.strip_prefix("debian")?)
}

/// Cuts `-debianN` off a name.
pub(crate) fn base_and_suite(name: &str) -> (&str, Option<&str>) {
    let cut = name.bytes().rposition(|byte| byte == b'-').filter(|at| {
        let number = name.get(at + 1..).and_then(|suite| suite.strip_prefix("debian")).unwrap_or_default();
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    match cut {
        Some(at) => (name.get(..at).unwrap_or_default(), name.get(at + 1..)),
        None => (name, None),
    }
}

/// All images that are built today, in alphabetical order.
pub fn current() -> impl Iterator<Item = &'static Distroless> {
    IMAGES.iter()
}

/// The image of the current suite that is called `base` without its suite.
#[must_use]
pub fn current_of(base: &str) -> Option<&'static Distroless> {
    IMAGES.iter().find(|image| image.suite == CURRENT_SUITE && image.base() == base)
}

/// The names without suite of all images, past and present.
pub(crate) fn bases() -> impl Iterator<Item = &'static str> {
    let current = IMAGES.iter().filter(|image| image.suite == CURRENT_SUITE).map(Distroless::base);
    current.chain(RETIRED.iter().map(|(name, ..)| *name))
}

/// What is known of `name`, with or without `distroless/` before it; `None` for a name that never was one.
#[must_use]
pub fn status(name: &str) -> Option<Status<'_>> {
    let name = name.strip_prefix(FOLDER).unwrap_or(name);
    let known = IMAGES.iter().find(|image| image.name == name || (!image.alias.is_empty() && image.alias == name));
    if let Some(image) = known {
        return Some(Status::Current(image));
    }
    let (base, suite) = base_and_suite(name);
    if let Some(image) = current_of(base) {
        // An older suite of something that is still built; a suite that Debian never had is no distroless image.
        suite.and_then(suite_cycle)?;
        return Some(Status::Retired(Retired { base, suite, successor: Some(image), is_upgrade: false }));
    }
    let (_, _, successor) = RETIRED.iter().find(|(known, ..)| *known == base)?;
    let successor = IMAGES.iter().find(|image| image.name == *successor);
    Some(Status::Retired(Retired { base, suite, successor, is_upgrade: true }))
}

#[cfg(test)]
mod tests {
    use super::{Status, current, status};
    use crate::Date;

    const AS_OF: Date = Date { year: 2026, month: 11, day: 23 };

    #[test]
    fn names_with_and_without_suite() {
        let Some(Status::Current(plain)) = status("distroless/static") else { panic!("current") };
        assert_eq!((plain.name, plain.base(), plain.glibc, plain.policy_end()), ("static-debian13", "static", false, None));
        assert_eq!(status("static-debian13"), Some(Status::Current(plain)));
        let Some(Status::Current(node)) = status("distroless/nodejs24-debian13") else { panic!("current") };
        assert_eq!(node.entrypoint().collect::<alloc::vec::Vec<_>>(), ["/nodejs/bin/node"]);
        assert_eq!(node.runtime(), Some("Node.js 24.19.0"));
        assert!(node.tags().any(|tag| tag == "nonroot") && node.packages().any(|package| package == "libc6"));
        assert!(!node.architectures().serves("linux/riscv64") && node.architectures().serves("linux/arm64"));
    }

    #[test]
    fn the_previous_suite_is_current_but_past_its_announced_end() {
        for name in ["static-debian12", "base-debian12", "base-nossl-debian12", "cc-debian12"] {
            let Some(Status::Current(image)) = status(name) else { panic!("{name} is still built") };
            assert_eq!(image.policy_end(), Some("2026-09"));
            assert!(image.is_past_policy(AS_OF) && !image.is_past_policy(Date { year: 2026, month: 9, day: 30 }));
        }
    }

    #[test]
    fn retired_names_have_successors() {
        for (name, successor, upgrade) in [
            ("static-debian10", Some("static-debian13"), false),
            ("base-debian11", Some("base-debian13"), false),
            ("nodejs22-debian12", Some("nodejs22-debian13"), false),
            ("java17-debian12", Some("java17-debian13"), false),
            ("python3-debian12", Some("python3-debian13"), false),
            ("nodejs20-debian12", Some("nodejs24-debian13"), true),
            ("nodejs", Some("nodejs24-debian13"), true),
            ("java11-debian11", Some("java21-debian13"), true),
            ("python2.7", Some("python3-debian13"), true),
            ("dotnet", None, true),
        ] {
            let Some(Status::Retired(retired)) = status(name) else { panic!("{name} is retired") };
            assert_eq!((retired.successor.map(|image| image.name), retired.is_upgrade), (successor, upgrade), "{name}");
        }
        let Some(Status::Retired(retired)) = status("static-debian10") else { panic!("retired") };
        let cycle = retired.suite_cycle().expect("Debian 10 is in the data");
        assert_eq!((cycle.end(), cycle.free_lts_end()), (Date::parse("2022-09-10"), Date::parse("2024-06-30")));
    }

    #[test]
    fn other_names_are_unknown() {
        for name in ["statis-debian10", "static-debian99", "ruby", "", "static-debian"] {
            assert_eq!(status(name), None, "{name}");
        }
        assert_eq!(current().count(), 16);
    }
}
