//! A distribution that is there for one language: which one, and the image that holds it already.
//!
//! Only what the names of the packages, the release of the distribution or NodeSource's script tell is taken for a version.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_catalog::{Flavour, Repository, maintained};

use super::case::{Blocker, Case};
use super::known::Known;
use super::signals::Installed;
use super::targets;

const HUB: &str = "docker.io";

/// The version of the package `python3` by release: packages.debian.org and packages.ubuntu.com, read in 2026-11.
const PYTHON: &[(&str, &str, &str)] = &[
    ("debian", "11", "3.9"),
    ("debian", "12", "3.11"),
    ("debian", "13", "3.13"),
    ("ubuntu", "20.04", "3.8"),
    ("ubuntu", "22.04", "3.10"),
    ("ubuntu", "24.04", "3.12"),
];

/// The only language that a stage on Debian or Ubuntu installs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    /// OpenJDK of this number: the runtime, or with the compiler.
    Java { number: String, with_compiler: bool },
    /// Python of this version.
    Python(String),
    /// Node.js of this number, from NodeSource's archive.
    Node(String),
}

/// The language; `None` where there is none, or more than one.
#[must_use]
pub(crate) fn of(case: &Case<'_, '_, '_>) -> Option<Language> {
    if !matches!(case.name(), "debian" | "ubuntu") || !case.signals.is_result {
        return None;
    }
    let mut found: Option<Language> = None;
    for package in case.signals.packages.iter().filter(|package| package.manager.is_apt()) {
        let Some(language) = by_package(package, case) else { continue };
        found = match found.take() {
            None => Some(language),
            Some(Language::Java { number, with_compiler: before }) => match language {
                Language::Java { number: other, with_compiler } if other == number => {
                    Some(Language::Java { number, with_compiler: before || with_compiler })
                }
                _ => return None,
            },
            Some(before) if before == language => Some(before),
            Some(_) => return None,
        };
    }
    found
}

fn by_package(package: &Installed<'_>, case: &Case<'_, '_, '_>) -> Option<Language> {
    let name = &*package.name;
    if let Some(rest) = name.strip_prefix("openjdk-") {
        let (number, role) = rest.split_once('-')?;
        let is_role = role.starts_with("jre") || role.starts_with("jdk");
        return (is_role && is_number(number))
            .then(|| Language::Java { number: number.to_string(), with_compiler: role.starts_with("jdk") });
    }
    if let Some(rest) = name.strip_prefix("python3") {
        let version = rest.strip_prefix('.').and_then(|rest| rest.split('-').next()).filter(|minor| is_number(minor));
        return match version {
            Some(minor) => Some(Language::Python(format!("3.{minor}"))),
            None => of_release(case).map(|version| Language::Python(version.to_string())),
        };
    }
    (name == "nodejs").then(|| node_source(case)).flatten().map(|number| Language::Node(number.to_string()))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The Python of the distribution's release.
fn of_release(case: &Case<'_, '_, '_>) -> Option<&'static str> {
    let own = case.known.applied().own.filter(|_| !case.known.applied().own_floats)?;
    PYTHON.iter().find(|(family, cycle, _)| *family == own.family && *cycle == own.name()).map(|(.., version)| *version)
}

/// The number in NodeSource's set-up script or archive.
fn node_source<'m>(case: &Case<'_, 'm, '_>) -> Option<&'m str> {
    let source = case.model?.file.source;
    let at = |mark: &str| source.find(mark).and_then(|start| source.get(start + mark.len()..));
    let rest = at("deb.nodesource.com/setup_").or_else(|| at("deb.nodesource.com/node_"))?;
    rest.split('.').next().filter(|number| is_number(number))
}

impl Language {
    /// `Java 17`.
    #[must_use]
    pub(crate) fn name(&self) -> String {
        match self {
            Language::Java { number, .. } => format!("Java {number}"),
            Language::Python(version) => format!("Python {version}"),
            Language::Node(number) => format!("Node.js {number}"),
        }
    }

    /// Whether the image holds what a package brings.
    #[must_use]
    pub(crate) fn holds(&self, package: &str) -> bool {
        match self {
            Language::Java { .. } => package.starts_with("openjdk-"),
            Language::Python(_) => {
                let rest = package.strip_prefix("python3").map(|rest| rest.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit()));
                rest.is_some_and(|rest| {
                    matches!(rest, "" | "-pip" | "-venv" | "-dev" | "-minimal" | "-setuptools" | "-wheel" | "-distutils")
                })
            }
            Language::Node(_) => matches!(package, "nodejs" | "npm"),
        }
    }
}

/// The image of the language, of the same version where it is maintained.
#[must_use]
pub(crate) fn target(case: &Case<'_, '_, '_>) -> Option<Known> {
    let of_name = |repository: &str, tag: &str| {
        let info = maintained(HUB, repository, tag, case.known.as_of)?;
        let known = Known::of(HUB, repository, tag, case.known.as_of);
        (targets::serves(case, info.build.architectures()) && known.ended().is_none()).then_some(known)
    };
    match of(case)? {
        Language::Java { number, with_compiler } => {
            of_name("library/eclipse-temurin", &format!("{number}-{}", if with_compiler { "jdk" } else { "jre" }))
        }
        // Other packages come from the same release then.
        Language::Python(version) => {
            let suite = case.known.applied().own.filter(|own| own.family == "debian").and_then(|own| own.codename());
            let on_suite = suite.and_then(|suite| of_name("library/python", &format!("{version}-slim-{suite}")));
            on_suite.or_else(|| of_name("library/python", &format!("{version}-slim")))
        }
        Language::Node(number) => {
            let tag = format!("{number}-slim");
            of_name("library/node", &tag).or_else(|| {
                let newest = Repository::of(HUB, "library/node").upgrade(&tag, Flavour::Slim, case.known.as_of)?;
                of_name("library/node", newest.tag)
            })
        }
    }
}

/// What in the file is made for the distribution's own packages.
pub(crate) fn blockers(case: &Case<'_, '_, '_>, out: &mut Vec<Blocker>) {
    let (Some(language), Some(model)) = (of(case), case.model) else { return };
    let mut say = |what: String, span| out.push((format!("{what}: {}", case.lines.name(span)), Some(span)));
    let path = match language {
        Language::Java { .. } => "/usr/lib/jvm",
        Language::Python(_) => "/usr/bin/python3",
        Language::Node(_) => "/usr/bin/node",
    };
    let named = model.file.instructions.iter().find(|instruction| instruction.span.of(model.file.source).contains(path));
    if let Some(instruction) = named {
        say(format!("names `{path}`, which lies elsewhere there"), instruction.keyword_span);
    }
    // Ubuntu's and Node's images have an account of that number.
    let takes_number = |text: &str| (text.contains("useradd") || text.contains("adduser")) && text.contains("1000");
    let takes = model.file.instructions.iter().find(|instruction| takes_number(instruction.span.of(model.file.source)));
    if let Some(instruction) = takes.filter(|_| !matches!(language, Language::Python(_))) {
        say("an account with the number 1000 is there already".to_string(), instruction.keyword_span);
    }
    if matches!(language, Language::Python(_)) {
        let of_system = |package: &&Installed<'_>| package.name.starts_with("python3-") && !language.holds(&package.name);
        if let Some(package) = case.signals.packages.iter().find(of_system) {
            say(format!("`{}` is for the distribution's own Python", package.name), package.span);
        }
    }
    if matches!(language, Language::Node(_))
        && let Some(package) = case.signals.packages.iter().find(|package| package.name == "nodejs")
    {
        say("NodeSource's archive has to be taken out by hand".to_string(), package.span);
    }
}
