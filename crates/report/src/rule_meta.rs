//! What is known of a rule without running it.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::{Category, Severity, Text};

/// A rule in the words of every surface.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct RuleMeta {
    /// kebab-case, naming the fault.
    #[cfg_attr(feature = "typescript", ts(type = "RuleId"))]
    pub id: Text,
    /// The fault in a few words.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub summary: Text,
    /// What to do about it.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub help: Text,
    /// Its page.
    pub help_uri: String,
    /// The usual severity.
    pub severity: Severity,
    /// The score category.
    pub category: Category,
    /// Whether its findings come with a fix.
    #[cfg_attr(feature = "typescript", ts(type = "\"none\" | Applicability"))]
    pub fixable: Text,
    /// The smallest preset that runs it.
    #[cfg_attr(feature = "typescript", ts(type = "\"default\" | \"strict\" | \"all\""))]
    pub preset: Text,
    /// Rules of one family fire at most once per place, and count as one in the score.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub family: Text,
    /// Peers' names for the same fault: `hadolint:DL3007`.
    #[cfg_attr(feature = "typescript", ts(type = "string[]"))]
    pub aliases: Vec<Text>,
}
