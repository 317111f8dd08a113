//! What the page shows, and how it changes: plain data and pure functions.
//!
//! Nothing here knows the browser, so all of it is tested without one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Deref;
use std::rc::Rc;

use plimsoll_report::{Finding, Kind, Object, Report, Score, Severity};

use crate::files::{Given, MOST_FILES, SourceText, UNNAMED, free_name, split};

/// Texts up to this many bytes are analysed at once, as long as that is quick.
const SMALL: usize = 32 * 1024;

/// An analysis within one frame of the screen is quick; in tenths of a millisecond.
const QUICK: u32 = 160;

/// The longest wait for a pause in typing, in milliseconds.
const LONGEST_WAIT: u32 = 300;

/// The most findings that the list shows.
pub(crate) const MOST_ROWS: usize = 500;

/// Something large that is handed around; it equals itself alone, so that comparing is quick.
#[derive(Debug)]
pub(crate) struct Shared<T>(Rc<T>);

impl<T> Shared<T> {
    pub(crate) fn new(value: T) -> Shared<T> {
        Shared(Rc::new(value))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Shared(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// A part of the page that takes turns with others: on a narrow page all do, on a wide one the code always shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tab {
    /// The editor.
    Code,
    /// The list of findings.
    Findings,
    /// The image cards.
    Images,
    /// The text with its fixes.
    Fixed,
    /// What the cluster makes of it.
    Admission,
}

/// The order of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Worst first.
    #[default]
    Severity,
    /// As in the file.
    Place,
    /// What lifts the score most first.
    Gain,
}

impl Sort {
    /// All, with the words of the menu.
    pub(crate) const ALL: [(Sort, &'static str); 3] =
        [(Sort::Severity, "worst first"), (Sort::Gain, "best gain first"), (Sort::Place, "by line")];
}

/// Which findings the list shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Filter {
    /// Words to look for.
    pub(crate) text: String,
    /// Severities that are not shown.
    pub(crate) hidden: Vec<Severity>,
    /// Only of this object of the manifest.
    pub(crate) object: Option<usize>,
    /// The order.
    pub(crate) sort: Sort,
}

/// A window over the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Dialog {
    /// The example menu.
    Examples,
    /// Whether the example of this number may take the place of what was typed.
    Replace(usize),
    /// The link to this text.
    Share,
    /// Shortcuts and more.
    Help,
    /// The name of the file that shows.
    File,
}

/// The link to the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Link {
    /// Being made.
    #[default]
    Pending,
    /// This is it.
    Ready(String),
    /// It has been copied.
    Copied(String),
}

/// The page of the rule that is explained.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Page {
    /// On its way.
    #[default]
    Loading,
    /// Here it is, as Markdown.
    Ready(String),
    /// It cannot be had.
    Failed,
}

/// The text after fixes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fixed {
    /// What it was made of.
    pub(crate) of: FixedOf,
    /// The new text.
    pub(crate) text: String,
    /// Rule and title of every fix applied.
    pub(crate) applied: Vec<(String, String)>,
    /// How many fixes were left out because they may change behaviour.
    pub(crate) left_out: usize,
    /// The report on the new text.
    pub(crate) report: Report,
}

/// What a fixed text is made of: a text and a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FixedOf {
    /// The revision of what is open.
    pub(crate) revision: u32,
    /// Which of the open files.
    pub(crate) file: usize,
    /// Fixes that may change behaviour too.
    pub(crate) with_unsafe: bool,
}

/// The settings of ImagePolicyWebhook, and how the webhook is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Settings {
    /// `answers`, `down`, `slow`, `403` or `500`.
    pub(crate) webhook: &'static str,
    /// Whether a failed review lets the pod in.
    pub(crate) default_allow: bool,
    /// allowTTL, denyTTL (seconds) and retryBackoff (milliseconds).
    pub(crate) times: [i32; 3],
}

/// One thing that somebody does when a manifest is applied.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) who: String,
    pub(crate) what: String,
    pub(crate) why: String,
    pub(crate) text: String,
    pub(crate) tone: String,
}

/// What happens when a manifest is applied, or why that cannot be told.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Scene {
    pub(crate) steps: Vec<Step>,
    pub(crate) error: Option<String>,
}

/// What a scene is played of: the revision of what is open, the file that shows, and the settings.
pub(crate) type SceneOf = (u32, usize, Settings);

/// Where the caret is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Caret {
    /// UTF-16 offset in the text.
    pub(crate) offset: u32,
    /// One-based line.
    pub(crate) line: u32,
    /// One-based column.
    pub(crate) column: u32,
}

/// Colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system has them.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The word that is kept, and that the style sheet knows.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }

    /// The theme of a kept word; the system's for any other word.
    pub(crate) fn named(word: &str) -> Theme {
        match word {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        }
    }

    /// The one that the toggle gives next.
    pub(crate) fn next(self) -> Theme {
        match self {
            Theme::System => Theme::Light,
            Theme::Light => Theme::Dark,
            Theme::Dark => Theme::System,
        }
    }
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    /// The open files; there is always one.
    pub(crate) files: Vec<SourceText>,
    /// Which of them shows.
    pub(crate) at: usize,
    /// Grows with every change of what is to be analysed; questions to the worker carry it.
    pub(crate) revision: u32,
    /// The newest report on the file that shows. It is of an older text while `is_stale`.
    pub(crate) report: Option<Shared<Report>>,
    /// The newest reports, one for each open file.
    reports: Vec<Shared<Report>>,
    /// How long that analysis took in the worker, in tenths of a millisecond.
    pub(crate) tenths: u32,
    /// The caret.
    pub(crate) caret: Caret,
    /// What is wrong with the analysis, in words for the user; gone with the next report.
    pub(crate) trouble: Option<String>,
    /// What else went wrong last; stays until the user has read it.
    pub(crate) notice: Option<String>,
    /// The part that shows.
    pub(crate) tab: Tab,
    /// There is room for the code beside the rest.
    pub(crate) wide: bool,
    /// Which findings the list shows.
    pub(crate) filter: Filter,
    /// The open window.
    pub(crate) dialog: Option<Dialog>,
    /// The link in the share window.
    pub(crate) link: Link,
    /// The finding whose rule is explained.
    pub(crate) explained: Option<usize>,
    /// That rule's page.
    pub(crate) page: Page,
    /// The newest fixed text.
    pub(crate) fixed: Option<Shared<Fixed>>,
    /// Whether it is to have fixes that may change behaviour.
    pub(crate) with_unsafe: bool,
    /// The settings of the cluster.
    pub(crate) settings: Settings,
    /// What the cluster does with them.
    pub(crate) scene: Scene,
    /// What was asked for last of the cluster.
    scene_asked: Option<SceneOf>,
    /// The theme.
    pub(crate) theme: Theme,
    /// Requests since the page was there: to its own origin, and to others.
    pub(crate) requests: (u32, u32),
    /// The text is the user's: not an example, not from a link.
    edited: bool,
    /// The user has been asked once whether an example may take the text's place.
    asked_to_replace: bool,
    /// The revision that `report` is of.
    answered: u32,
    /// The fixed text that was asked for last.
    fixed_asked: Option<FixedOf>,
    /// How many files were open so far.
    opened: u32,
}

/// What can happen.
#[derive(Debug)]
pub(crate) enum Action {
    /// The user changed the text.
    Edited(String),
    /// Files take the place of all that are open: an example, a shared link.
    Opened(Vec<Given>),
    /// The user gave files of their own; they stand beside what was typed.
    FilesGiven(Vec<Given>),
    /// The user chose an example, which may have to wait for their consent.
    ExampleChosen(usize),
    /// The user wants another file beside those that are open.
    FileAdded(Given),
    /// Another file shows.
    FileShown(usize),
    /// The file that shows gets this name.
    FileRenamed(String),
    /// The file that shows is closed.
    FileClosed,
    /// The user chose how to read the text.
    KindChosen(Option<Kind>),
    /// The caret moved.
    CaretMoved(Caret),
    /// The worker answered.
    Answered { seq: u32, report: Box<Report>, tenths: u32 },
    /// The worker could not answer.
    Failed(String),
    /// Something else went wrong: with a link, a file, the clipboard.
    Noticed(String),
    /// The user has read what went wrong.
    NoticeSeen,
    /// The user chose a part of the page.
    TabChosen(Tab),
    /// The page became wide or narrow.
    WidthChanged(bool),
    /// The user looks for words.
    Searched(String),
    /// The user shows or hides a severity.
    SeverityToggled(Severity),
    /// The user chose an object of the manifest, or all.
    ObjectChosen(Option<usize>),
    /// The user chose an order.
    Sorted(Sort),
    /// A window opens.
    DialogOpened(Dialog),
    /// The window closes.
    DialogClosed,
    /// The link to the text is there.
    LinkMade(String),
    /// The link is in the clipboard.
    LinkCopied,
    /// The user wants a finding's rule explained, or no more.
    ExplainToggled(usize),
    /// The rule's page came; empty where it did not.
    PageCame(String),
    /// The worker was asked for the fixed text.
    FixedAsked(FixedOf),
    /// The fixed text is there.
    FixedCame(Box<Fixed>),
    /// The user wants fixes that may change behaviour, or no more.
    UnsafeChosen(bool),
    /// The user changed the settings of the cluster.
    Set(Settings),
    /// The worker was asked what the cluster does.
    SceneAsked(SceneOf),
    /// What the cluster does is there.
    SceneCame(Scene),
    /// The theme was chosen.
    ThemeChosen(Theme),
    /// There were requests.
    Requested(u32, u32),
}

impl State {
    /// A page that shows `text`.
    pub(crate) fn new(text: &str) -> State {
        State {
            files: vec![SourceText { id: 0, name: UNNAMED.to_owned(), text: text.into(), kind: None }],
            at: 0,
            revision: 1,
            report: None,
            reports: Vec::new(),
            tenths: 0,
            caret: Caret { offset: 0, line: 1, column: 1 },
            trouble: None,
            notice: None,
            tab: Tab::Code,
            wide: true,
            filter: Filter::default(),
            dialog: None,
            link: Link::Pending,
            explained: None,
            page: Page::Loading,
            fixed: None,
            with_unsafe: false,
            settings: Settings { webhook: "answers", default_allow: false, times: [50, 50, 500] },
            scene: Scene::default(),
            scene_asked: None,
            theme: Theme::System,
            requests: (0, 0),
            edited: false,
            asked_to_replace: false,
            answered: 0,
            fixed_asked: None,
            opened: 1,
        }
    }

    /// The file that shows.
    pub(crate) fn file(&self) -> &SourceText {
        &self.files[self.at]
    }

    /// The state after `action`.
    pub(crate) fn after(mut self, action: Action) -> State {
        match action {
            Action::Edited(text) => {
                // The old name says nothing of a text that was pasted over the old one; where there are several files, it was chosen.
                if self.files.len() == 1 && is_another(&self.file().text, &text) {
                    self.files[self.at].name = UNNAMED.to_owned();
                }
                self.files[self.at].text = text.into();
                self.edited = true;
                self.revision += 1;
                self.explained = None;
            }
            Action::Opened(files) => self.open(files),
            Action::FilesGiven(files) => self.take(files),
            Action::ExampleChosen(number) => {
                self.dialog = self.must_ask().then_some(Dialog::Replace(number));
                self.asked_to_replace |= self.dialog.is_some();
            }
            Action::FileAdded(file) => self.add(file),
            Action::FileShown(file) => self.show(file),
            Action::FileRenamed(name) => self.rename(name.trim()),
            Action::FileClosed => self.close(),
            Action::KindChosen(kind) => {
                self.files[self.at].kind = kind;
                self.revision += 1;
            }
            Action::CaretMoved(caret) => self.caret = caret,
            // Answers may come out of order after a restart of the worker; an older one never replaces a newer one.
            Action::Answered { seq, report, tenths } => {
                if seq >= self.answered {
                    self.answer(seq, *report, tenths);
                }
            }
            Action::Failed(message) => self.trouble = Some(message),
            Action::Noticed(message) => self.notice = Some(message),
            Action::NoticeSeen => self.notice = None,
            Action::TabChosen(tab) => self.tab = tab,
            Action::WidthChanged(wide) => self.wide = wide,
            Action::Searched(text) => self.filter.text = text,
            Action::SeverityToggled(severity) => match self.filter.hidden.iter().position(|hidden| *hidden == severity) {
                Some(at) => drop(self.filter.hidden.remove(at)),
                None => self.filter.hidden.push(severity),
            },
            Action::ObjectChosen(object) => self.filter.object = object,
            Action::Sorted(sort) => self.filter.sort = sort,
            Action::DialogOpened(dialog) => {
                self.link = Link::Pending;
                self.dialog = Some(dialog);
            }
            Action::DialogClosed => self.dialog = None,
            Action::LinkMade(link) => self.link = Link::Ready(link),
            Action::LinkCopied => {
                if let Link::Ready(link) = self.link {
                    self.link = Link::Copied(link);
                }
            }
            Action::ExplainToggled(finding) => {
                self.explained = (self.explained != Some(finding)).then_some(finding);
                self.page = Page::Loading;
            }
            Action::PageCame(text) => self.page = if text.is_empty() { Page::Failed } else { Page::Ready(text) },
            Action::FixedAsked(of) => self.fixed_asked = Some(of),
            Action::FixedCame(fixed) => self.fixed = Some(Shared::new(*fixed)),
            Action::UnsafeChosen(with_unsafe) => self.with_unsafe = with_unsafe,
            Action::Set(settings) => self.settings = settings,
            Action::SceneAsked(of) => self.scene_asked = Some(of),
            Action::SceneCame(scene) => self.scene = scene,
            Action::ThemeChosen(theme) => self.theme = theme,
            Action::Requested(own, others) => self.requests = (own, others),
        }
        self
    }

    /// Puts these files in the place of all others. The first takes over the editor's history of the one that shows, so that undo
    /// brings that back.
    fn open(&mut self, files: Vec<Given>) {
        let kept = self.file().id;
        self.files.clear();
        for given in files.into_iter().take(MOST_FILES) {
            self.push(given);
        }
        if self.files.is_empty() {
            self.push(Given::default());
        }
        self.files[0].id = kept;
        // The old findings stay, dimmed, until the new ones are there.
        self.reports.truncate(1);
        self.edited = false;
        self.notice = None;
        self.dialog = None;
        self.at = 0;
        self.changed_file();
        self.revision += 1;
    }

    /// Opens the user's own files: in the place of an example, beside what was typed.
    fn take(&mut self, files: Vec<Given>) {
        let untouched = !self.edited || (self.files.len() == 1 && self.file().text.trim().is_empty());
        if untouched {
            self.open(files);
            self.edited = true;
        } else {
            files.into_iter().for_each(|given| self.add(given));
        }
    }

    /// Opens one more file and shows it.
    fn add(&mut self, given: Given) {
        if self.files.len() >= MOST_FILES {
            self.notice = Some(format!("No more than {MOST_FILES} files can be open; the command line takes any number"));
            return;
        }
        self.push(given);
        self.edited = true;
        self.at = self.files.len() - 1;
        self.changed_file();
        self.revision += 1;
    }

    fn push(&mut self, Given { name, text, kind }: Given) {
        let name = free_name(&name, &|name| self.files.iter().any(|file| file.name == name));
        self.files.push(SourceText { id: self.opened, name, text: text.into(), kind });
        self.opened += 1;
    }

    fn show(&mut self, file: usize) {
        if file < self.files.len() && file != self.at {
            self.at = file;
            self.changed_file();
        }
    }

    /// Another file shows: what was chosen in the report on the one before is no more.
    fn changed_file(&mut self) {
        self.caret = Caret { offset: 0, line: 1, column: 1 };
        self.explained = None;
        self.filter = Filter { sort: self.filter.sort, ..Filter::default() };
        self.report = self.reports.get(self.at).cloned();
    }

    fn rename(&mut self, name: &str) {
        let (at, files) = (self.at, &self.files);
        let name = free_name(name, &|name| files.iter().enumerate().any(|(number, file)| number != at && file.name == name));
        if name != self.file().name {
            self.files[at].name = name;
            self.revision += 1;
        }
    }

    /// Closes the file that shows, unless it is the last.
    fn close(&mut self) {
        if self.files.len() > 1 {
            self.files.remove(self.at);
            if self.at < self.reports.len() {
                self.reports.remove(self.at);
            }
            self.at = self.at.min(self.files.len() - 1);
            self.dialog = None;
            self.changed_file();
            self.revision += 1;
        }
    }

    /// Whether the user must be asked before what they typed is replaced; that happens once.
    fn must_ask(&self) -> bool {
        self.edited && !self.asked_to_replace && self.files.iter().any(|file| !file.text.trim().is_empty())
    }

    fn answer(&mut self, seq: u32, report: Report, tenths: u32) {
        self.answered = seq;
        self.tenths = tenths;
        self.trouble = None;
        // An answer about other files than are open now is an old one; the next is on its way.
        self.reports = split(report, &self.files);
        let Some(report) = self.reports.get(self.at).cloned() else { return };
        let objects = report.files.first().and_then(|file| file.objects.as_ref()).map_or(0, Vec::len);
        self.filter.object = self.filter.object.filter(|object| *object < objects);
        let count = report.findings.len();
        self.explained = self.explained.filter(|finding| *finding < count);
        self.report = Some(report);
    }

    /// Whether the report is of an older text than the editor's.
    pub(crate) fn is_stale(&self) -> bool {
        self.answered != self.revision
    }

    /// How long to wait for a pause in typing before the next analysis, in milliseconds.
    pub(crate) fn wait(&self) -> u32 {
        if self.files.iter().map(|file| file.text.len()).sum::<usize>() < SMALL && self.tenths < QUICK {
            return 0;
        }
        (self.tenths * 4 / 10).min(LONGEST_WAIT)
    }

    /// The fixed text to ask for, where it is to be shown and is not there.
    pub(crate) fn fixed_wanted(&self) -> Option<FixedOf> {
        let of = FixedOf { revision: self.revision, file: self.at, with_unsafe: self.with_unsafe };
        (self.tab == Tab::Fixed && !self.is_stale() && self.file().aside().is_none() && self.fixed_asked != Some(of)).then_some(of)
    }

    /// The policy among the open files.
    pub(crate) fn policy(&self) -> Option<&SourceText> {
        self.files.iter().find(|file| file.is_policy())
    }

    /// The manifest that is applied: the file that shows, or where that is something else the first of its kind.
    pub(crate) fn manifest(&self) -> Option<&SourceText> {
        let is_manifest =
            |at: usize| self.reports.get(at).and_then(|report| report.files.first()).is_some_and(|file| file.kind == Kind::Kubernetes);
        let at = if is_manifest(self.at) { Some(self.at) } else { (0..self.files.len()).find(|at| is_manifest(*at)) };
        self.files.get(at?)
    }

    /// The scene to ask for, where it is to be shown and is not there.
    pub(crate) fn scene_wanted(&self) -> Option<SceneOf> {
        let of = (self.revision, self.at, self.settings);
        let wanted = self.tab == Tab::Admission && !self.is_stale() && self.scene_asked != Some(of);
        (wanted && self.policy().is_some() && self.manifest().is_some()).then_some(of)
    }

    /// The fixed text, where it is of the editor's text and of the choice.
    pub(crate) fn current_fixed(&self) -> Option<&Shared<Fixed>> {
        self.fixed.as_ref().filter(|fixed| fixed.of == FixedOf { revision: self.revision, file: self.at, with_unsafe: self.with_unsafe })
    }

    /// The kind that the text was read as, else is to be read as.
    pub(crate) fn shown_kind(&self) -> Option<Kind> {
        self.file().kind.or_else(|| self.detected())
    }

    /// The kind that the text was read as.
    pub(crate) fn detected(&self) -> Option<Kind> {
        Some(self.report.as_ref()?.files.first()?.kind)
    }

    /// How many findings the newest report has on an open file.
    pub(crate) fn count(&self, file: usize) -> Option<usize> {
        Some(self.reports.get(file)?.findings.len())
    }

    /// The part that shows beside the code on a wide page, or in its place on a narrow one.
    pub(crate) fn shown_tab(&self) -> Tab {
        if self.wide && self.tab == Tab::Code { Tab::Findings } else { self.tab }
    }

    /// The objects of the manifest.
    pub(crate) fn objects(&self) -> &[Object] {
        self.report.as_ref().and_then(|report| report.files.first()?.objects.as_deref()).unwrap_or_default()
    }

    /// The score to show: of the chosen object, else of the file.
    pub(crate) fn score(&self) -> Option<&Score> {
        match self.filter.object {
            Some(object) => self.objects().get(object)?.score.as_ref(),
            None => self.report.as_ref()?.score.as_ref(),
        }
    }

    /// The finding under the caret: the one with the shortest range, which is the most exact.
    pub(crate) fn finding_at_caret(&self) -> Option<usize> {
        if self.is_stale() {
            return None;
        }
        let findings = self.report.as_ref()?.findings.iter().enumerate();
        let under = findings.filter(|(_, f)| f.offsets.0 <= self.caret.offset && self.caret.offset <= f.offsets.1);
        under.min_by_key(|(_, f)| f.offsets.1 - f.offsets.0).map(|(index, _)| index)
    }

    /// The findings that the filter lets through, in its order.
    pub(crate) fn visible(&self) -> Vec<usize> {
        let Some(report) = &self.report else { return Vec::new() };
        let object = self.filter.object.and_then(|object| self.objects().get(object));
        let shows = |finding: &Finding| {
            !self.filter.hidden.contains(&finding.severity)
                && mentions(finding, &self.filter.text)
                && object.is_none_or(|object| (object.range.start..=object.range.end).contains(&finding.range.start))
        };
        let visible = (0..report.findings.len()).filter(|index| report.findings.get(*index).is_some_and(shows));
        let key = |index: usize| {
            let finding = &report.findings[index];
            match self.filter.sort {
                Sort::Place => 0,
                Sort::Severity => finding.severity as u32,
                Sort::Gain => finding.gain * 1000 + finding.points,
            }
        };
        order(visible, key)
    }
}

/// Indices with the greatest key first; those of one key stay in their order.
pub(crate) fn order(indices: impl Iterator<Item = usize>, key: impl Fn(usize) -> u32) -> Vec<usize> {
    // A heap is a third of the code of a sort.
    let mut keyed = BinaryHeap::new();
    for index in indices {
        keyed.push((key(index), Reverse(index)));
    }
    std::iter::from_fn(|| keyed.pop()).map(|(_, Reverse(index))| index).collect()
}

/// Whether so little of `old` is left at both ends of `new` that it is another text rather than an edited one.
fn is_another(old: &str, new: &str) -> bool {
    let alike = |pair: &(u8, u8)| pair.0 == pair.1;
    let before = old.bytes().zip(new.bytes()).take_while(alike).count();
    let behind = old.bytes().rev().zip(new.bytes().rev()).take_while(alike).count();
    before + behind <= old.trim_end().len() / 4
}

/// Whether all words of `text` are in the finding's words.
fn mentions(finding: &Finding, text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let said = [finding.message.as_str(), &finding.rule_id, finding.category.word(), finding.stage.as_deref().unwrap_or_default()]
        .join(" ")
        .to_ascii_lowercase();
    text.split_whitespace().all(|word| said.contains(word) || finding.aliases.iter().any(|alias| alias.to_ascii_lowercase().contains(word)))
}

/// The kind of a word of links and menus; `None` is found out.
pub(crate) fn kind_named(word: &str) -> Option<Kind> {
    match word {
        "dockerfile" => Some(Kind::Dockerfile),
        "kubernetes" => Some(Kind::Kubernetes),
        _ => None,
    }
}

/// The word of links, menus and the worker for a kind.
pub(crate) fn kind_word(kind: Option<Kind>) -> &'static str {
    match kind {
        Some(Kind::Dockerfile) => "dockerfile",
        Some(Kind::Kubernetes) => "kubernetes",
        Some(Kind::Unknown) | None => "auto",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(rule: &str, severity: &str, from: u32, to: u32, gain: u32) -> String {
        format!(
            r#"{{"ruleId":"{rule}","severity":"{severity}","category":"image","message":"About {rule}.","helpUri":"","uri":"input",
                "range":{{"start":{{"line":{from},"character":0}},"end":{{"line":{from},"character":9}}}},"offsets":[{from},{to}],
                "fixes":[],"fingerprint":"","points":1,"gain":{gain},"aliases":["hadolint:DL3007"]}}"#
        )
    }

    fn report(as_of: &str, findings: &[String]) -> Box<Report> {
        let findings = findings.join(",");
        let json = format!(
            r#"{{"schemaVersion":1,"tool":{{"name":"plimsoll","version":"0","rulesetVersion":"0","catalogDate":"2026-01-01"}},
                "asOf":"{as_of}","files":[],"findings":[{findings}],"suppressed":[],"unusedIgnores":[],"images":[],"score":null}}"#
        );
        Box::new(serde_json::from_str(&json).unwrap())
    }

    fn answered(seq: u32, as_of: &str, tenths: u32) -> Action {
        Action::Answered { seq, report: report(as_of, &[]), tenths }
    }

    fn with_findings(findings: &[String]) -> State {
        State::new("a").after(Action::Answered { seq: 1, report: report("2026-01-01", findings), tenths: 10 })
    }

    fn typed(state: State, text: &str) -> State {
        state.after(Action::Edited(text.to_owned()))
    }

    #[test]
    fn the_newest_answer_wins() {
        let state = typed(State::new("FROM scratch\n"), "FROM a");
        assert!(state.is_stale());
        let state = state.after(answered(2, "2026-01-02", 10));
        assert!(!state.is_stale());
        let state = state.after(answered(1, "2026-01-01", 10));
        assert_eq!(state.report.unwrap().as_of, "2026-01-02");
    }

    #[test]
    fn an_old_report_stays_until_the_next_is_there() {
        let state = typed(State::new("a").after(answered(1, "2026-01-01", 10)), "b");
        assert!(state.is_stale() && state.report.is_some());
        assert_eq!(state.finding_at_caret(), None);
    }

    #[test]
    fn small_and_quick_texts_are_not_kept_waiting() {
        let quick = State::new("a").after(answered(1, "2026-01-01", 20));
        assert_eq!(quick.wait(), 0);
        let slow = quick.after(answered(1, "2026-01-01", 400));
        assert_eq!(slow.wait(), 160);
        let slower = slow.after(answered(1, "2026-01-01", 40000));
        assert_eq!(slower.wait(), 300);
    }

    #[test]
    fn a_new_answer_ends_trouble() {
        let state = State::new("a").after(Action::Failed("no".into()));
        assert!(state.trouble.is_some());
        assert!(state.after(answered(1, "2026-01-01", 10)).trouble.is_none());
    }

    #[test]
    fn a_notice_stays_until_it_is_read_or_another_text_opens() {
        let state = State::new("a").after(Action::Noticed("no".into())).after(answered(1, "2026-01-01", 10));
        assert!(state.notice.is_some());
        assert!(state.clone().after(Action::NoticeSeen).notice.is_none());
        assert!(state.after(Action::Opened(Vec::new())).notice.is_none());
    }

    #[test]
    fn words_of_kinds_read_back() {
        for kind in [None, Some(Kind::Dockerfile), Some(Kind::Kubernetes)] {
            assert_eq!(kind_named(kind_word(kind)), kind);
        }
    }

    fn given(name: &str, text: &str) -> Given {
        Given { name: name.to_owned(), text: text.to_owned(), kind: None }
    }

    #[test]
    fn an_example_asks_once_before_it_takes_the_place_of_typed_text() {
        let chosen = |state: State| state.after(Action::ExampleChosen(2));
        assert_eq!(chosen(State::new("a")).dialog, None);
        let asked = chosen(typed(State::new("a"), "mine"));
        assert_eq!(asked.dialog, Some(Dialog::Replace(2)));
        let agreed = chosen(asked);
        assert_eq!(agreed.dialog, None);
        let opened = agreed.after(Action::Opened(vec![given("Dockerfile", "FROM a")]));
        assert_eq!(chosen(typed(opened, "mine again")).dialog, None);
    }

    #[test]
    fn a_pasted_text_loses_the_name_of_the_one_before() {
        let state = State::new("").after(Action::Opened(vec![given("a.yaml", "apiVersion: v1\nkind: Pod\n")]));
        let edited = typed(state.clone(), "# mine\napiVersion: v1\nkind: Pod\n");
        assert_eq!(edited.file().name, "a.yaml");
        assert_eq!(typed(edited, "FROM node\nCMD x\n").file().name, UNNAMED);
        assert_eq!(typed(state, "").file().name, UNNAMED);
    }

    fn names(state: &State) -> Vec<&str> {
        state.files.iter().map(|file| file.name.as_str()).collect()
    }

    #[test]
    fn files_take_the_place_of_an_example_but_stand_beside_what_was_typed() {
        let mine = || vec![given("Dockerfile", "FROM b"), given("web.yaml", "kind: Pod")];
        let state = State::new("FROM a").after(Action::FilesGiven(mine()));
        assert_eq!((names(&state), state.at), (vec!["Dockerfile", "web.yaml"], 0));
        let state = typed(state, "FROM c").after(Action::FilesGiven(mine()));
        assert_eq!((names(&state), state.at), (vec!["Dockerfile", "web.yaml", "Dockerfile.2", "web-2.yaml"], 3));
        assert_eq!(&*state.files[0].text, "FROM c");
    }

    #[test]
    fn the_first_of_new_files_keeps_the_history_of_the_one_that_showed() {
        let state = State::new("a").after(Action::FileAdded(Given::default()));
        let shown = state.file().id;
        let state = state.after(Action::Opened(vec![given("x", "1"), given("y", "2")]));
        assert_eq!(state.file().id, shown);
        assert_ne!(state.files[1].id, shown);
    }

    #[test]
    fn files_are_added_renamed_and_closed_but_never_all() {
        let state = State::new("a").after(Action::FileAdded(Given::default())).after(Action::FileRenamed(" Dockerfile ".into()));
        assert_eq!((names(&state), state.at), (vec![UNNAMED, "Dockerfile"], 1));
        let state = state.after(Action::FileShown(0)).after(Action::FileRenamed("Dockerfile".into()));
        assert_eq!(names(&state), ["Dockerfile.2", "Dockerfile"]);
        let state = state.after(Action::FileClosed).after(Action::FileClosed);
        assert_eq!((names(&state), state.at), (vec!["Dockerfile"], 0));
        let many = (0..MOST_FILES + 5).fold(state, |state, _| state.after(Action::FileAdded(Given::default())));
        assert_eq!(many.files.len(), MOST_FILES);
        assert!(many.notice.is_some());
    }

    #[test]
    fn each_file_shows_its_own_findings() {
        let state = State::new("a").after(Action::FileAdded(Given::default())).after(Action::FileRenamed("web.yaml".into()));
        let there = finding("there", "high", 0, 9, 0).replace(r#""uri":"input""#, r#""uri":"web.yaml""#);
        let answer =
            Action::Answered { seq: state.revision, report: report("2026-01-01", &[finding("here", "low", 0, 9, 0), there]), tenths: 1 };
        let state = state.after(answer);
        let shown = |state: &State| state.report.as_ref().unwrap().findings.iter().map(|f| f.rule_id.to_string()).collect::<Vec<_>>();
        assert_eq!((shown(&state), state.count(0)), (vec!["there".to_owned()], Some(1)));
        let state = state.after(Action::FileShown(0));
        assert_eq!((shown(&state), state.is_stale()), (vec!["here".to_owned()], false));
    }

    #[test]
    fn the_filter_hides_and_orders() {
        let state = with_findings(&[finding("a", "low", 0, 9, 1), finding("b", "high", 10, 19, 3), finding("c", "low", 20, 29, 8)]);
        assert_eq!(state.visible(), [1, 0, 2]);
        let state = state.after(Action::Sorted(Sort::Place));
        assert_eq!(state.visible(), [0, 1, 2]);
        let state = state.after(Action::Sorted(Sort::Gain));
        assert_eq!(state.visible(), [2, 1, 0]);
        let state = state.after(Action::SeverityToggled(Severity::High));
        assert_eq!(state.visible(), [2, 0]);
        let state = state.after(Action::Searched("ABOUT c".into()));
        assert_eq!(state.visible(), [2]);
        let state = state.after(Action::Searched("dl3007 a".into())).after(Action::SeverityToggled(Severity::High));
        assert_eq!(state.visible(), [2, 1, 0]);
    }

    #[test]
    fn the_most_exact_finding_is_the_one_under_the_caret() {
        let state = with_findings(&[finding("wide", "low", 0, 90, 0), finding("exact", "low", 5, 8, 0)]);
        let moved = |offset| Action::CaretMoved(Caret { offset, line: 1, column: 1 });
        let state = state.after(moved(6));
        assert_eq!(state.finding_at_caret(), Some(1));
        assert_eq!(state.after(moved(40)).finding_at_caret(), Some(0));
    }

    #[test]
    fn the_fixed_text_is_asked_for_once_and_only_where_it_shows() {
        let state = State::new("a").after(answered(1, "2026-01-01", 10));
        assert_eq!(state.fixed_wanted(), None);
        let state = state.after(Action::TabChosen(Tab::Fixed));
        let wanted = state.fixed_wanted().unwrap();
        let state = state.after(Action::FixedAsked(wanted));
        assert_eq!(state.fixed_wanted(), None);
        let state = state.after(Action::UnsafeChosen(true));
        assert!(state.fixed_wanted().unwrap().with_unsafe);
        assert_eq!(typed(state, "b").fixed_wanted(), None);
    }

    #[test]
    fn a_wide_page_never_hides_the_results_for_the_code() {
        let state = State::new("a").after(Action::TabChosen(Tab::Code));
        assert_eq!(state.shown_tab(), Tab::Findings);
        assert_eq!(state.after(Action::WidthChanged(false)).shown_tab(), Tab::Code);
    }

    #[test]
    fn the_explained_finding_closes_when_the_text_changes() {
        let state = with_findings(&[finding("a", "low", 0, 9, 1)]).after(Action::ExplainToggled(0));
        assert_eq!(state.explained, Some(0));
        assert_eq!(typed(state.clone(), "b").explained, None);
        assert_eq!(state.after(Action::ExplainToggled(0)).explained, None);
    }

    #[test]
    fn themes_read_back() {
        for theme in [Theme::System, Theme::Light, Theme::Dark] {
            assert_eq!(Theme::named(theme.word()), theme);
            assert_eq!(theme.next().next().next(), theme);
        }
    }
}
