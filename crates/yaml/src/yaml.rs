//! YAML streams: each chunk is read as it stands, and once more with its template actions masked if it cannot be read that way.
//!
//! It never decides about values; it puts documents together from `split`, `template`, `events` and `tree`.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use plimsoll_text::Span;

use crate::error::{self, ErrorKind, SyntaxError};
use crate::events::{self, Input};
use crate::node::{Style, Value};
use crate::split::{self, Chunk};
use crate::{Comment, Document, MAX_ALIAS_NODES, Stream, tabs, template, tree};

/// Reads the YAML documents of the stream from `start` on.
pub(crate) fn read(stream: &mut Stream<'_>, start: usize) {
    let mut budget = MAX_ALIAS_NODES;
    let mut refused = false;
    for chunk in split::chunks(stream.source, start) {
        if let Some(span) = chunk.bad_separator {
            let message = Cow::Borrowed("invalid document separator: only blanks or a comment may follow `---`");
            stream.errors.push(SyntaxError { kind: ErrorKind::InvalidSeparator, span, message });
            refused = true;
        }
        if chunk.span.is_empty() {
            // The line lies in the next chunk.
            continue;
        }
        let mut parts = read_chunk(stream.source, chunk, &mut budget);
        if refused {
            // The separator is refused together with what it opens.
            parts.documents.iter_mut().take(1).for_each(|d| d.valid = false);
        }
        refused = false;
        stream.documents.append(&mut parts.documents);
        stream.comments.append(&mut parts.comments);
        stream.errors.append(&mut parts.errors);
    }
}

#[derive(Default)]
struct Parts<'a> {
    documents: Vec<Document<'a>>,
    comments: Vec<Comment>,
    errors: Vec<SyntaxError>,
    /// Tabs that nothing but go-yaml stumbles over. They say nothing on whether the text is a template.
    tabs: Vec<SyntaxError>,
}

fn read_chunk<'a>(source: &'a str, chunk: Chunk, budget: &mut usize) -> Parts<'a> {
    let text = chunk.span.of(source);
    if text.trim_start().is_empty() {
        return Parts::default();
    }
    let actions = template::actions(text, chunk.span.start);
    let input = Input { source, text, base: chunk.span.start, actions: &actions, masked: false };
    let before = *budget;
    let mut plain = read_input(input, chunk, budget);
    let Some(failure) = plain.errors.first() else {
        plain.errors.append(&mut plain.tabs);
        return plain;
    };
    // The last action up to the error is what the parser stumbled over.
    let Some(action) = actions.get(actions.partition_point(|a| a.start <= failure.span.start).saturating_sub(1)) else { return plain };
    let masked = template::mask(text, chunk.span.start, &actions);
    *budget = before;
    let mut rendered = read_input(Input { text: &masked, masked: true, ..input }, chunk, budget);
    if rendered.errors.first().is_some_and(|e| (e.kind, e.span) == (failure.kind, failure.span)) {
        // The actions have nothing to do with it.
        return plain;
    }
    rendered.errors = Vec::from([SyntaxError { kind: ErrorKind::Template, span: *action, message: Cow::Borrowed(error::TEMPLATE) }]);
    for document in &mut rendered.documents {
        document.template = true;
        document.valid = false;
    }
    rendered
}

fn read_input<'a>(input: Input<'a, '_>, chunk: Chunk, budget: &mut usize) -> Parts<'a> {
    let scan = events::scan(input);
    let mut out =
        Parts { documents: Vec::with_capacity(scan.documents.len()), comments: scan.comments, errors: scan.errors, tabs: Vec::new() };
    let comments: Vec<Span> = out.comments.iter().map(|comment| comment.span).collect();
    let mut documents = scan.documents.into_iter().peekable();
    while let Some(mut events) = documents.next() {
        let span = Span::new(events.start, documents.peek().map_or(chunk.span.end, |next| next.start));
        let errors = out.errors.len();
        let complete = events.complete;
        let first = out.documents.is_empty() && complete && !input.masked;
        let tab = if first { tabs::misplaced(&events.list, &comments, input, span) } else { None };
        let tree = tree::build(&mut events, input, budget, &mut out.errors);
        let valid = events.valid && out.errors.len() == errors && tab.is_none();
        let message = Cow::Borrowed("a tab cannot be used for indentation");
        out.tabs.extend(tab.map(|span| SyntaxError { kind: ErrorKind::Syntax, span, message }));
        if valid && is_nothing(tree.root.as_ref()) {
            continue;
        }
        out.documents.push(Document {
            root: tree.root,
            span,
            duplicates: tree.duplicates,
            valid,
            complete: complete && tree.complete,
            template: tree.template,
            dropped: !out.documents.is_empty(),
        });
    }
    if let Some(last) = out.documents.last_mut() {
        last.span.end = chunk.span.end;
    }
    out
}

/// Whether a document holds no value at all, not even a written `null`.
fn is_nothing(root: Option<&crate::Node<'_>>) -> bool {
    root.is_none_or(|n| n.span.is_empty() && n.style == Style::Plain && n.value == Value::Null)
}
