//! What the app asks of the browser, through `web/static/page.js`.

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use web_sys::Element;

#[wasm_bindgen(raw_module = "./page.js")]
extern "C" {
    /// Makes the address that opens these files, and tells it.
    pub(crate) fn link(files: &Array, tell: &Closure<dyn FnMut(String)>);

    /// Fetches the files of an example, given by name and address; tells them as `choose_files` does, or why they cannot be had.
    pub(crate) fn examples(files: &Array, tell: &Closure<dyn FnMut(JsValue)>, refuse: &Closure<dyn FnMut(String)>);

    /// Copies to the clipboard, and tells whether that worked.
    pub(crate) fn copy(text: &str, tell: &Closure<dyn FnMut(bool)>);

    /// Gives a text to the user as a file.
    pub(crate) fn download(name: &str, text: &str);

    /// Lets the user choose files; tells a list of objects with `name` and `text`, or why one is refused.
    #[wasm_bindgen(js_name = chooseFiles)]
    pub(crate) fn choose_files(tell: &Closure<dyn FnMut(JsValue)>, refuse: &Closure<dyn FnMut(String)>);

    /// Tells of all files that are dropped or pasted in `place`, like `choose_files`.
    #[wasm_bindgen(js_name = takeFiles)]
    pub(crate) fn take_files(place: &Element, tell: &Closure<dyn FnMut(JsValue)>, refuse: &Closure<dyn FnMut(String)>);

    /// Tells whether `place` is wide, at once and whenever it changes.
    #[wasm_bindgen(js_name = watchWidth)]
    pub(crate) fn watch_width(place: &Element, tell: &Closure<dyn FnMut(bool)>);

    /// Counts requests from now on, as long as `place` is in the page: to the page's own origin, and to others.
    #[wasm_bindgen(js_name = watchRequests)]
    pub(crate) fn watch_requests(place: &Element, tell: &Closure<dyn FnMut(u32, u32)>);

    /// Tells a rule's page as Markdown, empty where it cannot be had.
    #[wasm_bindgen(js_name = rulePage)]
    pub(crate) fn rule_page(id: &str, tell: &Closure<dyn FnMut(String)>);

    /// Puts a theme in force and keeps the choice; an empty one reads the kept choice. Gives what is in force.
    pub(crate) fn theme(place: &Element, choice: &str) -> String;

    /// Shows the dialog in `place`, if there is one, over the page.
    #[wasm_bindgen(js_name = showWindow)]
    pub(crate) fn show_window(place: &Element);

    /// Puts the focus on the first element in `place` that `selector` names.
    #[wasm_bindgen(js_name = focusOn)]
    pub(crate) fn focus_on(place: &Element, selector: &str);

    /// A diff on the page.
    pub(crate) type DiffView;

    /// Shows the diff of two texts in `parent`, side by side where `split`.
    #[wasm_bindgen(constructor)]
    pub(crate) fn new(parent: &Element, before: &str, after: &str, kind: &str, split: bool) -> DiffView;

    /// Takes it away.
    #[wasm_bindgen(method)]
    pub(crate) fn destroy(this: &DiffView);
}
