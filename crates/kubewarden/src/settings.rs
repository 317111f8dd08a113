//! The settings: a policy file as JSON, and beside its keys `asOf`, a day that has come.
//!
//! Nothing is guessed: settings that say nothing are refused as an empty policy file is, and so is a key that is not known.

use plimsoll_policy::{Date, Policy};
use serde_json::Value;

use crate::place;

/// What the settings say.
#[derive(Debug)]
pub struct Settings {
    /// The policy.
    pub policy: Policy,
    /// A day that has come.
    pub as_of: Option<Date>,
}

impl Settings {
    /// Reads settings. O(settings).
    ///
    /// # Errors
    /// What cannot be used and where, as `images.allow[0].registry: …`. The first fault is told.
    pub fn read(mut settings: Value) -> Result<Settings, String> {
        let Some(keys) = settings.as_object_mut() else {
            return Err("the settings are a policy file: a map with `apiVersion`, `kind`, `images`, …".into());
        };
        let as_of = match keys.remove("asOf") {
            None => None,
            Some(Value::String(day)) => Some(Date::parse(&day).ok_or_else(|| format!("asOf: `{day}` is no date of the form YYYY-MM-DD"))?),
            Some(_) => return Err("asOf: a date of the form YYYY-MM-DD is wanted, in quotes".into()),
        };
        if keys.is_empty() {
            return Err("the settings are empty; they are a policy file, and a policy that says nothing is written `kind: Policy`".into());
        }
        // A value has no positions: where something is wrong it is read again as a text, which has.
        match Policy::from_value(&settings) {
            Ok(policy) => Ok(Settings { policy, as_of }),
            Err(error) => Err(located(&settings, error.to_string())),
        }
    }
}

fn located(settings: &Value, message: String) -> String {
    let text = settings.to_string();
    let error = Policy::parse_json(&text).err();
    let place = error.and_then(|error| Some((place::at(&text, error.place?.1), error.message)));
    match place {
        Some((place, message)) if !place.is_empty() => format!("{place}: {message}"),
        Some((_, message)) => message,
        None => message,
    }
}
