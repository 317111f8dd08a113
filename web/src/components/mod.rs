//! The parts of the page that show the report. Each gets what it shows and tells what was chosen; none holds state of the page.

pub(crate) mod bar;
pub(crate) mod findings;
pub(crate) mod icons;
pub(crate) mod images;
pub(crate) mod later;
pub(crate) mod score;

use yew::{AttrValue, Callback, Event, Html, MouseEvent, TargetCast, html};

use crate::app::Msg;

/// Sends a message for every click.
pub(crate) fn on_click(tell: &Callback<Msg>, message: impl Fn() -> Msg + 'static) -> Callback<MouseEvent> {
    tell.reform(move |_| message())
}

/// A button that sends a message.
pub(crate) fn button(class: &'static str, label: Html, tell: &Callback<Msg>, message: impl Fn() -> Msg + 'static) -> Html {
    plain_button(class, label, on_click(tell, message))
}

fn plain_button(class: &'static str, label: Html, onclick: Callback<MouseEvent>) -> Html {
    html! { <button type="button" {class} {onclick}>{ label }</button> }
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
    button("link", text(format!("line {}", range.start.line + 1)), tell, move || Msg::Show(range))
}

// Elements that occur often are made by functions: the macro writes out every element where it stands, and the app is to be small.

/// A paragraph of a class.
pub(crate) fn p(class: &'static str, content: impl Into<AttrValue>) -> Html {
    paragraph(class, text(content))
}

fn paragraph(class: &'static str, content: Html) -> Html {
    html! { <p {class}>{ content }</p> }
}

/// A span of a class.
pub(crate) fn span(class: &'static str, content: Html) -> Html {
    html! { <span {class}>{ content }</span> }
}

/// A list item of a class.
pub(crate) fn li(class: &'static str, content: Html) -> Html {
    html! { <li {class}>{ content }</li> }
}

/// Text as code.
pub(crate) fn code(content: impl Into<AttrValue>) -> Html {
    code_of(text(content))
}

fn code_of(content: Html) -> Html {
    html! { <code>{ content }</code> }
}

/// Text with its `backticked` parts as code.
pub(crate) fn code_marks(text: &str) -> Html {
    let part = |(number, part): (usize, &str)| if number % 2 == 1 { code(part.to_owned()) } else { self::text(part.to_owned()) };
    html! { { for text.split('`').enumerate().map(part) } }
}

/// Text as a node.
pub(crate) fn text(text: impl Into<AttrValue>) -> Html {
    yew::virtual_dom::VText::new(text).into()
}

/// Text for screen readers alone.
pub(crate) fn aloud(text: &str) -> Html {
    span("aloud", self::text(text.to_owned()))
}
