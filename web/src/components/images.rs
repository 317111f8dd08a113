//! One card per image: what it is, what is known of it, and what could stand in its place. Unknown is shown as unknown.

use plimsoll_report::{
    Footprint, ImageFacts, ImageOrigin, ImageSuggestion, ImageUse, Libc, PackageManager, SupportState, TextEdit, Traits,
};
use yew::{Callback, Html, html};

use super::{aloud, button, code, code_marks, li, line_link, p, span, text};
use crate::app::Msg;
use crate::hunks::{Hunk, hunks};
use crate::state::State;
use crate::words;

const UNKNOWN: &str = "unknown";

/// The images part of the page.
pub(crate) fn panel(state: &State, tell: &Callback<Msg>) -> Html {
    let Some(report) = &state.report else {
        return p("note", words::loading(state));
    };
    let stages = words::stages(report);
    let bases = words::base_stages(stages);
    if report.images.is_empty() && bases.is_empty() {
        return html! { <div class="blank">{ p("", "This file names no image.") }</div> };
    }
    let cards = groups(&report.images).into_iter().map(|uses| {
        let role = words::role(uses[0], stages);
        card(&uses, &role, &state.file().text, tell)
    });
    html! {
        <>
            <h2 class="aloud">{ "Images" }</h2>
            { for cards }
            { for bases.iter().map(|text| html! { <article class="image"><h3>{ "scratch" }</h3>{ p("role", text.clone()) }</article> }) }
            { p("note", format!("Facts about images come with this page and are of {}; nothing is asked of any registry.", report.tool.catalog_date)) }
        </>
    }
}

/// Uses of the same image in the same way share a card: what is said of one holds for all. A stage's parent has a card of its own,
/// because what stands in the way of another depends on the stage.
fn groups(images: &[ImageUse]) -> Vec<Vec<&ImageUse>> {
    let offers = |image: &ImageUse| image.suggestions.iter().map(|s| (s.image.clone(), s.blockers.len())).collect::<Vec<_>>();
    let mut groups: Vec<Vec<&ImageUse>> = Vec::new();
    for image in images {
        let same = |first: &ImageUse| first.reference == image.reference && first.origin == image.origin && offers(first) == offers(image);
        match groups.iter_mut().find(|group| same(group[0])) {
            Some(group) if image.origin != ImageOrigin::From => group.push(image),
            _ => groups.push(vec![image]),
        }
    }
    groups
}

fn card(uses: &[&ImageUse], role: &str, source: &str, tell: &Callback<Msg>) -> Html {
    let image = uses[0];
    html! {
        <article class="image">
            <h3>{ code(image.reference.clone()) }</h3>
            <p class="role">
                { role }{ " · " }
                { for uses.iter().enumerate().map(|(number, image)| html! { <>if number > 0 { { ", " } }{ line_link(tell, image.range) }</> }) }
            </p>
            { parts(image) }
            if let Some(facts) = &image.facts { { known(facts) } } else {
                { p("unknown", "Nothing is known of this image: no facts, so no suggestions.") }
            }
            if !image.suggestions.is_empty() {
                <h4>{ "What could stand here instead" }</h4>
                { comparison(image) }
                <ul class="alternatives">
                    { for image.suggestions.iter().map(|suggestion| alternative(suggestion, uses, source, tell)) }
                </ul>
            } else if image.facts.is_some() {
                { p("role", "Nothing smaller or newer to suggest.") }
            }
        </article>
    }
}

fn parts(image: &ImageUse) -> Html {
    let Some(parts) = &image.parts else {
        return p("unknown", "Its parts are open: a variable decides them, or it cannot be read.");
    };
    let part = |name: &'static str, value: Html| html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> };
    let or_none = |value: &Option<String>, none: &'static str| match value {
        Some(value) => code(value.clone()),
        None => span("role", text(none)),
    };
    html! {
        <dl class="parts">
            { part("Registry", code(parts.registry.clone())) }
            { part("Repository", code(parts.repository.clone())) }
            { part("Tag", or_none(&parts.tag, "none: latest is meant")) }
            { part("Digest", or_none(&parts.digest, "not pinned")) }
        </dl>
    }
}

/// A fact with its date, which is there on hover and for screen readers.
fn dated(text: String, date: &str) -> Html {
    html! { <span class="dated" title={format!("as of {date}")}>{ text }{ aloud(&format!(", as of {date}")) }</span> }
}

fn known(facts: &ImageFacts) -> Html {
    let date = &*facts.as_of;
    let fact = |class: &'static str, text: String| li(class, dated(text, date));
    let official = if facts.official { "Docker Official Image" } else { "not a Docker Official Image" };
    let listed = facts.listed.map(|listed| if listed { "tag is maintained" } else { "tag is not in the list of maintained tags" });
    let deprecated = facts.deprecated.as_ref().map(|instead| match instead.as_str() {
        "" => "no longer maintained".to_owned(),
        instead => format!("no longer maintained; its makers name {instead}"),
    });
    html! {
        <ul class="facts" aria-label="Known facts">
            { fact("", official.to_owned()) }
            if let Some(listed) = listed { { fact(if facts.listed == Some(false) { "bad" } else { "" }, listed.to_owned()) } }
            if let Some(deprecated) = deprecated { { fact("bad", deprecated) } }
            { for facts.support.iter().map(|support| {
                let class = if support.state == SupportState::Ended { "bad" } else { "" };
                fact(class, format!("{} {}: {}", support.product, support.cycle, words::support(support.state, support.until.as_deref())))
            }) }
            { li("", size(facts.footprint.as_ref())) }
            { for traits(&facts.traits).into_iter().flatten().map(|text| fact("", text)) }
        </ul>
    }
}

fn size(footprint: Option<&Footprint>) -> Html {
    match footprint.and_then(|footprint| Some((footprint.compressed_bytes?, footprint))) {
        Some((bytes, footprint)) => {
            let platform = footprint.platform.as_deref().map(|platform| format!(" ({platform})")).unwrap_or_default();
            dated(format!("{} to pull{platform}", words::bytes(bytes)), &footprint.date)
        }
        None => text("size unknown"),
    }
}

/// What is known of an image by itself; the table has the rest.
fn traits(traits: &Traits) -> [Option<String>; 4] {
    let known = |before: &str, value: &str, after: &str| (value != UNKNOWN).then(|| format!("{before}{value}{after}"));
    [
        traits.shell.map(|shell| if shell { "has a shell".to_owned() } else { "no shell".to_owned() }),
        known("package manager: ", package_manager(traits), ""),
        known("C library: ", libc(traits), ""),
        traits.user.as_deref().and_then(|user| known("starts as ", user, "")),
    ]
}

fn shell(traits: &Traits) -> &'static str {
    match traits.shell {
        Some(true) => "yes",
        Some(false) => "none",
        None => UNKNOWN,
    }
}

fn package_manager(traits: &Traits) -> &'static str {
    match traits.package_manager {
        Some(PackageManager::Apt) => "apt",
        Some(PackageManager::Apk) => "apk",
        Some(PackageManager::Dnf) => "dnf",
        Some(PackageManager::Zypper) => "zypper",
        Some(PackageManager::None) => "none",
        None => UNKNOWN,
    }
}

fn libc(traits: &Traits) -> &'static str {
    match traits.libc {
        Some(Libc::Glibc) => "glibc",
        Some(Libc::Musl) => "musl",
        Some(Libc::None) => "none",
        None => UNKNOWN,
    }
}

/// One image of a comparison.
struct Column<'a> {
    name: &'a str,
    traits: &'a Traits,
    footprint: Option<&'a Footprint>,
    /// The date of what is not measured.
    as_of: &'a str,
}

/// The image that is used now beside those that could be, one column each; every fact with its date.
fn comparison(image: &ImageUse) -> Html {
    let now = image.facts.as_ref().map(|facts| Column {
        name: &image.reference,
        traits: &facts.traits,
        footprint: facts.footprint.as_ref(),
        as_of: &facts.as_of,
    });
    let others = image.suggestions.iter().map(|other| Column {
        name: &other.image,
        traits: &other.traits,
        footprint: other.footprint.as_ref(),
        as_of: &other.as_of,
    });
    let columns: Vec<Column<'_>> = now.into_iter().chain(others).collect();
    let known = |text: &str, date: &str| if text == UNKNOWN { self::text(UNKNOWN) } else { dated(text.to_owned(), date) };
    let row = |name: &'static str, cell: &dyn Fn(&Column<'_>) -> Html| {
        html! { <tr><th scope="row">{ name }</th>{ for columns.iter().map(|column| html! { <td>{ cell(column) }</td> }) }</tr> }
    };
    // All bars are on one scale: the largest is the whole width.
    let widest = columns.iter().filter_map(|column| bytes_of(column.footprint)).max().unwrap_or_default();
    let base = bytes_of(image.facts.as_ref().and_then(|facts| facts.footprint.as_ref()));
    let to_pull = |column: &Column<'_>| match (bytes_of(column.footprint), column.footprint) {
        (Some(bytes), Some(footprint)) => {
            let beside = base.filter(|base| *base != bytes).map(|base| format!(", {}", words::beside(bytes, base))).unwrap_or_default();
            html! { <>{ bar(bytes, widest) }{ dated(format!("{}{beside}", words::bytes(bytes)), &footprint.date) }</> }
        }
        _ => text(UNKNOWN),
    };
    let packages = |column: &Column<'_>| match column.footprint.and_then(|footprint| Some((footprint.packages?, &footprint.date))) {
        Some((packages, date)) => dated(packages.to_string(), date),
        None => text(UNKNOWN),
    };
    html! {
        <div class="comparison" role="region" tabindex="0" aria-label="Comparison">
            <table>
                <thead><tr><td></td>{ for columns.iter().enumerate().map(|(number, column)| html! {
                    <th scope="col"><code>{ breakable(column.name) }</code>if number == 0 && image.facts.is_some() { { span("role", text(" now")) } }</th>
                }) }</tr></thead>
                <tbody>
                    { row("To pull", &to_pull) }
                    { row("Packages", &packages) }
                    { row("Shell", &|column| known(shell(column.traits), column.as_of)) }
                    { row("Package manager", &|column| known(package_manager(column.traits), column.as_of)) }
                    { row("C library", &|column| known(libc(column.traits), column.as_of)) }
                    { row("Starts as", &|column| known(column.traits.user.as_deref().unwrap_or(UNKNOWN), column.as_of)) }
                    { row("Supported until", &|column| known(column.traits.eol.as_deref().unwrap_or(UNKNOWN), column.as_of)) }
                </tbody>
            </table>
        </div>
    }
}

/// A reference that may go on in the next line behind its parts.
fn breakable(reference: &str) -> Html {
    html! { { for reference.split_inclusive(['/', ':']).map(|part| html! { <>{ part }<wbr /></> }) } }
}

fn bytes_of(footprint: Option<&Footprint>) -> Option<u32> {
    footprint.and_then(|footprint| footprint.compressed_bytes)
}

/// How large a part of the current image's bar something is; the words beside it say the same.
fn bar(bytes: u32, of: u32) -> Html {
    let share = (u64::from(bytes) * 1000 / u64::from(of.max(1))).min(1000);
    let width = format!("{}.{}%", share / 10, share % 10);
    html! { <svg class="bar" aria-hidden="true"><rect class="all" width="100%" height="100%" /><rect class="part" {width} height="100%" /></svg> }
}

fn alternative(suggestion: &ImageSuggestion, uses: &[&ImageUse], source: &str, tell: &Callback<Msg>) -> Html {
    // The same change at every place that shares the card.
    let same = uses.iter().filter_map(|image| image.suggestions.iter().find(|other| other.image == suggestion.image)?.fix.as_ref());
    let edits: Vec<TextEdit> = same.flat_map(|fix| fix.edits.iter().cloned()).collect();
    let label = html! {
        <>
            { "Use" }{ aloud(&format!(" {}", suggestion.image)) }
            if uses.len() > 1 { { format!(" in {} places", uses.len()) } }
        </>
    };
    html! {
        <li class={if suggestion.recommended { "alternative recommended" } else { "alternative" }}>
            <div class="head">
                { code(suggestion.image.clone()) }
                if suggestion.recommended { { span("badge", text("recommended")) } }
                if !edits.is_empty() { { button("fix unsafe", label, tell, move || Msg::Apply(edits.clone())) } }
            </div>
            <p>{ code_marks(&suggestion.why) }</p>
            if !suggestion.costs.is_empty() { <ul class="costs">{ for suggestion.costs.iter().map(|cost| li("", code_marks(cost))) }</ul> }
            if !suggestion.blockers.is_empty() {
                <ul class="blockers" aria-label="What stands in its way in this file">
                    { for suggestion.blockers.iter().map(|blocker| html! {
                        <li>{ code_marks(&blocker.message) }if let Some(range) = blocker.range { { " " }{ line_link(tell, range) } }</li>
                    }) }
                </ul>
            }
            { changes(suggestion, source, tell) }
        </li>
    }
}

/// What the fix makes of the file: a diff, with the reason beside each hunk.
fn changes(suggestion: &ImageSuggestion, source: &str, tell: &Callback<Msg>) -> Html {
    let Some(fix) = suggestion.fix.as_ref().filter(|_| !suggestion.reasons.is_empty()) else { return Html::default() };
    let hunks = hunks(source, &fix.edits, &suggestion.reasons);
    html! {
        <details class="ignored" open={suggestion.recommended}>
            <summary>{ format!("The rewritten file: {}", words::count(hunks.len(), "change")) }</summary>
            { for hunks.iter().map(|hunk| shown(hunk, &suggestion.why, tell)) }
        </details>
    }
}

/// A hunk with its reasons, but for the one that is said of the whole.
fn shown(hunk: &Hunk<'_>, why: &str, tell: &Callback<Msg>) -> Html {
    html! {
        <figure class="hunk">
            <figcaption>
                { line_link(tell, hunk.range) }
                { for hunk.reasons.iter().filter(|reason| **reason != why).map(|reason| html! { <p>{ code_marks(reason) }</p> }) }
            </figcaption>
            <pre tabindex="0">
                if !hunk.removed.is_empty() { <del>{ &hunk.removed }</del> }
                if !hunk.added.is_empty() { <ins>{ &hunk.added }</ins> }
            </pre>
        </figure>
    }
}
