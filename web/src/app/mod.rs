//! The page's root component: it joins the state, the editor, the analysis and the browser. What is shown is in `components`.

mod heard;
mod message;

use gloo_timers::callback::Timeout;
use plimsoll_report::Finding;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use web_sys::Element;
use yew::{Callback, Component, Context, Html, NodeRef, html};

pub(crate) use message::{Msg, Props, Window};

use crate::analysis::{Analysis, Answer, Question};
use crate::components::{bar, code_marks, findings, images, later, score};
use crate::editor::{Editor, Events, Place};
use crate::state::{Action, Caret, State, Tab, Theme, kind_word};
use crate::{page, words};
use heard::Heard;

const EDITOR_LABEL: &str = "Dockerfile or Kubernetes manifest";

/// How long typing must pause before the outcome is said aloud, in milliseconds; so there is at most one message in that time.
const PAUSE: u32 = 1_000;

/// What the fixed file or the admission shows: the part, the revision, the file, and whether there is room for two texts.
type PartOf = (Tab, u32, usize, bool);

/// The playground.
pub(crate) struct App {
    state: State,
    analysis: Analysis,
    tell: Callback<Msg>,
    heard: Heard,
    root: NodeRef,
    place: NodeRef,
    editor: Option<Editor>,
    /// What JavaScript was last told to show of the fixed file or the admission.
    part: Option<PartOf>,
    /// The revision and the file for which a comment is on its way that ignores a finding.
    ignoring: Option<(u32, usize)>,
    /// Waits for a pause in typing.
    waiting: Option<Timeout>,
    /// Waits to speak.
    speaking: Option<Timeout>,
    /// What was said last.
    said: String,
    /// A place to show once the editor is visible.
    go_to: Option<Place>,
    /// What to put the focus on once it is there.
    focus: Option<&'static str>,
    /// Put the focus in the editor once it is visible.
    focus_editor: bool,
}

impl Component for App {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        ctx.link().send_message(Msg::Ask);
        let text = ctx.props().text.as_deref();
        if text.is_none() {
            ctx.link().send_message(Msg::Example(0));
        }
        App {
            state: State::new(text.unwrap_or_default()),
            analysis: Analysis::new(ctx.props().start.clone(), ctx.link().callback(Msg::Answer)),
            tell: ctx.link().callback(|message| message),
            heard: Heard::new(&ctx.link().callback(|message| message)),
            root: NodeRef::default(),
            place: NodeRef::default(),
            editor: None,
            part: None,
            ignoring: None,
            waiting: None,
            speaking: None,
            said: String::new(),
            go_to: None,
            focus: None,
            focus_editor: false,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Msg) -> bool {
        match message {
            Msg::Do(action) => return self.simply(ctx, action),
            Msg::Open(files) => self.change_files(ctx, Action::Opened(files)),
            Msg::Given(files) => self.change_files(ctx, Action::FilesGiven(files)),
            Msg::AddAside(file) => {
                let shown = self.state.at;
                self.act(Action::FileAdded(file));
                self.act(Action::FileShown(shown));
                ctx.link().send_message(Msg::Ask);
            }
            Msg::Files(action) => self.change_files(ctx, action),
            Msg::Example(number) => {
                // The window has asked for consent where that was to be asked for.
                self.act(Action::AskedToReplace);
                page::example(number, &self.heard.examples, &self.heard.refused);
                return false;
            }
            Msg::Edited(text) => {
                // The element that holds the page has its own reasons to know; a failure there is no concern of the text.
                let _ = ctx.props().on_edit.call0(&JsValue::NULL);
                self.act(Action::Edited(text));
                self.ask_soon(ctx);
                return false;
            }
            Msg::Ask => self.ask(),
            Msg::Answer(answer) => self.hear(ctx, answer),
            Msg::GoTo(index) => {
                return self.finding(index).map(|finding| Place::Offsets(finding.offsets)).is_some_and(|place| self.show_place(place));
            }
            Msg::Show(range) => return self.show_place(Place::Range(range)),
            Msg::ShowIn(name, range) => {
                let Some(file) = self.state.files.iter().position(|file| file.name == name) else { return false };
                self.change_files(ctx, Action::FileShown(file));
                return self.show_place(Place::Range(range));
            }
            Msg::GoToRule(rule) => {
                self.act(Action::TabChosen(Tab::Findings));
                self.act(Action::Searched(rule));
            }
            Msg::Fix(finding, fix) => {
                if let (Some(editor), Some(fix), false) =
                    (&self.editor, self.finding(finding).and_then(|f| f.fixes.get(fix)), self.state.is_stale())
                {
                    editor.apply(fix.edits.iter());
                }
                return false;
            }
            Msg::Apply(edits) => {
                if let (Some(editor), false) = (&self.editor, self.state.is_stale()) {
                    editor.apply(edits.iter());
                }
                return false;
            }
            Msg::Ignore(index) => {
                self.ignore(index);
                return false;
            }
            Msg::Insert(from, text, caret) => return self.insert(from, &text, caret),
            Msg::Explain(index) => self.explain(index),
            Msg::ShowFixes => {
                if self.state.finding_at_caret().is_some() {
                    self.act(Action::TabChosen(Tab::Findings));
                    self.focus = Some(".finding[aria-current] .actions button");
                }
            }
            Msg::ApplyFixed(text) => return self.apply_fixed(text),
            Msg::Window(window) => {
                self.open_window(window);
                return false;
            }
            Msg::OpenAlone => {
                page::open_alone(&crate::files::list(&self.state.files));
                return false;
            }
            Msg::OpenFile => {
                page::choose_files(&self.heard.given, &self.heard.refused);
                return false;
            }
            Msg::NextTheme => self.choose_theme(self.state.theme.next().word()),
            Msg::Speak => return self.speak(),
            Msg::Now => {
                self.said.clear();
                self.ask();
            }
            Msg::Focus(from, to) => {
                self.go_to = Some(Place::Offsets((from, to)));
            }
        }
        true
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            self.start(ctx);
        }
        if let (Some(place), Some(editor)) = (self.go_to.take(), &self.editor) {
            editor.go_to(place);
        }
        if let (true, Some(editor)) = (std::mem::take(&mut self.focus_editor), &self.editor) {
            editor.focus();
        }
        if let Some(root) = self.root.cast::<Element>() {
            self.show_part(&root);
            if let Some(selector) = self.focus.take() {
                page::focus_on(&root, selector);
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let embedded = ctx.props().embedded;
        let (state, tell) = (&self.state, &self.tell);
        let tab = match state.shown_tab() {
            Tab::Code => "shows-code",
            _ => "shows-results",
        };
        let class = format!("playground {} {tab}{}", if state.wide { "wide" } else { "narrow" }, if embedded { " embedded" } else { "" });
        html! {
            <div {class} ref={self.root.clone()}>
                { bar::header(state, embedded, tell) }
                if embedded { <div class="main">{ self.main(embedded) }</div> } else { <main class="main">{ self.main(embedded) }</main> }
                { bar::status(state) }
            </div>
        }
    }
}

impl App {
    fn act(&mut self, action: Action) {
        let state = std::mem::replace(&mut self.state, State::new(""));
        self.state = state.after(action);
    }

    /// Changes the state, and renders only where something shows it.
    fn simply(&mut self, ctx: &Context<Self>, action: Action) -> bool {
        if let Action::CaretMoved(caret) = action {
            let shown = |state: &State| (state.finding_at_caret(), state.caret.line, state.caret.column);
            let before = shown(&self.state);
            self.act(Action::CaretMoved(caret));
            return before != shown(&self.state);
        }
        let revision = self.state.revision;
        self.act(action);
        if revision != self.state.revision {
            ctx.link().send_message(Msg::Ask);
        }
        true
    }

    /// Builds the editor and starts to listen to the browser.
    fn start(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        let on_change = Closure::new(move |text| link.send_message(Msg::Edited(text)));
        let link = ctx.link().clone();
        let on_caret =
            Closure::new(move |offset, line, column| link.send_message(Msg::Do(Action::CaretMoved(Caret { offset, line, column }))));
        let link = ctx.link().clone();
        let on_fix = Closure::new(move |finding, fix| link.send_message(Msg::Fix(finding, fix)));
        let link = ctx.link().clone();
        let on_fixes = Closure::new(move || link.send_message(Msg::ShowFixes));
        let link = ctx.link().clone();
        let on_now = Closure::new(move || link.send_message(Msg::Now));
        if let Some(place) = self.place.cast::<Element>() {
            self.editor =
                Some(Editor::new(&place, self.state.file(), EDITOR_LABEL, Events { on_change, on_caret, on_fix, on_fixes, on_now }));
        }
        if let Some(root) = self.root.cast::<Element>() {
            page::take_files(&root, &self.heard.given, &self.heard.refused);
            page::watch_width(&root, &self.heard.width);
            page::take_keys(&root);
        }
        if !ctx.props().embedded {
            self.choose_theme("");
            ctx.link().send_message(Msg::Do(Action::ThemeChosen(self.state.theme)));
        }
    }

    /// Keeps the fixed file or the admission in step with what is open. The admission shows also what no report can be had of: a
    /// policy that cannot be used.
    fn show_part(&mut self, root: &Element) {
        let state = &self.state;
        let tab = state.shown_tab();
        let of = (tab, state.revision, state.at, state.wide);
        let waits = tab == Tab::Fixed && state.is_stale();
        if self.part == Some(of) || waits {
            return;
        }
        let shows = match (tab, state.manifest(), state.policy()) {
            (Tab::Fixed, ..) if state.file().aside().is_none() => {
                let question = self.question();
                page::show_fixed(root, &question.analysed(), &state.file().name, &question.options(), state.wide, &self.heard.fixed);
                true
            }
            (Tab::Admission, Some(manifest), Some(policy)) => {
                page::show_admission(root, &manifest.name, &manifest.text, &policy.text);
                true
            }
            // Whether there is a manifest shows with the next report.
            _ => false,
        };
        self.part = shows.then_some(of);
    }

    fn choose_theme(&mut self, word: &str) {
        if let Some(root) = self.root.cast::<Element>() {
            let theme = Theme::named(&page::theme(&root, word));
            self.act(Action::ThemeChosen(theme));
        }
    }

    /// Changes which files are open or which shows; the editor follows, and what is new is analysed.
    fn change_files(&mut self, ctx: &Context<Self>, action: Action) {
        let before = (self.state.revision, self.state.file().id, self.state.file().text.clone());
        // Whoever adds a file wants to write in it; all others stay where they are.
        let is_new = matches!(action, Action::FileAdded(_));
        self.act(action);
        let file = self.state.file();
        if (before.1, &before.2) != (file.id, &file.text) {
            if let Some(editor) = &self.editor {
                editor.show(file, &self.state.files);
            }
            self.focus_editor = is_new;
        }
        if before.0 == self.state.revision {
            self.show_in_editor();
        } else {
            ctx.link().send_message(Msg::Ask);
        }
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

    fn question(&self) -> Question<'_> {
        Question { seq: self.state.revision, files: &self.state.files }
    }

    fn ask(&mut self) {
        self.waiting = None;
        self.analysis.ask(&self.question());
        if let (true, Some(root)) = (self.state.is_own(), self.root.cast::<Element>()) {
            page::save(&root, &crate::files::list(&self.state.files));
        }
    }

    fn hear(&mut self, ctx: &Context<Self>, answer: Answer) {
        match answer {
            Answer::Report { seq, report, tenths } => {
                // With the first report the page has loaded: what it needs for that is no news to anybody.
                if let (None, Some(root)) = (&self.state.report, self.root.cast::<Element>()) {
                    page::watch_requests(&root, &self.heard.requests);
                }
                self.act(Action::Answered { seq, report, tenths });
                self.show_in_editor();
                let link = ctx.link().clone();
                self.speaking = Some(Timeout::new(PAUSE, move || link.send_message(Msg::Speak)));
            }
            Answer::Failed(message) => self.act(Action::Failed(message)),
        }
    }

    fn speak(&mut self) -> bool {
        self.speaking = None;
        let said = self.state.report.as_ref().map(|report| words::announcement(report)).unwrap_or_default();
        let is_news = said != self.said;
        self.said = said;
        is_news
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

    /// Shows a place in the editor, which on a narrow page must come to the front first.
    fn show_place(&mut self, place: Place) -> bool {
        self.go_to = Some(place);
        if !self.state.wide {
            self.act(Action::TabChosen(Tab::Code));
        }
        true
    }

    /// Asks the analysis where the comment goes that ignores a finding.
    fn ignore(&mut self, index: usize) {
        let (Some(root), Some(finding), false) = (self.root.cast::<Element>(), self.finding(index), self.state.is_stale()) else { return };
        let (file, start) = (self.question().file(self.state.file()), finding.range.start);
        page::ignore(&root, &file, &finding.rule_id, start.line, start.character, &self.heard.ignore);
        self.ignoring = Some((self.state.revision, self.state.at));
    }

    /// Inserts that comment, unless the text is another by now, and leads to the place of its reason.
    fn insert(&mut self, from: u32, text: &str, caret: u32) -> bool {
        let is_of_this = self.ignoring.take() == Some((self.state.revision, self.state.at));
        let Some(editor) = self.editor.as_ref().filter(|_| is_of_this) else { return false };
        editor.insert(from, text, caret);
        if !self.state.wide {
            self.act(Action::TabChosen(Tab::Code));
            self.focus_editor = true;
        }
        true
    }

    fn explain(&mut self, index: usize) {
        self.act(Action::ExplainToggled(index));
        page::load_rules();
    }

    fn open_window(&mut self, window: Window) {
        let Some(root) = self.root.cast::<Element>() else { return };
        match window {
            Window::Examples => page::examples_window(&root, self.state.must_ask(), &self.heard.example),
            Window::Share => page::share_window(&root, &crate::files::list(&self.state.files)),
            Window::Help => page::help_window(&root),
            Window::File => page::file_window(&root, &self.state.file().name, self.state.files.len() > 1, &self.heard.file),
        }
    }

    /// Takes over a fixed text, unless it was made of an older one.
    fn apply_fixed(&mut self, text: String) -> bool {
        if self.part.is_none_or(|(_, revision, at, _)| (revision, at) != (self.state.revision, self.state.at)) {
            return false;
        }
        self.act(Action::TabChosen(if self.state.wide { Tab::Findings } else { Tab::Code }));
        self.act(Action::Edited(text.clone()));
        if let Some(editor) = &self.editor {
            editor.show(self.state.file(), &self.state.files);
            editor.focus();
        }
        self.tell.emit(Msg::Edited(text));
        true
    }

    /// The code and what is known of it. The editor's place never moves, so that the editor stays.
    fn main(&self, embedded: bool) -> Html {
        let (state, tell) = (&self.state, &self.tell);
        let shown = state.shown_tab();
        let panel = match shown {
            Tab::Images => images::panel(state, tell),
            Tab::Fixed => later::fixed(state),
            Tab::Admission => later::admission(state, tell),
            Tab::Code | Tab::Findings => findings::panel(state, tell),
        };
        html! {
            <>
                if let Some(trouble) = &state.trouble { <div class="trouble" role="alert"><p>{ code_marks(&words::sentence(trouble)) }</p></div> }
                if let Some(notice) = &state.notice {
                    <div class="trouble" role="alert">
                        <p>{ code_marks(&words::sentence(notice)) }</p>
                        <button type="button" onclick={tell.reform(|_| Msg::Do(Action::NoticeSeen))}>{ "Dismiss" }</button>
                    </div>
                }
                { bar::files(state, embedded, tell) }
                if !state.wide { <div class="sticky">{ score::strip(state) }{ bar::tabs(state, tell) }</div> }
                <div class="panes">
                    <section key="source" class="source" id="source" aria-label="Source" ref={self.place.clone()}></section>
                    if state.wide { <pane-divider key="divider" /> }
                    <div key="results" class="results" aria-busy={state.is_stale().to_string()}>
                        if state.wide || (shown == Tab::Findings && state.score().is_some()) { { score::card(state, tell) } }
                        if state.wide { { bar::tabs(state, tell) } }
                        <div class="panel" id="results" role="tabpanel" aria-labelledby={bar::tab_id(shown)}>{ panel }</div>
                    </div>
                </div>
                <p class="aloud" role="status" aria-live="polite">{ &self.said }</p>
            </>
        }
    }
}
