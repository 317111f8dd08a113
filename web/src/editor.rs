//! The JavaScript editor of `web/editor/editor.js`, bundled beside the app.

use js_sys::Array;
use plimsoll_report::{Applicability, Finding, Range, TextEdit};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use web_sys::Element;

use crate::files::SourceText;
use crate::js::object;

#[wasm_bindgen(raw_module = "./editor.js")]
extern "C" {
    #[wasm_bindgen(js_name = Editor)]
    type JsEditor;

    #[wasm_bindgen(constructor, js_class = "Editor")]
    fn new(
        parent: &Element,
        file: u32,
        text: &str,
        label: &str,
        on_change: &Closure<dyn FnMut(String)>,
        on_caret: &Closure<dyn FnMut(u32, u32, u32)>,
        on_fix: &Closure<dyn FnMut(usize, usize)>,
        on_fixes: &Closure<dyn FnMut()>,
        on_now: &Closure<dyn FnMut()>,
    ) -> JsEditor;
    #[wasm_bindgen(method)]
    fn show(this: &JsEditor, file: u32, text: &str, open: &Array);
    #[wasm_bindgen(method, js_name = setKind)]
    fn set_kind(this: &JsEditor, kind: &str);
    #[wasm_bindgen(method, js_name = setFindings)]
    fn set_findings(this: &JsEditor, findings: &Array);
    #[wasm_bindgen(method)]
    fn edit(this: &JsEditor, changes: &Array);
    #[wasm_bindgen(method, js_name = goTo)]
    fn go_to(this: &JsEditor, from: u32, to: u32);
    #[wasm_bindgen(method)]
    fn offset(this: &JsEditor, line: u32, character: u32) -> u32;
    #[wasm_bindgen(method)]
    fn insert(this: &JsEditor, from: u32, text: &str, caret: u32);
    #[wasm_bindgen(method)]
    fn focus(this: &JsEditor);
    #[wasm_bindgen(method)]
    fn destroy(this: &JsEditor);
}

/// What the editor tells.
pub(crate) struct Events {
    /// The text is another now.
    pub(crate) on_change: Closure<dyn FnMut(String)>,
    /// The caret is at this UTF-16 offset, and at this line and column, counted from 1.
    pub(crate) on_caret: Closure<dyn FnMut(u32, u32, u32)>,
    /// The user chose a fix: the indices of the finding and of its fix.
    pub(crate) on_fix: Closure<dyn FnMut(usize, usize)>,
    /// The user asks for the fixes at the caret.
    pub(crate) on_fixes: Closure<dyn FnMut()>,
    /// The user wants the text analysed at once.
    pub(crate) on_now: Closure<dyn FnMut()>,
}

/// An editor on the page; it goes when this value goes.
pub(crate) struct Editor {
    js: JsEditor,
    /// JavaScript calls these as long as the editor is there.
    _events: Events,
}

impl Editor {
    pub(crate) fn new(parent: &Element, file: &SourceText, label: &str, events: Events) -> Editor {
        let Events { on_change, on_caret, on_fix, on_fixes, on_now } = &events;
        let js = JsEditor::new(parent, file.id, &file.text, label, on_change, on_caret, on_fix, on_fixes, on_now);
        Editor { js, _events: events }
    }

    /// Shows a file with its own undo history. Where the editor holds another text of it, undo brings that back. Files that are
    /// not `open` any more are forgotten.
    pub(crate) fn show(&self, file: &SourceText, open: &[SourceText]) {
        self.js.show(file.id, &file.text, &open.iter().map(|file| wasm_bindgen::JsValue::from(file.id)).collect::<Array>());
    }

    /// Chooses the highlighting: `dockerfile`, `kubernetes`, or anything else for none.
    pub(crate) fn set_kind(&self, kind: &str) {
        self.js.set_kind(kind);
    }

    /// Marks findings in the text.
    pub(crate) fn set_findings(&self, findings: &[Finding]) {
        let mark = |finding: &Finding| {
            let fixes = finding.fixes.iter().map(|fix| {
                object(&[("name", (&*fix.title).into()), ("changesBehaviour", (fix.applicability == Applicability::Unsafe).into())])
            });
            object(&[
                ("from", finding.offsets.0.into()),
                ("to", finding.offsets.1.into()),
                ("severity", finding.severity.word().into()),
                ("rule", finding.rule_id.as_ref().into()),
                ("message", finding.message.as_str().into()),
                ("help", finding.help.as_deref().unwrap_or_default().into()),
                ("fixes", fixes.collect::<Array>().into()),
            ])
        };
        self.js.set_findings(&findings.iter().map(mark).collect::<Array>());
    }

    /// Applies edits together; one undo takes them back.
    pub(crate) fn apply<'a>(&self, edits: impl Iterator<Item = &'a TextEdit>) {
        let change = |edit: &TextEdit| {
            object(&[("from", edit.offsets.0.into()), ("to", edit.offsets.1.into()), ("insert", edit.new_text.as_str().into())])
        };
        self.js.edit(&edits.map(change).collect::<Array>());
    }

    /// Selects a place and puts the focus there.
    pub(crate) fn go_to(&self, place: Place) {
        let (from, to) = match place {
            Place::Offsets((from, to)) => (from, to),
            Place::Range(range) => {
                (self.js.offset(range.start.line, range.start.character), self.js.offset(range.end.line, range.end.character))
            }
        };
        self.js.go_to(from, to);
    }

    /// Inserts a text at an offset, and puts the caret so far behind its start.
    pub(crate) fn insert(&self, from: u32, text: &str, caret: u32) {
        self.js.insert(from, text, caret);
    }

    /// Puts the focus in the text.
    pub(crate) fn focus(&self) {
        self.js.focus();
    }
}

/// A place in the text, as the report names it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// UTF-16 offsets.
    Offsets((u32, u32)),
    /// Lines and characters.
    Range(Range),
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.js.destroy();
    }
}
