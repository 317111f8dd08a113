//! What the tests share: trees as JSON, and the promises that every tree keeps.

use plimsoll_yaml::{Node, Span, Stream, Value};

/// The value of a tree as JSON.
#[allow(dead_code)] // Not every test file compares values.
pub(crate) fn json(node: &Node<'_>) -> serde_json::Value {
    match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(b) => (*b).into(),
        Value::Int(n) => (*n).into(),
        Value::UInt(n) => (*n).into(),
        Value::Float(f) => (*f).into(),
        Value::String(text) | Value::Template(text) => text.as_ref().into(),
        Value::Seq(items) => items.iter().map(json).collect(),
        Value::Map(map) => serde_json::Value::Object(map.entries.iter().map(|e| (e.key.to_string(), json(&e.value))).collect()),
    }
}

/// Checks what holds for any text: spans lie in it and on character boundaries, what is sorted is sorted, documents do not overlap.
#[allow(dead_code)] // Not every test file looks at spans.
pub(crate) fn check_spans(stream: &Stream<'_>) {
    let source = stream.source;
    let fits = |span: Span| {
        assert!(span.start <= span.end && source.get(span.start..span.end).is_some(), "{span:?} does not fit {source:?}");
    };
    for error in &stream.errors {
        fits(error.span);
        assert!(!error.message.is_empty());
    }
    assert!(stream.errors.is_sorted_by_key(|e| e.span), "errors are sorted in {source:?}");
    for comment in &stream.comments {
        fits(comment.span);
        assert!(comment.span.of(source).starts_with('#') && !comment.span.of(source).contains('\n'), "{comment:?} in {source:?}");
    }
    assert!(stream.comments.is_sorted_by_key(|c| c.span), "comments are sorted in {source:?}");
    let mut behind = 0;
    for document in &stream.documents {
        fits(document.span);
        assert!(behind <= document.span.start, "documents are apart in {source:?}");
        behind = document.span.end;
        for duplicate in &document.duplicates {
            fits(duplicate.span);
            fits(duplicate.first);
            assert!(duplicate.first.end <= duplicate.span.start, "{duplicate:?} in {source:?}");
        }
        if let Some(root) = &document.root {
            node(root, source, Some(document.span), &fits);
        }
    }
}

/// Checks a node; `within` is where it is written, unless an alias leads elsewhere.
fn node(value: &Node<'_>, source: &str, within: Option<Span>, fits: &impl Fn(Span)) {
    fits(value.span);
    if let Some(outer) = within {
        assert!(outer.contains(value.span), "{:?} lies in {outer:?} in {source:?}", value.span);
    }
    let within = (!value.shared).then_some(value.span);
    for item in value.items() {
        node(item, source, within, fits);
    }
    for entry in value.entries() {
        fits(entry.key_span);
        let here = within.filter(|_| !entry.value.shared);
        node(&entry.value, source, here, fits);
    }
}
