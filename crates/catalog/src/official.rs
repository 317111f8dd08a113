//! The official images of Docker Hub and the tags that were maintained on the day of the list.
//!
//! It never says that a tag does not exist: what is not listed is not maintained, and may well still be pulled.

use crate::deprecated::{Deprecated, deprecated};
use crate::generated::official::{ARCHITECTURES, IMAGES, SUITES};
use crate::registries::{HUB, registry};
use crate::{order, rows};
use plimsoll_text::{find_all, split_byte};

/// What a build stands on, as its build folder and base image tell; never read from the tag's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flavour {
    /// No flavour of its own is known.
    Default,
    /// Debian with the usual tools.
    Debian,
    /// A slim variant, mostly of Debian.
    Slim,
    /// Alpine Linux.
    Alpine,
    /// Alpine Linux with less.
    AlpineSlim,
    /// Ubuntu.
    Ubuntu,
    /// UBI, Oracle Linux and other relatives of RHEL.
    Rhel,
    /// Amazon Linux.
    Amazon,
    /// Busybox alone.
    Busybox,
    /// Windows Server Core.
    WindowsServerCore,
    /// Windows Nano Server.
    WindowsNanoServer,
}

impl Flavour {
    /// The flavour of a letter in the tables.
    pub(crate) const fn from_letter(letter: u8) -> Self {
        match letter {
            b'b' => Self::Debian,
            b's' => Self::Slim,
            b'a' => Self::Alpine,
            b't' => Self::AlpineSlim,
            b'u' => Self::Ubuntu,
            b'r' => Self::Rhel,
            b'z' => Self::Amazon,
            b'y' => Self::Busybox,
            b'w' => Self::WindowsServerCore,
            b'n' => Self::WindowsNanoServer,
            _ => Self::Default,
        }
    }

    /// Lower-case name, as used in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Debian => "debian",
            Self::Slim => "slim",
            Self::Alpine => "alpine",
            Self::AlpineSlim => "alpine-slim",
            Self::Ubuntu => "ubuntu",
            Self::Rhel => "rhel",
            Self::Amazon => "amazon",
            Self::Busybox => "busybox",
            Self::WindowsServerCore => "windows-servercore",
            Self::WindowsNanoServer => "windows-nanoserver",
        }
    }
}

/// The architectures a build is made for, in the names of the official images (`amd64`, `arm64v8`, `arm32v7`, …).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Architectures(pub(crate) &'static str);

impl Architectures {
    /// The names with a comma between each two.
    #[must_use]
    pub const fn list(self) -> &'static str {
        self.0
    }

    /// The names, as listed.
    pub fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.split(',').filter(|name| !name.is_empty())
    }

    /// Whether a platform such as `linux/arm64`, `linux/arm/v7` or `arm64` is among them. A platform without a
    /// variant (`linux/arm`) is served by any variant of it.
    #[must_use]
    pub fn serves(self, platform: &str) -> bool {
        let mut parts = platform.split('/');
        let first = parts.next().unwrap_or_default();
        let (os, arch) = match parts.next() {
            Some(arch) => (first, arch),
            None => ("linux", first),
        };
        let variant = parts.next();
        self.iter().any(|name| {
            let windows = name.strip_prefix("windows-");
            if windows.is_some() != (os == "windows") {
                return false;
            }
            let (listed, listed_variant) = match windows.unwrap_or(name) {
                "arm64v8" => ("arm64", Some("v8")),
                "i386" => ("386", None),
                other => match other.strip_prefix("arm32") {
                    Some(number) => ("arm", Some(number)),
                    None => (other, None),
                },
            };
            listed == arch && (variant.is_none() || listed_variant == variant)
        })
    }
}

/// One build: a flavour, an OS suite, a set of architectures, and all the tags that name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Build(&'static str);

impl Build {
    fn letter(self, index: usize) -> u8 {
        self.0.as_bytes().get(index).copied().unwrap_or_default()
    }

    /// What it stands on.
    #[must_use]
    pub fn flavour(self) -> Flavour {
        Flavour::from_letter(self.letter(0))
    }

    /// What it is made for.
    #[must_use]
    pub fn architectures(self) -> Architectures {
        Architectures(ARCHITECTURES.get(usize::from(index_of(self.letter(1)))).copied().unwrap_or_default())
    }

    /// The OS suite as the list writes it (`bookworm`, `alpine3.24`, `al2023`), where it is known.
    #[must_use]
    pub fn suite(self) -> Option<&'static str> {
        SUITES.get(usize::from(index_of(self.letter(2)))).copied().filter(|suite| !suite.is_empty())
    }

    /// Whether one of its tags may hold `text`. Never wrong where it says no.
    pub(crate) fn mentions(self, text: &str) -> bool {
        text.is_empty() || self.0.contains(text)
    }

    /// Whether `tag` is one of its tags.
    pub(crate) fn has_tag(self, tag: &str) -> bool {
        self.mentions(tag) && self.tags().any(|other| other == tag)
    }

    /// All tags of this build: the same image under several names.
    pub fn tags(self) -> impl Iterator<Item = &'static str> {
        split_byte(self.0, b' ').skip(1)
    }
}

/// The index that a letter of the tables stands for: digits, then capitals, then small letters. What comes next is not to be foreseen,
/// so it is reckoned without a question.
pub(crate) fn index_of(letter: u8) -> u8 {
    const BEFORE_CAPITALS: u8 = b'A' - b'9' - 1;
    const BEFORE_SMALL: u8 = b'a' - b'Z' - 1;
    let gaps = u8::from(letter >= b'A') * BEFORE_CAPITALS + u8::from(letter >= b'a') * BEFORE_SMALL;
    letter.wrapping_sub(b'0' + gaps)
}

/// A tag in the list of maintained tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagInfo {
    /// The tag.
    pub tag: &'static str,
    /// The build it names.
    pub build: Build,
}

impl TagInfo {
    /// Whether `other` is a name of the same build.
    #[must_use]
    pub fn is_same_build(self, other: TagInfo) -> bool {
        core::ptr::eq(self.build.0, other.build.0)
    }
}

/// An official image with what the tables say of it: the row of the generated table.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Image {
    pub(crate) name: &'static str,
    /// The number of its family of replacements.
    pub(crate) family: Option<u8>,
    /// How many components of a version must survive when a tag floats.
    pub(crate) floor: u8,
    /// The number of the family whose versions its tags carry.
    pub(crate) cycles: Option<u8>,
    /// The first of its rows among the default users, and how many there are.
    pub(crate) users: (u8, u8),
    /// The first of its rows among the measured images, and how many there are.
    pub(crate) measured: (u8, u8),
    pub(crate) builds: &'static str,
}

/// An official image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Official(&'static Image);

impl Official {
    /// Its name, without `library/`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// Its row.
    pub(crate) const fn row(self) -> &'static Image {
        self.0
    }

    /// Its rows in another table, by the place that its own row names.
    pub(crate) fn rows_of<T>(rows: &'static [T], (first, count): (u8, u8)) -> &'static [T] {
        rows.get(usize::from(first)..).and_then(|rows| rows.get(..usize::from(count))).unwrap_or_default()
    }

    /// Whether it is deprecated, and for what.
    #[must_use]
    pub fn deprecated(self) -> Option<Deprecated> {
        deprecated("docker.io/library", self.name())
    }

    /// Whether one of its tags may hold `text`. Never wrong where it says no.
    pub(crate) fn mentions(self, text: &str) -> bool {
        text.is_empty() || self.0.builds.contains(text)
    }

    /// Its builds, those for Linux first.
    pub fn builds(self) -> impl Iterator<Item = Build> {
        rows(self.0.builds).map(Build)
    }

    /// Every maintained tag with its build. O(size of the image's list).
    pub fn tags(self) -> impl Iterator<Item = TagInfo> {
        self.builds().flat_map(|build| build.tags().map(move |tag| TagInfo { tag, build }))
    }

    /// The build that `tag` names; `None` means *not in the current list of maintained tags*. O(size of the image's list).
    #[must_use]
    pub fn tag(self, tag: &str) -> Option<TagInfo> {
        let builds = self.0.builds;
        let (text, wanted) = (builds.as_bytes(), tag.as_bytes());
        let (first, second) = (*wanted.first()?, wanted.get(1).copied());
        let mut at = 0;
        loop {
            // Every tag has a blank before it.
            let rest = text.get(at..)?;
            at += 1 + second.map_or_else(|| find_all(rest, [b' ', first]), |second| find_all(rest, [b' ', first, second]))?;
            let end = at + wanted.len();
            if matches!(text.get(end), None | Some(b' ' | b'\n')) && text.get(at..end) == Some(wanted) {
                let start = builds.get(..at)?.rfind('\n').map_or(0, |before| before + 1);
                let line = rows(builds.get(start..)?).next()?;
                return Some(TagInfo { tag: builds.get(at..end)?, build: Build(line) });
            }
        }
    }
}

/// The official image called `name`, with or without `library/`. O(log n).
#[must_use]
pub fn official(name: &str) -> Option<Official> {
    let name = name.strip_prefix("library/").unwrap_or(name);
    let index = IMAGES.binary_search_by(|image| order(image.name, name)).ok()?;
    IMAGES.get(index).map(Official)
}

/// The namespaces on Docker Hub that carry the official images for one architecture each.
const ARCHITECTURE_NAMESPACES: &[&str] = &["amd64", "arm32v5", "arm32v6", "arm32v7", "arm64v8", "i386", "ppc64le", "riscv64", "s390x"];

/// The folder in which a registry carries the official images: `library/` of Docker Hub, `docker/library/` of `public.ecr.aws`.
/// On a registry that is not known it is whatever ends in Docker Hub's own folder, which is how mirrors and proxies name it:
/// `registry.example.com/library/node`, `registry.example.com/docker-hub/library/node`.
#[must_use]
pub fn official_folder<'r>(registry_host: &str, repository: &'r str) -> Option<&'r str> {
    let folder = repository.get(..repository.bytes().rposition(|byte| byte == b'/')? + 1)?;
    let carries = match registry(registry_host) {
        Some(known) => known.official_prefix == Some(folder),
        None => folder == "library/" || folder.ends_with("/library/"),
    };
    carries.then_some(folder)
}

/// The official image that `repository` on `registry` is or mirrors: `docker.io/library/node`, `docker.io/arm64v8/node`,
/// `public.ecr.aws/docker/library/node`, `mirror.gcr.io/library/node`, `registry.example.com/library/node`.
#[must_use]
pub fn official_name(registry_host: &str, repository: &str) -> Option<Official> {
    let name = match official_folder(registry_host, repository) {
        Some(folder) => repository.strip_prefix(folder)?,
        None => {
            let (namespace, name) = repository.split_once('/').filter(|_| registry_host == HUB.host)?;
            ARCHITECTURE_NAMESPACES.contains(&namespace).then_some(name)?
        }
    };
    official(name)
}

/// Whether `name` (with or without `library/`) is an official image, deprecated ones included.
#[must_use]
pub fn is_official(name: &str) -> bool {
    official(name).is_some()
}

/// The names of all official images in alphabetical order, without `library/`.
pub fn names() -> impl Iterator<Item = &'static str> {
    IMAGES.iter().map(|image| image.name)
}

#[cfg(test)]
mod tests {
    use super::{Flavour, names, official, official_name};

    #[test]
    fn a_tag_names_a_build_with_all_its_aliases() {
        let node = official("library/node").expect("official");
        let (plain, suite) = (node.tag("22").expect("listed"), node.tag("22-bookworm").expect("listed"));
        assert!(plain.is_same_build(suite));
        assert_eq!((plain.build.flavour(), plain.build.suite()), (Flavour::Debian, Some("bookworm")));
        assert!(!plain.is_same_build(node.tag("22-bookworm-slim").expect("listed")));
        assert_eq!(node.tag("22.11-bookworm"), None);
        assert_eq!(official("mysql").and_then(|mysql| mysql.tag("8.4")).map(|info| info.build.flavour()), Some(Flavour::Rhel));
    }

    #[test]
    fn architectures_are_read_as_platforms() {
        let temurin = official("eclipse-temurin").expect("official");
        let old = temurin.tag("8-jre-alpine").expect("listed").build.architectures();
        assert!(old.serves("linux/amd64") && old.serves("amd64") && !old.serves("linux/arm64"));
        let new = temurin.tag("21-jre-alpine").expect("listed").build.architectures();
        assert!(new.serves("linux/arm64") && new.serves("linux/arm64/v8") && !new.serves("linux/arm/v7"));
        let debian = official("debian").and_then(|debian| debian.tag("trixie")).expect("listed").build.architectures();
        assert!(
            debian.serves("linux/arm/v7") && debian.serves("linux/386") && debian.serves("linux/arm") && !debian.serves("windows/amd64")
        );
    }

    #[test]
    fn windows_tags_are_listed_but_never_hide_linux() {
        let golang = official("golang").expect("official");
        assert_eq!(golang.tag("1.27").map(|info| info.build.flavour()), Some(Flavour::Debian));
        let nano = golang.tag("1.27-nanoserver").expect("listed");
        assert_eq!(nano.build.flavour(), Flavour::WindowsNanoServer);
        assert!(nano.build.architectures().serves("windows/amd64") && !nano.build.architectures().serves("linux/amd64"));
    }

    #[test]
    fn mirrors_of_official_images_are_known() {
        for (registry, repository) in [
            ("docker.io", "library/node"),
            ("docker.io", "arm64v8/node"),
            ("public.ecr.aws", "docker/library/node"),
            ("mirror.gcr.io", "library/node"),
            ("registry.example.com:5000", "library/node"),
            ("registry.example.com", "docker-hub/library/node"),
        ] {
            assert_eq!(official_name(registry, repository).map(|image| image.name()), Some("node"), "{registry}");
        }
        assert_eq!(official_name("docker.io", "team/node"), None);
        assert_eq!(official_name("docker.io", "library/library/node"), None);
        assert_eq!(official_name("quay.io", "arm64v8/node"), None);
        assert_eq!(official_name("quay.io", "library/node"), None);
    }

    #[test]
    fn names_are_sorted_and_deprecation_is_told() {
        assert!(names().is_sorted());
        assert_eq!(names().count(), 144);
        assert!(official("openjdk").is_some_and(|image| image.deprecated().is_some()));
        assert!(official("node").is_some_and(|image| image.deprecated().is_none()));
        assert_eq!(official("nodejs"), None);
    }
}
