//! From what is known and what the file shows to at most three suggestions.
//!
//! Corrections come first, then the catalog's offers in its order; offers that something in the file speaks against come last,
//! with what speaks against them.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_catalog::replacements::{Offer, Risk, Target, apk_packages};
use plimsoll_catalog::{Flavour, Footprint, Support, distroless, registry};
use plimsoll_reference::DEFAULT_REGISTRY;
use plimsoll_report::{Applicability, ImageOrigin, Platforms, SuggestionKind, Text};

use super::case::{Blocker, Case, Lines};
use super::corrections::{self, Correction};
use super::known::Known;
use super::language;
use super::signals::{Cgo, Signals};
use super::{Judge, SuggestionDraft, conditions, facts, rewrite, targets, words, written};
use crate::findings::FixDraft;
use crate::model::{DockerModel, ImageUse};
use crate::options::Options;

/// The most that is shown for one image.
const MOST: usize = 3;

/// A suggestion with what decides its place.
struct Candidate {
    draft: SuggestionDraft,
    /// Whether it may be the recommended one.
    may_recommend: bool,
}

impl Candidate {
    /// Whether it may be recommended and nothing speaks against it.
    fn is_sound(&self) -> bool {
        self.may_recommend && self.draft.blockers.is_empty()
    }
}

/// What could stand in the place of an image.
#[must_use]
pub(crate) fn suggestions<'m>(
    image: &ImageUse<'_>,
    known: &Known,
    signals: &Signals<'m, '_>,
    lines: &Lines<'_>,
    model: Option<&'m DockerModel<'m>>,
    options: &Options,
    judge: Judge<'_>,
) -> Vec<SuggestionDraft> {
    let is_base =
        matches!(image.origin, ImageOrigin::From | ImageOrigin::Container | ImageOrigin::InitContainer | ImageOrigin::EphemeralContainer);
    if let Some((target, why, costs)) = corrections::spelling(known, image) {
        let mut draft = draft(image, &target, SuggestionKind::Spelling, why);
        draft.recommended = true;
        draft.costs = costs;
        return Vec::from([draft]);
    }
    if image.origin == ImageOrigin::Syntax || known.is_windows() || (signals.in_manifest && (signals.is_stateful || known.keeps_data())) {
        return Vec::new();
    }
    let case = Case { image, known, work: known, signals, lines, vendors: &options.vendors, model };
    let is_built = |target: &Known| target.listed().is_none_or(|info| targets::serves(&case, info.build.architectures()));
    let correction = corrections::correction(&case).filter(|correction| is_built(&correction.target));
    // The image of the language is maintained apart from the distribution, whose next release may not have the version any more.
    let is_for_language = language::target(&case).is_some();
    let (urgent, gentle) = match correction {
        Some(correction) if correction.is_urgent && is_for_language => (None, None),
        Some(correction) if correction.is_urgent => (Some(correction), None),
        // A stage that only builds is not shipped, and must not stand on a newer glibc than the one that runs.
        other => (None, other.filter(|_| signals.is_result)),
    };
    // Whatever comes next starts from a maintained image with a version.
    let pinned = match &urgent {
        None if known.applied().own_floats && known.parts().version().is_empty() => known.pinned().map(|info| known.with_listed(info)),
        _ => None,
    };
    let work = urgent.as_ref().map(|correction| &*correction.target).or(pinned.as_ref()).unwrap_or(known);
    let case = Case { work, ..case };
    let mut found: Vec<Candidate> = Vec::new();
    // An image that has ended and cannot be renewed has nothing to start from.
    let is_dead_end = urgent.is_none() && !is_for_language && (known.ended().is_some() || known.deprecated().is_some());
    found.extend(urgent.as_ref().map(|correction| of_correction(correction, &case)));
    if let Some(next) = corrections::next_of_data(&case).filter(|_| is_base && model.is_some()) {
        let mut candidate = of_correction(&next, &case);
        // Data is migrated before an image is: nothing is rewritten, and nothing recommended.
        candidate.draft.fix = None;
        candidate.draft.reasons.clear();
        candidate.may_recommend = false;
        found.push(candidate);
    }
    if is_base && !is_dead_end {
        of_family(&case, judge, &mut found);
    }
    if let Some(gentle) = &gentle {
        // Behind what is recommended, before what is only possible.
        let at = found.iter().position(|candidate| !candidate.is_sound()).unwrap_or(found.len());
        found.insert(at, of_correction(gentle, &case));
    }
    choose(found)
}

/// Unblocked ones first; at most three; the first that may be is recommended.
fn choose(mut found: Vec<Candidate>) -> Vec<SuggestionDraft> {
    // Most images have one or none.
    if found.len() <= 1 {
        return found
            .pop()
            .map(|only| SuggestionDraft { recommended: only.is_sound() || only.draft.recommended, ..only.draft })
            .into_iter()
            .collect();
    }
    let (open, blocked): (Vec<_>, Vec<_>) = found.into_iter().partition(|candidate| candidate.draft.blockers.is_empty());
    let mut chosen: Vec<Candidate> = Vec::new();
    for candidate in open.into_iter().chain(blocked) {
        let known = chosen.iter().any(|other| other.draft.image == candidate.draft.image);
        if chosen.len() < MOST && !known {
            chosen.push(candidate);
        }
    }
    let first = chosen.iter().position(Candidate::is_sound);
    let mut drafts: Vec<SuggestionDraft> = chosen.into_iter().map(|candidate| candidate.draft).collect();
    if let Some(first) = first {
        // The recommended one stands first.
        if let Some(before) = drafts.get_mut(..=first) {
            before.rotate_right(1);
        }
        if let Some(draft) = drafts.first_mut() {
            draft.recommended = true;
        }
    }
    drafts
}

fn draft(image: &ImageUse<'_>, target: &Known, kind: SuggestionKind, why: String) -> SuggestionDraft {
    draft_as(reference(image, target), image, target, kind, why)
}

/// As [`draft`], where it is known already how the reference is written.
fn draft_as(reference: String, image: &ImageUse<'_>, target: &Known, kind: SuggestionKind, why: String) -> SuggestionDraft {
    let fix = written::edit(image, &reference).map(|edits| FixDraft {
        title: Cow::Owned(["Use `", &*reference, "`"].concat()),
        applicability: Applicability::Unsafe,
        edits,
    });
    let reasons = fix.iter().map(|_| Text::Owned(why.clone())).collect();
    SuggestionDraft {
        fix,
        reasons,
        image: reference,
        kind,
        recommended: false,
        why,
        costs: Vec::new(),
        blockers: Vec::new(),
        traits: facts::traits(target),
        footprint: facts::footprint(target),
        as_of: facts::as_of(target),
    }
}

/// Where the whole name is the default of an argument, it is written there.
fn in_argument(draft: &mut SuggestionDraft, case: &Case<'_, '_, '_>) {
    if let Some(edit) = case.model.filter(|_| draft.fix.is_none()).and_then(|model| written::argument(case.image, &draft.image, model)) {
        let title = Cow::Owned(format!("Use `{}`", draft.image));
        draft.fix = Some(FixDraft { title, applicability: Applicability::Unsafe, edits: Vec::from([edit]) });
        draft.reasons = Vec::from([Text::Owned(draft.why.clone())]);
    }
}

pub(super) fn reference(image: &ImageUse<'_>, target: &Known) -> String {
    if &*target.repository == "scratch" {
        return "scratch".to_string();
    }
    let same = image.reference().is_some_and(|own| own.registry() == &*target.registry && own.repository() == &*target.repository);
    if same { written::with_tag(image, &target.tag) } else { written::with_name(image, &target.registry, &target.repository, &target.tag) }
}

fn of_correction(correction: &Correction, case: &Case<'_, '_, '_>) -> Candidate {
    let mut draft = draft(case.image, &correction.target, correction.kind, correction.why.clone());
    in_argument(&mut draft, case);
    draft.costs.clone_from(&correction.costs);
    if !is_verified(&correction.target) {
        draft.costs.extend(words::caveat("unverified_tag").map(Text::Borrowed));
    }
    let makes_native = case.work.family().is_some_and(|family| !matches!(family.id, "java" | "dotnet" | "php"));
    let is_build = case.model.is_some() && !case.signals.is_result && makes_native;
    let builds_for_another = is_build && case.signals.cgo() != Cgo::Off && !case.is_alpine();
    if builds_for_another && correction.kind == SuggestionKind::Newer {
        let cost = words::caveat("glibc_skew").filter(|cost| draft.costs.iter().all(|told| told != cost));
        draft.costs.extend(cost.map(Text::Borrowed));
    }
    draft.costs.extend(ends_soon(&correction.target));
    draft.costs.extend(held_by_mirror(&correction.target, case.image));
    draft.costs.extend(lost_digest(case.image));
    draft.blockers.clone_from(&correction.blockers);
    if !draft.blockers.is_empty() {
        draft.fix = None;
        draft.reasons.clear();
    }
    Candidate { draft, may_recommend: true }
}

/// The end of an image's support, where it is near.
fn ends_soon(target: &Known) -> Option<Text> {
    const NEAR: u32 = 90;
    let ends = target.cycles().filter_map(|cycle| match cycle.support(target.as_of) {
        Support::Supported { until } => until,
        _ => None,
    });
    let first = ends.min().filter(|day| target.as_of.days_until(*day) <= NEAR)?;
    Some(Text::Owned(format!("its support ends within {NEAR} days, on {first}")))
}

/// A proxy loads what it is asked for; a registry that is filled by hand does not.
fn held_by_mirror(target: &Known, image: &ImageUse<'_>) -> Option<Text> {
    let own = image.reference()?.registry();
    if target.registry == DEFAULT_REGISTRY && own == DEFAULT_REGISTRY {
        return None;
    }
    if registry(&target.registry).is_none() {
        return target.official().map(|_| Text::Owned(format!("whether `{}` holds it is not known here", target.registry)));
    }
    // An official image stays on the mirror.
    let leaves = target.official().is_none() && !target.registry.is_empty() && registry(own).is_none();
    leaves.then(|| Text::Owned(format!("it comes from `{}`, not from `{own}`", target.registry)))
}

fn lost_digest(image: &ImageUse<'_>) -> Option<Text> {
    image.reference()?.digest().map(|_| Text::Borrowed("the digest has to be looked up anew"))
}

/// The offers of the image's family.
fn of_family(case: &Case<'_, '_, '_>, judge: Judge<'_>, found: &mut Vec<Candidate>) {
    let Some(family) = case.work.family() else { return };
    if family.id == "distroless" {
        found.extend(nonroot(family.offers, case));
        return;
    }
    if family.id == "dotnet" && !is_plain_dotnet(case.work) {
        return;
    }
    for offer in family.offers {
        let open = found.iter().filter(|candidate| candidate.draft.blockers.is_empty()).count();
        if open >= MOST {
            return;
        }
        // A manifest has no stages: only another tag of the same image can be had there.
        let is_swap = matches!(offer.target, Target::Flavour(_) | Target::Role("jre")) && !offer.edits.contains(&"split_stage");
        let fits = (is_swap || !case.signals.in_manifest) && conditions::is_meant(offer, case);
        let build_swap =
            !case.signals.is_result && !case.signals.in_manifest && matches!(offer.target, Target::Flavour(Flavour::Slim)) && is_swap;
        if !fits && !build_swap {
            continue;
        }
        let Some((target, floated)) = targets::resolve(offer, case) else { continue };
        // A repository of one architecture (`arm64v8/alpine`) chooses it, which another image would not.
        if case.work.is_of_one_architecture() && target.repository != case.work.repository {
            continue;
        }
        // The same image in another way: the first one that works is told, or the one that leaves behind what only a build needs.
        let written = reference(case.image, &target);
        let works = |candidate: &Candidate| candidate.draft.blockers.is_empty();
        match found.iter_mut().find(|candidate| works(candidate) && candidate.draft.image == written) {
            None => found.extend(of_offer(offer, &target, written, floated, case, judge)),
            Some(before) if conditions::splits(offer, case) && conditions::installs_build_tools(case) => {
                let split = of_offer(offer, &target, written, floated, case, judge).filter(works);
                if let Some(split) = split {
                    *before = split;
                }
            }
            Some(_) => {}
        }
    }
}

/// Whether a tag of .NET is one whose smaller variants are known to exist: no list of them is in the catalog.
fn is_plain_dotnet(known: &Known) -> bool {
    let parts = known.parts();
    let is_named = ["aspnet", "runtime", "sdk"].iter().any(|name| known.repository.ends_with(&["/", name].concat()));
    let is_plain = parts.roles().next().is_none() && parts.flavour_words().next().is_none();
    let is_on_noble = parts.suite().is_none_or(|suite| suite.family == "ubuntu" && suite.cycle == "24.04");
    is_named && is_plain && is_on_noble && parts.version() == "10.0"
}

/// The suggestion of an offer; `written` is how the file writes its image.
fn of_offer(offer: &Offer, target: &Known, written: String, floated: bool, case: &Case<'_, '_, '_>, judge: Judge<'_>) -> Option<Candidate> {
    let kind = kind(offer, target);
    let is_build = !case.signals.is_result;
    let why = why(offer, kind, target, case);
    // Of a distribution that weighs as much there is nothing to gain.
    if offer.id == "ubuntu-to-debian" && !is_lighter(target, case.work) {
        return None;
    }
    let mut draft = draft_as(written, case.image, target, kind, why);
    in_argument(&mut draft, case);
    draft.blockers = conditions::blockers(offer, target, case);
    rewrite(&mut draft, offer, target, case, judge);
    draft.costs = costs(offer, target, floated, draft.fix.is_some(), case);
    let SuggestionDraft { costs: told, blockers, .. } = &mut draft;
    told.retain(|cost| blockers.iter().all(|(blocker, _)| blocker != cost));
    if is_build {
        draft.costs.insert(0, Text::Borrowed("it shortens the build only: the stage is not shipped"));
    }
    // Of what is small already no more is asked than what is done in a few lines.
    let is_worth_it = case.work.is_full() || offer.risk == Risk::Low || case.work.family().is_some_and(|family| family.kind == "distro");
    let is_sure = is_verified(target) && offer.id != "ubuntu-to-debian";
    let may_recommend = is_worth_it && is_sure && !is_build && offer.risk != Risk::High && offer.effort < 3;
    Some(Candidate { draft, may_recommend })
}

/// Whether the catalog itself names the tag, so that it is known to exist.
fn is_verified(target: &Known) -> bool {
    &*target.repository == "scratch" || target.architectures().is_some()
}

fn is_lighter(target: &Known, present: &Known) -> bool {
    let weight = |known: &Known| known.footprint().and_then(|footprint| footprint.amd64);
    // A tenth is more than two builds of one image differ by.
    weight(target).zip(weight(present)).is_some_and(|(target, present)| target + present / 10 < present)
}

fn kind(offer: &Offer, target: &Known) -> SuggestionKind {
    if &*target.repository == "scratch" {
        return SuggestionKind::Scratch;
    }
    let is_bare = target.is_of_vendor() && conditions::has_no_shell(target);
    if target.distroless().is_some() || target.tag.contains("chiseled") || is_bare {
        return SuggestionKind::Distroless;
    }
    if offer.edits.contains(&"split_stage") {
        return SuggestionKind::Split;
    }
    match target.flavour() {
        Some(Flavour::Alpine | Flavour::AlpineSlim) => SuggestionKind::Alpine,
        None if target.tag.split('-').any(|word| word == "alpine") => SuggestionKind::Alpine,
        _ => SuggestionKind::Slim,
    }
}

/// What the smaller image leaves out.
fn why(offer: &Offer, kind: SuggestionKind, target: &Known, case: &Case<'_, '_, '_>) -> String {
    let present = case.known.footprint().filter(|found| found.image.is_some()).or_else(|| case.work.footprint());
    let size = size(target.footprint(), present);
    let splits = conditions::splits(offer, case);
    if let Some(language) = (offer.id == "lang-image").then(|| language::of(case)).flatten() {
        let name = target.repository.strip_prefix("library/").unwrap_or(&target.repository);
        return format!("`{name}` holds {} and is maintained for it", language.name());
    }
    let text = match kind {
        SuggestionKind::Scratch => "nothing but the files that you copy".to_string(),
        SuggestionKind::Distroless if splits => {
            "a stage that builds, and one that holds what runs: no shell, no package manager".to_string()
        }
        SuggestionKind::Distroless => match target.current_distroless().map(distroless::Distroless::base) {
            Some("static") => "certificates, time zones and the user nonroot: no shell, no package manager, no C library".to_string(),
            _ => "what runs the program and nothing else: no shell, no package manager".to_string(),
        },
        SuggestionKind::Split => "a stage that builds, and one that holds what runs: compilers and caches stay behind".to_string(),
        SuggestionKind::Alpine if matches!(case.work.flavour(), Some(Flavour::Alpine)) && case.name() == "alpine" => {
            "the version is named, and the next one comes when you choose it".to_string()
        }
        _ => {
            let gone = left_out(target.footprint(), present);
            if gone.is_empty() {
                "the same software with fewer packages".to_string()
            } else {
                ["the same software without ", &*words::enumeration(&gone)].concat()
            }
        }
    };
    match size {
        Some(size) => [&*text, "; ", &*size].concat(),
        None => text,
    }
}

fn size(target: Option<&Footprint>, present: Option<&Footprint>) -> Option<String> {
    let (target, present) = (target?.amd64?, present?.amd64?);
    (target < present).then(|| [&*words::megabytes(target), " instead of ", &*words::megabytes(present), " to pull"].concat())
}

fn left_out(target: Option<&Footprint>, present: Option<&Footprint>) -> Vec<&'static str> {
    let Some((target, present)) = target.zip(present) else { return Vec::new() };
    let pairs = [
        ("a compiler", target.compiler, present.compiler),
        ("git", target.git, present.git),
        ("curl", target.curl, present.curl),
        ("wget", target.wget, present.wget),
    ];
    pairs
        .into_iter()
        .filter(|(_, target, present)| present.known() == Some(true) && target.known() == Some(false))
        .map(|(name, ..)| name)
        .collect()
}

fn costs(offer: &Offer, target: &Known, floated: bool, is_done: bool, case: &Case<'_, '_, '_>) -> Vec<Text> {
    let signals = case.signals;
    // A manifest builds nothing.
    let of_builds =
        |id: &&&str| matches!(**id, "npm_ci_in_target" | "wheels_need_no_compiler" | "gems_need_compiler" | "native_addon_same_libc");
    let no_packages_stay =
        || language::of(case).is_some_and(|language| signals.packages.iter().all(|package| language.holds(&package.name)));
    let is_moot = |id: &&&str| (signals.in_manifest && of_builds(id)) || (**id == "pkg_version_change" && no_packages_stay());
    let caveats = offer.caveats.iter().filter(|id| !is_moot(id));
    let mut costs: Vec<Text> = caveats.filter_map(|id| words::caveat(id)).map(Text::Borrowed).collect();
    // What the edits do their reasons say.
    for edit in offer.edits.iter().filter(|_| !is_done) {
        match *edit {
            "exec_form" => {
                for entry in signals.entries.iter().filter(|entry| entry.is_shell_form) {
                    costs.push(format!("{} has to be a JSON array: {}", entry.keyword, case.lines.name(entry.span)).into());
                }
            }
            "drop_user" => {
                let own = if target.tag.contains("chiseled") { "app" } else { "nonroot" };
                if let Some((user, span)) = signals.named_user.as_ref().filter(|(user, _)| user != own) {
                    costs.push(format!("there is no user `{user}`, but `{own}`: USER on {}", case.lines.name(*span)).into());
                }
            }
            "apt_to_apk" if !case.is_alpine() => costs.extend(apk(case).map(Text::Owned)),
            "users_busybox" if !case.is_alpine() => {
                if let Some(span) = signals.adds_user {
                    costs.push(format!("users are added with `adduser -S` and `addgroup -S` there: {}", case.lines.name(span)).into());
                }
            }
            "console_script_to_module" => {
                for entry in signals.entries.iter().filter(|entry| rewrite::python_module(entry.program()).is_some()) {
                    let line = case.lines.name(entry.span);
                    let program = entry.program();
                    costs.push(format!("`{program}` is started as a module, `-m {program}`: {} on {line}", entry.keyword).into());
                }
            }
            "ext_deps_purge" => {
                if let Some(span) = signals.php_extensions {
                    costs.push(format!("extensions need $PHPIZE_DEPS and Alpine's libraries to compile: {}", case.lines.name(span)).into());
                }
            }
            _ => {}
        }
    }
    if let Some(span) = signals.low_port.filter(|_| loses_root(offer, target, case)) {
        costs.push(format!("{}: {}", words::LOW_PORT, case.lines.name(span)).into());
    }
    if floated {
        let told = format!("`{}` is not in the list of maintained tags; `{}` moves on with its fixes", case.work.tag, target.tag);
        costs.push(Text::Owned(told));
    }
    if !is_verified(target) {
        costs.extend(words::caveat("unverified_tag").map(Text::Borrowed));
    }
    costs.extend(ends_soon(target));
    costs.extend(lost_architectures(target, case).map(Text::Owned));
    costs.extend(held_by_mirror(target, case.image));
    costs.extend(lost_digest(case.image));
    costs
}

/// Whether what ran as root runs as another user with an offer.
fn loses_root(offer: &Offer, target: &Known, case: &Case<'_, '_, '_>) -> bool {
    let is_nonroot = target.tag.contains("nonroot") || target.tag.contains("chiseled") || conditions::splits(offer, case);
    is_nonroot && case.signals.named_user.is_none() && !case.signals.sets_user
}

/// What apt installs, in Alpine's names.
fn apk(case: &Case<'_, '_, '_>) -> Option<String> {
    let of_apt = case.signals.packages.iter().filter(|package| package.manager.is_apt());
    let mut names: Vec<&str> = Vec::new();
    for package in of_apt {
        // What has no counterpart is told as what speaks against it.
        let found = apk_packages(&package.name).filter(|found| !found.is_empty())?;
        for name in found.split(' ').filter(|name| !name.is_empty()) {
            if names.len() < 8 && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    (!names.is_empty()).then(|| format!("packages come from apk: `apk add --no-cache {}`", names.join(" ")))
}

/// Architectures that the present image is built for and the other is not; only those in wide use are told.
fn lost_architectures(target: &Known, case: &Case<'_, '_, '_>) -> Option<String> {
    let (present, target) = (case.work.architectures()?, target.architectures()?);
    if present == target {
        return None;
    }
    let (present, target) = (Platforms::Listed(present.list()), Platforms::Listed(target.list()));
    let is_wide = |name: &str| matches!(name, "amd64" | "arm64" | "arm/v7");
    let lost: Vec<Cow<'_, str>> = present.iter().filter(|name| is_wide(name) && target.iter().all(|other| other != *name)).collect();
    let lost: Vec<&str> = lost.iter().map(|name| &**name).collect();
    (!lost.is_empty()).then(|| format!("it is not built for {}", words::enumeration(&lost)))
}

/// Adds what else has to change, or what of it a person has to do.
fn rewrite(draft: &mut SuggestionDraft, offer: &Offer, target: &Known, case: &Case<'_, '_, '_>, judge: Judge<'_>) {
    let plan = if draft.blockers.is_empty() { rewrite::plan(offer, target, case) } else { Ok(Vec::new()) };
    match plan {
        Err(blocker) => draft.blockers.push(blocker),
        Ok(hunks) => {
            let splits = conditions::splits(offer, case);
            let by_hand = |edit: &str| match edit {
                // What listens and what asks have to follow together.
                "port_8080" => case.name() == "nginx",
                "dnf_to_microdnf" => !case.signals.packages.is_empty(),
                "copy_ca" => !splits,
                _ => false,
            };
            if offer.edits.iter().any(|edit| by_hand(edit)) {
                draft.fix = None;
            }
            if splits {
                // The image stays for the stage that builds.
                let reference = draft.image.clone();
                draft.reasons.clear();
                draft.fix = Some(FixDraft {
                    title: Cow::Owned(format!("Build in one stage, run in another on `{reference}`")),
                    applicability: Applicability::Unsafe,
                    edits: Vec::new(),
                });
            }
            if let Some(fix) = &mut draft.fix {
                for hunk in hunks {
                    fix.edits.push(hunk.edit);
                    draft.reasons.push(hunk.why);
                }
                let is_judged = fix.edits.len() > 1 && draft.blockers.is_empty();
                draft.blockers.extend(is_judged.then(|| judge(&fix.edits)).flatten().map(|why| (why, None)));
            }
        }
    }
    draft.fix.take_if(|fix| !draft.blockers.is_empty() || fix.edits.is_empty());
    if draft.fix.is_none() {
        draft.reasons.clear();
    }
}

/// A distroless image that does not start as root, or not as a shell.
fn nonroot(offers: &[Offer], case: &Case<'_, '_, '_>) -> Option<Candidate> {
    let work = case.work;
    let current = work.current_distroless()?;
    let (tag, architecture) = corrections::split_architecture(&work.tag);
    let is_debug = tag.starts_with("debug");
    let id = match tag {
        "debug" | "debug-nonroot" if case.signals.is_result || case.signals.in_manifest => "un-debug",
        "latest" if !case.signals.sets_user => "nonroot",
        _ => return None,
    };
    let offer = offers.iter().find(|offer| offer.id == id)?;
    if !current.tags().any(|tag| tag == "nonroot") {
        return None;
    }
    let target = Known::of(&work.registry, &work.repository, &["nonroot", architecture].concat(), work.as_of);
    let why = if is_debug { "without the shell that the debug image is for" } else { "it starts as the user nonroot (65532), not as root" };
    let mut draft = draft(case.image, &target, SuggestionKind::Distroless, why.to_string());
    draft.blockers = conditions::blockers(offer, &target, case);
    draft.costs = costs(offer, &target, false, draft.fix.is_some(), case);
    let blocked: &[Blocker] = &draft.blockers;
    if !blocked.is_empty() {
        draft.reasons.clear();
        draft.fix = None;
    }
    Some(Candidate { draft, may_recommend: true })
}
