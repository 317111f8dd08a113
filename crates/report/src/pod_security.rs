//! What the Pod Security Standards say of an object's pods.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

use crate::Text;

/// The strictest level of the Pod Security Standards that lets an object's pods in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PodSecurity {
    /// The version of the standards it was judged by: `v1.37`.
    pub version: String,
    /// The level: every check of it and of the levels below holds.
    pub level: PodSecurityLevel,
    /// What keeps the pods from a stricter level: checks of the baseline level first, each level's by name, then in the order of the pod.
    pub failed: Vec<PodSecurityFailure>,
}

/// A level of the Pod Security Standards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum PodSecurityLevel {
    /// Anything goes.
    Privileged,
    /// Known ways to more privileges are closed.
    Baseline,
    /// Pods are hardened.
    Restricted,
}

impl PodSecurityLevel {
    /// The level's name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            PodSecurityLevel::Privileged => "privileged",
            PodSecurityLevel::Baseline => "baseline",
            PodSecurityLevel::Restricted => "restricted",
        }
    }
}

/// A place that fails a check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct PodSecurityFailure {
    /// The check, as Kubernetes names it: `capabilities_restricted`.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub check: Text,
    /// The level the check belongs to.
    #[cfg_attr(feature = "typescript", ts(type = "\"baseline\" | \"restricted\""))]
    pub level: PodSecurityLevel,
    /// The field at fault, or where one is missing what is written of its parents: `spec.containers[0].securityContext`.
    pub path: String,
}
