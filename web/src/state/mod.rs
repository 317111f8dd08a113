//! What the page shows, and how it changes: plain data and pure functions.
//!
//! Nothing here knows the browser, so all of it is tested without one.

mod choices;
mod list;
mod open;
mod shared;
#[cfg(test)]
mod tests;

use plimsoll_report::{Kind, Object, Report, Score, Severity};

pub(crate) use choices::{Caret, Filter, Sort, Tab, Theme, kind_named, kind_word};
pub(crate) use list::order;
pub(crate) use shared::Shared;

use crate::files::{Given, SourceText, UNNAMED, split};

/// Texts up to this many bytes are analysed at once, as long as that is quick.
const SMALL: usize = 32 * 1024;

/// An analysis within one frame of the screen is quick; in tenths of a millisecond.
const QUICK: u32 = 160;

/// The longest wait for a pause in typing, in milliseconds.
const LONGEST_WAIT: u32 = 300;

/// The most findings that the list shows.
pub(crate) const MOST_ROWS: usize = 500;

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
    /// The finding whose rule is explained.
    pub(crate) explained: Option<usize>,
    /// The theme.
    pub(crate) theme: Theme,
    /// What the last edit did to the score of the file that shows; zero where nothing is to be said.
    pub(crate) delta: i32,
    /// Requests since the page was there: to its own origin, and to others.
    pub(crate) requests: (u32, u32),
    /// The text is the user's: not an example, not from a link.
    edited: bool,
    /// The user has been asked once whether an example may take the text's place.
    asked_to_replace: bool,
    /// The revision that `report` is of.
    answered: u32,
    /// How many files were open so far.
    opened: u32,
    /// `report` is of the same file as the next one will be, so the scores of both can be compared.
    compares: bool,
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
    /// The user was asked whether an example may take the place of what they typed.
    AskedToReplace,
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
    /// The user wants a finding's rule explained, or no more.
    ExplainToggled(usize),
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
            explained: None,
            theme: Theme::System,
            delta: 0,
            requests: (0, 0),
            edited: false,
            asked_to_replace: false,
            answered: 0,
            opened: 1,
            compares: false,
        }
    }

    /// The file that shows.
    pub(crate) fn file(&self) -> &SourceText {
        &self.files[self.at]
    }

    /// Whether there is nothing in the file that shows.
    pub(crate) fn is_blank(&self) -> bool {
        self.file().text.trim().is_empty()
    }

    /// The state after `action`.
    pub(crate) fn after(mut self, action: Action) -> State {
        match action {
            Action::Edited(text) => {
                // The old name says nothing of a text that was pasted over the old one; where there are several files, it was chosen.
                if is_another(&self.file().text, &text) {
                    self.compares = false;
                    if self.files.len() == 1 {
                        self.files[self.at].name = UNNAMED.to_owned();
                    }
                }
                self.files[self.at].text = text.into();
                self.edited = true;
                self.revision += 1;
                self.explained = None;
            }
            Action::Opened(files) => self.open(files),
            Action::FilesGiven(files) => self.take(files),
            Action::AskedToReplace => self.asked_to_replace |= self.must_ask(),
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
            Action::ExplainToggled(finding) => self.explained = (self.explained != Some(finding)).then_some(finding),
            Action::ThemeChosen(theme) => self.theme = theme,
            Action::Requested(own, others) => self.requests = (own, others),
        }
        self
    }

    /// Whether the user must be asked before what they typed is replaced; that happens once.
    pub(crate) fn must_ask(&self) -> bool {
        self.edited && !self.asked_to_replace && self.files.iter().any(|file| !file.text.trim().is_empty())
    }

    fn answer(&mut self, seq: u32, report: Report, tenths: u32) {
        self.answered = seq;
        self.tenths = tenths;
        self.trouble = None;
        // An answer about other files than are open now is an old one; the next is on its way.
        self.reports = split(report, &self.files);
        let Some(report) = self.reports.get(self.at).cloned() else { return };
        self.delta = self.report.as_ref().filter(|_| self.compares).map_or(0, |old| change(old, &report));
        self.compares = true;
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

    /// Whether the text is the user's own: typed, or brought here by them.
    pub(crate) fn is_own(&self) -> bool {
        self.edited
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
}

/// What the score of a file won or lost.
fn change(old: &Report, new: &Report) -> i32 {
    match (&old.score, &new.score) {
        (Some(old), Some(new)) => new.value.cast_signed() - old.value.cast_signed(),
        _ => 0,
    }
}

/// Whether so little of `old` is left at both ends of `new` that it is another text rather than an edited one.
fn is_another(old: &str, new: &str) -> bool {
    let alike = |pair: &(u8, u8)| pair.0 == pair.1;
    let before = old.bytes().zip(new.bytes()).take_while(alike).count();
    let behind = old.bytes().rev().zip(new.bytes().rev()).take_while(alike).count();
    before + behind <= old.trim_end().len() / 4
}
