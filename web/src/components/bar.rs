//! What stands around the editor and the report: the bar on top, the line about privacy, the tabs, the bar at the bottom.

use plimsoll_report::Kind;
use yew::{Callback, Html, html};

use super::{aloud, button, icons, on_click, on_select, span, text};
use crate::app::{Msg, Window};
use crate::files::{Given, UNNAMED};
use crate::state::{Action, State, Tab, Theme, kind_named, kind_word};
use crate::words;

/// Everything above the editor.
pub(crate) fn header(state: &State, embedded: bool, tell: &Callback<Msg>) -> Html {
    html! {
        <header>
            { button("skip", text("Skip to the editor"), tell, || Msg::Focus(0, 0)) }
            { top(state, embedded, tell) }
            if !embedded { { privacy(state, tell) } }
        </header>
    }
}

/// Name, menus and buttons.
fn top(state: &State, embedded: bool, tell: &Callback<Msg>) -> Html {
    let opens = |class: &'static str, window: Window, label: Html| button(class, label, tell, move || Msg::Window(window));
    html! {
        <div class="top">
            if !embedded {
                <h1>{ icons::mark() }{ "Plimsoll" }</h1>
            }
            { kind_select(state, tell) }
            <div class="buttons">
                { opens("changes", Window::Examples, text("Examples")) }
                { button("changes", html! { <>{ "Open" }{ roomy(" files") }</> }, tell, || Msg::OpenFile) }
                { opens("share", Window::Share, text("Share")) }
                if embedded {
                    <button type="button" data-does="reset">{ "Reset" }</button>
                    { button("", text("Open in playground"), tell, || Msg::OpenAlone) }
                } else {
                    { button("", html! { <>{ icons::half_moon() }{ aloud("Theme: ") }{ span("word", text(theme_name(state.theme))) }</> }, tell, || Msg::NextTheme) }
                }
                { opens("help-button", Window::Help, html! { <>{ "?" }{ span("word", text(" Help")) }</> }) }
            </div>
        </div>
    }
}

/// Words that a narrow page has no room for.
fn roomy(words: &'static str) -> Html {
    span("roomy", text(words))
}

fn theme_name(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "auto",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

fn kind_select(state: &State, tell: &Callback<Msg>) -> Html {
    let chosen = kind_word(state.file().kind);
    let auto = match (state.file().kind, state.detected()) {
        (None, Some(kind)) if !state.is_blank() => format!("Auto: {}", words::kind(kind)),
        _ => "Auto".to_owned(),
    };
    let option = |word: &'static str, label: String| html! { <option value={word} selected={word == chosen}>{ label }</option> };
    html! {
        <label class="kind">
            { roomy("Read as ") }
            <select aria-label="Read as" onchange={on_select(tell, |word| Msg::Do(Action::KindChosen(kind_named(&word))))}>
                { option("auto", auto) }
                { option("dockerfile", words::kind(Kind::Dockerfile).to_owned()) }
                { option("kubernetes", words::kind(Kind::Kubernetes).to_owned()) }
            </select>
        </label>
    }
}

/// What leaves the browser: nothing; and how often the page went to the network since it was there.
fn privacy(state: &State, tell: &Callback<Msg>) -> Html {
    let (own, others) = state.requests;
    let counted = match (own, others) {
        (0, 0) => "0 network requests since load.".to_owned(),
        (own, 0) => format!("{} since load, for this page's own files.", words::count(own as usize, "network request")),
        (own, others) => format!("{} since load, {others} to other addresses.", words::count((own + others) as usize, "network request")),
    };
    let more = button("link", text("How?"), tell, || Msg::Window(Window::Help));
    html! { <p class="privacy">{ "Nothing you paste leaves this browser. " }{ more }{ " " }<span>{ counted }</span></p> }
}

/// The parts of the page that take turns; beside the code where the page is wide.
pub(crate) fn tabs(state: &State, tell: &Callback<Msg>) -> Html {
    let count = |number: Option<usize>| number.map(|number| format!(" {number}")).unwrap_or_default();
    let report = state.report.as_ref();
    let all = [
        (Tab::Code, "Code", String::new()),
        (Tab::Findings, "Findings", count(report.map(|report| report.findings.len()))),
        (Tab::Images, "Images", count(report.map(|report| report.images.len()))),
        (Tab::Fixed, "Fixed", String::new()),
        (Tab::Admission, "Admission", String::new()),
    ];
    let tabs: Vec<_> = all.into_iter().filter(|(tab, ..)| !state.wide || *tab != Tab::Code).collect();
    let shown = state.shown_tab();
    html! {
        <div class="tabs" role="tablist" aria-label="Parts of the report">
            { for tabs.into_iter().map(|(tab, name, count)| html! {
                <button type="button" role="tab" id={tab_id(tab)} aria-selected={(tab == shown).to_string()} aria-controls={panel_id(tab)}
                    tabindex={if tab == shown { "0" } else { "-1" }} onclick={on_click(tell, move || Msg::Do(Action::TabChosen(tab)))}>
                    { name }
                    if tab == Tab::Fixed { { roomy(" file") } }
                    if !count.is_empty() { { span("count", text(count)) } }
                </button>
            }) }
        </div>
    }
}

/// The open files. A frame shows them only where there are several.
pub(crate) fn files(state: &State, embedded: bool, tell: &Callback<Msg>) -> Html {
    if embedded && state.files.len() == 1 {
        return Html::default();
    }
    let show = |file: usize| on_click(tell, move || Msg::Files(Action::FileShown(file)));
    html! {
        <div class="files">
            <div class="tabs" role="tablist" aria-label="Files">
                { for state.files.iter().enumerate().map(|(number, file)| html! {
                    <button type="button" role="tab" key={file.id} title={file.name.clone()} aria-selected={(number == state.at).to_string()} aria-controls="source"
                        tabindex={if number == state.at { "0" } else { "-1" }} onclick={show(number)}>
                        { if file.name == UNNAMED { "untitled".to_owned() } else { words::short_name(&file.name) } }
                        if let Some(count) = state.count(number).filter(|count| *count > 0) {
                            { span("count", html! { <>{ format!(" {count}") }{ aloud(" findings") }</> }) }
                        }
                    </button>
                }) }
            </div>
            { button("plain rename", html! { <>{ "Rename" }{ aloud(&format!(" or close {}", state.file().name)) }</> }, tell, || Msg::Window(Window::File)) }
            { button("plain changes", html! { <>{ "+" }{ span("word", text(" Add a file")) }</> }, tell, || Msg::Files(Action::FileAdded(Given::default()))) }
        </div>
    }
}

/// The id of a tab's button.
pub(crate) fn tab_id(tab: Tab) -> String {
    format!("tab-{}", tab.word())
}

/// The id of what a tab shows: the code has its own place, the others share one.
pub(crate) fn panel_id(tab: Tab) -> &'static str {
    if tab == Tab::Code { "source" } else { "results" }
}

/// Caret, kind, time and versions.
pub(crate) fn status(state: &State) -> Html {
    html! {
        <footer class="status">
            { span("", text(format!("Ln {}, Col {}", state.caret.line, state.caret.column))) }
            if let Some(report) = &state.report {
                { span("", text(state.detected().filter(|_| !state.is_blank()).map_or("", words::kind))) }
                { span("", text(words::count(report.findings.len(), "finding"))) }
                <span title="How long the analysis took">{ format!("{}.{} ms", state.tenths / 10, state.tenths % 10) }</span>
                { span("", text(format!("rules {}", report.tool.ruleset_version))) }
                { span("", text(format!("images of {}", report.tool.catalog_date))) }
                { span("", text(format!("support judged on {}", report.as_of))) }
                <offline-state></offline-state>
            }
        </footer>
    }
}
