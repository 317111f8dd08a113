//! What the catalog knows of the images of a file, looked up once for each name.
//!
//! It never judges; what follows from a fact is said by the rules and the suggestions.

use alloc::borrow::Cow;
use alloc::rc::Rc;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::cell::OnceCell;

use plimsoll_catalog::distroless::{self, Distroless};
use plimsoll_catalog::{
    Applied, Architectures, Candidate, DefaultUser, Deprecated, Flavour, Footprint, Official, Repository, Sibling, Support, TagInfo,
    TagParts, applied_to, default_user_of, deprecated, footprint_of, misspelling, other_tag,
};
use plimsoll_catalog::{Cycle, Cycles, Date, replacements};
use plimsoll_reference::{DEFAULT_REGISTRY, DEFAULT_TAG};
use plimsoll_report::Text;

use crate::model::ImageUse;

/// Parts of the names of software that keeps data.
const KEEPING_DATA: [&str; 22] = [
    "postgres",
    "mysql",
    "mariadb",
    "mongo",
    "redis",
    "valkey",
    "elasticsearch",
    "opensearch",
    "cassandra",
    "neo4j",
    "couchdb",
    "influxdb",
    "etcd",
    "rabbitmq",
    "kafka",
    "zookeeper",
    "clickhouse",
    "consul",
    "vault",
    "minio",
    "nats",
    "memcached",
];

/// Words for whatever is newest, or newest of a kind.
const MOVING: &[&str] = &[
    "canary",
    "current",
    "dev",
    "devel",
    "develop",
    "edge",
    "head",
    "innovation",
    "lts",
    "main",
    "mainline",
    "master",
    "next",
    "nightly",
    "rolling",
    "sid",
    "snapshot",
    "stable",
    "testing",
    "unstable",
];

/// The images of a file with what is known of each. Images of the same name share an entry; entries are sorted by name.
#[derive(Debug, Default)]
pub(crate) struct KnownImages {
    list: Vec<Rc<Known>>,
    /// The entry of each image, by its number.
    of: Vec<Option<usize>>,
}

impl KnownImages {
    /// Looks the images up, or shares what is known of those that another state of the file holds too. O(images · log images).
    #[must_use]
    pub(crate) fn of(images: &[ImageUse<'_>], as_of: Date, other: Option<&KnownImages>) -> KnownImages {
        let mut named: Vec<(&str, &str, &str, usize)> = Vec::with_capacity(images.len());
        named.extend(images.iter().enumerate().filter_map(|(number, image)| {
            let reference = image.reference()?;
            // A digest without a tag says nothing of the version.
            let tag = reference.tag().unwrap_or(if reference.digest().is_some() { "" } else { DEFAULT_TAG });
            Some((reference.registry(), reference.repository(), tag, number))
        }));
        plimsoll_text::sort_by(&mut named, Ord::cmp);
        let mut known = KnownImages { list: Vec::with_capacity(named.len()), of: images.iter().map(|_| None).collect() };
        for (registry, repository, tag, number) in named {
            let name = (registry, repository, tag);
            if known.list.last().is_none_or(|last| last.name() != name) {
                let shared = other.and_then(|other| other.list.get(other.list.binary_search_by(|entry| entry.name().cmp(&name)).ok()?));
                known.list.push(shared.map_or_else(|| Rc::new(Known::of(registry, repository, tag, as_of)), Rc::clone));
            }
            if let Some(entry) = known.of.get_mut(number) {
                *entry = known.list.len().checked_sub(1);
            }
        }
        known
    }

    /// What is known of the image of that number; `None` where it is no readable reference.
    #[must_use]
    pub(crate) fn get(&self, number: usize) -> Option<&Known> {
        self.list.get((*self.of.get(number)?)?).map(Rc::as_ref)
    }
}

/// One image in the catalog's eyes. Each fact is looked up when it is asked for, and once.
#[derive(Debug)]
pub(crate) struct Known {
    /// Its registry.
    pub(crate) registry: Text,
    /// Its repository, `library/` included.
    pub(crate) repository: Rc<str>,
    /// Its tag, `latest` where none is written; empty where only a digest is.
    pub(crate) tag: Cow<'static, str>,
    /// The day at which it is judged.
    pub(crate) as_of: Date,
    tables: OnceCell<Repository>,
    listed: OnceCell<Option<TagInfo>>,
    applied: OnceCell<Applied>,
    deprecated: OnceCell<Option<Deprecated>>,
    keeps_data: OnceCell<bool>,
    footprint: OnceCell<Option<Footprint>>,
    renewal: OnceCell<Option<Sibling>>,
    pinned: OnceCell<Option<TagInfo>>,
    misspelling: OnceCell<Option<Candidate>>,
    siblings: [OnceCell<Option<Sibling>>; 3],
    variants: [OnceCell<Rc<Known>>; 3],
    /// What is to take its place, and whether that is another release.
    pub(super) renewed: OnceCell<Option<(Rc<Known>, bool)>>,
    /// Whether its tag names no version and moves.
    moves: OnceCell<bool>,
    /// The same on the next release of its system, and that release.
    pub(super) on_next_suite: OnceCell<Option<(Rc<Known>, Cycle)>>,
    cycles: OnceCell<[Option<Cycle>; 2]>,
    flavour: OnceCell<Option<Flavour>>,
    architectures: OnceCell<Option<Architectures>>,
    default_user: OnceCell<Option<DefaultUser>>,
}

impl Known {
    /// An image by its name.
    #[must_use]
    pub(crate) fn of(registry: &str, repository: &str, tag: &str, as_of: Date) -> Known {
        Known::of_parts(of_host(registry), Rc::from(repository), Cow::Owned(tag.to_string()), as_of)
    }

    fn of_parts(registry: Text, repository: Rc<str>, tag: Cow<'static, str>, as_of: Date) -> Known {
        Known {
            registry,
            repository,
            tag,
            as_of,
            tables: OnceCell::new(),
            listed: OnceCell::new(),
            applied: OnceCell::new(),
            deprecated: OnceCell::new(),
            keeps_data: OnceCell::new(),
            footprint: OnceCell::new(),
            renewal: OnceCell::new(),
            pinned: OnceCell::new(),
            misspelling: OnceCell::new(),
            siblings: [const { OnceCell::new() }; 3],
            variants: [const { OnceCell::new() }; 3],
            renewed: OnceCell::new(),
            moves: OnceCell::new(),
            on_next_suite: OnceCell::new(),
            cycles: OnceCell::new(),
            flavour: OnceCell::new(),
            architectures: OnceCell::new(),
            default_user: OnceCell::new(),
        }
    }

    /// Registry, repository and tag.
    fn name(&self) -> (&str, &str, &str) {
        (&self.registry, &self.repository, &self.tag)
    }

    /// Another tag of the same image, found in the list.
    #[must_use]
    pub(crate) fn with_listed(&self, info: TagInfo) -> Known {
        let same = Known::of_parts(self.registry.clone(), Rc::clone(&self.repository), Cow::Borrowed(info.tag), self.as_of);
        Known { listed: OnceCell::from(Some(info)), tables: self.tables.clone(), ..same }
    }

    /// What the tables say of its repository.
    #[must_use]
    pub(crate) fn tables(&self) -> Repository {
        *self.tables.get_or_init(|| Repository::of(&self.registry, &self.repository))
    }

    /// The official image it is.
    #[must_use]
    pub(crate) fn official(&self) -> Option<Official> {
        self.tables().official
    }

    /// The tag in the list of maintained tags.
    #[must_use]
    pub(crate) fn listed(&self) -> Option<TagInfo> {
        *self.listed.get_or_init(|| self.official().and_then(|official| official.tag(&self.tag)))
    }

    /// Its release cycles.
    #[must_use]
    pub(crate) fn applied(&self) -> Applied {
        *self.applied.get_or_init(|| applied_to(&self.registry, &self.repository, &self.tag, self.tables(), &|| self.listed(), self.as_of))
    }

    /// Whether the repository is abandoned.
    #[must_use]
    pub(crate) fn deprecated(&self) -> Option<Deprecated> {
        *self.deprecated.get_or_init(|| deprecated(&self.registry, &self.repository))
    }

    /// The ways out of its family.
    #[must_use]
    pub(crate) fn family(&self) -> Option<&'static replacements::Family> {
        self.tables().family
    }

    /// Whether there can be anything to suggest: it is of a known family, has ended, or its name is a slip.
    #[must_use]
    pub(crate) fn is_promising(&self) -> bool {
        self.family().is_some()
            || self.deprecated().is_some()
            || self.ended().is_some()
            || self.security_only().is_some()
            || self.misspelling().is_some()
    }

    /// Whether it is software whose data would have to be migrated.
    #[must_use]
    pub(crate) fn keeps_data(&self) -> bool {
        *self.keeps_data.get_or_init(|| {
            let by_family = self.family().is_some_and(|family| matches!(family.id, "databases" | "databases-no-variant"));
            let name = self.repository.rsplit('/').next().unwrap_or_default();
            // Tomcat and Jetty stand in a family of databases and keep no data.
            !matches!(name, "tomcat" | "jetty") && (by_family || KEEPING_DATA.iter().any(|known| name.contains(known)))
        })
    }

    /// Whether it is the full variant: neither slim nor Alpine nor distroless.
    #[must_use]
    pub(crate) fn is_full(&self) -> bool {
        let small = matches!(self.flavour(), Some(Flavour::Slim | Flavour::Alpine | Flavour::AlpineSlim | Flavour::Busybox));
        let words = || self.tag.split('-').any(|word| matches!(word, "alpine" | "chiseled" | "distroless" | "minimal" | "slim"));
        !small && self.distroless_name().is_none() && !words()
    }

    /// Whether it is an official image under the name of one architecture: `arm64v8/alpine`.
    #[must_use]
    pub(crate) fn is_of_one_architecture(&self) -> bool {
        self.official().is_some() && &*self.registry == "docker.io" && !self.repository.starts_with("library/")
    }

    /// Whether it runs on Windows, as far as the list or the tag's words tell.
    #[must_use]
    pub(crate) fn is_windows(&self) -> bool {
        let by_name = || ["nanoserver", "windowsservercore", "-ltsc20"].iter().any(|word| self.tag.contains(word));
        matches!(self.flavour(), Some(Flavour::WindowsServerCore | Flavour::WindowsNanoServer)) || by_name()
    }

    /// Whether it is of a maker whose images are offered only where that is asked for.
    #[must_use]
    pub(crate) fn is_of_vendor(&self) -> bool {
        &*self.registry == "cgr.dev"
    }

    /// What it is built for; `None` where no table names it.
    #[must_use]
    pub(crate) fn architectures(&self) -> Option<Architectures> {
        *self.architectures.get_or_init(|| {
            let listed = self.listed().map(|info| info.build.architectures());
            let of_distroless = || self.current_distroless().map(Distroless::architectures);
            listed.or_else(of_distroless).or_else(|| other_tag(&self.registry, &self.repository, &self.tag))
        })
    }

    /// Its tag, read.
    #[must_use]
    pub(crate) fn parts(&self) -> TagParts<'_> {
        TagParts::parse(&self.tag)
    }

    /// The name of the distroless image that it is or mirrors, without its folder.
    #[must_use]
    pub(crate) fn distroless_name(&self) -> Option<&str> {
        self.repository.strip_prefix(distroless::FOLDER)
    }

    /// What is known of it as a distroless image.
    #[must_use]
    pub(crate) fn distroless(&self) -> Option<distroless::Status<'_>> {
        distroless::status(self.distroless_name()?)
    }

    /// The distroless image that is built today, where it is one.
    #[must_use]
    pub(crate) fn current_distroless(&self) -> Option<&'static Distroless> {
        match self.distroless()? {
            distroless::Status::Current(image) => Some(image),
            distroless::Status::Retired(_) => None,
        }
    }

    /// What it weighs and holds.
    #[must_use]
    pub(crate) fn footprint(&self) -> Option<&Footprint> {
        let look = || footprint_of(&self.registry, &self.repository, &self.tag, self.official(), self.listed(), self.default_user());
        self.footprint.get_or_init(look).as_ref()
    }

    /// The user that it starts with.
    #[must_use]
    pub(crate) fn default_user(&self) -> Option<DefaultUser> {
        let look = || default_user_of(&self.registry, &self.repository, &self.tag, self.official(), &|| self.listed());
        *self.default_user.get_or_init(look)
    }

    /// What was probably meant.
    #[must_use]
    pub(crate) fn misspelling(&self) -> Option<&Candidate> {
        // An official image of Docker Hub is no slip of another one.
        let is_right = || self.registry == DEFAULT_REGISTRY && self.official().is_some();
        self.misspelling.get_or_init(|| if is_right() { None } else { misspelling(&self.registry, &self.repository) }).as_ref()
    }

    /// What the tag should become where it is not maintained.
    #[must_use]
    pub(crate) fn renewal(&self) -> Option<Sibling> {
        *self.renewal.get_or_init(|| self.tables().renewal(&self.tag, self.as_of))
    }

    /// What a tag without a version stands for.
    #[must_use]
    pub(crate) fn pinned(&self) -> Option<TagInfo> {
        *self.pinned.get_or_init(|| self.tables().pinned(&self.tag, &|| self.listed(), self.as_of))
    }

    /// The same image in another flavour.
    #[must_use]
    pub(crate) fn sibling(&self, flavour: Flavour) -> Option<Sibling> {
        let look = || self.tables().sibling(&self.tag, flavour, self.as_of);
        kept_as(flavour).and_then(|place| self.siblings.get(place)).map_or_else(look, |kept| *kept.get_or_init(look))
    }

    /// What is known of its sibling in another flavour, and whether that tag moves more than this one. All uses of an image share it.
    #[must_use]
    pub(crate) fn variant(&self, flavour: Flavour) -> Option<(Rc<Known>, bool)> {
        let Sibling::Found { tag, floated } = self.sibling(flavour)? else { return None };
        let look = || Rc::new(self.with_listed(tag));
        let kept = kept_as(flavour).and_then(|place| self.variants.get(place));
        Some((kept.map_or_else(look, |kept| Rc::clone(kept.get_or_init(look))), floated))
    }

    /// The cycles that the tag itself names, the image's own first: what a floating tag stands on moves by itself.
    pub(crate) fn cycles(&self) -> impl Iterator<Item = Cycle> {
        let cycles = self.cycles.get_or_init(|| {
            let own = self.applied().own.filter(|cycle| !self.applied().own_floats || self.is_wholly_ended(*cycle));
            [own, self.applied().suite.filter(|_| !self.applied().suite_floats)]
        });
        cycles.iter().copied().flatten()
    }

    /// Whether a floating version such as `2` of Python has nothing left to float to.
    fn is_wholly_ended(&self, newest: Cycle) -> bool {
        let parts = self.parts();
        let leads = |cycle: &Cycle| {
            let mut own = cycle.name().split('.');
            parts.components().all(|component| own.next() == Some(component))
        };
        let ended = |cycle: Cycle| cycle.support(self.as_of).is_ended();
        let mut all = plimsoll_catalog::cycles(newest.family).into_iter().flat_map(Cycles::iter).filter(leads);
        !parts.version().is_empty() && ended(newest) && all.all(ended)
    }

    /// The first of these cycles whose support has ended.
    #[must_use]
    pub(crate) fn ended(&self) -> Option<Cycle> {
        self.cycles().find(|cycle| cycle.support(self.as_of).is_ended())
    }

    /// The first of these cycles that only long-term support still mends.
    #[must_use]
    pub(crate) fn security_only(&self) -> Option<Cycle> {
        self.cycles().find(|cycle| matches!(cycle.support(self.as_of), Support::SecurityOnly { .. }))
    }

    /// Whether the tag names no version and moves: it has one of the words that say so, or the list tells what it stands for today.
    #[must_use]
    pub(crate) fn moves(&self) -> bool {
        *self.moves.get_or_init(|| {
            let parts = self.parts();
            let aliased = || self.tag.split('-').any(|word| MOVING.contains(&word));
            // `node:alpine` and `php:apache` name no version either.
            let versionless = || self.official().is_some() && self.applied().own_floats;
            parts.version().is_empty() && !parts.is_dated() && (aliased() || versionless())
        })
    }

    /// What the build stands on, where the list or the tag's words tell.
    #[must_use]
    pub(crate) fn flavour(&self) -> Option<Flavour> {
        *self.flavour.get_or_init(|| self.find_flavour())
    }

    fn find_flavour(&self) -> Option<Flavour> {
        if let Some(info) = self.listed() {
            return Some(info.build.flavour());
        }
        self.official()?;
        let parts = self.parts();
        let word = |wanted: &str| parts.flavour_words().any(|word| word == wanted);
        let suite = parts.suite().map(|suite| suite.family);
        match (word("alpine") || suite == Some("alpine"), word("slim")) {
            (true, true) => Some(Flavour::AlpineSlim),
            (true, false) => Some(Flavour::Alpine),
            (false, true) => Some(Flavour::Slim),
            (false, false) => None,
        }
    }
}

/// The name of a registry: mostly the same one.
#[must_use]
pub(crate) fn of_host(name: &str) -> Text {
    if name == DEFAULT_REGISTRY { Text::Borrowed(DEFAULT_REGISTRY) } else { Text::Owned(name.to_string()) }
}

/// The place of the flavours that are offered.
fn kept_as(flavour: Flavour) -> Option<usize> {
    match flavour {
        Flavour::Slim => Some(0),
        Flavour::Alpine => Some(1),
        Flavour::AlpineSlim => Some(2),
        _ => None,
    }
}
