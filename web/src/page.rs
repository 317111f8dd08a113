//! What the app asks of the browser, through `web/static/page.js`.

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use web_sys::Element;

#[wasm_bindgen(raw_module = "./page.js")]
extern "C" {
    /// Fetches the files of an example; tells them as `choose_files` does, or why they cannot be had.
    pub(crate) fn example(number: usize, tell: &Closure<dyn FnMut(JsValue)>, refuse: &Closure<dyn FnMut(String)>);

    /// Opens these files in a page of their own.
    #[wasm_bindgen(js_name = openAlone)]
    pub(crate) fn open_alone(files: &Array);

    /// Opens the example menu and tells the number of what is chosen, after asking for consent where `asks`.
    #[wasm_bindgen(js_name = examplesWindow)]
    pub(crate) fn examples_window(place: &Element, asks: bool, tell: &Closure<dyn FnMut(usize)>);

    /// Opens the window that hands these files on.
    #[wasm_bindgen(js_name = shareWindow)]
    pub(crate) fn share_window(place: &Element, files: &Array);

    /// Opens the help.
    #[wasm_bindgen(js_name = helpWindow)]
    pub(crate) fn help_window(place: &Element);

    /// Opens the window about a file; tells its new name, or nothing where it is to be closed.
    #[wasm_bindgen(js_name = fileWindow)]
    pub(crate) fn file_window(place: &Element, name: &str, closable: bool, tell: &Closure<dyn FnMut(Option<String>)>);

    /// Takes the keys that the page has in `place`: the arrows in tabs, and those that lead to a part of the page.
    #[wasm_bindgen(js_name = takeKeys)]
    pub(crate) fn take_keys(place: &Element);

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

    /// Loads what shows the pages of rules: the element `rule-page`.
    #[wasm_bindgen(js_name = loadRules)]
    pub(crate) fn load_rules();

    /// Puts a theme in force and keeps the choice; an empty one reads the kept choice. Gives what is in force.
    pub(crate) fn theme(place: &Element, choice: &str) -> String;

    /// Puts the focus on the first element in `place` that `selector` names.
    #[wasm_bindgen(js_name = focusOn)]
    pub(crate) fn focus_on(place: &Element, selector: &str);

    /// Tells where the comment goes in `file`, which is as `Question::file` gives it, that ignores a finding of a rule at a place: its
    /// offset, the comment, and where in it the reason goes.
    pub(crate) fn ignore(
        place: &Element,
        file: &JsValue,
        rule: &str,
        line: u32,
        character: u32,
        tell: &Closure<dyn FnMut(u32, String, u32)>,
    );

    /// Shows the fixed file `name` among `files`, which are as `Question::analysed` gives them, and tells a text to take over.
    #[wasm_bindgen(js_name = showFixed)]
    pub(crate) fn show_fixed(place: &Element, files: &Array, name: &str, options: &JsValue, wide: bool, tell: &Closure<dyn FnMut(String)>);

    /// Shows what a cluster makes of a manifest under a policy.
    #[wasm_bindgen(js_name = showAdmission)]
    pub(crate) fn show_admission(place: &Element, name: &str, manifest: &str, policy: &str);

    /// Keeps the user's own files for their next visit, where they want that.
    pub(crate) fn save(place: &Element, files: &Array);
}
