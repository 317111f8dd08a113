//! The operands of package managers: name, version constraint, and what kind of thing is meant.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use plimsoll_text::Span;

use super::managers::{Action, Manager};
use crate::options::Args;
use crate::word::{Word, split};

/// One thing that a package manager is told to act on.
#[derive(Clone, Debug)]
pub struct Package<'c, 'a> {
    /// The word it is written in.
    pub word: &'c Word<'a>,
    /// What kind of thing.
    pub kind: PackageKind,
    /// The name without version, pip's extras and apk's repository tag; the whole text for anything but [`PackageKind::Named`].
    pub name: Cow<'a, str>,
    /// Where the name stands; the word where that is not known.
    pub name_span: Span,
    /// The version asked for, as written.
    pub constraint: Option<Constraint<'a>>,
    /// How firmly that holds the version.
    pub pin: Pin,
}

/// A version constraint.
#[derive(Clone, Debug)]
pub struct Constraint<'a> {
    /// What stands between name and version: `=`, `==`, `@`, `-`, …
    pub operator: Cow<'a, str>,
    /// The version.
    pub version: Cow<'a, str>,
}

/// What an operand means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackageKind {
    /// A package by name.
    Named,
    /// A file or directory.
    Local,
    /// An archive at a URL.
    Url,
    /// A repository of a version control system.
    Vcs,
    /// A group, pattern, task or environment.
    Group,
    /// apk's `.name`, a handle for packages installed together.
    Virtual,
    /// It depends on an expansion.
    Unknown,
}

/// How firmly a version is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pin {
    /// One version (or one the value of a variable gives).
    Exact,
    /// A range, a release, a branch or tag of a repository.
    Range,
    /// A name that moves: `latest`, `next`, `master`.
    Moving,
    /// No version is asked for.
    None,
    /// Versions do not apply: a file, an archive, a group, a virtual package.
    NotApplicable,
    /// It depends on an expansion.
    Unknown,
}

pub(super) fn packages<'c, 'a>(
    manager: Manager,
    action: Action,
    args: &'c [Word<'a>],
    operands: &[usize],
    options: &Args<'a>,
) -> Vec<Package<'c, 'a>> {
    // Behind the first, the operands of a program to run are its own.
    let limit = if action == Action::Run { usize::from(manager == Manager::Go) } else { usize::MAX };
    // What gem finds behind `--` are build flags.
    let end = options.double_dash.filter(|_| manager == Manager::Gem).unwrap_or(usize::MAX);
    let version_given = match manager {
        Manager::Gem => options.has(&["-v", "--version"]),
        Manager::Cargo => options.has(&["--version", "--vers", "--rev", "--tag"]),
        _ => false,
    };
    let module = action == Action::GroupInstall;
    let words = operands.iter().filter(|&&i| i < end).take(limit).filter_map(|&i| args.get(i));
    words
        .map(|word| {
            let mut package = package(manager, module, word);
            if version_given && package.pin == Pin::None {
                package.pin = Pin::Exact;
            }
            package
        })
        .collect()
}

fn package<'c, 'a>(manager: Manager, module: bool, word: &'c Word<'a>) -> Package<'c, 'a> {
    let text = word.text();
    if is_name(manager, module, &text) {
        let name_span = part(word, text.len(), 0, text.len());
        return Package { word, kind: PackageKind::Named, name: text, name_span, constraint: None, pin: Pin::None };
    }
    let shape = match manager {
        Manager::Apt | Manager::AptGet | Manager::Aptitude => apt(&text),
        Manager::Apk => apk(&text),
        Manager::Yum | Manager::Dnf | Manager::Microdnf | Manager::Tdnf => yum(&text, module),
        Manager::Zypper => zypper(&text),
        Manager::Pip | Manager::Pipx | Manager::Uv => pip(&text),
        Manager::Npm | Manager::Yarn | Manager::Pnpm => npm(&text),
        Manager::Gem => by_separator(&text, b':', ".gem"),
        Manager::Go => go(&text),
        Manager::Cargo => by_separator(&text, b'@', ".crate"),
        Manager::Composer => composer(&text),
        Manager::Dpkg | Manager::Rpm => Shape::of(if is_url(&text) { PackageKind::Url } else { PackageKind::Local }),
    };
    build(word, text, shape, manager)
}

/// Whether a text is no more than a name, as most are: letters, digits and signs that no manager takes for anything else.
fn is_name(manager: Manager, module: bool, text: &str) -> bool {
    let is_version = match manager {
        // Words of their own, files, modules of any other shape.
        Manager::Go | Manager::Dpkg | Manager::Rpm => return false,
        Manager::Yum | Manager::Dnf | Manager::Microdnf | Manager::Tdnf if module => return false,
        // A dash and a digit may begin a version.
        Manager::Yum | Manager::Dnf | Manager::Microdnf | Manager::Tdnf => {
            text.as_bytes().windows(2).any(|pair| matches!(pair, [b'-', b'0'..=b'9']))
        }
        _ => false,
    };
    !is_version && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'+'))
}

/// What was found in a text, as offsets.
struct Shape {
    kind: PackageKind,
    /// Where the name ends; `usize::MAX` for all of the text.
    name: usize,
    /// Start and length of the operator; the version is what follows.
    operator: Option<(usize, usize)>,
    /// Where the version ends.
    end: usize,
    pin: Option<Pin>,
}

impl Shape {
    const fn of(kind: PackageKind) -> Self {
        let pin = match kind {
            PackageKind::Named => None,
            PackageKind::Vcs => Some(Pin::None),
            _ => Some(Pin::NotApplicable),
        };
        Shape { kind, name: usize::MAX, operator: None, end: usize::MAX, pin }
    }

    const fn named(name: usize, operator: Option<(usize, usize)>) -> Self {
        Shape { kind: PackageKind::Named, name, operator, end: usize::MAX, pin: None }
    }

    const fn with(self, pin: Pin) -> Self {
        Shape { pin: Some(pin), ..self }
    }
}

fn build<'c, 'a>(word: &'c Word<'a>, text: Cow<'a, str>, shape: Shape, manager: Manager) -> Package<'c, 'a> {
    let end = shape.name.min(text.len());
    let constraint = shape.operator.map(|(start, len)| {
        let (operator, version) = split(split(text.clone(), start, 0).1, len, 0);
        let (version, _) = split(version.clone(), shape.end.saturating_sub(start + len).min(version.len()), 0);
        Constraint { operator, version }
    });
    let unknown = word.has_expansion() && constraint.is_none();
    let pin = match (&constraint, shape.pin) {
        _ if unknown && shape.kind == PackageKind::Named => Pin::Unknown,
        (_, Some(pin)) => pin,
        (Some(c), None) => firmness(manager, c),
        (None, None) => Pin::None,
    };
    let kind = if unknown && shape.kind == PackageKind::Named { PackageKind::Unknown } else { shape.kind };
    let name_span = part(word, text.len(), 0, end);
    Package { word, kind, name: split(text, end, 0).0, name_span, constraint, pin }
}

/// Where a part of a word's text stands.
fn part(word: &Word<'_>, text_len: usize, start: usize, end: usize) -> Span {
    if !word.is_quoted() {
        word.raw_span(start, end)
    } else if word.raw.len() == text_len + 2 && word.raw.starts_with(['"', '\'']) {
        word.raw_span(start + 1, end + 1)
    } else {
        word.span
    }
}

fn firmness(manager: Manager, constraint: &Constraint<'_>) -> Pin {
    let version = constraint.version.trim();
    let full = || version.split('.').count() >= 3 && !version.contains(['*', ' ', '|', 'x', 'X', ',']);
    if version.is_empty() {
        return Pin::None;
    }
    if version.contains('$') {
        return Pin::Exact;
    }
    match manager {
        Manager::Npm | Manager::Yarn | Manager::Pnpm | Manager::Cargo | Manager::Composer => {
            match version.trim_start_matches(['=', 'v']).bytes().next() {
                Some(b'0'..=b'9') if full() => Pin::Exact,
                Some(first) if first.is_ascii_alphabetic() => Pin::Moving,
                _ => Pin::Range,
            }
        }
        Manager::Go => match version {
            "latest" | "none" | "upgrade" | "patch" | "master" | "main" | "HEAD" => Pin::Moving,
            _ if version.starts_with('v') && full() => Pin::Exact,
            _ if version.len() >= 7 && version.bytes().all(|b| b.is_ascii_hexdigit()) => Pin::Exact,
            _ => Pin::Range,
        },
        Manager::Gem if version.starts_with(|c: char| c.is_ascii_digit()) => Pin::Exact,
        Manager::Gem => Pin::Range,
        _ if version.contains(['*', '?']) => Pin::Range,
        _ if matches!(&*constraint.operator, "=" | "==" | "===" | "-") => Pin::Exact,
        _ => Pin::Range,
    }
}

/// Offset of the first byte outside of expansions for which `wanted` holds, given the byte and its offset.
fn find(text: &str, mut wanted: impl FnMut(u8, usize) -> bool) -> Option<usize> {
    let mut open = 0usize;
    let mut quoted = false;
    let mut before = 0u8;
    for (i, byte) in text.bytes().enumerate() {
        match byte {
            b'{' | b'(' if open > 0 || before == b'$' => open += 1,
            b'}' | b')' if open > 0 => open -= 1,
            b'`' => quoted = !quoted,
            _ if open == 0 && !quoted && wanted(byte, i) => return Some(i),
            _ => {}
        }
        before = byte;
    }
    None
}

/// How many bytes from `start` are all in `set`.
fn run(text: &str, start: usize, set: &[u8]) -> usize {
    text.bytes().skip(start).take_while(|b| set.contains(b)).count()
}

fn is_url(text: &str) -> bool {
    ["http://", "https://", "ftp://", "file://"].iter().any(|scheme| text.starts_with(scheme))
}

fn is_path(text: &str) -> bool {
    text == "." || text == ".." || ["./", "../", "/", "~/"].iter().any(|start| text.starts_with(start))
}

fn ends_with_any(text: &str, suffixes: &[&str]) -> bool {
    suffixes.iter().any(|suffix| text.ends_with(suffix))
}

/// `name=version`, `name/release`, `file.deb`; sources.list(5) and apt-get(8).
fn apt(text: &str) -> Shape {
    if is_url(text) {
        return Shape::of(PackageKind::Url);
    }
    if is_path(text) || text.ends_with(".deb") {
        return Shape::of(PackageKind::Local);
    }
    if text.ends_with('^') || text.starts_with(['~', '?']) {
        return Shape::of(PackageKind::Group);
    }
    match find(text, |b, _| matches!(b, b'=' | b'/')) {
        Some(at) => {
            let shape = Shape::named(at, Some((at, 1)));
            if text.as_bytes().get(at) == Some(&b'/') { shape.with(Pin::Range) } else { shape }
        }
        None => Shape::named(text.len(), None),
    }
}

/// `name=1.2`, `name~1.2`, `name>1`, `name@tag`, `.virtual`, `file.apk`; apk-world(5).
fn apk(text: &str) -> Shape {
    if is_url(text) {
        return Shape::of(PackageKind::Url);
    }
    if is_path(text) || text.ends_with(".apk") {
        return Shape::of(PackageKind::Local);
    }
    if text.starts_with('.') {
        return Shape::of(PackageKind::Virtual);
    }
    let operators = b"=~<>";
    let operator = find(text, |b, _| operators.contains(&b)).map(|at| (at, run(text, at, operators)));
    let tag = find(text, |b, _| b == b'@');
    let name = operator.map_or(text.len(), |(at, _)| at).min(tag.unwrap_or(usize::MAX));
    let mut shape = Shape::named(name, operator);
    if let (Some((at, _)), Some(tag)) = (operator, tag)
        && tag > at
    {
        shape.end = tag;
    }
    shape
}

/// `name-1.2-3.el9`, `@group`, `file.rpm`, `module:stream`.
fn yum(text: &str, module: bool) -> Shape {
    if is_url(text) {
        return Shape::of(PackageKind::Url);
    }
    if is_path(text) || text.ends_with(".rpm") {
        return Shape::of(PackageKind::Local);
    }
    if module || text.starts_with('@') {
        return match find(text, |b, _| b == b':') {
            Some(at) => Shape { kind: PackageKind::Group, ..Shape::named(at, Some((at, 1))).with(Pin::Range) },
            None => Shape::of(PackageKind::Group),
        };
    }
    let operators = b"=<>";
    if let Some(at) = find(text, |b, _| operators.contains(&b)) {
        let end = text.get(..at).unwrap_or_default().trim_end().len();
        return Shape::named(end, Some((at, run(text, at, operators))));
    }
    match dashed_version(text) {
        Some(at) => Shape::named(at, Some((at, 1))),
        None => Shape::named(text.len(), None),
    }
}

/// The dash before a version: every part from there on starts with a digit, an expansion or a `*`.
/// So `python3-3.9.1-1.el8` has one and `java-1.8.0-openjdk` has none.
fn dashed_version(text: &str) -> Option<usize> {
    let mut candidate = None;
    find(text, |b, at| {
        if b == b'-' {
            let versioned = text.as_bytes().get(at + 1).is_some_and(|b| b.is_ascii_digit() || matches!(b, b'$' | b'*'));
            candidate = if versioned { candidate.or(Some(at)) } else { None };
        }
        false
    });
    candidate.filter(|&at| at > 0)
}

/// `name=1.2`, `name>=1`, `pattern:name`, `file.rpm`; zypper(8).
fn zypper(text: &str) -> Shape {
    if is_url(text) {
        return Shape::of(PackageKind::Url);
    }
    if is_path(text) || text.ends_with(".rpm") {
        return Shape::of(PackageKind::Local);
    }
    if ["pattern:", "patch:", "product:", "srcpackage:"].iter().any(|p| text.starts_with(p)) {
        return Shape::of(PackageKind::Group);
    }
    let operators = b"=<>";
    match find(text, |b, _| operators.contains(&b)) {
        Some(at) => Shape::named(text.get(..at).unwrap_or_default().trim_end().len(), Some((at, run(text, at, operators)))),
        None => Shape::named(text.len(), None),
    }
}

/// PEP 508 requirements, paths, archives and version control URLs, as pip takes them.
fn pip(text: &str) -> Shape {
    if ["git+", "hg+", "svn+", "bzr+"].iter().any(|vcs| text.starts_with(vcs)) {
        let path = text.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
        let path = path.split_once('#').map_or(path, |(path, _)| path);
        return Shape::of(PackageKind::Vcs).with(vcs_pin(path.rsplit_once('@').map(|(_, reference)| reference)));
    }
    if is_url(text) {
        return Shape::of(PackageKind::Url);
    }
    let requirement = find(text, |b, _| b == b';').map_or(text, |at| text.get(..at).unwrap_or_default());
    if let Some(at) = find(requirement, |b, _| b == b'@') {
        // `name @ url`
        return Shape { name: requirement.get(..at).unwrap_or_default().trim_end().len(), ..Shape::of(PackageKind::Url) };
    }
    let operators = b"=<>!~";
    let operator = find(requirement, |b, _| operators.contains(&b));
    let name = requirement.get(..operator.unwrap_or(requirement.len())).unwrap_or_default();
    if is_path(text) || text.starts_with(".[") || find(name, |b, _| b == b'/').is_some() || ends_with_any(name, ARCHIVES) {
        return Shape::of(PackageKind::Local);
    }
    let end = find(name, |b, _| b == b'[').map_or(name, |at| name.get(..at).unwrap_or_default()).trim_end().len();
    Shape { end: requirement.len(), ..Shape::named(end, operator.map(|at| (at, run(requirement, at, operators)))) }
}

const ARCHIVES: &[&str] = &[".whl", ".tar.gz", ".tgz", ".zip", ".tar.bz2", ".tar.xz", ".tar"];

/// How firmly the reference behind a repository holds.
fn vcs_pin(reference: Option<&str>) -> Pin {
    match reference {
        None | Some("") => Pin::None,
        Some(r) if r.contains('$') || (r.len() >= 7 && r.bytes().all(|b| b.is_ascii_hexdigit())) => Pin::Exact,
        Some("master" | "main" | "HEAD" | "develop") => Pin::Moving,
        Some(_) => Pin::Range,
    }
}

/// `name@version`, `@scope/name@version`, repositories with `#reference`, tarballs and folders; npm-install(1).
fn npm(text: &str) -> Shape {
    let vcs = ["git+", "git:", "git@", "github:", "gitlab:", "bitbucket:", "gist:"].iter().any(|p| text.starts_with(p));
    let (base, reference) = text.split_once('#').map_or((text, None), |(base, r)| (base, Some(r)));
    if vcs || base.ends_with(".git") {
        return Shape::of(PackageKind::Vcs).with(vcs_pin(reference));
    }
    if is_url(text) {
        return Shape::of(PackageKind::Url);
    }
    let local = ["file:", "link:", "workspace:", "portal:"].iter().any(|p| text.starts_with(p));
    if local || is_path(text) || ends_with_any(base, &[".tgz", ".tar.gz", ".tar"]) {
        return Shape::of(PackageKind::Local);
    }
    let version = find(text, |b, i| b == b'@' && i > 0);
    let slash = find(text, |b, i| b == b'/' && version.is_none_or(|v| i < v));
    if slash.is_some() && !text.starts_with(['@', '$']) {
        // `user/repository` is one at GitHub.
        return Shape::of(PackageKind::Vcs).with(vcs_pin(reference));
    }
    let Some(at) = version else { return Shape::named(text.len(), None) };
    // `alias@npm:name@version`: the version is that of the name behind.
    let rest = text.get(at + 1..).unwrap_or_default();
    if let Some(real) = rest.strip_prefix("npm:") {
        let real_at = text.len() - real.len();
        return match find(real, |b, i| b == b'@' && i > 0) {
            Some(v) => Shape::named(at, Some((real_at + v, 1))),
            None => Shape::named(at, None),
        };
    }
    Shape::named(at, Some((at, 1)))
}

/// `path@version`; paths without a dot in their first part that are written `.`, `./…` or as files are local.
fn go(text: &str) -> Shape {
    if is_path(text) || text.ends_with(".go") || text.starts_with("cmd/") || text == "..." || text.starts_with(".../") {
        return Shape::of(PackageKind::Local);
    }
    if text == "tool" || text == "all" || text == "std" {
        return Shape::of(PackageKind::Group);
    }
    by_separator(text, b'@', "\0")
}

/// `vendor/name:constraint` or `vendor/name=constraint`.
fn composer(text: &str) -> Shape {
    match find(text, |b, _| matches!(b, b':' | b'=')) {
        Some(at) => Shape::named(at, Some((at, 1))),
        None => Shape::named(text.len(), None),
    }
}

/// `name`, `name<separator>version`, or an archive.
fn by_separator(text: &str, separator: u8, archive: &str) -> Shape {
    if is_url(text) {
        return Shape::of(PackageKind::Url);
    }
    if is_path(text) || text.ends_with(archive) {
        return Shape::of(PackageKind::Local);
    }
    match find(text, |b, _| b == separator) {
        Some(at) => Shape::named(at, Some((at, 1))),
        None => Shape::named(text.len(), None),
    }
}
