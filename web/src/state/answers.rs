//! What the worker gives besides reports, and what it is of, so that an old answer is known for one.

use plimsoll_report::Report;

use super::Settings;

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
