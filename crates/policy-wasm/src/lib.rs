//! Policies for JavaScript, in a WebAssembly of their own: the analysis does without the reader of policy files, and a page loads
//! this one when somebody asks about admission.
//!
//! It converts and nothing else. Results are JSON texts, as those of the analysis are.

use plimsoll_policy::scene::{self, Settings, Webhook};
use plimsoll_policy::{Date, Policy};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The settings of a play, as JavaScript hands them over.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct JsSettings {
    webhook: String,
    default_allow: bool,
    allow_ttl: i64,
    deny_ttl: i64,
    retry_backoff: i64,
}

/// What is wrong with an argument.
#[derive(Serialize)]
struct Problem {
    pointer: &'static str,
    message: String,
}

/// Answers a review (ImageReview or AdmissionReview, JSON) by a policy file in YAML; the review with the verdict as JSON.
///
/// # Errors
/// A policy or a review that cannot be used: a JSON list of `{ pointer, message }`.
#[wasm_bindgen]
pub fn admit(review: &str, policy: &str, as_of: &str) -> Result<String, JsValue> {
    let (policy, as_of) = (read(policy)?, date(as_of)?);
    let answer = plimsoll_policy::admit(review, &policy.images, as_of).map_err(|error| problem("/review", error.0))?;
    Ok(answer.to_json())
}

/// What in a policy file is broader than it looks, as a JSON list of sentences.
///
/// # Errors
/// A policy that cannot be used.
#[wasm_bindgen(js_name = checkPolicy)]
pub fn check(policy: &str, as_of: &str) -> Result<String, JsValue> {
    Ok(json(&read(policy)?.warnings(date(as_of)?)))
}

/// What a policy file says of a run, for the analysis, and what in it is broader than it looks: JSON, `{ options, findings }`.
///
/// # Errors
/// A policy that cannot be used.
#[wasm_bindgen(js_name = readPolicy)]
pub fn read_policy(policy: &str, as_of: &str) -> Result<String, JsValue> {
    let policy = read(policy)?;
    let findings = policy.warnings(date(as_of)?);
    Ok(json(&serde_json::json!({"options": plimsoll_policy::wire::options(&policy), "findings": findings})))
}

/// Plays what the API server does when a manifest is applied; the steps as JSON.
///
/// # Errors
/// A policy or settings that cannot be used.
#[wasm_bindgen]
pub fn play(manifest: &str, policy: &str, settings: JsValue, as_of: &str) -> Result<String, JsValue> {
    let given: JsSettings = serde_wasm_bindgen::from_value(settings).map_err(|error| problem("/settings", error.to_string()))?;
    let webhook = Webhook::named(&given.webhook).ok_or_else(|| problem("/settings/webhook", "there is no such state".to_owned()))?;
    let settings = Settings {
        webhook,
        default_allow: given.default_allow,
        allow_ttl: given.allow_ttl,
        deny_ttl: given.deny_ttl,
        retry_backoff: given.retry_backoff,
    };
    Ok(json(&scene::play(manifest, &read(policy)?.images, settings, date(as_of)?)))
}

fn read(policy: &str) -> Result<Policy, JsValue> {
    Policy::parse(policy).map_err(|error| problem("/policy", error.to_string()))
}

fn date(as_of: &str) -> Result<Date, JsValue> {
    Date::parse(as_of).ok_or_else(|| problem("/asOf", "not a date of the form YYYY-MM-DD".to_owned()))
}

fn problem(pointer: &'static str, message: String) -> JsValue {
    JsValue::from_str(&json(&[Problem { pointer, message }]))
}

/// None of our types can fail to become JSON; `null` would be the answer if one did.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}
