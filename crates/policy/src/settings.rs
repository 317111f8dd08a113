//! A policy as the settings of a Kubewarden module: JSON, and beside the keys of a policy file `asOf`, a day that has come.
//!
//! Settings that say nothing are refused, as an empty policy file is: who forgets them would let everything in.

use std::fmt;

use plimsoll_core::Date;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};

use crate::Policy;
use crate::file::{Day, File};
use crate::read::{FileError, Text};

/// The key of the day.
const AS_OF: &str = "asOf";

/// What settings say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// The policy.
    pub policy: Policy,
    /// A day that has come.
    pub as_of: Option<Date>,
}

impl Settings {
    /// Reads settings. O(n).
    ///
    /// # Errors
    /// What cannot be used, with its place. The first fault is told.
    pub fn parse_json(text: &str) -> Result<Settings, FileError> {
        serde_json::from_str(text)
            .map_err(|error| FileError::of(&error.to_string(), (error.line() > 0).then(|| (error.line(), error.column()))))
    }
}

impl<'de> Deserialize<'de> for Settings {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Settings;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map with `apiVersion`, `kind`, …, a policy,")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Settings, A::Error> {
                let (mut as_of, mut is_empty) = (None, true);
                let rest = Rest { map, as_of: &mut as_of, is_empty: &mut is_empty };
                let file = File::deserialize(MapAccessDeserializer::new(rest))?;
                if is_empty {
                    return Err(de::Error::custom(
                        "the settings say nothing; they are a policy, and one that says nothing is written `kind: Policy`",
                    ));
                }
                Ok(Settings { policy: Policy::of(file), as_of })
            }
        }
        from.deserialize_map(Reader)
    }
}

/// The keys of a policy file.
struct Rest<'r, A> {
    map: A,
    as_of: &'r mut Option<Date>,
    is_empty: &'r mut bool,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Rest<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        while let Some(key) = self.map.next_key::<String>()? {
            if key != AS_OF {
                *self.is_empty = false;
                return seed.deserialize(key.into_deserializer()).map(Some);
            }
            let day = self.map.next_value::<Text<Day>>()?;
            if self.as_of.replace(day.0.0).is_some() {
                return Err(de::Error::duplicate_field(AS_OF));
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

#[cfg(test)]
mod tests {
    use super::Settings;

    #[test]
    fn a_policy_and_a_day() {
        let settings = Settings::parse_json("{\"kind\": \"Policy\", \"asOf\": \"2026-11-23\", \"gate\": {\"minScore\": 80}}").unwrap();
        assert_eq!((settings.policy.min_score, settings.as_of.map(|day| day.to_string()).as_deref()), (Some(80), Some("2026-11-23")));
        for (text, place, needle) in [
            ("{}", (1, 2), "say nothing"),
            ("{\"asOf\": \"2026-11-23\"}", (1, 22), "say nothing"),
            ("{\n  \"asOf\": \"soon\"}", (2, 16), "no date"),
            ("{\"asOf\": \"2026-11-23\", \"asOf\": \"2026-11-23\"}", (1, 44), "duplicate"),
            ("{\"asof\": \"2026-11-23\"}", (1, 7), "no key `asof`"),
            ("null", (1, 4), "a policy,"),
        ] {
            let error = Settings::parse_json(text).unwrap_err();
            assert!(error.message.contains(needle), "{text}: {error}");
            assert_eq!(error.place, Some(place), "{text}: {error}");
        }
    }
}
