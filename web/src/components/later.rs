//! The parts whose JavaScript is loaded when they are first shown: the fixed file and the admission. Here are only their places,
//! and what stands there instead where they have nothing to show.

use yew::{Callback, Html, html};

use super::{button, p, text};
use crate::app::Msg;
use crate::files::{Given, POLICY};
use crate::state::State;
use crate::words;

/// The fixed file part of the page; `web/static/fixed.js` fills it.
pub(crate) fn fixed(state: &State) -> Html {
    if let Some(aside) = state.file().aside() {
        return p("note", aside);
    }
    if state.report.is_none() {
        return p("note", words::loading(state));
    }
    place("Fixed file", "fixed-file")
}

/// The admission part of the page; `web/static/admission.js` fills it.
pub(crate) fn admission(state: &State, tell: &Callback<Msg>) -> Html {
    if state.policy().is_none() {
        let policy = || Given { name: "plimsoll.yaml".to_owned(), text: POLICY.to_owned(), kind: None };
        return html! {
            <div class="blank">
                { p("", "By default a cluster runs every image. A policy, plimsoll.yaml beside the manifest, says which may run; the ImagePolicyWebhook plugin asks for its verdict.") }
                <p class="choices">{ button("fix safe", text("Add a policy"), tell, move || Msg::AddAside(policy())) }</p>
            </div>
        };
    }
    if state.manifest().is_none() {
        return p("note", "There is no manifest among the open files that could be applied.");
    }
    place("Admission", "admission")
}

/// A place of its own for each: what fills it stays there with it.
fn place(title: &'static str, class: &'static str) -> Html {
    html! { <><h2 class="aloud">{ title }</h2><div key={class} {class}></div></> }
}
