//! Plimsoll's image policy as a Kubewarden module: the three functions of the policy protocol, version 1.
//!
//! Protocol: docs.kubewarden.io, "Policy communication specification". Texts go in and out as JSON. The decisions are
//! `plimsoll_policy`'s; the module calls nothing on its host, so it knows no date but those it is shown ([`day`]), and what it cannot
//! read it refuses.
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic))]

pub mod day;
#[cfg(target_arch = "wasm32")]
mod guest;
pub mod place;
pub mod settings;

use plimsoll_policy::admission::{Audit, decide_request};
use plimsoll_policy::{Admission, ImagePolicy, Settings};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

/// The HTTP status of a refusal, as the user sees it.
const FORBIDDEN: u16 = 403;
/// The HTTP status where the module has been set up wrongly.
const SET_UP_WRONGLY: u16 = 500;

/// What `validate` is asked. The settings stay a text, so that they are read once and their faults have places.
#[derive(Deserialize)]
struct Question<'q> {
    #[serde(default)]
    request: Value,
    #[serde(borrow)]
    settings: Option<&'q RawValue>,
}

/// The answer to `validate`: `ValidationResponse` of the protocol, which has more fields for policies that change objects.
#[derive(Serialize)]
struct Verdict {
    accepted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<u16>,
    audit_annotations: Audit,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
}

/// The answer to `validate_settings`.
#[derive(Serialize)]
struct SettingsVerdict {
    valid: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

/// The version of the protocol, as JSON.
#[must_use]
pub fn protocol_version(_: &[u8]) -> Vec<u8> {
    b"\"v1\"".to_vec()
}

/// Says whether settings can be used. O(settings).
#[must_use]
pub fn validate_settings(settings: &[u8]) -> Vec<u8> {
    let outcome = match str::from_utf8(settings) {
        Ok(settings) => settings::read(settings).map(drop),
        Err(error) => Err(format!("the settings are no text: {error}")),
    };
    json(&SettingsVerdict { valid: outcome.is_ok(), message: outcome.err() })
}

/// Decides on a request with its settings, `{"request": …, "settings": …}`. O(request · policy).
#[must_use]
pub fn validate(question: &[u8]) -> Vec<u8> {
    let (admission, code) = match serde_json::from_slice(question) {
        Ok(question) => decide(question),
        Err(error) => (Admission::refused(format!("the request is no JSON that can be read: {error}")), FORBIDDEN),
    };
    json(&Verdict {
        accepted: admission.allowed,
        code: (!admission.allowed).then_some(code),
        message: (!admission.allowed).then_some(admission.message),
        audit_annotations: admission.audit,
        warnings: admission.warnings,
    })
}

fn decide(question: Question<'_>) -> (Admission, u16) {
    let settings = match settings::read(question.settings.map_or("{}", RawValue::get)) {
        Ok(settings) => settings,
        Err(message) => return (Admission::refused(format!("the settings of this policy cannot be used: {message}")), SET_UP_WRONGLY),
    };
    if !question.request.is_object() {
        return (Admission::refused("there is no request to look at"), FORBIDDEN);
    }
    (judge(&question.request, settings), FORBIDDEN)
}

/// Exceptions end on a day. Where none is known none of them holds, and the answer says so.
fn judge(request: &Value, settings: Settings) -> Admission {
    let policy = settings.policy.images;
    if let Some(day) = day::of(request, settings.as_of) {
        return decide_request(request, &policy, day);
    }
    let has_exceptions = !policy.exceptions.is_empty();
    let policy = ImagePolicy { exceptions: Vec::new(), ..policy };
    let mut admission = decide_request(request, &policy, day::NEVER);
    if has_exceptions && !admission.allowed {
        admission.message.push_str("; no exception holds, because neither the object nor `asOf` in the settings says what day it is");
    }
    admission
}

fn json(answer: &impl Serialize) -> Vec<u8> {
    // Texts, numbers and booleans: there is nothing in it that could not be JSON.
    serde_json::to_vec(answer).unwrap_or_default()
}

#[cfg(test)]
mod tests;
