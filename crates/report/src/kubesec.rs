//! What kubesec says of an object.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::Text;

/// kubesec's score of an object, for those who compare or migrate: its rules, points and words, as they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Kubesec {
    /// How kubesec calls the object: `Deployment/web.default`.
    pub object: String,
    /// The sum of the points of the rules that match; open at both ends.
    pub score: i32,
    /// kubesec's verdict in words.
    pub message: String,
    /// What the score is made of.
    pub scoring: KubesecScoring,
}

/// The rules that apply to the object's kind: biggest points first, then by selector.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct KubesecScoring {
    /// Rules with negative points that match.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<KubesecRule>>"))]
    pub critical: Vec<KubesecRule>,
    /// Rules with positive points that match.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<KubesecRule>>"))]
    pub passed: Vec<KubesecRule>,
    /// Rules with positive points that do not match: what could still be gained.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<KubesecRule>>"))]
    pub advise: Vec<KubesecRule>,
}

/// One of kubesec's rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct KubesecRule {
    /// kubesec's id.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub id: Text,
    /// Which fields the rule looks at, in kubesec's notation.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub selector: Text,
    /// Why it matters.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub reason: Text,
    /// What a match adds to the score, or takes from it.
    pub points: i32,
}
