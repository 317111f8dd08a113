//! Which Dockerfile builds the image that a container runs.
//!
//! The caller says so; else the last part of the image's name is the name of the Dockerfile (`cart.Dockerfile`, `Dockerfile.cart`)
//! or, for one that is called nothing else, of its folder (`cart/Dockerfile`); else a Dockerfile that is alone belongs to a
//! container that is alone. Where several Dockerfiles would do, the one that shares most folders with the manifest does, and
//! none where that leaves several.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_reference::Reference;

use super::facts::{ContainerFacts, ImageFacts};
use super::{Bundle, Pods};
use crate::options::Build;

/// A container and the image it runs.
#[derive(Clone, Copy, Debug)]
pub struct Pair<'b> {
    /// The workload.
    pub workload: Pods<'b>,
    /// The container.
    pub container: &'b ContainerFacts,
    /// The number of the Dockerfile.
    pub dockerfile: usize,
    /// What it builds.
    pub image: &'b ImageFacts,
}

/// A Dockerfile of the run.
struct Builder<'b> {
    file: usize,
    uri: &'b str,
    image: &'b ImageFacts,
    /// The caller has said what it builds.
    named: bool,
}

/// All pairs, in the order of workloads and containers. O(containers · log files), and for each the Dockerfiles of its name.
pub(super) fn pairs<'b>(bundle: &Bundle<'b>) -> Vec<Pair<'b>> {
    let builders: Vec<Builder<'b>> = bundle
        .files
        .iter()
        .enumerate()
        .filter_map(|(file, (uri, facts))| {
            let named = bundle.builds.iter().any(|build| fits(build, uri));
            Some(Builder { file, uri, image: facts.image.as_ref()?, named })
        })
        .collect();
    if builders.is_empty() {
        return Vec::new();
    }
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, builder) in builders.iter().enumerate().filter(|(_, builder)| !builder.named) {
        if let Some(name) = name_of(builder.uri) {
            by_name.entry(name).or_default().push(number);
        }
    }
    let alone = alone(bundle, &builders);
    let mut pairs = Vec::new();
    for workload in &bundle.workloads {
        for container in &workload.pods.containers {
            let Some(image) = container.image.as_ref() else { continue };
            let found = match said(&image.text, bundle.builds) {
                Some(build) => builder_of(build, &builders),
                None if is_official(&image.text) => None,
                None => {
                    let near = last_part(&image.text).and_then(|name| by_name.get(&name.to_ascii_lowercase()));
                    let near = near.and_then(|numbers| nearest(bundle.uri(workload.at.file), numbers, &builders));
                    near.or(alone).and_then(|number| builders.get(number))
                }
            };
            pairs.extend(found.map(|builder| Pair { workload: *workload, container, dockerfile: builder.file, image: builder.image }));
        }
    }
    pairs
}

/// The Dockerfile of a run with one of them that is called by no name, where all containers run one image.
fn alone(bundle: &Bundle<'_>, builders: &[Builder<'_>]) -> Option<usize> {
    let [builder] = builders else { return None };
    let file = builder.uri.rsplit('/').next().unwrap_or_default();
    if builder.named || !(file.eq_ignore_ascii_case("Dockerfile") || file.eq_ignore_ascii_case("Containerfile")) {
        return None;
    }
    let mut images = bundle.workloads.iter().flat_map(|workload| &workload.pods.containers).map(|container| container.image.as_ref());
    let first = name(&images.next()??.text);
    images.all(|image| image.is_some_and(|image| name(&image.text) == first)).then_some(0)
}

/// Registry and repository: the text before tag and digest.
fn name(image: &str) -> &str {
    let image = image.split('@').next().unwrap_or(image);
    let folder = image.rfind('/').map_or(0, |at| at + 1);
    let tag = image.get(folder..).and_then(|last| last.find(':')).map_or(image.len(), |at| folder + at);
    image.get(..tag).unwrap_or(image)
}

/// The last part of the repository, where it can be read.
fn last_part(image: &str) -> Option<&str> {
    let last = name(image).rsplit('/').next()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (!last.is_empty() && last.bytes().all(plain)).then_some(last)
}

/// A Docker Official Image is not built from anybody's Dockerfile.
fn is_official(image: &str) -> bool {
    let reference = Reference::parse_normalized(image).ok();
    reference.is_some_and(|reference| {
        let name = reference.repository().strip_prefix("library/").filter(|_| reference.registry() == "docker.io");
        name.is_some_and(plimsoll_catalog::is_official)
    })
}

/// What a Dockerfile's place says of its image, in lower case.
fn name_of(uri: &str) -> Option<String> {
    let mut parts = uri.rsplit('/');
    let file = parts.next()?;
    let lower = file.to_ascii_lowercase();
    let folder = parts.next().filter(|folder| !matches!(*folder, "" | "." | ".."));
    let name = ["dockerfile", "containerfile"].iter().find_map(|word| {
        if lower == *word {
            return Some(folder?.to_ascii_lowercase());
        }
        let start = lower.strip_prefix(word).and_then(|rest| rest.strip_prefix('.'));
        let end = lower.strip_suffix(word).and_then(|rest| rest.strip_suffix('.'));
        start.or(end).map(String::from)
    });
    name.filter(|name| !name.is_empty())
}

/// The only one of them that shares most folders with a file.
fn nearest(uri: &str, numbers: &[usize], builders: &[Builder<'_>]) -> Option<usize> {
    let shared = |number: &usize| {
        let own = builders.get(*number).map_or("", |builder| builder.uri);
        uri.split('/').zip(own.split('/')).take_while(|(a, b)| a == b).count()
    };
    let best = numbers.iter().map(shared).max()?;
    let mut fit = numbers.iter().filter(|number| shared(number) == best);
    let first = fit.next().copied();
    first.filter(|_| fit.next().is_none())
}

/// What the caller says of an image; a tag that the caller names must be the image's too.
fn said<'b>(image: &str, builds: &'b [Build]) -> Option<&'b Build> {
    builds.iter().find(|build| {
        let wanted = build.image.as_str();
        if wanted.len() > name(wanted).len() { same(wanted, image) } else { same(wanted, name(image)) }
    })
}

/// Whether two references mean the same, however they are written.
fn same(a: &str, b: &str) -> bool {
    let read = |text: &str| Reference::parse_normalized(text).ok().map(|reference| (reference.name(), reference.tag().map(String::from)));
    a == b || read(a).is_some_and(|a| read(b) == Some(a))
}

/// The Dockerfile that the caller names: the one of that name, else the only one whose name ends so.
fn builder_of<'s, 'b>(build: &Build, builders: &'s [Builder<'b>]) -> Option<&'s Builder<'b>> {
    let path = plain(&build.dockerfile);
    if let Some(exact) = builders.iter().find(|builder| plain(builder.uri) == path) {
        return Some(exact);
    }
    let mut named = builders.iter().filter(|builder| fits(build, builder.uri));
    let first = named.next();
    first.filter(|_| named.next().is_none())
}

fn plain(path: &str) -> &str {
    path.trim_start_matches("./")
}

/// Whether the caller may mean a file: its name is the one given, or ends in it behind a `/`.
fn fits(build: &Build, uri: &str) -> bool {
    let uri = plain(uri);
    uri.strip_suffix(plain(&build.dockerfile)).is_some_and(|folder| folder.is_empty() || folder.ends_with('/'))
}
