//! What the root component is set up with, and everything that it is told.

use plimsoll_report::{Range, TextEdit};

use crate::analysis::Answer;
use crate::files::Given;
use crate::state::Action;

/// How the playground is set up.
#[derive(yew::Properties, PartialEq, Clone, Debug)]
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
    /// Insert a text at an offset, and put the caret so far behind its start.
    Insert(u32, String, u32),
    /// Explain a finding's rule, or no more.
    Explain(usize),
    /// Lead to the fixes of the finding under the caret.
    ShowFixes,
    /// Put the fixed text in the editor.
    ApplyFixed(String),
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
