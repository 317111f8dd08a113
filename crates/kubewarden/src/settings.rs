//! Reading settings, and saying where they are at fault: nobody has seen the text that the host makes of them, so that places are told as
//! `images.allow[0].registry` and not by line and column.

use plimsoll_policy::{FileError, Settings};
use serde_json::value::RawValue;

use crate::place;

/// Reads settings. O(settings).
///
/// # Errors
/// What cannot be used and where. The first fault is told.
pub fn read(settings: &str) -> Result<Settings, String> {
    Settings::parse_json(settings).map_err(|error| located(settings, error))
}

fn located(settings: &str, error: FileError) -> String {
    if let Err(error) = serde_json::from_str::<&RawValue>(settings) {
        return format!("the settings are no JSON: {error}");
    }
    let place = error.place.map(|(line, column)| place::at(settings, line, column)).unwrap_or_default();
    if place.is_empty() { error.message } else { format!("{place}: {}", error.message) }
}
