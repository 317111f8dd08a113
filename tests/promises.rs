//! What holds for every text, however broken: the property tests and the fuzz targets hold the core to it.
//!
//! A promise that is broken panics and says with which text.

use std::collections::BTreeSet;

use plimsoll_core::report::{Applicability, Finding, Kind, Range, Report, TextEdit};
use plimsoll_core::rules::RULES;
use plimsoll_core::text::{Edit, LineIndex, Position, Span, apply};
use plimsoll_core::yaml_edit::{self, New};
use plimsoll_core::{Options, Select, SourceFile, apply_fixes, lint};
use plimsoll_yaml::{Node, Stream, Value, read};
use serde_json::Value as Json;

/// How many maps and lists of one text are edited: the promise is the same for all, and texts can have many.
const EDITED: usize = 40;

/// Lints and fixes a text with every rule on. Linting again gives the same bytes; fixes come to an end, break no syntax and never
/// lower the score; a safe one mends what it says, and after all of them no finding is left that had one.
///
/// # Panics
/// Where one of that is not so.
pub fn keep(kind: Kind, text: &str) {
    let options = crate::options();
    let source = file(kind, text);
    let before = lint(std::slice::from_ref(&source), &options);
    assert_eq!(bytes(&before), bytes(&lint(std::slice::from_ref(&source), &options)), "linted twice:\n{text}");
    crate::safe_fixes::keep(&source, &before, &options);
    for unsafe_fixes in [false, true] {
        fixes(&source, &before, &options, unsafe_fixes);
    }
}

fn file(kind: Kind, text: &str) -> SourceFile {
    SourceFile::new(if kind == Kind::Dockerfile { "Dockerfile" } else { "manifest.yaml" }, text).with_kind(Some(kind))
}

fn bytes(report: &Report) -> String {
    serde_json::to_string(report).expect("a report is JSON")
}

/// Rules whose unsafe fixes make text readable that was not (a misspelt field, a variable that stands for an image): what is wrong in it
/// shows only then.
const REVEALING: [&str; 7] =
    ["apiserver-flag-spelling", "duplicate-key", "invalid-type", "syntax-error", "undefined-arg-in-from", "unknown-field", "unknown-kind"];

fn fixes(source: &SourceFile, before: &Report, options: &Options, unsafe_fixes: bool) {
    let rules = RULES.iter().map(|rule| rule.id).filter(|id| !unsafe_fixes || !REVEALING.contains(id)).map(String::from);
    let select = Select { unsafe_fixes, rules: rules.collect(), ..Select::default() };
    let fixed = apply_fixes(std::slice::from_ref(source), options, &select);
    let (old, new) = (&source.text, &fixed.files.first().expect("one file went in").text);
    let shown = || format!("unsafe: {unsafe_fixes}\n--- before\n{old}\n--- after\n{new}\n--- {:?}", fixed.applied);
    let again = apply_fixes(&[SourceFile { text: new.clone(), ..source.clone() }], options, &select);
    let offered: Vec<_> = again.applied.iter().filter(|fix| fixed.applied.contains(fix)).collect();
    assert!(again.files.first().is_some_and(|file| file.text == *new), "a second run changes more: {offered:?}\n{}", shown());
    if !unsafe_fixes {
        let left = fixed.report.findings.iter().find(|f| f.fixes.iter().any(|fix| fix.applicability == Applicability::Safe));
        assert!(left.is_none(), "left with a safe fix: {left:?}\n{}", shown());
    }
    let is_syntax = |finding: &&Finding| matches!(&*finding.rule_id, "syntax-error" | "no-from");
    let broken = |report: &Report| report.findings.iter().filter(is_syntax).count();
    assert!(broken(&fixed.report) <= broken(before), "the fixes break the syntax\n{}", shown());
    let value = |report: &Report| report.score.as_ref().map(|score| score.value);
    if let (Some(before), Some(after)) = (value(before), value(&fixed.report)) {
        assert!(after >= before, "the score falls from {before} to {after}\n{}", shown());
    }
}

/// Edits the maps and lists of a text that Kubernetes reads, one at a time: afterwards it reads what was asked for, and
/// everything else as before.
///
/// # Panics
/// Where that is not so.
pub fn keep_in_edits(text: &str) {
    let stream = read(text);
    let editable = stream.errors.is_empty() && stream.documents.iter().all(|d| d.valid && d.duplicates.is_empty() && !d.template);
    if !editable {
        return;
    }
    let mut left = EDITED;
    for (number, document) in stream.documents.iter().enumerate() {
        if let Some(root) = &document.root {
            walk(&stream, number, root, &mut Vec::new(), &mut left);
        }
    }
}

/// Rules whose fixes give a key another name or place: what stands below it stays, but its path is another.
const MOVING: [&str; 6] = [
    "apparmor-legacy-annotation",
    "configmap-bool-key",
    "deprecated-service-account-field",
    "ipw-config-nesting",
    "ipw-unknown-key",
    "unknown-field",
];

/// Applies every fix of a manifest by itself. The text then reads as before but for what the fix wrote or took out: every value and
/// every comment that no edit touches is there, at its place, and nothing else has come.
///
/// # Panics
/// Where that is not so.
pub fn keep_in_fixes(text: &str) {
    let before = read(text);
    if !before.errors.is_empty() || before.documents.iter().any(|d| !d.valid || d.template || !d.duplicates.is_empty()) {
        return;
    }
    let report = lint(&[file(Kind::Kubernetes, text)], &crate::options());
    let lines = LineIndex::new(text);
    let fixable = report.findings.iter().filter(|finding| !MOVING.contains(&&*finding.rule_id));
    for (finding, fix) in fixable.flat_map(|finding| finding.fixes.iter().map(move |fix| (finding, fix))) {
        let edit = |edit: &TextEdit| Edit { span: span_of(&lines, text, edit.range), text: edit.new_text.clone() };
        let mut edits: Vec<Edit> = fix.edits.iter().map(edit).collect();
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let fixed = apply(text, &edits).expect("the edits of a fix fit together");
        let shown = || format!("{}: {}\n--- before\n{text}\n--- after\n{fixed}", finding.rule_id, fix.title);
        let after = read(&fixed);
        assert!(after.errors.is_empty() && after.documents.iter().all(|d| d.duplicates.is_empty()), "{:?}\n{}", after.errors, shown());
        let (mut inserted, mut moved) = (Vec::new(), 0_isize);
        for edit in &edits {
            let start = edit.span.start.strict_add_signed(moved);
            inserted.push(Span::new(start, start + edit.text.len()));
            moved += edit.text.len() as isize - edit.span.len() as isize;
        }
        let removed: Vec<Span> = edits.iter().map(|edit| edit.span).collect();
        let shift = |span: Span| {
            let by: isize = edits.iter().filter(|e| e.span.end <= span.start).map(|e| e.text.len() as isize - e.span.len() as isize).sum();
            Span::new(span.start.strict_add_signed(by), span.end.strict_add_signed(by))
        };
        let kept = untouched(&before, &removed).into_iter().map(|(span, path, value)| (shift(span), path, value));
        let (kept, now): (BTreeSet<_>, BTreeSet<_>) = (kept.collect(), untouched(&after, &inserted).into_iter().collect());
        // A value that gets longer is the one that the finding is about.
        let about = shift(span_of(&lines, text, finding.range));
        let is_fixed = |span: Span| {
            span.start <= about.end && about.start <= span.end && inserted.iter().any(|by| by.start <= span.end && span.start <= by.end)
        };
        let (gone, new): (Vec<_>, Vec<_>) = (
            kept.difference(&now).filter(|(span, ..)| !is_fixed(*span)).collect(),
            now.difference(&kept).filter(|(span, ..)| !is_fixed(*span)).collect(),
        );
        assert!(gone.is_empty() && new.is_empty(), "gone: {gone:?}\nnew: {new:?}\n{}", shown());
    }
}

fn span_of(lines: &LineIndex, text: &str, range: Range) -> Span {
    let offset = |at: plimsoll_core::report::Position| lines.offset(text, Position { line: at.line, character: at.character });
    Span::new(offset(range.start), offset(range.end))
}

/// The scalars, empty collections and comments of a stream that lie outside of `spans`: place, keys on the way to it, text.
fn untouched(stream: &Stream<'_>, spans: &[Span]) -> Vec<(Span, String, String)> {
    let is_touched = |span: Span| spans.iter().any(|by| by.start < span.end && span.start < by.end);
    let mut found = Vec::new();
    for comment in stream.comments.iter().filter(|comment| !is_touched(comment.span)) {
        found.push((comment.span, "#".to_owned(), comment.span.of(stream.source).to_owned()));
    }
    let mut pending: Vec<(&Node<'_>, String)> = stream.documents.iter().filter_map(|d| Some((d.root.as_ref()?, String::new()))).collect();
    while let Some((node, path)) = pending.pop() {
        if node.entries().is_empty() && node.items().is_empty() {
            // A null that is not written has no place; one that gets a value is no longer there.
            if !node.span.is_empty() && !is_touched(node.span) {
                found.push((node.span, path, json(node).to_string()));
            }
            continue;
        }
        pending.extend(node.items().iter().map(|item| (item, format!("{path}[]"))));
        pending.extend(node.entries().iter().map(|entry| (&entry.value, format!("{path}.{}", entry.key))));
    }
    found
}

/// One step from a value to one below it.
#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Item(usize),
}

fn walk(stream: &Stream<'_>, document: usize, node: &Node<'_>, path: &mut Vec<Step>, left: &mut usize) {
    if *left == 0 {
        return;
    }
    let source = stream.source;
    match &node.value {
        Value::Map(map) => {
            *left -= 1;
            let new = [Step::Key("zz".into()), Step::Key("yy".into())];
            check(stream, document, path, yaml_edit::set(source, node, &["zz", "yy"], New::Bool(false), ""), "set", &|json| {
                put(json, &new, Json::Bool(false))
            });
            for entry in map.entries.iter().take(EDITED) {
                let key = [Step::Key(entry.key.to_string())];
                check(stream, document, path, yaml_edit::set(source, node, &[&entry.key], New::ListOf("x"), ""), "replace", &|json| {
                    put(json, &key, Json::Array(vec!["x".into()]))
                });
                check(stream, document, path, yaml_edit::remove(source, node, &entry.key), "remove", &|json| {
                    json.as_object_mut().map(|map| map.remove(&*entry.key)).is_some()
                });
                path.push(key[0].clone());
                walk(stream, document, &entry.value, path, left);
                path.pop();
            }
        }
        Value::Seq(items) => {
            *left -= 1;
            // The items that are no scalars are not what the edit is for.
            if items.iter().all(|item| !matches!(item.value, Value::Map(_) | Value::Seq(_))) {
                check(stream, document, path, yaml_edit::add_item(source, node, "x"), "add", &|json| {
                    json.as_array_mut().map(|items| items.push("x".into())).is_some()
                });
            }
            for (index, item) in items.iter().enumerate().take(EDITED) {
                check(stream, document, path, yaml_edit::remove_item(source, node, index), "remove item", &|json| {
                    json.as_array_mut().map(|items| items.remove(index)).is_some()
                });
                path.push(Step::Item(index));
                walk(stream, document, item, path, left);
                path.pop();
            }
        }
        _ => {}
    }
}

/// Applies the edits, if there are any, and holds what comes out against what `change` makes of the value at `path`.
fn check(stream: &Stream<'_>, document: usize, path: &[Step], edits: Option<Vec<Edit>>, what: &str, change: &dyn Fn(&mut Json) -> bool) {
    let Some(edits) = edits else { return };
    let source = stream.source;
    let text = apply(source, &edits).unwrap_or_else(|error| panic!("{what} at {path:?}: {error}\n{source}"));
    let mut wanted: Vec<Json> = stream.documents.iter().map(|d| d.root.as_ref().map_or(Json::Null, json)).collect();
    let place = path.iter().try_fold(&mut wanted[document], |json, step| match step {
        Step::Key(key) => json.get_mut(key),
        Step::Item(index) => json.get_mut(index),
    });
    assert!(place.is_some_and(change), "{what} at {path:?}: nothing is there\n{source}");
    let again = read(&text);
    let got: Vec<Json> = again.documents.iter().map(|d| d.root.as_ref().map_or(Json::Null, json)).collect();
    assert!(again.errors.is_empty() && got == wanted, "{what} at {path:?}: {:?}\n--- before\n{source}\n--- after\n{text}", again.errors);
}

/// Gives the place below `json` that value; maps on the way are made.
fn put(json: &mut Json, path: &[Step], value: Json) -> bool {
    let Some((Step::Key(key), below)) = path.split_first() else {
        *json = value;
        return true;
    };
    if json.is_null() {
        *json = Json::Object(serde_json::Map::new());
    }
    json.as_object_mut().is_some_and(|map| put(map.entry(key.clone()).or_insert(Json::Null), below, value))
}

fn json(node: &Node<'_>) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(b) => (*b).into(),
        Value::Int(n) => (*n).into(),
        Value::UInt(n) => (*n).into(),
        Value::Float(f) => (*f).into(),
        Value::String(text) | Value::Template(text) => text.as_ref().into(),
        Value::Seq(items) => items.iter().map(json).collect(),
        Value::Map(map) => Json::Object(map.entries.iter().map(|e| (e.key.to_string(), json(&e.value))).collect()),
    }
}
