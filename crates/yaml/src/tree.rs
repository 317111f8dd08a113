//! From the events of a document to its tree: what go-yaml's decoder does with aliases, merge keys, tags and equal keys.
//!
//! It never reads text; spans and scalars come from `events`.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::ops::Range;

use plimsoll_text::Span;

use crate::error::{ErrorKind, SyntaxError};
use crate::events::{Event, Events, Input, Kind};
use crate::node::{Entry, Map, Node, Style, Value};
use crate::scalar::{self, Scalar, Tag};
use crate::{Duplicate, MAX_DEPTH};

/// What became of a document.
pub(crate) struct Tree<'a> {
    pub(crate) root: Option<Node<'a>>,
    pub(crate) duplicates: Vec<Duplicate<'a>>,
    /// All events are in the tree.
    pub(crate) complete: bool,
    /// A plain scalar or a key holds a template action.
    pub(crate) template: bool,
}

/// Builds the tree of a document. Aliases may add `budget` nodes at most; what they took is taken off it.
pub(crate) fn build<'a>(events: &mut Events<'a>, input: Input<'a, '_>, budget: &mut usize, errors: &mut Vec<SyntaxError>) -> Tree<'a> {
    let anchored = !events.anchors.is_empty();
    let mut builder = Builder {
        events,
        input,
        anchored,
        // Half of the rest, so that one document cannot take all from those behind it.
        budget: *budget / 2,
        errors,
        duplicates: Vec::new(),
        exhausted: false,
        too_deep: false,
        lost: false,
        template: false,
    };
    let limit = builder.budget;
    let root = (!builder.events.list.is_empty()).then(|| builder.node(0, Place { depth: 0, shared: false, copy: false }).0);
    *budget -= limit - builder.budget;
    let mut duplicates = builder.duplicates;
    plimsoll_text::sort_by_key(&mut duplicates, |d| d.span);
    Tree {
        root: root.filter(|_| !builder.exhausted),
        duplicates,
        complete: !(builder.lost || builder.exhausted || builder.too_deep),
        template: builder.template,
    }
}

/// Where a node is built.
#[derive(Clone, Copy)]
struct Place {
    depth: usize,
    /// See [`Node::shared`].
    shared: bool,
    /// Through an alias: the nodes cost, and their errors are known already.
    copy: bool,
}

impl Place {
    fn below(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }

    fn copied(self) -> Self {
        Self { depth: self.depth + 1, shared: true, copy: true }
    }
}

struct Builder<'e, 'a, 't> {
    events: &'e mut Events<'a>,
    input: Input<'a, 't>,
    /// There are anchors: scalars may be needed again.
    anchored: bool,
    budget: usize,
    errors: &'e mut Vec<SyntaxError>,
    duplicates: Vec<Duplicate<'a>>,
    exhausted: bool,
    too_deep: bool,
    lost: bool,
    template: bool,
}

/// The entries of a map while it is read.
struct Entries<'a> {
    list: Vec<Entry<'a>>,
    /// Those that merge keys added.
    merged: Vec<Range<usize>>,
}

impl<'a> Builder<'_, 'a, '_> {
    fn error(&mut self, place: Place, kind: ErrorKind, span: Span, message: &'static str) {
        if !place.copy {
            self.errors.push(SyntaxError { kind, span, message: Cow::Borrowed(message) });
        }
    }

    fn event(&self, at: usize) -> Option<&Event<'a>> {
        self.events.list.get(at)
    }

    /// The place behind the node at `at`.
    fn skip(&self, at: usize) -> usize {
        match self.event(at) {
            Some(Event { kind: Kind::Open { end, .. }, .. }) => end.saturating_add(1),
            _ => at + 1,
        }
    }

    /// Notes that what lies here is too deep, once for the document.
    fn cut_off(&mut self, span: Span) {
        if !self.too_deep {
            self.too_deep = true;
            self.errors.push(SyntaxError { kind: ErrorKind::LimitExceeded, span, message: Cow::Borrowed("nested too deep") });
        }
    }

    /// Counts a node that an alias adds, and long text that it copies.
    fn charge(&mut self, span: Span, bytes: usize) {
        match self.budget.checked_sub(1 + bytes / 64) {
            Some(rest) => self.budget = rest,
            None if self.exhausted => {}
            None => {
                self.exhausted = true;
                let message = Cow::Borrowed("aliases blow this document up beyond the limit");
                self.errors.push(SyntaxError { kind: ErrorKind::LimitExceeded, span, message });
            }
        }
    }

    /// Builds the node at `at`; returns it with the place behind it. Recursion ends at [`MAX_DEPTH`].
    fn node(&mut self, at: usize, mut place: Place) -> (Node<'a>, usize) {
        let next = self.skip(at);
        let missing = Node { span: Span::default(), value: Value::Null, shared: place.shared, merges: false, style: Style::Plain };
        let Some(event) = self.events.list.get(at) else { return (missing, next) };
        let span = event.span;
        place.shared |= event.anchor.and_then(|i| self.events.anchors.get(i)).is_some_and(|a| a.aliased);
        if place.depth > MAX_DEPTH {
            self.cut_off(span);
            return (Node { span, ..missing }, next);
        }
        if place.copy {
            let bytes = match &event.kind {
                Kind::Scalar { text: Cow::Owned(text), .. } => text.len(),
                _ => 0,
            };
            self.charge(span, bytes);
        }
        let node = match self.event(at).map(|e| &e.kind) {
            Some(&Kind::Alias(anchor)) => self.alias(at, anchor, span, place),
            Some(&Kind::Open { map: true, style, end, nodes }) => {
                let mut entries = Entries { list: Vec::with_capacity(nodes / 2), merged: Vec::new() };
                self.map(at, end, place, &mut entries);
                let merges = !entries.merged.is_empty();
                let value = Value::Map(Map { entries: self.settle(entries, place) });
                Node { span, value, shared: place.shared, merges, style }
            }
            Some(&Kind::Open { map: false, style, end, nodes }) => {
                let value = Value::Seq(self.items(at, end, nodes, place));
                Node { span, value, shared: place.shared, merges: false, style }
            }
            Some(Kind::Scalar { .. }) => self.scalar(at, place),
            Some(Kind::Close) | None => Node { span, ..missing },
        };
        (node, next)
    }

    fn items(&mut self, at: usize, end: usize, nodes: usize, place: Place) -> Vec<Node<'a>> {
        let mut items = Vec::with_capacity(if self.exhausted { 0 } else { nodes });
        let mut next = at + 1;
        while next < end && !self.exhausted {
            let (item, behind) = self.node(next, place.below());
            items.push(item);
            next = behind;
        }
        items
    }

    /// The event of an alias's anchor; an error if there is none, or if the alias lies in its own anchor.
    fn target(&mut self, at: usize, anchor: Option<usize>, span: Span, place: Place) -> Option<usize> {
        let Some(target) = anchor.and_then(|i| self.events.anchors.get(i)).map(|a| a.event) else {
            self.error(place, ErrorKind::InvalidAlias, span, "unknown anchor");
            return None;
        };
        if at < self.skip(target) {
            self.error(place, ErrorKind::InvalidAlias, span, "this alias lies within the value that it stands for");
            return None;
        }
        Some(target)
    }

    fn alias(&mut self, at: usize, anchor: Option<usize>, span: Span, place: Place) -> Node<'a> {
        match self.target(at, anchor, span, place) {
            Some(target) if !self.exhausted => {
                // The anchored value takes the place of the alias, so it is no level deeper.
                let (node, _) = self.node(target, Place { shared: true, copy: true, ..place });
                Node { span, ..node }
            }
            _ => Node { span, value: Value::Null, shared: place.shared, merges: false, style: Style::Plain },
        }
    }

    /// Reads the entries of the map that opens at `at`, those of its merge keys in their place.
    fn map(&mut self, at: usize, end: usize, place: Place, out: &mut Entries<'a>) {
        let mut next = at + 1;
        while next < end && !self.exhausted {
            let value = self.skip(next);
            if value >= end {
                // An error came before the value.
                return;
            }
            if self.is_merge(next) {
                let first = out.list.len();
                self.merge(value, place, out);
                out.merged.push(first..out.list.len());
                next = self.skip(value);
                continue;
            }
            let key_span = self.event(next).map(|e| e.span).unwrap_or_default();
            let key = self.key(next, place);
            let (node, behind) = self.node(value, place.below());
            match key {
                Some(key) => out.list.push(Entry { key, key_span, value: node }),
                None => self.lost = true,
            }
            next = behind;
        }
    }

    fn is_merge(&self, at: usize) -> bool {
        match self.event(at).map(|e| &e.kind) {
            Some(Kind::Scalar { text, style, tag }) if text == "<<" => {
                matches!(tag, Tag::Merge | Tag::NonSpecific) || (*tag == Tag::None && *style == Style::Plain)
            }
            _ => false,
        }
    }

    /// Adds the entries of a merge key's value. A list is taken from its end, so that its first maps win.
    fn merge(&mut self, at: usize, place: Place, out: &mut Entries<'a>) {
        let Some(event) = self.event(at) else { return };
        let &Event { kind: Kind::Open { map: false, end, .. }, .. } = event else {
            return self.merge_one(at, place, out);
        };
        let mut maps = Vec::new();
        let mut next = at + 1;
        while next < end {
            maps.push(next);
            next = self.skip(next);
        }
        for map in maps.into_iter().rev() {
            self.merge_one(map, place, out);
        }
    }

    fn merge_one(&mut self, at: usize, place: Place, out: &mut Entries<'a>) {
        let Some(event) = self.event(at) else { return };
        let span = event.span;
        let (target, below) = match event.kind {
            Kind::Alias(anchor) => match self.target(at, anchor, span, place) {
                Some(target) => (target, place.copied()),
                None => return,
            },
            _ => (at, place.below()),
        };
        match self.event(target).map(|e| &e.kind) {
            Some(&Kind::Open { map: true, end, .. }) if below.depth <= MAX_DEPTH => {
                if below.copy {
                    self.charge(span, 0);
                }
                self.map(target, end, below, out);
            }
            Some(&Kind::Open { map: true, .. }) => self.cut_off(span),
            _ => self.error(place, ErrorKind::InvalidMerge, span, "a merge key takes a map or a list of maps"),
        }
    }

    /// The key at `at` as a string, which may be given by an alias.
    fn key(&mut self, at: usize, place: Place) -> Option<Cow<'a, str>> {
        let event = self.event(at)?;
        let span = event.span;
        let at = match event.kind {
            Kind::Alias(anchor) => self.target(at, anchor, span, place)?,
            _ => at,
        };
        let Some(Kind::Scalar { text, style, tag }) = self.event(at).map(|e| &e.kind) else {
            self.error(place, ErrorKind::InvalidKey, span, "a map or a list cannot be a key");
            return None;
        };
        if *style == Style::Plain && self.input.has_action(span) {
            let text = text.clone();
            self.template = true;
            return Some(text);
        }
        let bytes = if place.copy { text.len() } else { 0 };
        let scalar = resolve(text, *style, *tag);
        let key = match (tag, scalar) {
            (Tag::Binary, _) => scalar::base64(text).map(Cow::Owned),
            (_, Some(scalar)) => scalar::key(scalar, text),
            _ => None,
        };
        if place.copy {
            self.charge(span, bytes);
        }
        if key.is_none() {
            let message = match scalar {
                Some(Scalar::Null) => "null cannot be a key",
                Some(_) => "this number cannot be a key",
                None => "this value does not fit its tag",
            };
            self.error(place, ErrorKind::InvalidKey, span, message);
        }
        key
    }

    fn scalar(&mut self, at: usize, place: Place) -> Node<'a> {
        let anchored = self.anchored;
        let Some(Event { kind: Kind::Scalar { text, style, tag }, span, .. }) = self.events.list.get_mut(at) else {
            return Node { span: Span::default(), value: Value::Null, shared: place.shared, merges: false, style: Style::Plain };
        };
        let (style, tag, span) = (*style, *tag, *span);
        // Without anchors nobody asks for the text again.
        let text = if anchored { text.clone() } else { core::mem::take(text) };
        let node = |span, value| Node { span, value, shared: place.shared, merges: false, style };
        if self.is_template(span, style) {
            self.template |= style == Style::Plain;
            return node(span, Value::Template(text));
        }
        let Some(scalar) = resolve(&text, style, tag) else {
            self.error(place, ErrorKind::InvalidTag, span, "this value does not fit its tag");
            return node(span, Value::String(text));
        };
        if tag == Tag::Binary {
            if let Some(decoded) = scalar::base64(&text) {
                return node(span, Value::String(Cow::Owned(decoded)));
            }
            self.error(place, ErrorKind::InvalidTag, span, "this is not base64");
        }
        if let Scalar::Float(f) = scalar
            && !f.is_finite()
        {
            self.error(
                place,
                ErrorKind::InvalidNumber,
                span,
                "infinity and not-a-number do not exist in JSON, which Kubernetes makes of this",
            );
            return node(span, Value::String(text));
        }
        node(span, scalar::value(scalar, text).unwrap_or(Value::Null))
    }

    /// Whether a template makes this scalar. In a text that can be read without rendering it, block scalars are just text.
    fn is_template(&self, span: Span, style: Style) -> bool {
        self.input.has_action(span) && (self.input.masked || !matches!(style, Style::Literal | Style::Folded))
    }

    /// Leaves the last of equal keys and records the others, apart from those of merge keys. O(entries · log entries).
    fn settle(&mut self, entries: Entries<'a>, place: Place) -> Vec<Entry<'a>> {
        let Entries { list, merged } = entries;
        let is_merged = |i: usize| merged.get(merged.partition_point(|r| r.end <= i)).is_some_and(|r| r.start <= i);
        let duplicates = if place.copy || self.input.masked { None } else { Some(&mut self.duplicates) };
        last_wins(list, is_merged, duplicates)
    }
}

/// Maps up to this size are searched for equal keys pair by pair.
const SMALL: usize = 12;

/// Leaves the last of equal keys and records those of the others that are not merged.
pub(crate) fn last_wins<'a>(
    list: Vec<Entry<'a>>,
    is_merged: impl Fn(usize) -> bool,
    duplicates: Option<&mut Vec<Duplicate<'a>>>,
) -> Vec<Entry<'a>> {
    let same = |a: usize, b: usize| matches!((list.get(a), list.get(b)), (Some(a), Some(b)) if a.key == b.key);
    if list.len() <= SMALL && !(1..list.len()).any(|b| (0..b).any(|a| same(a, b))) {
        return list;
    }
    let key = |i: &usize| list.get(*i).map(|e| e.key.as_ref());
    let mut order: Vec<usize> = (0..list.len()).collect();
    plimsoll_text::sort_by(&mut order, |a, b| key(a).cmp(&key(b)));
    let mut found = Vec::new();
    let mut drop = Vec::new();
    for run in order.chunk_by(|&a, &b| same(a, b)) {
        let Some((_, earlier)) = run.split_last() else { continue };
        drop.extend_from_slice(earlier);
        let mut written = run.iter().filter(|&&i| !is_merged(i)).filter_map(|&i| list.get(i));
        if let Some(first) = written.next() {
            found.extend(written.map(|e| Duplicate { key: e.key.clone(), span: e.key_span, first: first.key_span }));
        }
    }
    if let Some(duplicates) = duplicates {
        duplicates.append(&mut found);
    }
    if drop.is_empty() {
        return list;
    }
    plimsoll_text::sort_by_key(&mut drop, |i| *i);
    let mut drop = drop.into_iter().peekable();
    list.into_iter().enumerate().filter(|(i, _)| drop.next_if_eq(i).is_none()).map(|(_, e)| e).collect()
}

/// What go-yaml makes of a scalar; `None` if it does not fit its tag.
fn resolve(text: &str, style: Style, tag: Tag) -> Option<Scalar> {
    match (tag, style) {
        (Tag::None, Style::Plain) => Some(scalar::resolve(text)),
        // A `!` with nothing behind it is an empty text.
        (Tag::NonSpecific, Style::Plain) if text.is_empty() => Some(Scalar::Text),
        (Tag::None, _) => Some(Scalar::Text),
        _ => scalar::resolve_tagged(text, tag),
    }
}
