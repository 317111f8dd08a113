//! A Kubernetes object as rules see it.
//!
//! Getters never coerce: a field of the wrong type is [`Field::Wrong`], about which only `invalid-type` speaks.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_report::ObjectRef;
use plimsoll_text::Span;
use plimsoll_yaml::{Node, Value};

/// An object of a manifest; Lists are flattened into their items.
#[derive(Clone, Debug)]
pub struct Object<'a> {
    /// Its number in the file.
    pub index: usize,
    /// Its root map.
    pub root: &'a Node<'a>,
    /// `apps/v1`; of a List's item, the list's where it has none itself. Empty where missing.
    pub api_version: &'a str,
    /// `Deployment`; of an `XList`'s item `X` where it has none itself. Empty where missing.
    pub kind: &'a str,
    /// Where it stands: a document, or an item of a List.
    pub span: Span,
    /// Written as a template or a patch, or not all of it could be read: that a field is missing says nothing.
    pub template: bool,
}

impl<'a> Object<'a> {
    /// The API group: `apps` of `apps/v1`, empty for the core group.
    #[must_use]
    pub fn group(&self) -> &'a str {
        self.api_version.split_once('/').map_or("", |(group, _)| group)
    }

    /// `metadata.name`, or an empty text.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.root.path(&["metadata", "name"]).and_then(Node::as_str).unwrap_or_default()
    }

    /// `metadata.namespace`, where written.
    #[must_use]
    pub fn namespace(&self) -> Option<&'a str> {
        self.root.path(&["metadata", "namespace"]).and_then(Node::as_str)
    }

    /// The object in the report's words.
    #[must_use]
    pub fn reference(&self) -> ObjectRef {
        ObjectRef {
            api_version: self.api_version.into(),
            kind: self.kind.into(),
            name: self.name().into(),
            namespace: self.namespace().map(Into::into),
            container: None,
            path: None,
        }
    }

    /// Where a finding about the object as a whole points: its `kind:` entry, else its first line.
    #[must_use]
    pub fn headline(&self) -> Span {
        match (self.root.entry("kind"), self.root.entries().first()) {
            (Some(entry), _) | (None, Some(entry)) => entry.key_span.to(entry.value.span),
            (None, None) => self.root.span,
        }
    }
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Field<'a, T> {
    /// Absent or null, which Kubernetes does not tell apart.
    Unset,
    /// Written, with its value.
    Set(T, &'a Node<'a>),
    /// Written with another type, or not known because a template makes it.
    Wrong(&'a Node<'a>),
}

impl<'a, T: Copy + PartialEq> Field<'a, T> {
    /// The value, if there is one.
    #[must_use]
    pub fn value(self) -> Option<T> {
        match self {
            Field::Set(value, _) => Some(value),
            Field::Unset | Field::Wrong(_) => None,
        }
    }

    /// The node, if the field is set to exactly `value`.
    #[must_use]
    pub fn is(self, value: T) -> Option<&'a Node<'a>> {
        match self {
            Field::Set(it, node) if it == value => Some(node),
            _ => None,
        }
    }

    /// Whether the field is absent or null.
    #[must_use]
    pub fn is_unset(self) -> bool {
        matches!(self, Field::Unset)
    }

    /// This field if it is there at all, else `other`: how a container's setting beats its pod's.
    #[must_use]
    pub fn or(self, other: Field<'a, T>) -> Field<'a, T> {
        if self.is_unset() { other } else { self }
    }
}

/// The node at `path` below `node`; `None` if it or a parent is absent or null. A parent of the wrong type is `Err`.
fn at<'a>(node: Option<&'a Node<'a>>, path: &[&str]) -> Result<Option<&'a Node<'a>>, &'a Node<'a>> {
    let mut node = match node {
        Some(node) if !node.is_null() => node,
        _ => return Ok(None),
    };
    for key in path {
        match &node.value {
            Value::Map(map) => match map.get(key) {
                Some(child) if !child.is_null() => node = child,
                _ => return Ok(None),
            },
            _ => return Err(node),
        }
    }
    Ok(Some(node))
}

fn field<'a, T>(node: Option<&'a Node<'a>>, path: &[&str], read: impl Fn(&'a Node<'a>) -> Option<T>) -> Field<'a, T> {
    match at(node, path) {
        Ok(None) => Field::Unset,
        Ok(Some(node)) => read(node).map_or(Field::Wrong(node), |value| Field::Set(value, node)),
        Err(node) => Field::Wrong(node),
    }
}

/// A boolean field.
#[must_use]
pub fn bool_at<'a>(node: Option<&'a Node<'a>>, path: &[&str]) -> Field<'a, bool> {
    field(node, path, Node::as_bool)
}

/// A whole-number field.
#[must_use]
pub fn int_at<'a>(node: Option<&'a Node<'a>>, path: &[&str]) -> Field<'a, i64> {
    field(node, path, Node::as_i64)
}

/// A string field.
#[must_use]
pub fn str_at<'a>(node: Option<&'a Node<'a>>, path: &[&str]) -> Field<'a, &'a str> {
    field(node, path, Node::as_str)
}

/// A field that takes a string or a number, such as a quantity.
#[must_use]
pub fn scalar_at<'a>(node: Option<&'a Node<'a>>, path: &[&str]) -> Field<'a, ()> {
    field(node, path, |node| matches!(node.value, Value::String(_) | Value::Int(_) | Value::UInt(_) | Value::Float(_)).then_some(()))
}

/// The items of a list field; none if it is absent or no list.
#[must_use]
pub fn items_at<'a>(node: Option<&'a Node<'a>>, path: &[&str]) -> &'a [Node<'a>] {
    at(node, path).ok().flatten().map_or(&[], Node::items)
}

/// The node of a field of any type, if it is there and not null.
#[must_use]
pub fn node_at<'a>(node: Option<&'a Node<'a>>, path: &[&str]) -> Option<&'a Node<'a>> {
    at(node, path).ok().flatten()
}

/// The items of a list that have the `name` of one before them: their number, the first name's place and the name. O(n log n).
#[must_use]
pub fn twice<'a>(node: &'a Node<'a>, list: &str) -> Vec<(usize, Span, &'a Node<'a>)> {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    let mut found = Vec::new();
    for (i, item) in items_at(Some(node), &[list]).iter().enumerate() {
        let Field::Set(name, node) = str_at(Some(item), &["name"]) else { continue };
        match seen.get(name) {
            Some(first) if !name.is_empty() => found.push((i, *first, node)),
            _ => {
                seen.insert(name, node.span);
            }
        }
    }
    found
}

/// The volume claims that an object is or makes: a PersistentVolumeClaim, or a StatefulSet's templates; each with its path.
#[must_use]
pub fn claims<'a>(object: &Object<'a>) -> Vec<(&'a Node<'a>, String)> {
    match (object.group(), object.kind) {
        ("", "PersistentVolumeClaim") => [(object.root, String::new())].into(),
        ("apps", "StatefulSet") => {
            let templates = items_at(Some(object.root), &["spec", "volumeClaimTemplates"]).iter().enumerate();
            templates.map(|(i, claim)| (claim, format!("spec.volumeClaimTemplates[{i}]."))).collect()
        }
        _ => Vec::new(),
    }
}
