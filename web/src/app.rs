//! The page's root component: it joins the state, the editor, the analysis and the browser. What is shown is in `components`.

use gloo_timers::callback::Timeout;
use plimsoll_report::{Finding, Kind, Range, TextEdit};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use web_sys::Element;
use yew::{Callback, Component, Context, Html, NodeRef, Properties, html};

use crate::analysis::{Analysis, Answer, Question};
use crate::components::{admission, bar, findings, fixed, images, score};
use crate::editor::{Editor, Events, Place};
use crate::files::{Given, UNNAMED};
use crate::state::{Action, Caret, FixedOf, State, Tab, Theme, kind_word};
use crate::{ignores, page, words};

const EDITOR_LABEL: &str = "Dockerfile or Kubernetes manifest";

/// How long typing must pause before the outcome is said aloud, in milliseconds; so there is at most one message in that time.
const PAUSE: u32 = 1_000;

/// How the playground is set up.
#[derive(Properties, PartialEq, Clone, Debug)]
pub(crate) struct Props {
    /// Gives a fresh analysis.
    pub(crate) start: js_sys::Function,
    /// Called whenever the user changes the text.
    pub(crate) on_edit: js_sys::Function,
    /// Shows less around the editor and the report.
    pub(crate) embedded: bool,
    /// What the editor shows first.
    pub(crate) text: Option<String>,
}

/// What the component is told.
#[derive(Debug)]
pub(crate) enum Msg {
    /// A change of the state that needs nothing else done.
    Do(Action),
    /// Show these files in the place of all others.
    Open(Vec<Given>),
    /// The user gave files of their own.
    Given(Vec<Given>),
    /// Open a file beside the others, and go on showing the one that shows.
    AddAside(Given),
    /// Change which files are open, or which of them shows.
    Files(Action),
    /// Show an example.
    Example(usize),
    /// The editor's text changed.
    Edited(String),
    /// Time to ask the worker.
    Ask,
    /// The worker spoke.
    Answer(Answer),
    /// Show a finding in the editor.
    GoTo(usize),
    /// Show the first finding of a rule in the list.
    GoToRule(String),
    /// Show a place in the editor.
    Show(Range),
    /// Show a place of another open file.
    ShowIn(String, Range),
    /// Apply a finding's fix.
    Fix(usize, usize),
    /// Apply edits of the report.
    Apply(Vec<TextEdit>),
    /// Write an ignore comment for a finding.
    Ignore(usize),
    /// Explain a finding's rule, or no more.
    Explain(usize),
    /// Lead to the fixes of the finding under the caret.
    ShowFixes,
    /// Put the fixed text in the editor.
    ApplyFixed,
    /// Copy the fixed text.
    CopyFixed,
    /// Give the fixed text as a file.
    DownloadFixed,
    /// Open a window.
    Window(Window),
    /// Open the same files in a page of their own.
    OpenAlone,
    /// Let the user choose a file.
    OpenFile,
    /// Go on to the next theme.
    NextTheme,
    /// Say the outcome aloud.
    Speak,
    /// Analyse at once, and say the outcome although it may be the same.
    Now,
    /// Put the focus in the editor, with this selection.
    Focus(u32, u32),
}

/// A window over the page; `web/static/windows.js` makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Window {
    /// The example menu.
    Examples,
    /// The link to the open files, and more ways to hand them on.
    Share,
    /// Keys, privacy, licences.
    Help,
    /// The name of the file that shows.
    File,
}

/// Closures that the browser's side calls as long as the page is there.
struct Heard {
    examples: Closure<dyn FnMut(JsValue)>,
    given: Closure<dyn FnMut(JsValue)>,
    refused: Closure<dyn FnMut(String)>,
    width: Closure<dyn FnMut(bool)>,
    requests: Closure<dyn FnMut(u32, u32)>,
    text_copied: Closure<dyn FnMut(bool)>,
    /// The number of the example that was chosen.
    example: Closure<dyn FnMut(usize)>,
    /// The new name of the file that shows; none where it is to be closed.
    file: Closure<dyn FnMut(Option<String>)>,
}

/// What a diff shows: a fixed text, and whether side by side.
type DiffOf = (FixedOf, bool);

/// The playground.
pub(crate) struct App {
    state: State,
    analysis: Analysis,
    tell: Callback<Msg>,
    heard: Heard,
    root: NodeRef,
    place: NodeRef,
    editor: Option<Editor>,
    /// The diff on the page, and what it shows.
    diff: Option<(DiffOf, page::DiffView)>,
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
            diff: None,
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
            Msg::Ignore(index) => return self.ignore(index),
            Msg::Explain(index) => self.explain(index),
            Msg::ShowFixes => {
                if self.state.finding_at_caret().is_some() {
                    self.act(Action::TabChosen(Tab::Findings));
                    self.focus = Some(".finding[aria-current] .actions button");
                }
            }
            Msg::ApplyFixed => return self.apply_fixed(),
            Msg::CopyFixed => {
                if let Some(fixed) = &self.state.fixed {
                    page::copy(&fixed.text, &self.heard.text_copied);
                }
                return false;
            }
            Msg::DownloadFixed => {
                self.download_fixed();
                return false;
            }
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
        self.ask_more();
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
            self.show_diff(&root);
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
        self.ask_more();
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

    /// Keeps the diff in step with its place and with what it is of.
    fn show_diff(&mut self, root: &Element) {
        let place = root.query_selector(".diff").ok().flatten();
        let fixed = self.state.current_fixed().filter(|_| place.is_some());
        let of = fixed.map(|fixed| (fixed.of, self.state.wide));
        if self.diff.as_ref().map(|(of, _)| *of) == of {
            return;
        }
        let kind = kind_word(self.state.shown_kind());
        let view =
            place.zip(fixed).map(|(place, fixed)| page::DiffView::new(&place, &self.state.file().text, &fixed.text, kind, self.state.wide));
        if let Some((_, old)) = std::mem::replace(&mut self.diff, of.zip(view)) {
            old.destroy();
        }
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
        // Whoever goes from tab to tab stays among them.
        let is_switch = matches!(action, Action::FileShown(_));
        self.act(action);
        let file = self.state.file();
        if (before.1, &before.2) != (file.id, &file.text) {
            if let Some(editor) = &self.editor {
                editor.show(file, &self.state.files);
            }
            self.focus_editor = !ctx.props().embedded && !is_switch;
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
    }

    /// Asks for the fixed text and for what the cluster does, where they show and are not there.
    fn ask_more(&mut self) {
        if let Some(of) = self.state.scene_wanted()
            && let (Some(manifest), Some(policy)) = (self.state.manifest(), self.state.policy())
        {
            self.analysis.ask_scene(&manifest.text, &policy.text, of.2);
            self.act(Action::SceneAsked(of));
        }
        if let Some(of) = self.state.fixed_wanted() {
            self.act(Action::FixedAsked(of));
            self.analysis.ask_fixed(&self.question(), of);
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
            Answer::Scene(scene) => self.act(Action::SceneCame(scene)),
            Answer::Fixed(fixed) => self.act(Action::FixedCame(fixed)),
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

    fn ignore(&mut self, index: usize) -> bool {
        let kind = self.state.detected().unwrap_or(Kind::Unknown);
        let insertion = self.finding(index).and_then(|finding| ignores::insertion(&self.state.file().text, kind, finding));
        if let (Some(editor), Some(insertion), false) = (&self.editor, insertion, self.state.is_stale()) {
            editor.insert(&insertion);
            if !self.state.wide {
                self.act(Action::TabChosen(Tab::Code));
                self.focus_editor = true;
            }
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

    fn apply_fixed(&mut self) -> bool {
        let Some(fixed) = self.state.current_fixed().cloned() else { return false };
        self.act(Action::TabChosen(if self.state.wide { Tab::Findings } else { Tab::Code }));
        self.act(Action::Edited(fixed.text.clone()));
        if let Some(editor) = &self.editor {
            editor.show(self.state.file(), &self.state.files);
            editor.focus();
        }
        self.tell.emit(Msg::Edited(fixed.text.clone()));
        true
    }

    fn download_fixed(&self) {
        let name = match (self.state.file().name.as_str(), self.state.detected()) {
            (UNNAMED, Some(Kind::Kubernetes)) => "manifest.yaml",
            (UNNAMED, _) => "Dockerfile",
            (name, _) => name,
        };
        if let Some(fixed) = &self.state.fixed {
            page::download(name, &fixed.text);
        }
    }

    /// The code and what is known of it. The editor's place never moves, so that the editor stays.
    fn main(&self, embedded: bool) -> Html {
        let (state, tell) = (&self.state, &self.tell);
        let shown = state.shown_tab();
        let panel = match shown {
            Tab::Images => images::panel(state, tell),
            Tab::Fixed => fixed::panel(state, tell),
            Tab::Admission => admission::panel(state, tell),
            Tab::Code | Tab::Findings => findings::panel(state, tell),
        };
        html! {
            <>
                if let Some(trouble) = &state.trouble { <div class="trouble" role="alert"><p>{ trouble }</p></div> }
                if let Some(notice) = &state.notice {
                    <div class="trouble" role="alert">
                        <p>{ notice }</p>
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

impl Heard {
    fn new(tell: &Callback<Msg>) -> Heard {
        let sends = |message: fn(String) -> Msg| {
            let tell = tell.clone();
            Closure::new(move |text| tell.emit(message(text)))
        };
        let (examples, given, width, requests) = (tell.clone(), tell.clone(), tell.clone(), tell.clone());
        let (text_copied, example, file) = (tell.clone(), tell.clone(), tell.clone());
        let not_copied =
            || Msg::Do(Action::Noticed("The browser does not let this page copy; select the text and copy it yourself".to_owned()));
        Heard {
            examples: Closure::new(move |files| examples.emit(Msg::Open(Given::read(&files)))),
            given: Closure::new(move |files| given.emit(Msg::Given(Given::read(&files)))),
            refused: sends(|why| Msg::Do(Action::Noticed(why))),
            width: Closure::new(move |wide| width.emit(Msg::Do(Action::WidthChanged(wide)))),
            requests: Closure::new(move |own, others| requests.emit(Msg::Do(Action::Requested(own, others)))),
            text_copied: Closure::new(move |done: bool| {
                if !done {
                    text_copied.emit(not_copied());
                }
            }),
            example: Closure::new(move |number| example.emit(Msg::Example(number))),
            file: Closure::new(move |name: Option<String>| file.emit(Msg::Files(name.map_or(Action::FileClosed, Action::FileRenamed)))),
        }
    }
}
