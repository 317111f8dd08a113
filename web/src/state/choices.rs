//! What the user can choose on the page, as plain data with the words for it.

use plimsoll_report::{Kind, Severity};

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

impl Tab {
    /// All, with their words.
    pub(crate) const ALL: [(Tab, &'static str); 5] =
        [(Tab::Code, "code"), (Tab::Findings, "findings"), (Tab::Images, "images"), (Tab::Fixed, "fixed"), (Tab::Admission, "admission")];

    /// The part of a word.
    pub(crate) fn named(word: &str) -> Option<Tab> {
        Tab::ALL.into_iter().find(|(_, name)| *name == word).map(|(tab, _)| tab)
    }

    /// The word of a part.
    pub(crate) fn word(self) -> &'static str {
        Tab::ALL[self as usize].1
    }
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
