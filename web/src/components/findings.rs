//! The list of findings, what narrows it down, and what stands in its place where there is none.

use plimsoll_report::{Applicability, Finding, Fix, Kind, Related, Report, Score, Severity};
use yew::{Callback, Component, Context, Html, InputEvent, Properties, TargetCast, html};

use super::{aloud, button, code, code_marks, icons, line_link, on_click, on_select, p, span, text};
use crate::app::Msg;
use crate::state::{Action, Filter, MOST_ROWS, Shared, Sort, State, Tab};
use crate::words;

/// What is shown, and who is told.
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    report: Shared<Report>,
    /// The findings to show, in their order.
    visible: Vec<usize>,
    /// The finding under the caret.
    current: Option<usize>,
    /// The finding whose rule is explained.
    explained: Option<usize>,
    filter: Filter,
    /// The score that gains are against.
    score: Option<Score>,
    /// Comments are possible in this file.
    can_ignore: bool,
    tell: Callback<Msg>,
}

/// The findings part of the page.
pub(crate) fn panel(state: &State, tell: &Callback<Msg>) -> Html {
    if let Some(aside) = state.file().aside() {
        return p("note", aside);
    }
    let Some(report) = &state.report else {
        return p("note", words::loading(state));
    };
    if state.is_blank() {
        return empty(tell);
    }
    if state.detected() == Some(Kind::Unknown) && report.findings.is_empty() {
        return unrecognised(report, tell);
    }
    let kind = state.detected().unwrap_or(Kind::Unknown);
    // JSON has no comments.
    let can_ignore = kind != Kind::Unknown
        && !(kind == Kind::Kubernetes && state.file().text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']));
    html! {
        <>
            <h2 class="aloud">{ "Findings" }</h2>
            if let Some(note) = report.files.first().and_then(|file| file.note.as_ref()) { <p class="note">{ code_marks(&words::sentence(note)) }</p> }
            <FindingList
                report={report.clone()} visible={state.visible()} current={state.finding_at_caret()} explained={state.explained}
                filter={state.filter.clone()} score={state.score().cloned()} {can_ignore} tell={tell.clone()}
            />
        </>
    }
}

fn empty(tell: &Callback<Msg>) -> Html {
    let example = |number: usize, label: &'static str| button("", text(label), tell, move || Msg::Example(number));
    html! {
        <div class="blank">
            { p("", "Paste a Dockerfile or a Kubernetes manifest, drop a file anywhere on this page, or begin with an example:") }
            <p class="choices">{ example(0, "Naive Node") }{ example(5, "Privileged DaemonSet") }{ example(4, "Distroless, done right") }</p>
        </div>
    }
}

fn unrecognised(report: &Report, tell: &Callback<Msg>) -> Html {
    let note =
        report.files.first().and_then(|file| file.note.as_deref()).unwrap_or("this is neither a Dockerfile nor a Kubernetes manifest");
    let read_as = |kind: Kind, label: &'static str| button("", text(label), tell, move || Msg::Do(Action::KindChosen(Some(kind))));
    html! {
        <div class="blank">
            <p>{ code_marks(&words::sentence(note)) }</p>
            <p class="choices">
                { read_as(Kind::Dockerfile, "Read it as a Dockerfile") }
                { read_as(Kind::Kubernetes, "Read it as a manifest") }
            </p>
        </div>
    }
}

/// Every active finding: a button that leads to its place, and what can be done about it. It is a component of its own so that
/// it is made anew only when something in it changes, not for every move of the caret.
struct FindingList;

impl Component for FindingList {
    type Message = ();
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        FindingList
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        list(ctx.props())
    }
}

fn list(props: &Props) -> Html {
    let Props { report, visible, filter, tell, .. } = props;
    let total = report.findings.len();
    let shown = visible.len();
    let safe = report.findings.iter().filter(|finding| finding.fixes.iter().any(|fix| fix.applicability == Applicability::Safe)).count();
    let counted = if shown == total { String::new() } else { format!("{shown} of {} shown", words::count(total, "finding")) };
    html! {
        <>
            if total == 0 { { clean(report) } } else {
                { filters(report, filter, safe, tell) }
                <p class="counted" role="status">{ counted }</p>
                <ol class="findings">
                    { for visible.iter().take(MOST_ROWS).filter_map(|index| Some(row(*index, report.findings.get(*index)?, props))) }
                </ol>
                if shown > MOST_ROWS { { p("note", format!("{} more are not shown here; the command line shows all.", shown - MOST_ROWS)) } }
            }
            { ignored(report, tell) }
        </>
    }
}

fn clean(report: &Report) -> Html {
    match &report.score {
        Some(score) => html! {
            <div class="blank">
                <p><strong>{ "No findings." }</strong>{ format!(" {} of 100, grade {}.", score.value, score.grade.word()) }</p>
                if report.images.iter().any(|image| !image.suggestions.is_empty()) { { p("", "The Images part may still know smaller bases.") } }
            </div>
        },
        None => html! { <div class="blank">{ p("", "No findings, and nothing to grade.") }</div> },
    }
}

fn filters(report: &Report, filter: &Filter, safe: usize, tell: &Callback<Msg>) -> Html {
    let search = {
        let tell = tell.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target_dyn_into::<web_sys::HtmlInputElement>() {
                tell.emit(Msg::Do(Action::Searched(input.value())));
            }
        })
    };
    let severities =
        Severity::ALL.into_iter().map(|severity| (severity, report.findings.iter().filter(|f| f.severity == severity).count()));
    let toggle = |(severity, count): (Severity, usize)| {
        let pressed = !filter.hidden.contains(&severity);
        html! {
            <button type="button" class={format!("toggle {}", severity.word())} aria-pressed={pressed.to_string()}
                onclick={on_click(tell, move || Msg::Do(Action::SeverityToggled(severity)))}>
                { icons::severity(severity) }{ format!("{count} {}", severity.word()) }
            </button>
        }
    };
    let sort = on_select(tell, |value| {
        Msg::Do(Action::Sorted(Sort::ALL.iter().find(|(_, word)| *word == value).map_or(Sort::Place, |(sort, _)| *sort)))
    });
    html! {
        <div class="filters" role="group" aria-label="Which findings to show">
            <input type="search" placeholder="Filter" aria-label="Filter findings by text" value={filter.text.clone()} oninput={search} />
            <select aria-label="Order" onchange={sort}>
                { for Sort::ALL.into_iter().map(|(sort, word)| html! { <option value={word} selected={sort == filter.sort}>{ word }</option> }) }
            </select>
            <div class="toggles">{ for severities.filter(|(_, count)| *count > 0).map(toggle) }</div>
            if safe > 0 {
                { button("preview", text(format!("Preview {}", words::fixes(safe).replace(" fix", " safe fix"))), tell, || {
                    Msg::Do(Action::TabChosen(Tab::Fixed))
                }) }
            }
        </div>
    }
}

fn row(index: usize, finding: &Finding, props: &Props) -> Html {
    let Props { report, current, explained, score, can_ignore, tell, .. } = props;
    let open = *explained == Some(index);
    let here = *current == Some(index);
    html! {
        <li key={finding.fingerprint.to_string()} class={format!("finding {}", finding.severity.word())} aria-current={here.then_some("true")}>
            <button type="button" class="jump" onclick={on_click(tell, move || Msg::GoTo(index))}>
                { span("severity", html! { <>{ icons::severity(finding.severity) }{ finding.severity.word() }</> }) }
                { span("message", code_marks(&finding.message)) }
                { gain(finding, score.as_ref()) }
            </button>
            <p class="meta">{ words::place(finding, report) }{ " · " }{ code(finding.rule_id.to_string()) }</p>
            if let Some(help) = &finding.help { <p class="help">{ code_marks(help) }</p> }
            { for finding.related.iter().map(|related| html! {
                <p class="help">{ code_marks(&related.message) }{ " · " }{ place_link(related, &finding.uri, tell) }</p>
            }) }
            <div class="actions">
                { for finding.fixes.iter().enumerate().map(|(number, fix)| fix_button(index, number, fix, tell)) }
                if *can_ignore {
                    <button type="button" class="changes" onclick={on_click(tell, move || Msg::Ignore(index))}
                        title="Inserts a comment that takes this finding out of the score; write the reason behind it">
                        { "Ignore" }{ aloud(&format!(" {}", finding.rule_id)) }
                    </button>
                }
                <button type="button" aria-expanded={open.to_string()} onclick={on_click(tell, move || Msg::Explain(index))}>
                    { "Why?" }{ aloud(&format!(" {}", finding.rule_id)) }
                </button>
            </div>
            if open { <rule-page rule={finding.rule_id.to_string()} /> }
        </li>
    }
}

fn fix_button(index: usize, number: usize, fix: &Fix, tell: &Callback<Msg>) -> Html {
    let unsafe_fix = fix.applicability == Applicability::Unsafe;
    let class = if unsafe_fix { "fix unsafe" } else { "fix safe" };
    let label = html! {
        <>
            { "Fix: " }{ code_marks(&fix.title) }
            if unsafe_fix { { span("warning", text(" changes behaviour")) } }
        </>
    };
    button(class, label, tell, move || Msg::Fix(index, number))
}

/// What the score gains without this finding; why, where that is nothing.
fn gain(finding: &Finding, score: Option<&Score>) -> Html {
    if finding.gain > 0 {
        return html! { <span class="gain" title="Points that the score gains without this finding">{ format!("+{}", finding.gain) }{ aloud(" points if fixed") }</span> };
    }
    match score.and_then(|score| words::no_gain(finding, score)) {
        Some(why) => {
            html! { <span class="gain none" title={why.clone()}>{ "+0" }{ aloud(&format!(" points if fixed alone: {why}")) }</span> }
        }
        None => Html::default(),
    }
}

/// A link to another place that explains the finding, which may be in another file.
fn place_link(related: &Related, uri: &str, tell: &Callback<Msg>) -> Html {
    let Related { uri: other, range, .. } = related;
    if other == uri {
        return line_link(tell, *range);
    }
    let (name, range) = (other.clone(), *range);
    button("link", text(format!("{other}, line {}", range.start.line + 1)), tell, move || Msg::ShowIn(name.clone(), range))
}

/// Findings that do not count, and ignores that do nothing.
fn ignored(report: &Report, tell: &Callback<Msg>) -> Html {
    let item = |finding: &Finding| {
        let reason = finding.suppressed.as_ref().and_then(|suppressed| suppressed.reason.as_ref());
        html! {
            <li>
                { code(finding.rule_id.to_string()) }{ " · " }{ line_link(tell, finding.range) }{ " · " }{ code_marks(&finding.message) }
                if let Some(reason) = reason { { span("reason", text(format!(" Reason: {reason}"))) } }
            </li>
        }
    };
    let group = |title: String, findings: &[Finding]| {
        html! {
            if !findings.is_empty() {
                <details class="ignored"><summary>{ title }</summary><ul>{ for findings.iter().map(item) }</ul></details>
            }
        }
    };
    html! {
        <>
            { group(words::count(report.suppressed.len(), "ignored finding"), &report.suppressed) }
            { group(format!("{} that do nothing", words::count(report.unused_ignores.len(), "ignore")), &report.unused_ignores) }
        </>
    }
}
