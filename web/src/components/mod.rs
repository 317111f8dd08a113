//! The parts of the page that show the report. Each gets what it shows and tells what was chosen; none holds state of the page.

pub(crate) mod bar;
pub(crate) mod dialogs;
pub(crate) mod explain;
pub(crate) mod findings;
pub(crate) mod fixed;
pub(crate) mod icons;
pub(crate) mod images;
pub(crate) mod score;

use yew::{Callback, Event, Html, MouseEvent, TargetCast, html};

use crate::app::Msg;

/// Sends a message for every click.
pub(crate) fn on_click(tell: &Callback<Msg>, message: impl Fn() -> Msg + 'static) -> Callback<MouseEvent> {
    tell.reform(move |_| message())
}

/// Sends the value that a select was set to.
pub(crate) fn on_select(tell: &Callback<Msg>, message: impl Fn(String) -> Msg + 'static) -> Callback<Event> {
    let tell = tell.clone();
    Callback::from(move |event: Event| {
        if let Some(select) = event.target_dyn_into::<web_sys::HtmlSelectElement>() {
            tell.emit(message(select.value()));
        }
    })
}

/// A link-like button that leads to a line of the text.
pub(crate) fn line_link(tell: &Callback<Msg>, range: plimsoll_report::Range) -> Html {
    let show = on_click(tell, move || Msg::Show(range));
    html! { <button type="button" class="link" onclick={show}>{ format!("line {}", range.start.line + 1) }</button> }
}

/// Text for screen readers alone.
pub(crate) fn aloud(text: &str) -> Html {
    html! { <span class="aloud">{ text }</span> }
}
