//! What the browser's side calls as long as the page is there.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use yew::Callback;

use super::Msg;
use crate::files::Given;
use crate::state::Action;

/// One closure for everything that `web/static/page.js` tells.
pub(super) struct Heard {
    pub(super) examples: Closure<dyn FnMut(JsValue)>,
    pub(super) given: Closure<dyn FnMut(JsValue)>,
    pub(super) refused: Closure<dyn FnMut(String)>,
    pub(super) width: Closure<dyn FnMut(bool)>,
    pub(super) requests: Closure<dyn FnMut(u32, u32)>,
    /// The offset of the comment that ignores a finding, the comment, and where in it its reason goes.
    pub(super) ignore: Closure<dyn FnMut(u32, String, u32)>,
    /// The fixed text that is to be in the editor.
    pub(super) fixed: Closure<dyn FnMut(String)>,
    /// The number of the example that was chosen.
    pub(super) example: Closure<dyn FnMut(usize)>,
    /// The new name of the file that shows; none where it is to be closed.
    pub(super) file: Closure<dyn FnMut(Option<String>)>,
}

impl Heard {
    pub(super) fn new(tell: &Callback<Msg>) -> Heard {
        let sends = |message: fn(String) -> Msg| {
            let tell = tell.clone();
            Closure::new(move |text| tell.emit(message(text)))
        };
        let (examples, given, width, requests) = (tell.clone(), tell.clone(), tell.clone(), tell.clone());
        let (example, file, ignore) = (tell.clone(), tell.clone(), tell.clone());
        Heard {
            examples: Closure::new(move |files| examples.emit(Msg::Open(Given::read(&files)))),
            given: Closure::new(move |files| given.emit(Msg::Given(Given::read(&files)))),
            refused: sends(|why| Msg::Do(Action::Noticed(why))),
            width: Closure::new(move |wide| width.emit(Msg::Do(Action::WidthChanged(wide)))),
            requests: Closure::new(move |own, others| requests.emit(Msg::Do(Action::Requested(own, others)))),
            ignore: Closure::new(move |from, text, caret| ignore.emit(Msg::Insert(from, text, caret))),
            fixed: sends(Msg::ApplyFixed),
            example: Closure::new(move |number| example.emit(Msg::Example(number))),
            file: Closure::new(move |name: Option<String>| file.emit(Msg::Files(name.map_or(Action::FileClosed, Action::FileRenamed)))),
        }
    }
}
