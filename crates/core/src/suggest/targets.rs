//! From an offer to the image it means for a file: found in the lists, never made up.

use alloc::format;
use alloc::rc::Rc;
use alloc::string::{String, ToString};

use plimsoll_catalog::replacements::{Offer, Target};
use plimsoll_catalog::{Cycle, Date, Flavour, Sibling, Support, TagInfo, cycles, distroless, maintained, pinned};

use super::case::Case;
use super::known::Known;
use super::language;

const HUB: &str = "docker.io";

/// The image of an offer, and whether its tag moves more than the present one.
#[must_use]
pub(crate) fn resolve(offer: &Offer, case: &Case<'_, '_, '_>) -> Option<(Rc<Known>, bool)> {
    let work = case.work;
    match offer.target {
        Target::Flavour(flavour) => of_flavour(flavour, offer, case),
        Target::Role("jre") => jre(work).map(plain),
        Target::Role("minimal") => minimal(work).map(plain),
        Target::Image("alpine:{alpine}") if case.name() == "alpine" => {
            work.pinned().or_else(|| newest_alpine(work.as_of)).map(|info| plain(work.with_listed(info)))
        }
        // The present tag's style is kept where the image stays the same.
        Target::Image("eclipse-temurin:{major}-jre-alpine") if case.name() == "eclipse-temurin" => {
            let runtime = if case.has_word("jre") { None } else { Some(jre(work)?) };
            let Sibling::Found { tag, floated } = runtime.as_ref().unwrap_or(work).sibling(Flavour::Alpine)? else { return None };
            serves(case, tag.build.architectures()).then(|| (Rc::new(work.with_listed(tag)), floated))
        }
        Target::Image(template) => of_template(template, case).map(plain),
        Target::Scratch => Some(plain(Known::of("", "scratch", "", work.as_of))),
        Target::Keep if offer.id == "lang-image" => language::target(case).map(plain),
        Target::Role(_) | Target::Keep | Target::Successor => None,
    }
}

/// A target whose tag moves no more than the present one.
fn plain(target: Known) -> (Rc<Known>, bool) {
    (Rc::new(target), false)
}

/// How much a flavour holds.
const fn size(flavour: Option<Flavour>) -> u8 {
    match flavour {
        Some(Flavour::AlpineSlim | Flavour::Busybox) => 0,
        Some(Flavour::Alpine) => 1,
        Some(Flavour::Slim) => 2,
        _ => 3,
    }
}

fn of_flavour(flavour: Flavour, offer: &Offer, case: &Case<'_, '_, '_>) -> Option<(Rc<Known>, bool)> {
    let work = case.work;
    // A build stage is not worth another system: what it makes must fit the final one.
    let is_smaller = size(Some(flavour)) < size(work.flavour());
    let is_split = offer.edits.contains(&"split_stage") && work.flavour() == Some(flavour);
    if is_split || !is_smaller {
        return None;
    }
    work.variant(flavour).filter(|(target, _)| target.listed().is_some_and(|info| serves(case, info.build.architectures())))
}

/// The same JDK image without the compiler.
fn jre(work: &Known) -> Option<Known> {
    // `jdk`, or with its number: `10.1-jdk17`.
    let number = |word: &str| word.strip_prefix("jdk").filter(|rest| rest.bytes().all(|b| b.is_ascii_digit())).map(ToString::to_string);
    let runtime = |word: &str| number(word).map_or_else(|| word.to_string(), |number| ["jre", &number].concat());
    let words: alloc::vec::Vec<&str> = work.tag.split('-').collect();
    let tag = if words.iter().any(|word| number(word).is_some()) {
        words.iter().map(|word| runtime(word)).collect::<alloc::vec::Vec<_>>().join("-")
    } else {
        // `21-noble` is a JDK, too.
        let (version, rest) = work.tag.split_once('-').unwrap_or((&work.tag, ""));
        if rest.is_empty() { format!("{version}-jre") } else { format!("{version}-jre-{rest}") }
    };
    listed_or_renewed(work, &tag)
}

/// A tag of the list in the place of the present one: this one, or what it should become.
#[must_use]
fn listed_or_renewed(work: &Known, tag: &str) -> Option<Known> {
    if let Some(info) = work.tables().maintained(tag, work.as_of) {
        return Some(work.with_listed(info));
    }
    match work.tables().renewal(tag, work.as_of)? {
        Sibling::Found { tag, .. } => Some(work.with_listed(tag)),
        Sibling::NoVariant | Sibling::Upgrade { .. } => None,
    }
}

/// The small variant of a distribution with RPM packages.
fn minimal(work: &Known) -> Option<Known> {
    let cut = |suffix: &str| {
        let tag = format!("{}-{suffix}", work.tag);
        work.tables().maintained(&tag, work.as_of).map(|info| work.with_listed(info))
    };
    if work.tag.contains("minimal") || work.tag.contains("slim") {
        return None;
    }
    cut("minimal").or_else(|| cut("slim"))
}

fn newest_alpine(as_of: Date) -> Option<TagInfo> {
    pinned(HUB, "library/alpine", "latest", as_of)
}

/// The image of a template, its braces filled in.
fn of_template(template: &str, case: &Case<'_, '_, '_>) -> Option<Known> {
    let as_of = case.work.as_of;
    let (image, tag) = fill(template, case)?.rsplit_once(':').map(|(image, tag)| (image.to_string(), tag.to_string()))?;
    let (registry, repository) = match image.split_once('/') {
        Some((host, path)) if host.contains('.') => (host.to_string(), path.to_string()),
        Some(_) => (HUB.to_string(), image),
        None => (HUB.to_string(), format!("library/{image}")),
    };
    if registry == distroless::REGISTRY {
        let Some(distroless::Status::Current(found)) = distroless::status(&repository) else { return None };
        if found.is_past_policy(as_of) || !found.tags().any(|listed| listed == tag) {
            return None;
        }
    } else if registry == HUB && repository.starts_with("library/") {
        maintained(&registry, &repository, &tag, as_of)?;
    }
    let target = Known::of(&registry, &repository, &tag, as_of);
    // What no table names may not exist.
    if !target.architectures().is_some_and(|found| serves(case, found)) {
        return None;
    }
    // A cycle that has ended is offered nowhere.
    target.ended().is_none().then_some(target)
}

/// Whether an image is built for the platform that the file asks for.
pub(super) fn serves(case: &Case<'_, '_, '_>, architectures: plimsoll_catalog::Architectures) -> bool {
    case.signals.platform.as_deref().is_none_or(|platform| platform.contains('$') || architectures.serves(platform))
}

/// Fills in `{major}` and its kin; `None` where the file does not tell them.
fn fill(template: &str, case: &Case<'_, '_, '_>) -> Option<String> {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        let (name, after) = behind.split_once('}')?;
        text.push_str(before);
        text.push_str(&value(name, case)?);
        rest = after;
    }
    text.push_str(rest);
    Some(text)
}

fn value(name: &str, case: &Case<'_, '_, '_>) -> Option<String> {
    let version = case.work.parts().version();
    match name {
        "major" if case.work.family().is_some_and(|family| family.id == "java") => case.java_major().map(ToString::to_string),
        "major" => version.split('.').next().filter(|major| !major.is_empty()).map(ToString::to_string),
        "v" => Some(version).filter(|version| !version.is_empty()).map(ToString::to_string),
        "alpine" => newest_alpine(case.work.as_of).map(|info| info.tag.to_string()),
        "nginx" => pinned(HUB, "library/nginx", "stable-alpine-slim", case.work.as_of).map(|info| info.tag.to_string()),
        "jdk|jre" => Some(if case.has_word("jre") { "jre" } else { "jdk" }.to_string()),
        "aspnet|runtime" => Some(if case.name() == "runtime" { "runtime" } else { "aspnet" }.to_string()),
        _ => None,
    }
}

/// The image that takes the place of one that is given up: the same version of the same thing where it is maintained.
#[must_use]
pub(crate) fn successor(known: &Known) -> Option<Known> {
    let first = known.deprecated()?.successors().next()?;
    let (registry, repository) = first.split_once('/')?;
    match repository {
        "library/eclipse-temurin" => java(known, registry, repository),
        "library/almalinux" => {
            let number: u16 = known.parts().components().next()?.parse().ok()?;
            // The nearest later release that is maintained.
            let releases = cycles("almalinux")?.iter().filter_map(|cycle| cycle.name().parse::<u16>().ok());
            let mut later: alloc::vec::Vec<u16> = releases.filter(|release| *release >= number).collect();
            plimsoll_text::sort_by_key(&mut later, |release| *release);
            let mut tags = later.iter().map(ToString::to_string);
            tags.find_map(|tag| {
                maintained(registry, repository, &tag, known.as_of).map(|_| Known::of(registry, repository, &tag, known.as_of))
            })
        }
        _ if registry == "mcr.microsoft.com" => newest_dotnet(registry, repository, known),
        "rockylinux/rockylinux" => Some(Known::of(registry, repository, &known.tag, known.as_of)),
        _ => None,
    }
}

/// The newest long-term .NET in the variant of the present tag, where a source names that tag.
#[must_use]
pub(crate) fn newest_dotnet(registry: &str, repository: &str, known: &Known) -> Option<Known> {
    let is_supported = |cycle: &Cycle| matches!(cycle.support(known.as_of), Support::Supported { .. });
    let newest = cycles("dotnet")?.iter().find(|cycle| cycle.is_lts(known.as_of) && is_supported(cycle))?;
    let has = |word: &str| known.tag.split('-').any(|other| other == word);
    let variant = match (has("chiseled"), has("extra"), known.tag.contains("-alpine")) {
        (true, true, _) => "-noble-chiseled-extra",
        (true, false, _) => "-noble-chiseled",
        (false, _, true) => "-alpine",
        (false, _, false) => "",
    };
    let target = Known::of(registry, repository, &[newest.name(), ".0", variant].concat(), known.as_of);
    target.architectures().is_some().then_some(target)
}

/// A Temurin of the same Java, or of the next one with long-term support: classes run on a later Java, not on an earlier one.
fn java(known: &Known, registry: &str, repository: &str) -> Option<Known> {
    // `adoptopenjdk/openjdk11` has the version in its name.
    let by_name = || known.repository.rsplit("openjdk").next().filter(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    let number: u16 = known.parts().components().next().or_else(by_name)?.parse().ok()?;
    let role = if known.tag.split('-').any(|word| word == "jre") { "jre" } else { "jdk" };
    let alpine = matches!(known.flavour(), Some(Flavour::Alpine | Flavour::AlpineSlim));
    let mut majors: alloc::vec::Vec<u16> = cycles("temurin")?
        .iter()
        .filter(|cycle| cycle.name() == number.to_string() || cycle.is_lts(known.as_of))
        .filter_map(|cycle| cycle.name().parse::<u16>().ok())
        .filter(|major| *major >= number)
        .collect();
    plimsoll_text::sort_by_key(&mut majors, |major| *major);
    majors.iter().find_map(|major| {
        let plain = format!("{major}-{role}");
        let wanted = if alpine { [&*plain, "-alpine"].concat() } else { plain };
        maintained(registry, repository, &wanted, known.as_of).map(|_| Known::of(registry, repository, &wanted, known.as_of))
    })
}
