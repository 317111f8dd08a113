//! Edits of YAML and JSON text by meaning: set a field below a map, take an entry or an item out, add an item.
//!
//! What comes out keeps the file's style: its indentation, its line ends, block or flow, JSON's quotes; comments stay where
//! they are. Where an edit is not mechanical (the text is shared by an anchor, a merge key is involved, a parent has the
//! wrong type, a comment stands in the way) there is none: nothing here guesses, and nothing here touches text it need not.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_text::{Edit, Span};
use plimsoll_yaml::{Entry, Node, Style, Value};

/// A value to write. Strings must be such that they need no quotes in YAML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum New<'a> {
    /// A boolean.
    Bool(bool),
    /// A string that YAML reads as one without quotes.
    Word(&'a str),
    /// A list of one such string.
    ListOf(&'a str),
}

impl New<'_> {
    /// The value with the quotes that the scalar in its place has.
    #[must_use]
    pub fn quoted_like(self, node: &Node<'_>) -> String {
        let text = self.text(false);
        match node.style {
            Style::Double => format!("\"{text}\""),
            Style::Single => format!("'{text}'"),
            _ => text.into_owned(),
        }
    }

    fn text(self, json: bool) -> Cow<'static, str> {
        match (self, json) {
            (New::Bool(true), _) => Cow::Borrowed("true"),
            (New::Bool(false), _) => Cow::Borrowed("false"),
            (New::Word(word), true) => Cow::Owned(format!("\"{word}\"")),
            (New::Word(word), false) => Cow::Owned(word.to_string()),
            (New::ListOf(word), true) => Cow::Owned(format!("[\"{word}\"]")),
            (New::ListOf(word), false) => Cow::Owned(format!("[{word}]")),
        }
    }
}

/// Gives the field at `path` below the map `base` the value `new`; parents that are not there are made. A field that is
/// there is replaced if it is a scalar or in flow style. A new first field of a block map goes to its end or, if `before`
/// names an entry that starts a line, above that.
#[must_use]
pub fn set(source: &str, base: &Node<'_>, path: &[&str], new: New<'_>, before: &str) -> Option<Vec<Edit>> {
    let mut map = base;
    let mut rest = path;
    loop {
        let (key, below) = rest.split_first()?;
        if map.shared || !own_entries_only(map) {
            return None;
        }
        let Some(entry) = map.entry(key) else {
            return insert(source, map, rest, new, before);
        };
        let value = &entry.value;
        if value.shared {
            return None;
        }
        match &value.value {
            Value::Null => return fill(source, map, entry, below, new),
            Value::Map(_) if !below.is_empty() => (map, rest) = (value, below),
            _ if below.is_empty() && value.style != Style::Block && !matches!(value.style, Style::Literal | Style::Folded) => {
                let is_list = matches!(new, New::ListOf(_));
                if value.span.is_empty() || is_tagged(source, entry) || (is_list && !stands_alone(source, value.span.end)) {
                    return None;
                }
                return Some([Edit { span: value.span, text: new.text(is_json(source, map)).into_owned() }].into());
            }
            _ => return None,
        }
    }
}

/// Whether YAML reads the text as this very string, without quotes, in block and flow style.
#[must_use]
pub fn is_word(text: &str) -> bool {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'/');
    let stream = || plimsoll_yaml::read(text);
    text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric)
        && text.bytes().all(safe)
        && stream().documents.first().and_then(|document| document.root.as_ref()).and_then(Node::as_str) == Some(text)
}

/// Takes the entry `key` out of the map. Not its last one: what an empty map means depends on the field. Nor one of a map with a merge
/// key, which may bring the same again.
#[must_use]
pub fn remove(source: &str, map: &Node<'_>, key: &str) -> Option<Vec<Edit>> {
    let entry = map.entry(key)?;
    if map.shared || holds_shared(&entry.value) || map.merges || !stands_alone(source, entry_end(entry)) {
        return None;
    }
    let parts: Vec<Span> = in_order(map).iter().map(|entry| Span::new(entry.key_span.start, entry_end(entry))).collect();
    let at = parts.iter().position(|part| part.start == entry.key_span.start)?;
    let previous = at.checked_sub(1).and_then(|i| parts.get(i));
    let lead = Span::new(previous.map_or(map.span.start, |part| part.end), entry.key_span.start).of(source);
    // The mark of a key that is written `? key` would stay.
    if lead.split(['\n', '\r']).any(|line| line.trim_start().starts_with('?')) {
        return None;
    }
    // What begins as JSON does is read as JSON.
    let quoted = |part: Option<&Span>| part.is_some_and(|part| part.of(source).starts_with('"'));
    let is_first = at == 0 && source.get(..map.span.start).is_some_and(|lead| lead.trim_start().is_empty());
    if is_first && map.style == Style::Flow && !quoted(parts.first()) && quoted(parts.get(1)) {
        return None;
    }
    let before = at.checked_sub(1).and_then(|i| in_order(map).get(i).map(|entry| &entry.value));
    remove_part(source, map.style == Style::Flow, &parts, at, before)
}

/// Takes the item at `index` out of the list, which must have another. O(1) but for the item itself.
#[must_use]
pub fn remove_item(source: &str, list: &Node<'_>, index: usize) -> Option<Vec<Edit>> {
    if list.items().get(index).is_none_or(holds_shared) {
        return None;
    }
    let flow = list.style == Style::Flow;
    // In block style an item starts at its dash.
    let part = |item: &Node<'_>| {
        let start = if flow { item.span.start } else { dash_before(source, item.span.start)? };
        (!list.shared && !item.shared).then(|| Span::new(start, leaf_end(item)))
    };
    let first = index.saturating_sub(1);
    let around: Option<Vec<Span>> = list.items().iter().skip(first).take(index - first + 2).map(part).collect();
    let before = index.checked_sub(1).and_then(|i| list.items().get(i));
    remove_part(source, flow, &around?, index - first, before)
}

/// Adds a string to the end of a list of scalars.
#[must_use]
pub fn add_item(source: &str, list: &Node<'_>, word: &str) -> Option<Vec<Edit>> {
    let items = list.items();
    if list.shared || items.iter().any(|item| item.shared) {
        return None;
    }
    let Some(last) = items.last() else {
        let json = list.span.of(source) == "[]" && source.trim_start().starts_with('{');
        return Some([Edit { span: list.span, text: New::ListOf(word).text(json).into_owned() }].into());
    };
    let end = leaf_end(last);
    if list.style == Style::Flow {
        if last.span.is_empty() {
            return None;
        }
        let json = last.style == Style::Double;
        let separator = separator(source, last.span.start);
        return Some([Edit { span: Span::at(end), text: format!("{separator}{}", New::Word(word).text(json)) }].into());
    }
    if keeps_blank_lines(source, last) {
        return None;
    }
    let dash = dash_before(source, last.span.start)?;
    let lead = blank_lead(source, dash)?;
    let at = line_end(source, end)?;
    if !stands_alone(source, at) {
        return None;
    }
    Some([Edit { span: Span::at(at), text: format!("{}{lead}- {word}", line_end_of(source)) }].into())
}

/// Whether a value or anything in it is anchored for other places, which would lose it. O(nodes).
fn holds_shared(node: &Node<'_>) -> bool {
    let mut pending = Vec::from([node]);
    while let Some(node) = pending.pop() {
        if node.shared {
            return true;
        }
        pending.extend(node.items());
        pending.extend(node.entries().iter().map(|entry| &entry.value));
    }
    false
}

/// Where a merge key brings entries that count, a map is left alone: they are written elsewhere, and where the key stands matters.
fn own_entries_only(map: &Node<'_>) -> bool {
    !map.merges || map.entries().iter().all(|entry| map.span.contains(Span::at(entry.key_span.start)))
}

/// The entries as they stand in the text.
fn in_order<'n, 'a>(map: &'n Node<'a>) -> Vec<&'n Entry<'a>> {
    let mut entries: Vec<&Entry<'_>> = map.entries().iter().collect();
    plimsoll_text::sort_by_key(&mut entries, |entry| entry.key_span.start);
    entries
}

/// Where the text of an entry ends.
fn entry_end(entry: &Entry<'_>) -> usize {
    leaf_end(&entry.value).max(entry.key_span.end)
}

/// Where the text of a value ends. A block collection ends where its last leaf does.
fn leaf_end(node: &Node<'_>) -> usize {
    let mut node = node;
    let mut end = node.span.start;
    loop {
        if node.style != Style::Block {
            return node.span.end.max(end);
        }
        // Aliased values lie elsewhere; the alias itself is where its node says.
        let inside = |span: Span| node.span.start <= span.start && span.start <= node.span.end;
        let last = match &node.value {
            Value::Map(_) => {
                node.entries().iter().filter(|entry| inside(entry.key_span)).max_by_key(|entry| entry.key_span.start).map(|entry| {
                    end = end.max(entry.key_span.end);
                    &entry.value
                })
            }
            Value::Seq(items) => items.iter().filter(|item| inside(item.span)).max_by_key(|item| item.span.start),
            _ => None,
        };
        match last {
            Some(last) => node = last,
            None => return node.span.end.max(end),
        }
    }
}

/// How far from a place its line is looked at, so that many edits in one very long line stay cheap. No line that a person
/// wrote is longer.
const REACH: usize = 4096;

/// Where the line of `at` starts; somewhere within the line if it is longer than is looked at.
fn line_start(source: &str, at: usize) -> usize {
    let from = at.saturating_sub(REACH);
    let near = source.as_bytes().get(from..at).unwrap_or_default();
    near.iter().rposition(|b| *b == b'\n').map_or(source.floor_char_boundary(from), |newline| from + newline + 1)
}

/// What stands before `at` on its line, if that is blank and something stands on a line above.
fn blank_lead(source: &str, at: usize) -> Option<&str> {
    let start = line_start(source, at);
    let lead = source.get(start..at)?;
    (start > 0 && lead.bytes().all(|b| b == b' ' || b == b'\t') && source.as_bytes().get(start - 1) == Some(&b'\n')).then_some(lead)
}

/// The end of the line that holds the last character before `at` that is not blank; its line break not included. `None`
/// for a line that is too long, and for one that a carriage return alone ends: nothing here writes such lines.
fn line_end(source: &str, at: usize) -> Option<usize> {
    let from = source.get(..at)?.trim_end().len();
    let near = source.as_bytes().get(from..source.len().min(from + REACH))?;
    let end = match near.iter().position(|b| *b == b'\n') {
        Some(newline) if newline > 0 && near.get(newline - 1) == Some(&b'\r') => newline - 1,
        Some(newline) => newline,
        None if from + near.len() == source.len() => near.len(),
        None => return None,
    };
    (!near.get(..end)?.contains(&b'\r')).then_some(from + end)
}

/// How the lines of the text end, by its first one.
fn line_end_of(source: &str) -> &'static str {
    let near = source.as_bytes().get(..source.len().min(REACH)).unwrap_or_default();
    match near.iter().position(|b| *b == b'\n') {
        Some(at) if at > 0 && near.get(at - 1) == Some(&b'\r') => "\r\n",
        _ => "\n",
    }
}

/// The dash of the block item whose value starts at `at`.
fn dash_before(source: &str, at: usize) -> Option<usize> {
    let before = source.get(..at)?.trim_end_matches(' ');
    before.ends_with('-').then(|| before.len() - 1)
}

/// The column of a key that starts its line, or follows only dashes on it, in spaces.
fn column(source: &str, at: usize) -> Option<usize> {
    let lead = source.get(line_start(source, at)..at)?;
    lead.bytes().all(|b| b == b' ' || b == b'-').then_some(lead.len())
}

/// How deep the file indents: what its first key with a map below it does, else two spaces.
fn step(source: &str) -> usize {
    let mut parent: Option<usize> = None;
    let head = source.get(..source.floor_char_boundary(2 * REACH)).unwrap_or_default();
    for line in plimsoll_text::split_byte(head, b'\n') {
        let depth = line.bytes().take_while(|byte| *byte == b' ').count();
        let text = line.get(depth..).unwrap_or_default();
        if text.trim_end().is_empty() || text.starts_with('#') {
            continue;
        }
        match parent {
            // Below a key stands a list or a map.
            Some(parent) if depth > parent && depth - parent <= 8 && !text.starts_with('-') => return depth - parent,
            _ => {}
        }
        parent = text.trim_end().ends_with(':').then_some(if text.starts_with("- ") { depth + 2 } else { depth });
    }
    2
}

/// Whether the map is written as JSON: its keys stand in double quotes, or (empty) the text begins as JSON does.
fn is_json(source: &str, map: &Node<'_>) -> bool {
    map.style == Style::Flow
        && match map.entries().first() {
            Some(entry) => entry.key_span.of(source).starts_with('"'),
            None => source.trim_start().starts_with('{'),
        }
}

/// `key: {below: new}` on one line.
fn flow_text(path: &[&str], new: New<'_>, json: bool) -> String {
    let mut out = String::new();
    for (i, key) in path.iter().enumerate() {
        if i > 0 {
            out.push('{');
        }
        if json {
            out.push('"');
            out.push_str(key);
            out.push('"');
        } else {
            out.push_str(key);
        }
        out.push_str(": ");
    }
    out.push_str(&new.text(json));
    (1..path.len()).for_each(|_| out.push('}'));
    out
}

/// `key:` over a deeper `below: new`, every line with `break_` before it.
fn block_text(path: &[&str], new: New<'_>, column: usize, step: usize, break_: &str) -> String {
    let new = new.text(false);
    let keys: usize = path.iter().enumerate().map(|(i, key)| break_.len() + column + i * step + key.len() + 1).sum();
    let mut out = String::with_capacity(keys + 1 + new.len());
    for (i, key) in path.iter().enumerate() {
        out.push_str(break_);
        out.extend(core::iter::repeat_n(' ', column + i * step));
        out.push_str(key);
        out.push(':');
    }
    out.push(' ');
    out.push_str(&new);
    out
}

/// Adds an entry to a map that has it not.
fn insert(source: &str, map: &Node<'_>, path: &[&str], new: New<'_>, before: &str) -> Option<Vec<Edit>> {
    let json = is_json(source, map);
    let entries = in_order(map);
    if map.style == Style::Flow {
        return insert_flow(source, map, &entries, &flow_text(path, new, json));
    }
    let first = entries.first()?;
    let column = column(source, first.key_span.start)?;
    let break_ = line_end_of(source);
    if let Some(entry) = map.entry(before)
        && let Some(lead) = blank_lead(source, entry.key_span.start)
    {
        let at = above_comments(source, entry.key_span.start - lead.len());
        let text = block_text(path, new, column, step(source), break_);
        // The text has its line breaks in front; here they belong behind.
        return Some([Edit { span: Span::at(at), text: format!("{}{break_}", text.trim_start_matches(['\r', '\n'])) }].into());
    }
    let last = entries.last()?;
    if keeps_blank_lines(source, &last.value) {
        return None;
    }
    let at = line_end(source, entry_end(last))?;
    if !stands_alone(source, at) {
        return None;
    }
    Some([Edit { span: Span::at(at), text: block_text(path, new, column, step(source), break_) }].into())
}

fn insert_flow(source: &str, map: &Node<'_>, entries: &[&Entry<'_>], text: &str) -> Option<Vec<Edit>> {
    if text.ends_with('}') && opens_action(source, map.span.end) {
        return None;
    }
    let Some(last) = entries.last() else {
        return Some([Edit { span: map.span, text: format!("{{{text}}}") }].into());
    };
    let end = entry_end(last);
    if last.value.span.is_empty() {
        // `{a: 1, b: }`: a comma right behind the colon would be a part of the key.
        return None;
    }
    let tail = source.get(end..map.span.end)?.strip_suffix('}')?;
    if !tail.trim_start().trim_start_matches(',').trim().is_empty() {
        return None;
    }
    let separator = separator(source, last.key_span.start);
    Some([Edit { span: Span::at(end), text: format!("{separator}{text}") }].into())
}

/// Whether a `{{` stands above that nothing closes: two braces behind it would make a template of the text in between.
fn opens_action(source: &str, at: usize) -> bool {
    let near = source.get(source.floor_char_boundary(at.saturating_sub(REACH))..at).unwrap_or_default();
    near.rfind("{{").is_some_and(|open| near.get(open..).is_some_and(|rest| !rest.contains("}}")))
}

/// What stands between two parts of a flow collection whose last part starts at `last`: parts on lines of their own stay so.
fn separator(source: &str, last: usize) -> String {
    match blank_lead(source, last) {
        Some(lead) => format!(",{}{lead}", line_end_of(source)),
        None => ", ".to_string(),
    }
}

/// Gives an entry that is written without a value, or with null, its value.
fn fill(source: &str, map: &Node<'_>, entry: &Entry<'_>, below: &[&str], new: New<'_>) -> Option<Vec<Edit>> {
    let json = is_json(source, map);
    let span = entry.value.span;
    let missing = span.is_empty();
    let colon = colon_after(source, entry)?;
    if if missing { !stands_alone(source, colon) } else { is_tagged(source, entry) } {
        return None;
    }
    if below.is_empty() || map.style == Style::Flow {
        if !below.is_empty() && opens_action(source, colon) {
            return None;
        }
        let text = if below.is_empty() { new.text(json).into_owned() } else { format!("{{{}}}", flow_text(below, new, json)) };
        if !missing {
            return Some([Edit { span, text }].into());
        }
        return Some([Edit { span: Span::at(colon), text: format!(" {text}") }].into());
    }
    let column = column(source, entry.key_span.start)? + step(source);
    let text = block_text(below, new, column, step(source), line_end_of(source));
    let end = line_end(source, colon)?;
    if missing {
        return Some([Edit { span: Span::at(end), text }].into());
    }
    // `key: null`, perhaps with a comment behind it.
    if !Span::new(colon, span.start).of(source).bytes().all(|b| b == b' ') {
        return None;
    }
    let null = Span::new(colon, span.end);
    if end == span.end {
        return Some([Edit { span: null, text }].into());
    }
    Some([Edit { span: null, text: String::new() }, Edit { span: Span::at(end), text }].into())
}

/// Whether what follows `at`, past blanks and comments, is neither an anchor nor a tag: those of a value that is missing would come to
/// belong to what is put in front of them. Nor may a tab begin one of those lines: whether it is read depends on what stands above.
/// `false` too where nothing but blanks is in reach.
fn stands_alone(source: &str, at: usize) -> bool {
    let near = source.as_bytes().get(at..source.len().min(at + REACH)).unwrap_or_default();
    let (mut in_comment, mut at_start) = (false, false);
    for byte in near {
        match byte {
            b'\n' => (in_comment, at_start) = (false, true),
            b'\t' if at_start => return false,
            b' ' | b'\t' | b'\r' => {}
            b'#' => (in_comment, at_start) = (true, false),
            _ if in_comment => {}
            byte => return !matches!(byte, b'&' | b'!'),
        }
    }
    near.len() < REACH
}

/// Whether something with `!` stands between an entry's colon and its value: a tag says what the value is to be read as.
fn is_tagged(source: &str, entry: &Entry<'_>) -> bool {
    colon_after(source, entry).is_none_or(|colon| Span::new(colon, entry.value.span.start).of(source).contains('!'))
}

/// Whether the part of a flow collection at `at` begins there: an anchor or a tag in front of it would stay for the part behind it.
fn begins_part(source: &str, at: usize) -> bool {
    let from = at.saturating_sub(REACH);
    let before = source.get(source.ceil_char_boundary(from)..at).unwrap_or_default().trim_end();
    before.ends_with(['[', '{', ',']) || before.rsplit('\n').next().is_some_and(|line| line.contains('#'))
}

/// The offset behind the colon of an entry.
fn colon_after(source: &str, entry: &Entry<'_>) -> Option<usize> {
    let rest = source.get(entry.key_span.end..)?;
    let trimmed = rest.trim_start_matches(' ');
    trimmed.starts_with(':').then(|| entry.key_span.end + rest.len() - trimmed.len() + 1)
}

/// A block scalar that keeps its blank lines (`|+`) would lose them to a line put behind it, as would one with a last line of more
/// blanks than its indentation, which are its text; and one that ends with the file and without a line break would get one.
fn keeps_blank_lines(source: &str, node: &Node<'_>) -> bool {
    let node = last_leaf(node);
    let text = node.span.of(source);
    let header = text.lines().next().unwrap_or_default();
    let behind = source.get(node.span.end..).unwrap_or_default();
    let open = || !text.ends_with('\n') && !behind.contains('\n');
    // The text's own last line may end with blanks; those below it hold nothing else.
    let blank = || {
        plimsoll_text::split_byte(behind, b'\n').skip(1).take_while(|line| line.trim().is_empty()).any(|line| line.starts_with([' ', '\t']))
    };
    is_block_text(node) && (header.contains('+') || open() || blank())
}

/// The value that stands last in a block collection, or the value itself.
fn last_leaf<'n, 'a>(node: &'n Node<'a>) -> &'n Node<'a> {
    let mut node = node;
    while node.style == Style::Block {
        let next = match &node.value {
            Value::Map(_) => in_order(node).last().map(|entry| &entry.value),
            Value::Seq(items) => items.last(),
            _ => None,
        };
        match next {
            Some(next) => node = next,
            None => break,
        }
    }
    node
}

fn is_block_text(node: &Node<'_>) -> bool {
    matches!(node.style, Style::Literal | Style::Folded)
}

/// The start of the comment lines directly above the line at `start`, which belong to it.
fn above_comments(source: &str, start: usize) -> usize {
    let mut at = start;
    while at > 0 {
        let above = line_start(source, at - 1);
        if !Span::new(above, at).of(source).trim_start().starts_with('#') {
            break;
        }
        at = above;
    }
    at
}

/// Takes one of several parts of a collection out, with what separates it from the next. `before` is the value above it.
fn remove_part(source: &str, flow: bool, parts: &[Span], at: usize, before: Option<&Node<'_>>) -> Option<Vec<Edit>> {
    let part = *parts.get(at)?;
    let next = parts.get(at + 1);
    let previous = at.checked_sub(1).and_then(|i| parts.get(i));
    let only = |span: Span, allowed: &[char]| span.of(source).chars().all(|c| allowed.contains(&c));
    if flow {
        let gone = match (next, previous) {
            (Some(next), _) if only(Span::new(part.end, next.start), &[',', ' ', '\t', '\r', '\n']) && begins_part(source, part.start) => {
                Span::new(part.start, next.start)
            }
            (None, Some(previous)) if only(Span::new(previous.end, part.start), &[',', ' ', '\t', '\r', '\n']) => {
                Span::new(previous.end, part.end)
            }
            _ => return None,
        };
        return Some([Edit { span: gone, text: String::new() }].into());
    }
    if next.is_none() && previous.is_none() {
        return None;
    }
    let start = line_start(source, part.start);
    let end = line_end(source, part.end)?;
    if Span::new(start, part.start).of(source).bytes().all(|b| b == b' ') {
        // Whole lines with the line break behind them. At the end of the text there is none, and the one before them stays: a block
        // text above would be another without it.
        let behind = source.get(end..).unwrap_or_default();
        let mut gone = if behind.starts_with("\r\n") {
            Span::new(start, end + 2)
        } else if behind.starts_with('\n') {
            Span::new(start, end + 1)
        } else {
            Span::new(start, end)
        };
        // Lines of blanks go along: behind a block text they would be lines of it.
        while let Some(line) = source.get(gone.end..).and_then(|rest| rest.split_inclusive('\n').next())
            && line.starts_with([' ', '\t'])
            && line.trim().is_empty()
        {
            gone.end += line.len();
        }
        let below = source.get(gone.end..).unwrap_or_default();
        if start == 0 && below.trim_start().starts_with('\u{feff}') {
            return None;
        }
        // A comment that is indented would become a line of a block text above, and an empty line one of a text that keeps them.
        if let Some(above) = before.map(last_leaf).filter(|node| is_block_text(node)) {
            let is_comment = below.starts_with([' ', '\t']) && below.trim_start().starts_with('#');
            let keeps = above.span.of(source).lines().next().unwrap_or_default().contains('+');
            if is_comment || (keeps && below.starts_with(['\n', '\r'])) {
                return None;
            }
        }
        return Some([Edit { span: gone, text: String::new() }].into());
    }
    // The first key of a list item: the next one takes its place behind the dash, if nothing else stands between.
    let next = next?;
    (only(Span::new(start, part.start), &[' ', '-']) && Span::new(part.end, next.start).of(source).trim().is_empty())
        .then(|| [Edit { span: Span::new(part.start, next.start), text: String::new() }].into())
}

#[cfg(test)]
mod tests;
