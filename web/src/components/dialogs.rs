//! The windows over the page: examples, link, help.

use yew::{Callback, Event, Html, TargetCast, html};

use super::{button, on_click, p, span, text};
use crate::app::Msg;
use crate::examples::{EXAMPLES, Example, Group};
use crate::state::{Action, Dialog, Link, State};

/// From this length on some chat programs cut links.
const LONG_LINK: usize = 8_000;

/// From this length on a file is the better way.
const VERY_LONG_LINK: usize = 30_000;

/// The open window, if one is.
pub(crate) fn open(state: &State, tell: &Callback<Msg>) -> Html {
    let Some(dialog) = &state.dialog else { return Html::default() };
    let (title, content) = match dialog {
        Dialog::Examples => ("Examples", examples(tell)),
        Dialog::Replace(number) => ("Replace your text?", replace(*number, tell)),
        Dialog::Share => ("Share", share(&state.link, tell)),
        Dialog::Help => ("Help", help()),
        Dialog::File => ("File", file(state, tell)),
    };
    html! {
        <dialog aria-labelledby="window-title" onclose={tell.reform(|_| Msg::Do(Action::DialogClosed))}>
            <div class="window">
                <div class="head">
                    <h2 id="window-title">{ title }</h2>
                    <button type="button" data-close="">{ "Close" }</button>
                </div>
                { content }
            </div>
        </dialog>
    }
}

fn heading(title: &'static str) -> Html {
    html! { <h3>{ title }</h3> }
}

fn examples(tell: &Callback<Msg>) -> Html {
    let group = |title: &'static str, group: Group| {
        let of_group = EXAMPLES.iter().enumerate().filter(move |(_, example)| example.group == group);
        html! { <section>{ heading(title) }<ul class="gallery">{ for of_group.map(|(number, example)| choice(number, example, tell)) }</ul></section> }
    };
    html! {
        <div class="galleries">
            { group("Dockerfiles", Group::Dockerfile) }
            { group("Kubernetes manifests", Group::Manifest) }
            { group("Several files", Group::Both) }
        </div>
    }
}

fn choice(number: usize, example: &Example, tell: &Callback<Msg>) -> Html {
    html! {
        <li>
            <button type="button" onclick={on_click(tell, move || Msg::Example(number))}>
                <strong>{ example.title }</strong>{ span("", text(example.about)) }
            </button>
        </li>
    }
}

fn replace(number: usize, tell: &Callback<Msg>) -> Html {
    html! {
        <>
            { p("", "The example takes the place of what is in the editor. Undo (Ctrl or Cmd + Z) brings your text back.") }
            <p class="choices">
                { button("fix safe", text("Replace"), tell, move || Msg::Example(number)) }
                { button("", text("Keep my text"), tell, || Msg::Do(Action::DialogClosed)) }
            </p>
        </>
    }
}

fn file(state: &State, tell: &Callback<Msg>) -> Html {
    let rename = {
        let tell = tell.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<web_sys::HtmlInputElement>() {
                tell.emit(Msg::Files(Action::FileRenamed(input.value())));
            }
        })
    };
    html! {
        <>
            <label>{ "Name " }<input type="text" value={state.file().name.clone()} onchange={rename} /></label>
            { p("note", "The name says how the file is read. cart/Dockerfile builds the image whose name ends in cart.") }
            if state.files.len() > 1 {
                <p class="choices">{ button("", text("Close this file"), tell, || Msg::Files(Action::FileClosed)) }</p>
            }
        </>
    }
}

fn share(link: &Link, tell: &Callback<Msg>) -> Html {
    let (link, copied) = match link {
        Link::Pending => return p("", "Making the link…"),
        Link::Ready(link) => (link, false),
        Link::Copied(link) => (link, true),
    };
    let length = link.len();
    html! {
        <>
            { p("", "The link holds all open files, packed into the part behind the #. Browsers do not send that part to any server.") }
            <input class="address" type="text" readonly={true} aria-label="Link" value={link.clone()} />
            { p("", format!("{length} characters.")) }
            if length > VERY_LONG_LINK {
                { p("warn", "This is too long for most programs that pass links on: send the file instead.") }
            } else if length > LONG_LINK {
                { p("warn", "Some chat programs cut links of this length.") }
            }
            <p class="choices">
                { button("fix safe", text(if copied { "Copied" } else { "Copy link" }), tell, || Msg::CopyLink) }
                <a href={link.clone()} target="_blank" rel="noopener">{ "Open in a new tab" }</a>
            </p>
            <p role="status">{ if copied { "The link is in the clipboard." } else { "" } }</p>
        </>
    }
}

fn help() -> Html {
    let key = |keys: &'static str, what: &'static str| html! { <div><dt><kbd>{ keys }</kbd></dt><dd>{ what }</dd></div> };
    html! {
        <>
            { p("", "Plimsoll reads Dockerfiles and Kubernetes manifests, says what is wrong and how to mend it, grades them, and knows smaller base images.") }
            { heading("Keys") }
            <dl class="keys">
                { key("F8", "next finding; with Shift the previous one") }
                { key("Ctrl or Cmd + .", "to the fixes of the finding under the caret") }
                { key("Ctrl or Cmd + Z", "takes back a fix, an ignore or an example like any typing") }
                { key("Tab", "leaves the editor; it never indents") }
                { key("Esc", "closes this window") }
            </dl>
            { heading("The score") }
            { p("", "It begins at 100 and every finding takes points, up to a budget for each category. The worst finding also sets a limit: 79 with a high one, 49 with a critical one. A manifest is as good as its worst object.") }
            { heading("Privacy") }
            { p("", "The analysis runs in this page. It fetches nothing but its own files; the browser's network tools show it. Nothing is stored but the choice of colours.") }
            { heading("Licences") }
            { p("", "Plimsoll is under MIT or Apache-2.0. The editor is CodeMirror, the page is built with Yew; both are under MIT (Yew also under Apache-2.0).") }
        </>
    }
}
