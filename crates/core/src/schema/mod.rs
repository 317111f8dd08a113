//! The fields of Kubernetes' own kinds, and a walk over an object that compares it with them.
//!
//! `fields.txt` is made from the API's OpenAPI description by `examples/schema.rs`. Its first line names the version; then one line per
//! kind (`apps/v1/Deployment 57`: the number of its type), an empty line, and one line per type with its fields:
//! `name:s! env:*153`. `s` string, `b` boolean, `i` whole number, `n` number, `q` quantity, `x` whole number or string, `o` any map,
//! `a` anything, a number: the type of that number; before it `*` for a list and `%` for a map of such; behind it `!` if it is required.
//!
//! Kinds that are not in the table, such as custom resources, are not looked at. It never coerces, as the API server never
//! does, and it never judges values, only their types.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::{Edit, Span};
use plimsoll_yaml::{Entry, Node, Style, Value};

use crate::findings::{Drafts, Findings, Place};
use crate::model::{Manifest, Object};
use crate::options::Options;
use crate::rules::{invalid_type, missing_required, unknown_field};

static TABLE: &str = include_str!("fields.txt");

/// The table with its lines found.
struct Schema {
    kinds: Vec<&'static str>,
    types: Vec<&'static str>,
}

impl Schema {
    fn new() -> Schema {
        let mut lines = TABLE.lines().skip(1);
        let kinds = lines.by_ref().take_while(|line| !line.is_empty()).collect();
        Schema { kinds, types: lines.collect() }
    }

    /// The type line of a kind.
    fn kind(&self, api_version: &str, kind: &str) -> Option<&'static str> {
        let number =
            self.kinds.iter().find_map(|line| line.strip_prefix(api_version)?.strip_prefix('/')?.strip_prefix(kind)?.strip_prefix(' '))?;
        self.of(number)
    }

    fn of(&self, number: &str) -> Option<&'static str> {
        self.types.get(number.parse::<usize>().ok()?).copied()
    }
}

/// The fields of a type line: name, code, required.
fn fields(line: &'static str) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
    line.split(' ').filter_map(|word| {
        let (name, code) = word.split_once(':')?;
        Some(code.strip_suffix('!').map_or((name, code, false), |code| (name, code, true)))
    })
}

/// Compares every object of a known kind with its fields. O(bytes of the file): a type has some dozens of fields at most.
pub(crate) fn check(manifest: &Manifest<'_>, source: &str, options: &Options, drafts: &mut Drafts) {
    let schema = Schema::new();
    let on = [&invalid_type::RULE, &unknown_field::RULE, &missing_required::RULE].map(|rule| options.runs(rule));
    for object in &manifest.objects {
        let Some(line) = schema.kind(object.api_version, object.kind) else { continue };
        let mut walk = Walk { schema: &schema, source, object, on, path: String::new(), drafts };
        walk.map(object.root, line, object.headline());
    }
}

struct Walk<'w, 'a> {
    schema: &'w Schema,
    source: &'a str,
    object: &'w Object<'a>,
    /// Which of the three rules run.
    on: [bool; 3],
    /// Where the walk is: `spec.containers[0]`.
    path: String,
    drafts: &'w mut Drafts,
}

impl Walk<'_, '_> {
    fn place(&self) -> Place {
        Place { object: Some(self.object.index), ..Place::default() }
    }

    /// A map of a known type; `at` is where to point if something is missing. Recursion ends where the tree does.
    fn map(&mut self, node: &Node<'_>, line: &'static str, at: Span) {
        let length = self.path.len();
        for entry in node.entries() {
            if length > 0 {
                self.path.push('.');
            }
            self.path.push_str(&entry.key);
            match fields(line).find(|(name, ..)| *name == entry.key) {
                Some((_, code, _)) => self.value(&entry.value, code, entry.key_span),
                None => self.unknown(node, entry, line),
            }
            self.path.truncate(length);
        }
        // A patch of nothing but labels and annotations is common.
        let patch = length == 0 && node.entries().iter().all(|entry| matches!(entry.key.as_ref(), "apiVersion" | "kind" | "metadata"));
        if self.on.last() == Some(&true) && !self.object.template && !patch {
            for (name, _, required) in fields(line) {
                if required && node.get(name).is_none_or(Node::is_null) {
                    let path = if length > 0 { format!("{}.{name}", self.path) } else { name.into() };
                    missing_required::report(name, path, at, &mut Findings::new(&missing_required::RULE, self.drafts, self.place()));
                }
            }
        }
    }

    /// A value that the code describes.
    fn value(&mut self, node: &Node<'_>, code: &'static str, at: Span) {
        if matches!(node.value, Value::Null | Value::Template(_)) {
            return;
        }
        if let Some(items) = code.strip_prefix('*') {
            let Value::Seq(list) = &node.value else { return self.wrong(node, "a list") };
            let length = self.path.len();
            for (i, item) in list.iter().enumerate() {
                self.path.push_str(&format!("[{i}]"));
                let first = item.entry("name").or_else(|| item.entries().first());
                self.value(item, items, first.map_or(item.span, |entry| entry.key_span.to(entry.key_span)));
                self.path.truncate(length);
            }
            return;
        }
        if let Some(values) = code.strip_prefix('%') {
            let Value::Map(map) = &node.value else { return self.wrong(node, "a map") };
            let length = self.path.len();
            for entry in &map.entries {
                self.path.push('.');
                self.path.push_str(&entry.key);
                self.value(&entry.value, values, entry.key_span);
                self.path.truncate(length);
            }
            return;
        }
        let wanted = match (code, &node.value) {
            ("a", _)
            | ("s", Value::String(_))
            | ("b", Value::Bool(_))
            | ("i", Value::Int(_) | Value::UInt(_))
            | ("n", Value::Int(_) | Value::UInt(_) | Value::Float(_))
            | ("q", Value::String(_) | Value::Int(_) | Value::UInt(_) | Value::Float(_))
            | ("x", Value::String(_) | Value::Int(_))
            | ("o", Value::Map(_)) => return,
            ("s", _) => "a string",
            ("b", _) => "a boolean",
            ("i", _) => "a whole number",
            ("n", _) => "a number",
            ("q", _) => "a quantity, such as `500m` or `1Gi`",
            ("x", _) => "a whole number or a string",
            ("o", _) => "a map",
            (_, Value::Map(_)) => {
                if let Some(line) = self.schema.of(code) {
                    self.map(node, line, at);
                }
                return;
            }
            _ => "a map",
        };
        self.wrong(node, wanted);
    }

    fn wrong(&mut self, node: &Node<'_>, wanted: &str) {
        // A variable that is replaced before the API server sees it.
        let open = node.as_str().is_some_and(|text| text.contains('$') || text.contains("{{"));
        if self.on.first() != Some(&true) || open {
            return;
        }
        let place = self.place();
        let mut out = Findings::new(&invalid_type::RULE, self.drafts, place);
        let finding = invalid_type::report(&self.path, wanted, node, &mut out);
        if let Some(text) = retyped(node, wanted, self.source) {
            finding.unsafe_fix(
                if wanted == "a string" { "Put quotes around it" } else { "Take the quotes away" },
                [Edit { span: node.span, text }].into(),
            );
        }
    }

    fn unknown(&mut self, map: &Node<'_>, entry: &Entry<'_>, line: &'static str) {
        let templated = entry.key.contains("{{") || entry.key.contains("{%") || entry.key.contains('$');
        if self.on.get(1) != Some(&true) || templated {
            return;
        }
        // A name that is there already cannot be the one that was meant.
        let meant = nearest(&entry.key, fields(line).map(|(name, ..)| name)).filter(|name| map.get(name).is_none());
        let place = self.place();
        let mut out = Findings::new(&unknown_field::RULE, self.drafts, place);
        let finding = unknown_field::report(&self.path, entry, meant, &mut out);
        if let Some(name) = meant.filter(|_| !map.shared && entry.key_span.of(self.source) == entry.key) {
            finding.unsafe_fix(format!("Write {name}"), [Edit { span: entry.key_span, text: name.into() }].into());
        }
    }
}

/// The same text as a value of the wanted type, where only quotes are in the way.
fn retyped(node: &Node<'_>, wanted: &str, source: &str) -> Option<String> {
    if node.shared {
        return None;
    }
    let text = node.span.of(source);
    match (&node.value, wanted) {
        (Value::Bool(_) | Value::Int(_) | Value::UInt(_) | Value::Float(_), "a string") if !text.contains(['"', '\\', '\n']) => {
            Some(format!("\"{text}\""))
        }
        (Value::String(value), "a boolean")
            if matches!(node.style, Style::Single | Style::Double) && matches!(value.as_ref(), "true" | "false") =>
        {
            Some(value.clone().into_owned())
        }
        (Value::String(value), "a whole number") if matches!(node.style, Style::Single | Style::Double) => {
            let plain = value.len() < 10
                && !value.is_empty()
                && value.bytes().all(|b| b.is_ascii_digit())
                && (value.len() == 1 || !value.starts_with('0'));
            plain.then(|| value.clone().into_owned())
        }
        _ => None,
    }
}

/// The name that was most likely meant: equal but for capitals, or at most two letters off (one for short names).
fn nearest(key: &str, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let reach = if key.len() < 5 { 1 } else { 2 };
    let near = names.filter(|name| name.len().abs_diff(key.len()) <= reach);
    near.map(|name| (distance(key, name), name)).filter(|(far, _)| *far <= reach).min().map(|(_, name)| name)
}

/// How many letters must be put in, taken out or replaced, capitals aside (Levenshtein). O(a · b).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut before = i;
        let mut left = i + 1;
        for (slot, y) in row.iter_mut().skip(1).zip(b.bytes()) {
            let here = (before + usize::from(!x.eq_ignore_ascii_case(&y))).min(left + 1).min(*slot + 1);
            before = *slot;
            *slot = here;
            left = here;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Schema, distance, fields, nearest};

    #[test]
    fn the_table_is_whole() {
        let schema = Schema::new();
        assert!(schema.kind("apps/v1", "Deployment").is_some() && schema.kind("v1", "Pod").is_some());
        assert!(schema.kind("apps/v1", "Deploy").is_none());
        for kind in &schema.kinds {
            let number = kind.rsplit(' ').next().unwrap();
            assert!(schema.of(number).is_some(), "{kind}");
        }
        for line in &schema.types {
            for (name, code, _) in fields(line) {
                let code = code.trim_start_matches(['*', '%']);
                assert!(matches!(code, "s" | "b" | "i" | "n" | "q" | "x" | "o" | "a") || schema.of(code).is_some(), "{name}: {code}");
            }
        }
    }

    #[test]
    fn near_names() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        let names = ["securityContext", "image", "env"];
        assert_eq!(nearest("securitycontext", names.into_iter()), Some("securityContext"));
        assert_eq!(nearest("imgae", names.into_iter()), Some("image"));
        assert_eq!(nearest("privileged", names.into_iter()), None);
    }
}
