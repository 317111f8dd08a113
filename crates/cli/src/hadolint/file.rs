//! hadolint's configuration file, as it is written. Unknown keys are refused, so that a spelling mistake is not a setting
//! without effect.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use plimsoll_core::labels::LabelType;
use serde::de::{self, Deserialize, Deserializer, SeqAccess, Unexpected, Visitor};

use crate::args::FailOn;
use crate::failure::Failure;

/// The file. A key without a value counts as left out.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default, expecting = "a map of settings")]
pub(super) struct Settings {
    pub(super) ignored: Option<Vec<String>>,
    #[serde(rename = "override")]
    pub(super) overridden: Option<Overrides>,
    pub(super) failure_threshold: Option<Level>,
    #[serde(rename = "trustedRegistries")]
    pub(super) trusted_registries: Option<OneOrMore>,
    pub(super) label_schema: Option<BTreeMap<String, LabelName>>,
    pub(super) strict_labels: Option<bool>,
    pub(super) disable_ignore_pragma: Option<bool>,
    pub(super) no_fail: Option<bool>,
    pub(super) format: Option<String>,
    /// Of no meaning here: `--color` and NO_COLOR say it.
    #[serde(rename = "no-color")]
    _no_color: Option<bool>,
    /// Of no meaning here.
    #[serde(rename = "verbose")]
    _verbose: Option<bool>,
}

/// `override`.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a map of severities")]
pub(super) struct Overrides {
    pub(super) error: Option<Vec<String>>,
    pub(super) warning: Option<Vec<String>>,
    pub(super) info: Option<Vec<String>>,
    pub(super) style: Option<Vec<String>>,
}

impl Settings {
    /// # Errors
    /// Where the file cannot be read, or says what cannot be understood: the message has the position.
    pub(super) fn read(path: &Path) -> Result<Settings, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| Failure(format!("{}: {error}", path.display())))?;
        Settings::parse(&text).map_err(|error| Failure(format!("{}: {error}", path.display())))
    }

    /// # Errors
    /// As of [`Settings::read`].
    pub(super) fn parse(text: &str) -> Result<Settings, serde_yaml::Error> {
        // An empty file is a file without settings.
        Ok(serde_yaml::from_str::<Option<Settings>>(text)?.unwrap_or_default())
    }
}

/// `failure-threshold`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    Error,
    Warning,
    Info,
    Style,
    Ignore,
}

impl Level {
    const NAMES: [(&'static str, Level); 6] = [
        ("error", Level::Error),
        ("warning", Level::Warning),
        ("info", Level::Info),
        ("style", Level::Style),
        ("ignore", Level::Ignore),
        ("none", Level::Ignore),
    ];

    pub(super) fn named(name: &str) -> Option<Level> {
        Self::NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, level)| *level)
    }

    pub(super) fn words() -> String {
        Self::NAMES.map(|(name, _)| name).join(", ")
    }

    /// The threshold that it is here.
    pub(super) fn fail_on(self) -> FailOn {
        match self {
            Level::Error => FailOn::High,
            Level::Warning => FailOn::Medium,
            Level::Info => FailOn::Low,
            Level::Style => FailOn::Info,
            Level::Ignore => FailOn::Never,
        }
    }
}

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(Word { read: Level::named, known: Level::words })
    }
}

/// The type of a label in `label-schema`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LabelName(pub(super) LabelType);

impl LabelName {
    pub(super) fn named(word: &str) -> Option<LabelName> {
        if word.is_empty() { Some(LabelName(LabelType::Text)) } else { LabelType::named(word).map(LabelName) }
    }

    pub(super) fn words() -> String {
        LabelType::NAMES.map(|(name, _)| name).join(", ")
    }
}

impl<'de> Deserialize<'de> for LabelName {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(Word { read: LabelName::named, known: LabelName::words })
    }
}

/// Reads one of some words. An error is given while the word is at hand: only so does it come with the position.
struct Word<T> {
    read: fn(&str) -> Option<T>,
    known: fn() -> String,
}

impl<T> Visitor<'_> for Word<T> {
    type Value = T;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "one of {}", (self.known)())
    }

    fn visit_str<E: de::Error>(self, word: &str) -> Result<T, E> {
        (self.read)(word).ok_or_else(|| E::invalid_value(Unexpected::Str(word), &self))
    }
}

/// A text or a list of texts.
#[derive(Debug)]
pub(super) struct OneOrMore(pub(super) Vec<String>);

impl<'de> Deserialize<'de> for OneOrMore {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Texts;
        impl<'de> Visitor<'de> for Texts {
            type Value = OneOrMore;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a text or a list of texts")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<OneOrMore, E> {
                Ok(OneOrMore(vec![text.to_owned()]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<OneOrMore, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = list.next_element()? {
                    texts.push(text);
                }
                Ok(OneOrMore(texts))
            }
        }
        from.deserialize_any(Texts)
    }
}

#[cfg(test)]
mod tests {
    use super::Settings;

    #[test]
    fn mistakes_have_a_position() {
        for (text, message) in [
            ("ignored: []\nignore: [DL3006]\n", "unknown field `ignore`, expected one of `ignored`"),
            ("override:\n  fatal: [DL3006]\n", "unknown field `fatal`"),
            ("failure-threshold: fatal\n", "string \"fatal\", expected one of error, warning, info, style, ignore, none"),
            ("label-schema:\n  a: int\n", "string \"int\", expected one of text, url"),
            ("strict-labels: maybe\n", "invalid type: string \"maybe\", expected a boolean"),
            ("ignored: DL3006\n", "expected a sequence"),
            ("trustedRegistries: {a: b}\n", "expected a text or a list of texts"),
            ("ignored: [DL3006\n", "did not find expected ',' or ']'"),
        ] {
            let error = Settings::parse(text).unwrap_err().to_string();
            assert!(error.contains(message) && error.contains("line "), "{text}: {error}");
        }
        // Where the file as a whole is of the wrong form there is no place to name.
        assert_eq!(Settings::parse("- DL3006\n").unwrap_err().to_string(), "invalid type: sequence, expected a map of settings");
    }

    #[test]
    fn what_is_empty_sets_nothing() {
        for text in ["", "# nothing\n", "---\n", "ignored:\noverride:\n  error:\nlabel-schema:\n", "no-color: true\nverbose: false\n"] {
            let read = Settings::parse(text).unwrap();
            assert!(read.ignored.is_none() && read.label_schema.is_none(), "{text}");
        }
    }
}
