//! Score and grade.

use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::{Category, Text};

/// The letter for a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Grade {
    /// Under 60.
    F,
    /// 60 and more.
    D,
    /// 70 and more.
    C,
    /// 80 and more.
    B,
    /// 90 and more.
    A,
    /// 100, and nothing high or critical suppressed.
    #[serde(rename = "A+")]
    #[cfg_attr(feature = "typescript", ts(rename = "A+"))]
    APlus,
}

impl Grade {
    /// The letter as shown.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Grade::F => "F",
            Grade::D => "D",
            Grade::C => "C",
            Grade::B => "B",
            Grade::A => "A",
            Grade::APlus => "A+",
        }
    }
}

/// An explained number from 0 (worst) to 100.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Score {
    /// The version of the formula.
    #[cfg_attr(feature = "typescript", ts(type = "1"))]
    pub version: u32,
    /// The score: the lower of `base` and `cap`.
    pub value: u32,
    /// The letter.
    pub grade: Grade,
    /// 100 less what the categories lose.
    pub base: u32,
    /// The highest score that the worst finding allows.
    pub cap: u32,
    /// The rules that set the cap, whether or not it binds.
    #[cfg_attr(feature = "typescript", ts(type = "RuleId[]"))]
    pub capped_by: Vec<Text>,
    /// What each category loses of its budget.
    pub categories: Vec<CategoryScore>,
    /// How many findings are suppressed.
    pub suppressed: u32,
    /// The score if nothing were suppressed.
    pub value_unsuppressed: u32,
    /// Some values could not be read: graded on what is visible.
    pub incomplete: bool,
}

/// Points of one category.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct CategoryScore {
    /// Which.
    pub id: Category,
    /// The most it can lose.
    pub budget: u32,
    /// What it loses, rounded up to a whole point.
    pub lost: u32,
    /// What it would lose without a budget, rounded up.
    pub over: u32,
}
