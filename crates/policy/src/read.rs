//! Pieces for reading typed values with their places: errors are raised while the text at fault is at hand, because only then the
//! reader knows where that is.

use std::fmt;
use std::marker::PhantomData;

use plimsoll_core::nearest::nearest;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};

/// Why a policy file cannot be used, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    /// What is wrong.
    pub message: String,
    /// Line and column from one; `None` where there is no place to name.
    pub place: Option<(usize, usize)>,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some((line, column)) => write!(f, "{line}:{column}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for FileError {}

impl FileError {
    /// From a reader's message, which may have the place behind it.
    pub(crate) fn of(message: &str, place: Option<(usize, usize)>) -> FileError {
        let message = message.rfind(" at line ").and_then(|at| message.get(..at)).unwrap_or(message);
        FileError { message: with_nearest(message), place }
    }
}

/// Adds "did you mean …" to what serde says of unknown names.
fn with_nearest(message: &str) -> String {
    let Some((path, rest)) = message.split_once("unknown field `") else { return message.to_owned() };
    let Some((name, expected)) = rest.split_once('`') else { return message.to_owned() };
    let known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    let list = known.join(", ");
    match nearest(name, known.iter().copied()) {
        Some(meant) => format!("{path}there is no key `{name}` here; did you mean `{meant}`? The keys are {list}"),
        None => format!("{path}there is no key `{name}` here; the keys are {list}"),
    }
}

/// A value that is written as one text.
pub(crate) trait Word: Sized {
    /// What it is, for messages.
    const WHAT: &'static str;

    /// # Errors
    /// What is wrong with the text, as a sentence.
    fn read(text: &str) -> Result<Self, String>;
}

/// A value that is written as one text.
#[derive(Clone, Debug)]
pub(crate) struct Text<T>(pub(crate) T);

impl<'de, T: Word> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader<T>(PhantomData<T>);
        impl<T: Word> Visitor<'_> for Reader<T> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(T::WHAT)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
                T::read(text).map_err(E::custom)
            }
        }
        from.deserialize_str(Reader(PhantomData)).map(Text)
    }
}

/// A value that is written as a map whose keys must fit each other.
pub(crate) trait Checked: Sized {
    /// The map.
    type Raw: for<'de> Deserialize<'de>;
    /// What it is, for messages.
    const WHAT: &'static str;

    /// # Errors
    /// What does not fit, as a sentence.
    fn check(raw: Self::Raw) -> Result<Self, String>;
}

/// A value that is written as a map whose keys must fit each other.
#[derive(Clone, Debug)]
pub(crate) struct Map<T>(pub(crate) T);

impl<'de, T: Checked> Deserialize<'de> for Map<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader<T>(PhantomData<T>);
        impl<'de, T: Checked> Visitor<'de> for Reader<T> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(T::WHAT)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
                T::check(T::Raw::deserialize(MapAccessDeserializer::new(map))?).map_err(de::Error::custom)
            }
        }
        from.deserialize_map(Reader(PhantomData)).map(Map)
    }
}
