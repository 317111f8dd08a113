//! The text with its fixes beside the text as it is. The diff itself is the editor bundle's; here is only its place.

use yew::{Callback, Event, Html, TargetCast, html};

use super::{button, p, text};
use crate::app::Msg;
use crate::state::{Action, Fixed, State};
use crate::words;

/// The fixed file part of the page.
pub(crate) fn panel(state: &State, tell: &Callback<Msg>) -> Html {
    let with_unsafe = {
        let tell = tell.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<web_sys::HtmlInputElement>() {
                tell.emit(Msg::Do(Action::UnsafeChosen(input.checked())));
            }
        })
    };
    html! {
        <>
            <h2 class="aloud">{ "Fixed file" }</h2>
            <label class="check">
                <input type="checkbox" checked={state.with_unsafe} onchange={with_unsafe} />
                { " Include fixes that may change behaviour" }
            </label>
            if let Some(fixed) = &state.fixed { { result(state, fixed, tell) } } else { { p("note", "Working out the fixes…") } }
        </>
    }
}

fn result(state: &State, fixed: &Fixed, tell: &Callback<Msg>) -> Html {
    let left_out = match fixed.left_out {
        0 => String::new(),
        n => format!(" {} left out because {} may change behaviour.", n, if n == 1 { "it" } else { "they" }),
    };
    if fixed.applied.is_empty() {
        return html! { <div class="blank">{ p("", format!("There is nothing to fix by machine.{left_out}")) }</div> };
    }
    let score = |report: &plimsoll_report::Report| {
        report.score.as_ref().map_or("not graded".to_owned(), |score| format!("{} {}", score.value, score.grade.word()))
    };
    let before = state.report.as_ref().map_or(String::new(), |report| score(report));
    let is_current = state.current_fixed().is_some();
    html! {
        <div aria-busy={(!is_current).to_string()}>
            <p class="outcome" role="status">
                <strong>{ format!("{before} → {}", score(&fixed.report)) }</strong>
                { format!(" with {}.{left_out}", words::fixes(fixed.applied.len())) }
            </p>
            <div class="actions">
                { button("fix safe", text("Apply to editor"), tell, || Msg::ApplyFixed) }
                { button("", text("Copy"), tell, || Msg::CopyFixed) }
                { button("", text("Download"), tell, || Msg::DownloadFixed) }
            </div>
            if is_current {
                <div class="diff" role="group" aria-label="Changes"></div>
            }
            <details class="ignored">
                <summary>{ "What is changed" }</summary>
                <ul>{ for fixed.applied.iter().map(|(rule, title)| html! { <li><code>{ rule }</code>{ " · " }{ title }</li> }) }</ul>
            </details>
        </div>
    }
}
