//! What comes before anything smaller: the right name, a maintained image, a maintained release.

use alloc::format;
use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_catalog::distroless::{self, Distroless, Status};
use plimsoll_catalog::{Cycle, Deprecated, Sibling, Support};
use plimsoll_report::{SuggestionKind, Text};

use super::case::{Blocker, Case};
use super::known::Known;
use super::targets;
use super::words;
use crate::model::ImageUse;

/// A correction of an image.
#[derive(Debug)]
pub(crate) struct Correction {
    /// The image to use.
    pub(crate) target: Rc<Known>,
    /// What kind of correction.
    pub(crate) kind: SuggestionKind,
    /// Why.
    pub(crate) why: String,
    /// What it costs.
    pub(crate) costs: Vec<Text>,
    /// What speaks against it.
    pub(crate) blockers: Vec<Blocker>,
    /// Whether the present image is past use, so that the correction comes first.
    pub(crate) is_urgent: bool,
}

/// The image that was probably meant, why, and what it costs. Where that one is not maintained either, what takes its place: nobody
/// should be led to an image that has ended.
#[must_use]
pub(crate) fn spelling(known: &Known, image: &ImageUse<'_>) -> Option<(Rc<Known>, String, Vec<Text>)> {
    let found = known.misspelling()?;
    let written = image.reference().and_then(|reference| reference.tag()).unwrap_or_default();
    let (repository, tag) = match found.current.as_deref().and_then(|current| current.strip_prefix(&*format!("{}/", distroless::REGISTRY)))
    {
        Some(current) => current.rsplit_once(':').unwrap_or((current, "")),
        None => (&*found.repository, written),
    };
    let why = match found.current {
        Some(_) => format!("`{}` was probably meant, which is no longer built: this is what took its place", found.repository),
        None => "the name is a slip away from this one".to_string(),
    };
    let meant = Known::of(&found.registry, repository, tag, known.as_of);
    if let Some(deprecated) = meant.deprecated()
        && let Some(target) = targets::successor(&meant)
    {
        let (given_up, costs) = succession(&deprecated, &meant, &target);
        return Some((Rc::new(target), format!("`{}` was probably meant: {given_up}", short_name(&meant)), costs));
    }
    let ended = meant.ended();
    let is_current = ended.is_none() && (meant.official().is_none() || meant.listed().is_some());
    if is_current || meant.keeps_data() {
        return Some((Rc::new(meant), why, Vec::new()));
    }
    let Some((target, is_upgrade)) = renewed(ended, &meant) else { return Some((Rc::new(meant), why, Vec::new())) };
    let written = format!("`{}:{}`", short_name(&meant), meant.tag);
    let so = match ended {
        Some(ended) => format!("{}{}", ending(ended, &meant), newer(&target, is_upgrade)),
        None => "that tag is not in the current list of maintained tags".into(),
    };
    let costs = is_upgrade.then_some(Text::Borrowed(MIGRATION)).into_iter().collect();
    Some((target, format!("{written} was probably meant; {so}"), costs))
}

/// The repository as people write it: official images of Docker Hub without `library/`.
fn short_name(known: &Known) -> &str {
    known.repository.strip_prefix("library/").unwrap_or(&known.repository)
}

/// What is said of a release that is not the present one.
const MIGRATION: &str = "another release: a migration, test it before you ship it";

/// Why an image that is given up makes way for another, and what that costs.
fn succession(deprecated: &Deprecated, known: &Known, target: &Known) -> (String, Vec<Text>) {
    let since = deprecated.since.map(|day| format!(" since {day}")).unwrap_or_default();
    let mut costs = Vec::new();
    if known.parts().components().next() != target.parts().components().next() {
        costs.push(format!("another version, `{}`: yours is no longer maintained anywhere", target.tag).into());
    }
    (format!("`{}` is given up{since}; this is maintained", short_name(known)), costs)
}

/// Until when another release is supported; empty where it is the same one.
fn newer(target: &Known, is_upgrade: bool) -> String {
    target.applied().own.filter(|_| is_upgrade).map(|cycle| supported(cycle, target)).unwrap_or_default()
}

/// The correction that an image needs, where one is known.
#[must_use]
pub(crate) fn correction(case: &Case<'_, '_, '_>) -> Option<Correction> {
    let known = case.known;
    if let Some(deprecated) = known.deprecated() {
        let target = targets::successor(known)?;
        let (why, costs) = succession(&deprecated, known, &target);
        let target = Rc::new(target);
        return Some(Correction { target, kind: SuggestionKind::Successor, why, costs, blockers: Vec::new(), is_urgent: true });
    }
    if let Some(status) = known.distroless() {
        return of_distroless(status, case);
    }
    let (ended, security_only) = (known.ended(), known.security_only());
    if (ended.is_none() && security_only.is_none()) || known.keeps_data() {
        return None;
    }
    if let Some(ended) = ended {
        if known.family().is_some_and(|family| family.id == "dotnet") {
            return dotnet(ended, known);
        }
        return renewal(ended, case);
    }
    security_only.and_then(|cycle| next_suite(cycle, case))
}

/// A maintained tag in the place of one whose cycle or system has ended.
fn renewal(ended: Cycle, case: &Case<'_, '_, '_>) -> Option<Correction> {
    let known = case.known;
    let (target, is_upgrade) = known.renewed.get_or_init(|| renewed(Some(ended), known)).clone()?;
    let why = format!("{}{}", ending(ended, known), newer(&target, is_upgrade));
    let costs = is_upgrade.then_some(Text::Borrowed(MIGRATION)).into_iter().collect();
    Some(Correction { blockers: suite_blockers(&target, case), target, kind: SuggestionKind::Newer, why, costs, is_urgent: true })
}

/// The tag, and whether it is another release.
fn renewed(ended: Option<Cycle>, known: &Known) -> Option<(Rc<Known>, bool)> {
    let (info, is_upgrade) = match known.renewal()? {
        Sibling::Found { tag, .. } => (tag, false),
        Sibling::Upgrade { newest: Some(tag) } => (tag, true),
        Sibling::NoVariant | Sibling::Upgrade { newest: None } => return None,
    };
    // A tag that floats further would leave the release to chance: the next one is named instead.
    let floats = !is_upgrade && ended.is_some() && known.applied().own == ended;
    let upgrade = floats.then(|| known.tables().upgrade(&known.tag, info.build.flavour(), known.as_of));
    let (info, is_upgrade) = upgrade.flatten().map_or((info, is_upgrade), |newest| (newest, true));
    Some((Rc::new(known.with_listed(info)), is_upgrade))
}

/// The newest long-term .NET in the place of one that has ended.
fn dotnet(ended: Cycle, known: &Known) -> Option<Correction> {
    let target = targets::newest_dotnet(&known.registry, &known.repository, known)?;
    let why = format!("{}{}", ending(ended, known), target.applied().own.map(|newest| supported(newest, known)).unwrap_or_default());
    let costs = Vec::from([
        Text::Borrowed(MIGRATION),
        Text::Borrowed("what a project is built for and what runs it have to agree: `TargetFramework` follows"),
    ]);
    Some(Correction { target: Rc::new(target), kind: SuggestionKind::Newer, why, costs, blockers: Vec::new(), is_urgent: true })
}

/// Where an image that keeps data could go once its release has ended: the next release that is maintained, with the others named.
/// Data is migrated from release to release, so this is told and never done.
#[must_use]
pub(crate) fn next_of_data(case: &Case<'_, '_, '_>) -> Option<Correction> {
    let known = case.known;
    let ended = known.ended().filter(|_| known.keeps_data())?;
    if known.applied().own != Some(ended) {
        // The system below has ended: the same release on another one.
        let Sibling::Found { tag, .. } = known.renewal()? else { return None };
        let is_sorted_by_libc = known.repository.contains("postgres");
        let costs = words::caveat("pg_collation").filter(|_| is_sorted_by_libc).map(Text::Borrowed).into_iter().collect();
        return Some(of_data(ended, known, known.with_listed(tag), String::new(), costs));
    }
    let is_maintained = |cycle: &Cycle| !matches!(cycle.support(known.as_of), Support::Ended { .. } | Support::Unknown);
    let is_later = |cycle: &Cycle| cycle.release().is_some_and(|day| day <= known.as_of) && cycle.release() > ended.release();
    let mut next: Vec<Cycle> =
        plimsoll_catalog::cycles(ended.family)?.iter().filter(|cycle| is_maintained(cycle) && is_later(cycle)).collect();
    plimsoll_text::sort_by_key(&mut next, |cycle| cycle.release());
    let variant = if case.is_alpine() { "-alpine" } else { "" };
    let role = known.parts().roles().next().map(|role| ["-", role].concat()).unwrap_or_default();
    let target = next.iter().find_map(|cycle| {
        let tags = [&*role, ""].map(|role| [cycle.name(), role, variant].concat());
        tags.iter().find_map(|tag| known.tables().maintained(tag, known.as_of))
    })?;
    let names: Vec<&str> = next.iter().map(|cycle| cycle.name()).collect();
    let mut costs = Vec::from([Text::Borrowed("existing data has to be migrated: read the migration notes of every release up to it")]);
    if known.repository.ends_with("/redis") {
        costs.push(Text::Borrowed("Redis 7.4 and later have another licence"));
    }
    let following = match &*names {
        [only] => format!("; the next supported release is {only}"),
        names => format!("; the next supported releases are {}", words::enumeration(names)),
    };
    Some(of_data(ended, known, known.with_listed(target), following, costs))
}

fn of_data(ended: Cycle, known: &Known, target: Known, following: String, costs: Vec<Text>) -> Correction {
    let why = ending(ended, known) + &following;
    Correction { target: Rc::new(target), kind: SuggestionKind::Newer, why, costs, blockers: Vec::new(), is_urgent: false }
}

/// `Debian 10 (buster) ended on 2024-06-30`; empty where it has not ended.
fn ending(cycle: Cycle, known: &Known) -> String {
    match cycle.support(known.as_of) {
        Support::Ended { since: Some(day) } => [&*words::cycle(cycle), " ended on ", &day.text()].concat(),
        Support::Ended { since: None } => format!("{} has ended", words::cycle(cycle)),
        _ => String::new(),
    }
}

fn supported(cycle: Cycle, known: &Known) -> String {
    match cycle.support(known.as_of) {
        Support::Supported { until: Some(until) } => ["; ", &*words::cycle(cycle), " is supported until ", &until.text()].concat(),
        Support::Supported { until: None } => format!("; {} is supported", words::cycle(cycle)),
        _ => String::new(),
    }
}

/// The same tag on the newest supported release of its system, or the newest release of the system itself.
fn next_suite(cycle: Cycle, case: &Case<'_, '_, '_>) -> Option<Correction> {
    let known = case.known;
    let (target, newer) = known.on_next_suite.get_or_init(|| on_next_suite(cycle, known)).clone()?;
    let why = match cycle.support(known.as_of) {
        Support::SecurityOnly { until } => {
            format!("{} gets security fixes only, until {until}{}", words::cycle(cycle), supported(newer, known))
        }
        _ => String::new(),
    };
    let costs = Vec::from([Text::Borrowed("versions of the system's packages differ")]);
    Some(Correction { blockers: suite_blockers(&target, case), target, kind: SuggestionKind::Newer, why, costs, is_urgent: false })
}

/// The tag on the next release of its system, and that release.
fn on_next_suite(cycle: Cycle, known: &Known) -> Option<(Rc<Known>, Cycle)> {
    let newer = plimsoll_catalog::cycles(cycle.family)?.iter().find(|other| {
        matches!(other.support(known.as_of), Support::Supported { .. })
            && other.release().is_some_and(|day| day <= known.as_of)
            && other.release() > cycle.release()
    })?;
    let word =
        |cycle: Cycle| if known.tag.split('-').any(|word| Some(word) == cycle.codename()) { cycle.codename() } else { Some(cycle.name()) };
    let (old, new) = (word(cycle)?, if word(cycle) == cycle.codename() { newer.codename()? } else { newer.name() });
    let tag: Vec<&str> = known.tag.split('-').map(|part| if part == old { new } else { part }).collect();
    let tag = tag.join("-");
    let info = known.tables().maintained(&tag, known.as_of).filter(|_| tag != known.tag)?;
    Some((Rc::new(known.with_listed(info)), newer))
}

/// Debian 13's base image no longer has `adduser`.
pub(crate) fn suite_blockers(target: &Known, case: &Case<'_, '_, '_>) -> Vec<Blocker> {
    let Some(span) = case.signals.adduser else { return Vec::new() };
    let release =
        |known: &Known| known.applied().suite.or(known.applied().own).filter(|cycle| cycle.family == "debian").and_then(Cycle::release);
    let thirteen = plimsoll_catalog::cycle("debian", "13").and_then(Cycle::release);
    let loses_adduser = release(target) >= thirteen && release(case.known).is_some_and(|day| Some(day) < thirteen);
    let installed = case.signals.packages.iter().any(|package| package.name == "adduser");
    if installed || !loses_adduser {
        return Vec::new();
    }
    let message = format!("`adduser` is no longer part of it, `useradd` is: RUN on {}", case.lines.name(span));
    Vec::from([(message, Some(span))])
}

/// The architecture that a distroless tag may end in, with its dash: `latest-arm64`.
pub(crate) fn split_architecture(tag: &str) -> (&str, &str) {
    let names = ["-amd64", "-arm64", "-arm", "-s390x", "-ppc64le", "-riscv64"];
    match names.iter().find_map(|name| tag.strip_suffix(name)) {
        Some(plain) => (plain, tag.get(plain.len()..).unwrap_or_default()),
        None => (tag, ""),
    }
}

fn of_distroless(status: Status<'_>, case: &Case<'_, '_, '_>) -> Option<Correction> {
    let known = case.known;
    let (target, why, is_upgrade): (&Distroless, String, bool) = match status {
        Status::Retired(retired) => {
            let ended = retired.suite_cycle().map(|cycle| ending(cycle, known)).unwrap_or_default();
            (
                retired.successor?,
                if ended.is_empty() {
                    "the present image is no longer built".into()
                } else {
                    format!("the present image is no longer built; {ended}")
                },
                retired.is_upgrade,
            )
        }
        Status::Current(image) if image.is_past_policy(known.as_of) => {
            let newer = distroless::current_of(image.base())?;
            (newer, format!("support of the present image was announced to end with {}", image.policy_end().unwrap_or_default()), false)
        }
        Status::Current(_) => return None,
    };
    let (written, architecture) = case.image.reference().and_then(|reference| reference.tag()).map_or(("", ""), split_architecture);
    let kept = (written != "latest" && target.tags().any(|listed| listed == written)).then_some(written);
    let tag = [kept.unwrap_or("nonroot"), architecture].concat();
    let target = Rc::new(Known::of(&known.registry, &[distroless::FOLDER, target.name].concat(), &tag, known.as_of));
    let mut costs = Vec::new();
    if is_upgrade {
        costs.push(Text::Borrowed("another version of the language: test it before you ship it"));
    }
    if kept.is_none() {
        costs.push(Text::Borrowed("it starts as the user nonroot (65532), not as root"));
    }
    costs.extend(words::caveat("glibc_skew").filter(|_| !known.repository.contains("static")).map(Text::Borrowed));
    Some(Correction { target, kind: SuggestionKind::Newer, why, costs, blockers: Vec::new(), is_urgent: true })
}
