//! The fields of Kubernetes' own kinds, and a walk over an object that compares it with them.
//!
//! `fields.txt` is made from the API's OpenAPI description by `examples/schema.rs`. Its first line names the version; then one line per
//! kind (`apps/v1/Deployment 57`: the number of its type), an empty line, and one line per type with its fields:
//! `name:s! env:*153`. `s` string, `b` boolean, `i` whole number, `n` number, `q` quantity, `x` whole number or string, `o` any map,
//! `a` anything, a number: the type of that number; before it `*` for a list and `%` for a map of such; behind it `!` if it is required.
//!
//! Kinds that are not in the table, such as custom resources, are not looked at. It never coerces, as the API server never
//! does, and it never judges values, only their types.

pub(crate) mod versions;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::{Edit, Span, find_byte, split_byte};
use plimsoll_yaml::{Entry, Node, Style, Value};

use crate::findings::{Drafts, Findings, Place};
use crate::model::{Manifest, Object};
use crate::options::Options;
use crate::rules::{deprecated_api, invalid_type, label_value_invalid, missing_required, unknown_field};

mod settings;

static TABLE: &str = include_str!("fields.txt");

/// One line in so many is found while compiling; a run looks for the others from there.
const STEP: usize = 4;

/// How many lines the table has, and how many of them come before those of the types.
const LINES: usize = count_lines(TABLE.as_bytes(), false);
const TYPES: usize = count_lines(TABLE.as_bytes(), true);

/// Where every [`STEP`]th line of the table begins.
static STARTS: [u32; LINES.div_ceil(STEP)] = starts();

/// Counts lines, `upto_empty` one or all.
const fn count_lines(mut table: &[u8], upto_empty: bool) -> usize {
    let mut count = 0;
    while let [byte, rest @ ..] = table {
        count += (*byte == b'\n') as usize;
        if upto_empty && matches!(table, [b'\n', b'\n', ..]) {
            return count + 1;
        }
        table = rest;
    }
    count
}

#[allow(clippy::indexing_slicing, clippy::cast_possible_truncation, reason = "it runs while compiling, where a wrong index is an error")]
const fn starts() -> [u32; LINES.div_ceil(STEP)] {
    let table = TABLE.as_bytes();
    let mut starts = [0; LINES.div_ceil(STEP)];
    let (mut at, mut line) = (0, 0);
    while at < table.len() {
        if table[at] == b'\n' {
            line += 1;
            if line % STEP == 0 && line < LINES {
                starts[line / STEP] = at as u32 + 1;
            }
        }
        at += 1;
    }
    starts
}

/// The lines of the table from a place on.
fn lines_from(start: u32) -> impl Iterator<Item = &'static str> {
    split_byte(TABLE.get(start as usize..).unwrap_or_default(), b'\n')
}

/// The kinds of the table with their versions, in its order.
fn kinds() -> impl Iterator<Item = (&'static str, &'static str)> {
    lines_from(0).take(TYPES.saturating_sub(1)).skip(1).filter_map(|line| line.split_once(' ')?.0.rsplit_once('/'))
}

/// Version and kind that an object of Kubernetes' own API groups most likely means, where it names a kind that there is not: the same kind
/// of another group or version, or one that is spelled nearly so. `None` for everything else, custom resources above all. O(kinds).
pub(crate) fn meant(api_version: &str, name: &str) -> Option<(&'static str, &'static str)> {
    let group = |version: &str| version.split_once('/').map_or(0, |(group, _)| group.len());
    let is_own = |(version, _): (&str, &str)| version.get(..group(version)) == api_version.get(..group(api_version));
    if name.is_empty() || kind(api_version, name).is_some() || versions::fate(api_version, name).is_some() || !kinds().any(is_own) {
        return None;
    }
    let same = kinds().find(|(_, kind)| *kind == name);
    let here = || nearest(name, kinds().filter(|(version, _)| *version == api_version).map(|(_, kind)| kind));
    let cased = || kinds().find(|(_, kind)| kind.eq_ignore_ascii_case(name));
    same.or_else(|| kinds().find(|known| here().is_some_and(|kind| *known == (known.0, kind)) && known.0 == api_version)).or_else(cased)
}

/// The type line of a kind. O(log kinds).
fn kind(api_version: &str, kind: &str) -> Option<&'static str> {
    let wanted = || api_version.bytes().chain([b'/']).chain(kind.bytes());
    let starts = STARTS.get(..TYPES / STEP)?;
    // The first line names the version.
    let is_before = |start: &u32| *start == 0 || TABLE.bytes().skip(*start as usize).take_while(|byte| *byte != b' ').le(wanted());
    let start = starts.get(starts.partition_point(is_before).checked_sub(1)?)?;
    let name = |line: &'static str| line.strip_prefix(api_version)?.strip_prefix('/')?.strip_prefix(kind)?.strip_prefix(' ');
    type_line(lines_from(*start).take(STEP).find_map(name)?)
}

/// The line of the type of that number.
fn type_line(number: &str) -> Option<&'static str> {
    if let Some(own) = number.strip_prefix('@') {
        return settings::type_line(own);
    }
    let line = TYPES + number.parse::<usize>().ok()?;
    lines_from(*STARTS.get(line / STEP)?).nth(line % STEP)
}

/// The code of a field of a type line.
fn field(line: &'static str, name: &str) -> Option<&'static str> {
    let is_named = |word: &&str| word.as_bytes().get(name.len()) == Some(&b':') && word.starts_with(name);
    let code = split_byte(line, b' ').find(is_named)?.get(name.len() + 1..)?;
    Some(code.strip_suffix('!').unwrap_or(code))
}

/// The names of the fields of a type line, all or those that are required.
fn names(line: &'static str, required: bool) -> impl Iterator<Item = &'static str> {
    let words = split_byte(line, b' ').filter(move |word| !required || word.ends_with('!'));
    words.filter_map(|word| word.get(..find_byte(word.as_bytes(), b':')?))
}

/// Compares every object of a known kind with its fields. O(bytes of the file): a type has some dozens of fields at most.
pub(crate) fn check(manifest: &Manifest<'_>, source: &str, options: &Options, drafts: &mut Drafts) {
    let on = [&invalid_type::RULE, &unknown_field::RULE, &missing_required::RULE].map(|rule| options.runs(rule));
    for object in &manifest.objects {
        if on.first() == Some(&true) {
            settings::check(object, source, drafts);
        }
        let line = kind(object.api_version, object.kind)
            .or_else(|| kind(deprecated_api::successor_as_is(object)?, object.kind))
            .or_else(|| settings::kind(object.api_version, object.kind));
        let Some(line) = line else { continue };
        let mut walk = Walk { source, object, on, path: String::new(), drafts };
        walk.map(object.root, line, object.headline());
    }
}

struct Walk<'w, 'a> {
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
            match field(line, &entry.key) {
                Some(code) => self.value(&entry.value, code, entry.key_span),
                None => self.unknown(node, entry, line),
            }
            self.path.truncate(length);
        }
        // A patch of nothing but labels and annotations is common.
        let patch = length == 0 && node.entries().iter().all(|entry| matches!(entry.key.as_ref(), "apiVersion" | "kind" | "metadata"));
        if self.on.last() == Some(&true) && !self.object.template && !patch {
            for name in names(line, true) {
                if node.get(name).is_none_or(Node::is_null) {
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
        if code == "c" {
            if let Some(line) = settings::configuration(node) {
                self.map(node, line, at);
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
                if let Some(line) = type_line(code) {
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
        let finding = invalid_type::report(&self.path, wanted, node, settings::outcome(self.object.kind), &mut out);
        // Quotes around `1.` make a text of it, but no label.
        let of_label = ["labels.", "Labels."].iter().any(|map| self.path.contains(map));
        let fits = |text: &String| !of_label || label_value_invalid::is_value(text.trim_matches(['"', '\'']));
        if let Some(text) = retyped(node, wanted, self.source).filter(fits) {
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
        let meant = nearest(&entry.key, names(line, false)).filter(|name| map.get(name).is_none());
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
        (Value::String(value), _) if wanted.starts_with("a whole number") && matches!(node.style, Style::Single | Style::Double) => {
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
    use super::{TABLE, TYPES, distance, field, kind, names, nearest, type_line};

    #[test]
    fn the_table_is_whole() {
        assert!(kind("v1", "Pod").is_some_and(|line| line.contains(" spec:")));
        assert!(kind("apps/v1", "Deploy").is_none() && kind("Kubernetes", "").is_none() && kind("", "").is_none());
        for line in TABLE.lines().take(TYPES - 1).skip(1) {
            let (name, number) = line.split_once(' ').unwrap();
            let (api_version, name) = name.rsplit_once('/').unwrap();
            assert_eq!(kind(api_version, name), TABLE.lines().nth(TYPES + number.parse::<usize>().unwrap()), "{line}");
        }
        for line in TABLE.lines().skip(TYPES) {
            for name in names(line, false) {
                let code = field(line, name).unwrap().trim_start_matches(['*', '%']);
                assert!(matches!(code, "s" | "b" | "i" | "n" | "q" | "x" | "o" | "a") || type_line(code).is_some(), "{name}: {code}");
            }
        }
    }

    #[test]
    fn fields_are_found_by_their_whole_name() {
        let line = "name:s! names:*153 key:%s!";
        assert_eq!([field(line, "name"), field(line, "names"), field(line, "key")], [Some("s"), Some("*153"), Some("%s")]);
        assert_eq!([field(line, "nam"), field(line, ""), field(line, "s"), field(line, "name:s! names")], [None; 4]);
        assert!(names(line, true).eq(["name", "key"]) && names(line, false).eq(["name", "names", "key"]));
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
