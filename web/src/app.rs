//! The page's root component: it joins the state, the editor and the analysis. What is shown is in `components`.

use std::rc::Rc;

use gloo_timers::callback::Timeout;
use plimsoll_report::Finding;
use wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlSelectElement};
use yew::{Callback, Component, Context, Event, Html, NodeRef, Properties, TargetCast, html};

use crate::analysis::{Analysis, Answer, Question};
use crate::components::findings::FindingList;
use crate::components::score::ScoreCard;
use crate::editor::{Editor, Events};
use crate::state::{Action, State, kind_named, kind_word};

/// What a visitor sees first.
const EXAMPLE: &str = "\
FROM node:latest
WORKDIR /app
COPY . .
RUN apt-get update && apt-get install curl
RUN npm install
CMD npm start
";

const EDITOR_LABEL: &str = "Dockerfile or Kubernetes manifest";

/// How the playground is set up.
#[derive(Properties, PartialEq, Clone, Debug)]
pub(crate) struct Props {
    /// Gives a fresh worker.
    pub(crate) start_worker: js_sys::Function,
    /// Shows less around the editor and the report.
    pub(crate) embedded: bool,
}

/// What the component is told.
#[derive(Debug)]
pub(crate) enum Msg {
    /// Show this text.
    Open { name: String, text: String, kind: String },
    /// Show this message.
    Tell(String),
    /// The editor's text changed.
    Edited(String),
    /// The editor's caret moved.
    Caret(u32),
    /// The user chose the kind.
    Kind(String),
    /// Time to ask the worker.
    Ask,
    /// The worker spoke.
    Answer(Answer),
    /// Show a finding in the editor.
    GoTo(usize),
    /// Apply a finding's fix.
    Fix(usize, usize),
}

/// The playground.
pub(crate) struct App {
    state: State,
    analysis: Analysis,
    place: NodeRef,
    editor: Option<Editor>,
    /// Waits for a pause in typing.
    waiting: Option<Timeout>,
}

impl Component for App {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        ctx.link().send_message(Msg::Ask);
        App {
            state: State::new(EXAMPLE),
            analysis: Analysis::new(ctx.props().start_worker.clone(), ctx.link().callback(Msg::Answer)),
            place: NodeRef::default(),
            editor: None,
            waiting: None,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Msg) -> bool {
        match message {
            Msg::Open { name, text, kind } => {
                if let Some(editor) = &self.editor {
                    editor.set_text(&text);
                }
                self.act(Action::Opened { name, text, kind: kind_named(&kind) });
                ctx.link().send_message(Msg::Ask);
            }
            Msg::Tell(message) => self.act(Action::Failed(message)),
            Msg::Edited(text) => {
                self.act(Action::Edited(text));
                self.ask_soon(ctx);
                return false;
            }
            Msg::Caret(caret) => {
                let before = self.state.finding_at_caret();
                self.act(Action::CaretMoved(caret));
                return before != self.state.finding_at_caret();
            }
            Msg::Kind(word) => {
                self.act(Action::KindChosen(kind_named(&word)));
                ctx.link().send_message(Msg::Ask);
            }
            Msg::Ask => self.ask(),
            Msg::Answer(Answer::Report { seq, report, milliseconds }) => {
                self.act(Action::Answered { seq, report, milliseconds });
                self.show_in_editor();
            }
            Msg::Answer(Answer::Failed(message)) => self.act(Action::Failed(message)),
            Msg::GoTo(index) => {
                if let (Some(editor), Some(finding)) = (&self.editor, self.finding(index)) {
                    editor.go_to(finding.offsets);
                }
                return false;
            }
            Msg::Fix(finding, fix) => {
                if let (Some(editor), Some(fix)) = (&self.editor, self.finding(finding).and_then(|f| f.fixes.get(fix))) {
                    editor.apply(fix);
                }
                return false;
            }
        }
        true
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if !first {
            return;
        }
        let link = ctx.link().clone();
        let on_change = Closure::new(move |text| link.send_message(Msg::Edited(text)));
        let link = ctx.link().clone();
        let on_caret = Closure::new(move |caret| link.send_message(Msg::Caret(caret)));
        let link = ctx.link().clone();
        let on_fix = Closure::new(move |finding, fix| link.send_message(Msg::Fix(finding, fix)));
        if let Some(place) = self.place.cast::<Element>() {
            self.editor = Some(Editor::new(&place, &self.state.text, EDITOR_LABEL, Events { on_change, on_caret, on_fix }));
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let on_kind = ctx.link().batch_callback(|event: Event| Some(Msg::Kind(event.target_dyn_into::<HtmlSelectElement>()?.value())));
        let chosen = kind_word(self.state.kind);
        let option = |word: &'static str, label: &'static str| html! { <option value={word} selected={word == chosen}>{ label }</option> };
        html! {
            <main class={if ctx.props().embedded { "playground embedded" } else { "playground" }}>
                <header>
                    if !ctx.props().embedded { <h1>{ "Plimsoll" }</h1> }
                    <label>
                        { "Read as " }
                        <select onchange={on_kind}>
                            { option("auto", "what it looks like") }
                            { option("dockerfile", "Dockerfile") }
                            { option("kubernetes", "Kubernetes manifest") }
                        </select>
                    </label>
                </header>
                if let Some(trouble) = &self.state.trouble { <p class="trouble" role="alert">{ trouble }</p> }
                <div class="panes">
                    <section class="source" aria-label="Source" ref={self.place.clone()}></section>
                    { self.report(ctx.link().callback(Msg::GoTo)) }
                </div>
            </main>
        }
    }
}

impl App {
    fn act(&mut self, action: Action) {
        let state = std::mem::replace(&mut self.state, State::new(""));
        self.state = state.after(action);
    }

    fn ask_soon(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        self.waiting = match self.state.wait() {
            0 => {
                link.send_message(Msg::Ask);
                None
            }
            wait => Some(Timeout::new(wait, move || link.send_message(Msg::Ask))),
        };
    }

    fn ask(&mut self) {
        self.waiting = None;
        let seq = self.state.next_question();
        self.act(Action::Asked);
        let question = Question { seq, name: &self.state.name, text: &self.state.text, kind: kind_word(self.state.kind) };
        self.analysis.ask(&question);
    }

    /// Marks the findings in the editor, unless its text has changed since: newer ones are on their way then.
    fn show_in_editor(&self) {
        if let (Some(editor), Some(report), false) = (&self.editor, &self.state.report, self.state.is_stale()) {
            editor.set_kind(kind_word(self.state.shown_kind()));
            editor.set_findings(&report.findings);
        }
    }

    fn finding(&self, index: usize) -> Option<&Finding> {
        self.state.report.as_ref()?.findings.get(index)
    }

    fn report(&self, on_select: Callback<usize>) -> Html {
        let Some(report) = &self.state.report else {
            return html! { <section class="report" aria-label="Report" aria-busy="true"><p>{ "Analysing…" }</p></section> };
        };
        let busy = if self.state.is_stale() { "true" } else { "false" };
        html! {
            <section class="report" aria-label="Report" aria-busy={busy}>
                <ScoreCard report={Rc::clone(report)} />
                <FindingList report={Rc::clone(report)} current={self.state.finding_at_caret()} {on_select} />
                <p class="status">
                    { format!("{:.1} ms · rules {} · images of {}", self.state.milliseconds, report.tool.ruleset_version, report.tool.catalog_date) }
                </p>
            </section>
        }
    }
}
