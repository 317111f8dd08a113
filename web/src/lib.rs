//! The playground's page: a Yew app in an element of `web/static/element.js`.
//!
//! It shows what the analysis in the worker reports. It never analyses anything itself (the core is not linked into it), never
//! talks to a server, and never sets a style attribute, which the page's policy forbids.

mod analysis;
mod app;
mod components;
mod editor;
mod state;

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;
use yew::AppHandle;

use app::{App, Msg, Props};

/// Starts the playground in an element, best in a shadow root.
///
/// `start_worker` gives a fresh worker of `web/static/worker.js`; it is called again when one hangs or dies. `embedded` shows
/// less around the editor and the report.
#[wasm_bindgen]
#[must_use]
pub fn mount(place: Element, start_worker: js_sys::Function, embedded: bool) -> Playground {
    Playground { app: Some(yew::Renderer::<App>::with_root_and_props(place, Props { start_worker, embedded }).render()) }
}

/// A running playground.
#[wasm_bindgen]
pub struct Playground {
    app: Option<AppHandle<App>>,
}

#[wasm_bindgen]
impl Playground {
    /// Shows a text; `kind` is `auto`, `dockerfile` or `kubernetes`, and `name` the file's, or empty.
    pub fn open(&self, name: String, text: String, kind: String) {
        self.send(Msg::Open { name, text, kind });
    }

    /// Tells the user something that went wrong outside.
    pub fn tell(&self, message: String) {
        self.send(Msg::Tell(message));
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
