//! Pieces for reading typed values with their places: errors are raised while the text at fault is at hand, because only then the
//! reader knows where that is.

use std::fmt;
use std::marker::PhantomData;

use plimsoll_core::nearest::nearest;
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Unexpected, Visitor};

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
        let message = without_places(message);
        let message = retold(&message).unwrap_or_else(|| with_nearest(&message));
        FileError { message, place }
    }

    /// The same for a text in YAML, in which more can be pointed at than the reader does. O(n).
    #[cfg(feature = "yaml")]
    pub(crate) fn in_yaml(text: &str, message: &str, place: Option<(usize, usize)>) -> FileError {
        let line = |number: usize| text.lines().nth(number.saturating_sub(1)).unwrap_or_default();
        if message.contains("more than one document") {
            let place = second_document(text).map(|number| (number, 1));
            return FileError {
                message: "a policy file is one document, and another begins here: keep one of them in this file".into(),
                place,
            };
        }
        if let Some((path, name)) = message.split_once("duplicate field `").and_then(|(path, rest)| Some((path, rest.split_once('`')?.0))) {
            let message = format!("{path}`{name}` is given twice: write all of it in one place");
            return FileError { message, place: twice(text, name).or(place) };
        }
        if let Some((number, column)) = place
            && let Some(tab) = line(number).find('\t').filter(|tab| line(number).get(..*tab).is_some_and(|before| before.trim().is_empty()))
            && column <= tab + 2
        {
            return FileError { message: "YAML is not indented by a tab character: write blanks".into(), place: Some((number, tab + 1)) };
        }
        FileError::of(message, place)
    }
}

/// A reader's message without the places that it names: the one that counts is told by itself.
fn without_places(message: &str) -> String {
    let mut parts = message.split(" at line ");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = |text: &str| text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let rest = part.get(digits(part)..).and_then(|rest| rest.strip_prefix(" column "));
        match rest.and_then(|rest| rest.get(digits(rest)..)) {
            Some(rest) => text.push_str(rest),
            None => {
                text.push_str(" at line ");
                text.push_str(part);
            }
        }
    }
    text
}

/// The line of the `---` that begins a second document. O(n).
#[cfg(feature = "yaml")]
fn second_document(text: &str) -> Option<usize> {
    let mut is_begun = false;
    for (number, line) in text.lines().enumerate() {
        let is_separator = line == "---" || line.starts_with("--- ");
        if is_separator && is_begun {
            return Some(number + 1);
        }
        is_begun |= is_separator || !(line.trim().is_empty() || line.starts_with(['#', '%']));
    }
    None
}

/// The place of a key's second time, in a text in YAML or JSON. O(n).
#[cfg(feature = "yaml")]
fn twice(text: &str, key: &str) -> Option<(usize, usize)> {
    let stream = plimsoll_yaml::read(text);
    let duplicate = stream.documents.first()?.duplicates.iter().find(|duplicate| duplicate.key == key)?;
    let before = text.get(..duplicate.span.start)?;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    Some((before.matches('\n').count() + 1, before.get(start..)?.chars().count() + 1))
}

/// What serde says of a value of another type, in words that writers of YAML know.
fn retold(message: &str) -> Option<String> {
    let (path, rest) = message.split_once("invalid type: ").or_else(|| message.split_once("invalid value: "))?;
    let (found, wanted) = rest.rsplit_once(", expected ")?;
    let found = match found.split_once(' ') {
        _ if found == "sequence" => "a list".to_owned(),
        _ if found == "map" => "a map".to_owned(),
        _ if found.starts_with("unit") || found == "null" => "nothing".to_owned(),
        Some(("string", text)) => format!("the text {text}"),
        Some(("boolean", word)) => word.to_owned(),
        Some(("integer", number)) => format!("the number {}", number.trim_matches('`')),
        Some(("floating", number)) => format!("the number {}", number.trim_start_matches("point").trim().trim_matches('`')),
        _ => found.to_owned(),
    };
    let wanted = match wanted {
        "a sequence" => "a list, each entry behind `- `,",
        "a boolean" => "`true` or `false`",
        "a string" => "a text",
        "a map" => "a map",
        wanted => wanted,
    };
    Some(format!("{path}this is {found}, where {wanted} belongs"))
}

/// A list that must not be empty: an empty one would switch off what it belongs to.
#[derive(Clone, Debug)]
pub(crate) struct Filled<T>(pub(crate) Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Filled<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Reader<T> {
            type Value = Vec<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a sequence")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
                let mut all = Vec::new();
                while let Some(one) = list.next_element()? {
                    all.push(one);
                }
                if all.is_empty() {
                    return Err(de::Error::custom("the list is empty, so that nothing would be looked at; leave the key out for all"));
                }
                Ok(all)
            }
        }
        from.deserialize_seq(Reader(PhantomData)).map(Filled)
    }
}

/// A score: a whole number from 0 to 100.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Score(pub(crate) u8);

impl<'de> Deserialize<'de> for Score {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = u8;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number from 0 to 100")
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<u8, E> {
                let score = u8::try_from(number).ok().filter(|score| *score <= 100);
                score.ok_or_else(|| E::invalid_value(Unexpected::Unsigned(number), &self))
            }
        }
        from.deserialize_u8(Reader).map(Score)
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
