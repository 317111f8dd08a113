//! The playground's page: a Yew app in an element of `web/static/element.js`.
//!
//! It shows what the analysis in the worker reports. It never analyses anything itself (the core is not linked into it), never
//! talks to a server, and never sets a style attribute, which the page's policy forbids.

mod analysis;
mod app;
mod components;
mod editor;
mod files;
mod hunks;
mod js;
mod json;
mod page;
mod reading;
mod state;
mod words;

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;
use yew::AppHandle;

use app::{App, Msg, Props};
use files::Given;
use state::{Action, Tab};

/// Starts the playground in an element, best in a shadow root.
///
/// `start` gives a fresh analysis of `web/static/analyst.js`; it is called again when one hangs or dies. `on_edit` is called
/// whenever the user changes the text. `embedded` shows less around the editor and the report. `text` is what the editor shows
/// first; the first example where there is none.
#[wasm_bindgen]
#[must_use]
pub fn mount(place: Element, start: js_sys::Function, on_edit: js_sys::Function, embedded: bool, text: Option<String>) -> Playground {
    let props = Props { start, on_edit, embedded, text };
    Playground { app: Some(yew::Renderer::<App>::with_root_and_props(place, props).render()) }
}

/// A running playground.
#[wasm_bindgen]
pub struct Playground {
    app: Option<AppHandle<App>>,
}

#[wasm_bindgen]
impl Playground {
    /// Shows files in the place of all others: a list of objects with `name` (may be empty), `text`, and `kind`, which is `auto`,
    /// `dockerfile` or `kubernetes`.
    pub fn open(&self, files: &wasm_bindgen::JsValue) {
        self.send(Msg::Open(Given::read(files)));
    }

    /// Shows the user's own files, which they had open before.
    pub fn restore(&self, files: &wasm_bindgen::JsValue) {
        self.send(Msg::Given(Given::read(files)));
    }

    /// Shows a part of the page by its word: `code`, `findings`, `images`, `fixed`, `admission`.
    pub fn show(&self, part: &str) {
        if let Some(tab) = Tab::named(part) {
            self.send(Msg::Do(Action::TabChosen(tab)));
        }
    }

    /// Tells the user something that went wrong outside.
    pub fn tell(&self, message: String) {
        self.send(Msg::Do(Action::Noticed(message)));
    }

    /// Puts the focus in the editor and selects from one UTF-16 offset to another.
    pub fn focus(&self, from: u32, to: u32) {
        self.send(Msg::Focus(from, to));
    }

    /// Takes the playground out of its place and ends its worker.
    pub fn destroy(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
    }

    fn send(&self, message: Msg) {
        if let Some(app) = &self.app {
            app.send_message(message);
        }
    }
}
