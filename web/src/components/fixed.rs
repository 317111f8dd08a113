//! The text with its fixes beside the text as it is.

use std::rc::Rc;

use plimsoll_report::Kind;
use web_sys::Element;
use yew::{Callback, Event, Html, Properties, TargetCast, component, html, use_effect_with, use_node_ref};

use super::on_click;
use crate::app::Msg;
use crate::page::DiffView;
use crate::state::{Action, Fixed, State, kind_word};
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
            if let Some(fixed) = &state.fixed { { result(state, fixed, tell) } } else { <p class="note">{ "Working out the fixes…" }</p> }
        </>
    }
}

fn result(state: &State, fixed: &Fixed, tell: &Callback<Msg>) -> Html {
    let left_out = match fixed.left_out {
        0 => String::new(),
        n => format!(" {} left out because {} may change behaviour.", n, if n == 1 { "it" } else { "they" }),
    };
    if fixed.applied.is_empty() {
        return html! { <div class="blank"><p>{ format!("There is nothing to fix by machine.{left_out}") }</p></div> };
    }
    let score = |report: &plimsoll_report::Report| {
        report.score.as_ref().map_or("not graded".to_owned(), |score| format!("{} {}", score.value, score.grade.word()))
    };
    let before = state.report.as_ref().map_or(String::new(), |report| score(report));
    let is_current = fixed.of.revision == state.revision && fixed.of.with_unsafe == state.with_unsafe;
    html! {
        <div aria-busy={(!is_current).to_string()}>
            <p class="outcome" role="status">
                <strong>{ format!("{before} → {}", score(&fixed.report)) }</strong>
                { format!(" with {}.{left_out}", words::fixes(fixed.applied.len())) }
            </p>
            <div class="actions">
                <button type="button" class="fix safe" disabled={!is_current} onclick={on_click(tell, || Msg::ApplyFixed)}>{ "Apply to editor" }</button>
                <button type="button" onclick={on_click(tell, || Msg::CopyFixed)}>{ "Copy" }</button>
                <button type="button" onclick={on_click(tell, || Msg::DownloadFixed)}>{ "Download" }</button>
            </div>
            if is_current {
                <Diff before={Rc::clone(&state.text)} after={Rc::<str>::from(fixed.text.as_str())} kind={state.shown_kind()} split={state.wide} />
            }
            <details class="ignored">
                <summary>{ "What is changed" }</summary>
                <ul>{ for fixed.applied.iter().map(|(rule, title)| html! { <li><code>{ rule }</code>{ " · " }{ title }</li> }) }</ul>
            </details>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct DiffProps {
    before: Rc<str>,
    after: Rc<str>,
    kind: Option<Kind>,
    /// Side by side.
    split: bool,
}

#[component]
fn Diff(DiffProps { before, after, kind, split }: &DiffProps) -> Html {
    let place = use_node_ref();
    let dependencies = (Rc::clone(before), Rc::clone(after), *kind, *split);
    {
        let place = place.clone();
        use_effect_with(dependencies, move |(before, after, kind, split)| {
            let view = place.cast::<Element>().map(|parent| DiffView::new(&parent, before, after, kind_word(*kind), *split));
            move || {
                if let Some(view) = view {
                    view.destroy();
                }
            }
        });
    }
    html! { <div class="diff" role="group" aria-label="Changes" ref={place}></div> }
}
