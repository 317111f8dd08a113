//! Questions to the analysis, and a watchdog over it. Where it runs is known to `web/static/analyst.js`: in a worker, if one may start.
//!
//! An analysis that dies, or that thinks about one question for longer than the limit, is replaced; the page goes on.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::{Array, Function};
use plimsoll_report::Report;
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};
use yew::Callback;

use crate::files::{SourceText, dockerignore_of};
use crate::js::{get, object};
use crate::json;
use crate::state::kind_word;

#[wasm_bindgen]
extern "C" {
    /// What `start` gives: the analysis, wherever it runs.
    type Analyst;
    #[wasm_bindgen(method)]
    fn ask(this: &Analyst, message: &JsValue);
    #[wasm_bindgen(method)]
    fn end(this: &Analyst);
}

/// How long one analysis may take, in milliseconds.
const LIMIT: u32 = 5_000;

const MISMATCH: &str = "the page and its analysis are of different versions; reload the page";

const NOT_LOADED: &str = "The analysis could not be loaded. Reload the page when you are online; if that does not help, the browser is \
    too old or forbids WebAssembly here. The command line does the same: plimsoll lint Dockerfile";

/// What the analysis says.
#[derive(Debug)]
pub(crate) enum Answer {
    /// The report on question `seq`.
    Report { seq: u32, report: Box<Report>, tenths: u32 },
    /// It could not be done, in words for the user.
    Failed(String),
}

/// Files to analyse together.
pub(crate) struct Question<'a> {
    /// Greater than those of all questions before.
    pub(crate) seq: u32,
    /// The open files. A `.dockerignore` goes with the Dockerfiles that it is for, not by itself.
    pub(crate) files: &'a [SourceText],
}

impl Question<'_> {
    /// A file as the analysis takes it.
    pub(crate) fn file(&self, file: &SourceText) -> JsValue {
        let ignored = dockerignore_of(self.files, &file.name).map_or(JsValue::UNDEFINED, |ignore| (&*ignore.text).into());
        object(&[
            ("uri", file.name.as_str().into()),
            ("text", (&*file.text).into()),
            ("kind", kind_word(file.kind).into()),
            ("dockerignore", ignored),
        ])
    }

    /// The files that are analysed by themselves.
    pub(crate) fn analysed(&self) -> Array {
        self.files.iter().filter(|file| file.aside().is_none()).map(|file| self.file(file)).collect()
    }

    /// The options of a run: the text of the policy among the files, which the worker reads.
    pub(crate) fn options(&self) -> JsValue {
        let policy = self.files.iter().find(|file| file.is_policy()).map_or(JsValue::UNDEFINED, |policy| (&*policy.text).into());
        object(&[("policyText", policy)])
    }
}

/// The page's side of the worker.
pub(crate) struct Analysis {
    inner: Rc<Inner>,
}

struct Inner {
    start: Function,
    tell: Callback<Answer>,
    running: RefCell<Option<Running>>,
}

/// An analysis with what is attached to it; it ends when this value goes.
struct Running {
    analyst: Analyst,
    _on_message: Closure<dyn FnMut(JsValue)>,
    _on_error: Closure<dyn FnMut(JsValue)>,
    watchdog: Option<Timeout>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.analyst.end();
    }
}

impl Analysis {
    /// `start` gives a fresh analysis, which tells what it says and that it has failed; `tell` is called with every answer.
    pub(crate) fn new(start: Function, tell: Callback<Answer>) -> Analysis {
        let inner = Rc::new(Inner { start, tell, running: RefCell::new(None) });
        Inner::restart(&inner);
        Analysis { inner }
    }

    /// Asks for a report. A question that waits behind a running analysis is dropped when a newer one comes.
    pub(crate) fn ask(&self, question: &Question<'_>) {
        self.post(&[
            ("type", "lint".into()),
            ("seq", question.seq.into()),
            ("files", question.analysed().into()),
            ("options", question.options()),
        ]);
    }

    fn post(&self, message: &[(&str, JsValue)]) {
        if let Some(running) = self.inner.running.borrow().as_ref() {
            running.analyst.ask(&object(message));
        }
    }
}

impl Inner {
    /// Starts a worker in the place of the one there is.
    fn restart(inner: &Rc<Inner>) {
        // The handlers hold the page's side weakly: a page that is taken down takes its worker with it.
        let weak = Rc::downgrade(inner);
        let on_message = Closure::new(move |message: JsValue| {
            if let Some(inner) = weak.upgrade() {
                Inner::hear(&inner, &message);
            }
        });
        let weak = Rc::downgrade(inner);
        let on_error = Closure::new(move |_: JsValue| {
            if let Some(inner) = weak.upgrade() {
                inner.tell.emit(Answer::Failed("the analysis could not be loaded or has stopped; reload the page".to_owned()));
            }
        });
        let analyst = inner.start.call2(&JsValue::NULL, on_message.as_ref(), on_error.as_ref());
        let running =
            |analyst: JsValue| Running { analyst: analyst.unchecked_into(), _on_message: on_message, _on_error: on_error, watchdog: None };
        inner.running.replace(analyst.ok().map(running));
    }

    fn hear(inner: &Rc<Inner>, message: &JsValue) {
        let text = |name| get(message, name).as_string();
        let number = |name| get(message, name).as_f64().unwrap_or_default();
        match text("type").as_deref() {
            Some("begin") => {
                let weak = Rc::downgrade(inner);
                inner.watch(Some(Timeout::new(LIMIT, move || {
                    if let Some(inner) = weak.upgrade() {
                        Inner::restart(&inner);
                        inner
                            .tell
                            .emit(Answer::Failed("the analysis took too long and was stopped; it goes on with the next change".to_owned()));
                    }
                })));
            }
            Some("report") => {
                inner.watch(None);
                let parsed = text("json").and_then(|json| json::read::<Report>(&json));
                inner.tell.emit(match parsed {
                    Some(report) => Answer::Report {
                        seq: number("seq") as u32,
                        report: Box::new(report),
                        tenths: (number("milliseconds") * 10.0) as u32,
                    },
                    None => Answer::Failed(MISMATCH.to_owned()),
                });
            }
            Some("failed") => {
                inner.watch(None);
                let message = match text("code").as_deref() {
                    Some("ERR_INIT_FAILED") => NOT_LOADED.to_owned(),
                    _ => text("message").unwrap_or_default(),
                };
                inner.tell.emit(Answer::Failed(message));
            }
            _ => {}
        }
    }

    /// Replaces the watchdog.
    fn watch(&self, watchdog: Option<Timeout>) {
        if let Some(running) = self.running.borrow_mut().as_mut() {
            running.watchdog = watchdog;
        }
    }
}
