//! The tree: values, where they are written, and how to get at them.
//!
//! It never coerces: a number is no string here, as it is none for the API server.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use plimsoll_text::Span;

/// A value and where it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<'a> {
    /// Where this value is written, without its anchor and tag. For an alias where the `*alias` stands; the nodes below it have the
    /// spans of the anchored value. For a missing value (`key:`) the empty span where it would stand, or the template action that makes it.
    pub span: Span,
    /// The value.
    pub value: Value<'a>,
    /// The text of this value stands for other places of the document too (it is anchored and aliased, or part of such a value):
    /// an edit here changes those as well.
    pub shared: bool,
    /// A map into which merge keys (`<<`) bring entries that are written elsewhere, whether or not any of them counts in the end.
    pub merges: bool,
    /// How it is written.
    pub style: Style,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// A scalar without quotes, or a missing value.
    Plain,
    /// `'single quotes'`.
    Single,
    /// `"double quotes"`, also every string in JSON.
    Double,
    /// `|`, line breaks kept.
    Literal,
    /// `>`, lines folded.
    Folded,
    /// A map or list in block style.
    Block,
    /// A map or list in flow style (`{…}`, `[…]`), also every one in JSON.
    Flow,
}

/// What Kubernetes makes of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// `null`, `~` or nothing at all. For Kubernetes the same as an absent field.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number, also one that is written as a float (`1e3`, `80.0`).
    Int(i64),
    /// A whole number above [`i64::MAX`].
    UInt(u64),
    /// Another number. Always finite.
    Float(f64),
    /// A string.
    String(Cow<'a, str>),
    /// A scalar that holds a template action (`{{ … }}`, `{% … %}`, `<% … %>`): its text as far as it is known. What it will be, and
    /// of which type, is not known.
    Template(Cow<'a, str>),
    /// A list.
    Seq(Vec<Node<'a>>),
    /// A map.
    Map(Map<'a>),
}

/// A map as Kubernetes reads it: merge keys are resolved, of equal keys only the last is left.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map<'a> {
    /// The entries, in the order in which they were read.
    pub entries: Vec<Entry<'a>>,
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'a> {
    /// The key as a string, the way Kubernetes makes one of it: `y:` gives `true`, `010:` gives `8`.
    pub key: Cow<'a, str>,
    /// Where the key is written, its quotes included.
    pub key_span: Span,
    /// The value.
    pub value: Node<'a>,
}

impl<'a> Map<'a> {
    /// The entry with this key (case-sensitive). O(entries).
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry<'a>> {
        self.entries.iter().find(|e| e.key == key)
    }

    /// The value of this key (case-sensitive). O(entries).
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.entry(key).map(|e| &e.value)
    }
}

impl<'a> Node<'a> {
    /// The value of a key; `None` if this is no map or has no such key. A null is a value.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.entry(key).map(|e| &e.value)
    }

    /// The entry of a key, for the place of the key itself.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry<'a>> {
        self.as_map().and_then(|m| m.entry(key))
    }

    /// Follows the keys one after the other; the node itself for no keys.
    #[must_use]
    pub fn path(&self, keys: &[&str]) -> Option<&Node<'a>> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The items of a list; nothing for any other value.
    #[must_use]
    pub fn items(&self) -> &[Node<'a>] {
        match &self.value {
            Value::Seq(items) => items,
            _ => &[],
        }
    }

    /// The entries of a map; nothing for any other value.
    #[must_use]
    pub fn entries(&self) -> &[Entry<'a>] {
        self.as_map().map_or(&[], |m| &m.entries)
    }

    /// The map, if it is one.
    #[must_use]
    pub fn as_map(&self) -> Option<&Map<'a>> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The string, if it is one. A template is none.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean, if it is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(b) => Some(b),
            _ => None,
        }
    }

    /// The whole number, if it is one that fits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        match self.value {
            Value::Int(n) => Some(n),
            _ => None,
        }
    }

    /// The number, if it is one. Whole numbers above 2⁵³ are rounded.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // Said in the documentation.
    pub fn as_f64(&self) -> Option<f64> {
        match self.value {
            Value::Int(n) => Some(n as f64),
            Value::UInt(n) => Some(n as f64),
            Value::Float(n) => Some(n),
            _ => None,
        }
    }

    /// Whether the value is null.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// Whether the value is not known because a template makes it.
    #[must_use]
    pub fn is_template(&self) -> bool {
        matches!(self.value, Value::Template(_))
    }

    /// What sort of value this is, for messages: `a string`, `a number`, …
    #[must_use]
    pub fn kind_name(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Int(_) | Value::UInt(_) | Value::Float(_) => "a number",
            Value::String(_) => "a string",
            Value::Template(_) => "a template",
            Value::Seq(_) => "a list",
            Value::Map(_) => "a map",
        }
    }
}
