//! What the page shows, and how it changes: plain data and pure functions.
//!
//! Nothing here knows the browser, so all of it is tested without one.

use std::rc::Rc;

use plimsoll_report::{Kind, Report};

/// The name of a text that has none: it says nothing about the kind, so the text decides.
const UNNAMED: &str = "input";

/// Texts up to this many bytes are analysed at once, as long as that is quick.
const SMALL: usize = 32 * 1024;

/// An analysis within one frame of the screen is quick.
const QUICK: f64 = 16.0;

/// The longest wait for a pause in typing, in milliseconds.
const LONGEST_WAIT: f64 = 300.0;

/// What the page shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct State {
    /// The file's name in the report.
    pub(crate) name: String,
    /// The text in the editor.
    pub(crate) text: Rc<str>,
    /// How the text is to be read; `None` is found out.
    pub(crate) kind: Option<Kind>,
    /// The newest report. It is of an older text while `is_stale`.
    pub(crate) report: Option<Rc<Report>>,
    /// How long that analysis took in the worker, in milliseconds.
    pub(crate) milliseconds: f64,
    /// The caret, as a UTF-16 offset.
    pub(crate) caret: u32,
    /// What went wrong last, in words for the user.
    pub(crate) trouble: Option<String>,
    /// The number of the newest question to the worker.
    asked: u32,
    /// The number of the question that `report` answers.
    answered: u32,
}

/// What can happen.
#[derive(Debug)]
pub(crate) enum Action {
    /// The user changed the text.
    Edited(String),
    /// A text took the editor's place: an example, a shared link.
    Opened { name: String, text: String, kind: Option<Kind> },
    /// The user chose how to read the text.
    KindChosen(Option<Kind>),
    /// The caret moved.
    CaretMoved(u32),
    /// The worker was asked; the number is `State::next_question`'s.
    Asked,
    /// The worker answered.
    Answered { seq: u32, report: Rc<Report>, milliseconds: f64 },
    /// The worker could not answer, or something else went wrong.
    Failed(String),
}

impl State {
    /// A page that shows `text`.
    pub(crate) fn new(text: &str) -> State {
        State {
            name: UNNAMED.to_owned(),
            text: text.into(),
            kind: None,
            report: None,
            milliseconds: 0.0,
            caret: 0,
            trouble: None,
            asked: 0,
            answered: 0,
        }
    }

    /// The state after `action`.
    pub(crate) fn after(mut self, action: Action) -> State {
        match action {
            Action::Edited(text) => self.text = text.into(),
            Action::Opened { name, text, kind } => {
                self.name = if name.is_empty() { UNNAMED.to_owned() } else { name };
                self.text = text.into();
                self.kind = kind;
                self.caret = 0;
                self.trouble = None;
            }
            Action::KindChosen(kind) => self.kind = kind,
            Action::CaretMoved(caret) => self.caret = caret,
            Action::Asked => self.asked = self.next_question(),
            // Answers may come out of order after a restart of the worker; an older one never replaces a newer one.
            Action::Answered { seq, report, milliseconds } => {
                if seq > self.answered {
                    self.answered = seq;
                    self.report = Some(report);
                    self.milliseconds = milliseconds;
                    self.trouble = None;
                }
            }
            Action::Failed(message) => self.trouble = Some(message),
        }
        self
    }

    /// The number that the next question to the worker carries.
    pub(crate) fn next_question(&self) -> u32 {
        self.asked + 1
    }

    /// Whether the report is of an older text than the editor's.
    pub(crate) fn is_stale(&self) -> bool {
        self.answered < self.asked
    }

    /// How long to wait for a pause in typing before the next analysis, in milliseconds.
    pub(crate) fn wait(&self) -> u32 {
        if self.text.len() < SMALL && self.milliseconds < QUICK {
            return 0;
        }
        (4.0 * self.milliseconds).min(LONGEST_WAIT) as u32
    }

    /// The kind that the text was read as, else is to be read as.
    pub(crate) fn shown_kind(&self) -> Option<Kind> {
        self.kind.or_else(|| Some(self.report.as_ref()?.files.first()?.kind))
    }

    /// The finding under the caret: the one with the shortest range, which is the most exact.
    pub(crate) fn finding_at_caret(&self) -> Option<usize> {
        let findings = self.report.as_ref()?.findings.iter().enumerate();
        let under = findings.filter(|(_, f)| f.offsets.0 <= self.caret && self.caret <= f.offsets.1);
        under.min_by_key(|(_, f)| f.offsets.1 - f.offsets.0).map(|(index, _)| index)
    }
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

    fn report(as_of: &str) -> Rc<Report> {
        let json = format!(
            r#"{{"schemaVersion":1,"tool":{{"name":"plimsoll","version":"0","rulesetVersion":"0","catalogDate":"2026-01-01"}},
                "asOf":"{as_of}","files":[],"findings":[],"suppressed":[],"unusedIgnores":[],"images":[],"score":null}}"#
        );
        Rc::new(serde_json::from_str(&json).unwrap())
    }

    fn answered(seq: u32, as_of: &str, milliseconds: f64) -> Action {
        Action::Answered { seq, report: report(as_of), milliseconds }
    }

    #[test]
    fn the_newest_answer_wins() {
        let state = State::new("FROM scratch\n").after(Action::Asked).after(Action::Asked);
        assert!(state.is_stale());
        let state = state.after(answered(2, "2026-01-02", 1.0));
        assert!(!state.is_stale());
        let state = state.after(answered(1, "2026-01-01", 1.0));
        assert_eq!(state.report.unwrap().as_of, "2026-01-02");
    }

    #[test]
    fn an_old_report_stays_until_the_next_is_there() {
        let state = State::new("a").after(Action::Asked).after(answered(1, "2026-01-01", 1.0));
        let state = state.after(Action::Edited("b".into())).after(Action::Asked);
        assert!(state.is_stale() && state.report.is_some());
    }

    #[test]
    fn small_and_quick_texts_are_not_kept_waiting() {
        let quick = State::new("a").after(Action::Asked).after(answered(1, "2026-01-01", 2.0));
        assert_eq!(quick.wait(), 0);
        let slow = quick.after(Action::Asked).after(answered(2, "2026-01-01", 40.0));
        assert_eq!(slow.wait(), 160);
        let slower = slow.after(Action::Asked).after(answered(3, "2026-01-01", 4000.0));
        assert_eq!(slower.wait(), 300);
    }

    #[test]
    fn a_new_answer_ends_trouble() {
        let state = State::new("a").after(Action::Failed("no".into()));
        assert!(state.trouble.is_some());
        assert!(state.after(Action::Asked).after(answered(1, "2026-01-01", 1.0)).trouble.is_none());
    }

    #[test]
    fn words_of_kinds_read_back() {
        for kind in [None, Some(Kind::Dockerfile), Some(Kind::Kubernetes)] {
            assert_eq!(kind_named(kind_word(kind)), kind);
        }
    }
}
