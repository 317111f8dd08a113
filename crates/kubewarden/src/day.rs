//! Which day it is, for exceptions that end. A module has no clock, and the protocol tells no time.
//!
//! What is known are days that have come: the one in the settings, and those that the API server has written into the object. The latest
//! of them is taken. When an object is made the server has just written `metadata.creationTimestamp`, so for pods that is today; for an
//! object that is changed it may be days ago. Who leaves such a time out, or writes an earlier one, gets no further than `asOf`.

use plimsoll_policy::Date;
use serde_json::Value;

/// A day on which no exception holds.
pub const NEVER: Date = Date { year: 9999, month: 12, day: 31 };

/// The latest day that is known to have come; `None` where none is. O(managed fields).
#[must_use]
pub fn of(request: &Value, as_of: Option<Date>) -> Option<Date> {
    let metadata = request.pointer("/object/metadata");
    let fields = metadata.and_then(|metadata| metadata.get("managedFields")).and_then(Value::as_array);
    let changed = fields.into_iter().flatten().filter_map(|entry| entry.get("time"));
    let made = metadata.and_then(|metadata| metadata.get("creationTimestamp"));
    let written = made.into_iter().chain(changed).filter_map(Value::as_str).filter_map(in_utc);
    written.chain(as_of).max()
}

/// The day of a time as Kubernetes writes it: `2026-11-23T09:30:00Z`.
fn in_utc(time: &str) -> Option<Date> {
    let (day, rest) = time.split_once('T')?;
    rest.ends_with('Z').then(|| Date::parse(day)).flatten()
}

#[cfg(test)]
mod tests {
    use super::{Date, of};
    use serde_json::json;

    #[test]
    fn the_latest_day_that_has_come() {
        let as_of = Date::parse("2026-06-01");
        let day = |metadata, as_of| of(&json!({"object": {"metadata": metadata}}), as_of).map(|day| day.to_string()).unwrap_or_default();
        assert_eq!(day(json!({"creationTimestamp": "2026-11-23T23:59:59Z"}), as_of), "2026-11-23");
        assert_eq!(day(json!({"creationTimestamp": "2025-11-23T23:59:59Z"}), as_of), "2026-06-01");
        assert_eq!(
            day(json!({"creationTimestamp": "2025-11-23T00:00:00Z", "managedFields": [{"time": "2026-07-01T00:00:00Z"}, {}]}), None),
            "2026-07-01"
        );
        for metadata in [json!({}), json!({"creationTimestamp": null}), json!({"creationTimestamp": "2026-11-23"}), json!(7)] {
            assert_eq!(day(metadata, None), "");
        }
        assert_eq!(day(json!({"creationTimestamp": "2026-11-23T00:00:00+02:00"}), None), "");
    }
}
