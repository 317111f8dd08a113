//! The JavaScript editor of `web/editor/editor.js`, bundled beside the app.

use js_sys::JsString;
use plimsoll_report::{Finding, Fix};
use serde_json::{Value, json};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use web_sys::Element;

#[wasm_bindgen(raw_module = "./editor.js")]
extern "C" {
    #[wasm_bindgen(js_name = Editor)]
    type JsEditor;

    #[wasm_bindgen(constructor, js_class = "Editor")]
    fn new(
        parent: &Element,
        text: &str,
        label: &str,
        on_change: &Closure<dyn FnMut(String)>,
        on_caret: &Closure<dyn FnMut(u32)>,
        on_fix: &Closure<dyn FnMut(usize, usize)>,
    ) -> JsEditor;
    #[wasm_bindgen(method, js_name = setText)]
    fn set_text(this: &JsEditor, text: &str);
    #[wasm_bindgen(method, js_name = setKind)]
    fn set_kind(this: &JsEditor, kind: &str);
    #[wasm_bindgen(method, js_name = setFindings)]
    fn set_findings(this: &JsEditor, findings: &JsValue);
    #[wasm_bindgen(method)]
    fn edit(this: &JsEditor, changes: &JsValue);
    #[wasm_bindgen(method, js_name = goTo)]
    fn go_to(this: &JsEditor, from: u32, to: u32);
    #[wasm_bindgen(method)]
    fn destroy(this: &JsEditor);
}

/// What the editor tells.
pub(crate) struct Events {
    /// The text is another now.
    pub(crate) on_change: Closure<dyn FnMut(String)>,
    /// The caret is at this UTF-16 offset.
    pub(crate) on_caret: Closure<dyn FnMut(u32)>,
    /// The user chose a fix: the indices of the finding and of its fix.
    pub(crate) on_fix: Closure<dyn FnMut(usize, usize)>,
}

/// An editor on the page; it goes when this value goes.
pub(crate) struct Editor {
    js: JsEditor,
    /// JavaScript calls these as long as the editor is there.
    _events: Events,
}

impl Editor {
    pub(crate) fn new(parent: &Element, text: &str, label: &str, events: Events) -> Editor {
        let js = JsEditor::new(parent, text, label, &events.on_change, &events.on_caret, &events.on_fix);
        Editor { js, _events: events }
    }

    /// Replaces the whole text; undo brings the old one back.
    pub(crate) fn set_text(&self, text: &str) {
        self.js.set_text(text);
    }

    /// Chooses the highlighting: `dockerfile`, `kubernetes`, or anything else for none.
    pub(crate) fn set_kind(&self, kind: &str) {
        self.js.set_kind(kind);
    }

    /// Marks findings in the text.
    pub(crate) fn set_findings(&self, findings: &[Finding]) {
        let marks = findings.iter().map(|finding| {
            json!({
                "from": finding.offsets.0,
                "to": finding.offsets.1,
                "severity": finding.severity.word(),
                "rule": finding.rule_id,
                "message": finding.message,
                "fixes": finding.fixes.iter().map(|fix| fix.title.as_str()).collect::<Vec<_>>(),
            })
        });
        self.js.set_findings(&value(marks.collect()));
    }

    /// Applies a fix's edits; one undo takes them back.
    pub(crate) fn apply(&self, fix: &Fix) {
        let changes = fix.edits.iter().map(|edit| json!({ "from": edit.offsets.0, "to": edit.offsets.1, "insert": edit.new_text }));
        self.js.edit(&value(changes.collect()));
    }

    /// Selects a place and puts the focus there.
    pub(crate) fn go_to(&self, (from, to): (u32, u32)) {
        self.js.go_to(from, to);
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.js.destroy();
    }
}

/// JSON as a JavaScript value.
fn value(json: Value) -> JsValue {
    let text = JsString::from(json.to_string());
    js_sys::JSON::parse(&String::from(text)).unwrap_or(JsValue::NULL)
}
