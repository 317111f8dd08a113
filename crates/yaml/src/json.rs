//! JSON streams: strict JSON as Go's `encoding/json` reads it, objects one behind the other.
//!
//! It never recurses, and it never lets anything pass that only YAML allows.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::Span;

use crate::error::{self, ErrorKind, SyntaxError};
use crate::node::{Entry, Map, Node, Style, Value};
use crate::{Document, Duplicate, MAX_DEPTH, Stream, scalar, tree};

/// Reads the JSON values of the stream. Returns where they end: at the end of the text, or at a `---` behind a value, from where on the
/// stream is YAML.
pub(crate) fn read(stream: &mut Stream<'_>) -> usize {
    let source = stream.source;
    let mut at = 0;
    loop {
        let mut reader = Reader { source, at, frames: Vec::new(), duplicates: Vec::new() };
        reader.blanks();
        if reader.at >= source.len() || (at > 0 && reader.rest().starts_with("---") && error::starts_line(source, reader.at)) {
            return reader.at;
        }
        let (root, failure) = reader.document();
        let mut duplicates = reader.duplicates;
        plimsoll_text::sort_by_key(&mut duplicates, |d| d.span);
        let failed = failure.is_some();
        // Behind an error only an object that starts a line is safely a new one.
        let end = if failed { resume(source, reader.at.max(at + 1)) } else { reader.at };
        stream.documents.push(Document {
            root,
            span: Span::new(at, end),
            duplicates,
            valid: !failed,
            complete: !failed,
            template: failure.as_ref().is_some_and(|e| e.kind == ErrorKind::Template),
            dropped: false,
        });
        stream.errors.extend(failure);
        at = end;
    }
}

fn resume(source: &str, from: usize) -> usize {
    let from = source.floor_char_boundary(from);
    let rest = source.get(from..).unwrap_or_default();
    if rest.starts_with('{') && error::starts_line(source, from) {
        return from;
    }
    rest.find("\n{").map_or(source.len(), |n| from + n + 1)
}

/// An open collection.
enum Frame<'a> {
    Seq { start: usize, items: Vec<Node<'a>> },
    Map { start: usize, entries: Vec<Entry<'a>>, key: Option<(Cow<'a, str>, Span)> },
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    frames: Vec<Frame<'a>>,
    duplicates: Vec<Duplicate<'a>>,
}

type Read<T> = Result<T, SyntaxError>;

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.source.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn error(&self, kind: ErrorKind, message: &'static str) -> SyntaxError {
        let template = ["{{", "{%", "{#", "<%"].iter().any(|mark| self.rest().starts_with(mark));
        let span = error::word_at(self.source, self.at);
        if template {
            return SyntaxError { kind: ErrorKind::Template, span, message: Cow::Borrowed(error::TEMPLATE) };
        }
        SyntaxError { kind, span, message: Cow::Borrowed(message) }
    }

    fn syntax<T>(&self, message: &'static str) -> Read<T> {
        Err(self.error(ErrorKind::Syntax, message))
    }

    /// Reads one value; if it is broken, what came before the error is kept.
    fn document(&mut self) -> (Option<Node<'a>>, Option<SyntaxError>) {
        match self.value() {
            Ok(node) => (Some(node), None),
            Err(failure) => {
                let mut inner = None;
                let end = self.at;
                while let Some(frame) = self.frames.pop() {
                    inner = Some(self.closed(frame, end, inner));
                }
                (inner, Some(failure))
            }
        }
    }

    fn value(&mut self) -> Read<Node<'a>> {
        loop {
            self.blanks();
            let opened = self.frames.len();
            let mut done = self.begin()?;
            if self.frames.len() > opened {
                // A collection has begun; unless it is empty its first value comes next.
                done = self.close_if_empty()?;
                if done.is_none() {
                    self.key_if_map()?;
                    continue;
                }
            }
            // Puts the value into its parent, and closed parents into theirs.
            while let Some(node) = done.take() {
                let Some(frame) = self.frames.last_mut() else { return Ok(node) };
                add(frame, node);
                done = self.behind_value()?;
            }
        }
    }

    /// Reads a scalar, or opens a collection.
    fn begin(&mut self) -> Read<Option<Node<'a>>> {
        let start = self.at;
        let scalar = |reader: &Self, value| {
            let style = if matches!(value, Value::String(_) | Value::Template(_)) { Style::Double } else { Style::Plain };
            Ok(Some(Node { span: Span::new(start, reader.at), value, shared: false, merges: false, style }))
        };
        match self.peek() {
            Some(b'{' | b'[') if self.frames.len() >= MAX_DEPTH => Err(self.error(ErrorKind::LimitExceeded, "nested too deep")),
            Some(b'{') if self.rest().starts_with("{{") => self.syntax("expected a key in double quotes or `}`"),
            Some(b'{') => {
                self.at += 1;
                self.frames.push(Frame::Map { start, entries: Vec::new(), key: None });
                Ok(None)
            }
            Some(b'[') => {
                self.at += 1;
                self.frames.push(Frame::Seq { start, items: Vec::new() });
                Ok(None)
            }
            Some(b'"') => {
                let text = self.string()?;
                let has_action = text.contains("}}") && text.contains("{{");
                scalar(self, if has_action { Value::Template(text) } else { Value::String(text) })
            }
            Some(b'-' | b'0'..=b'9') => {
                let value = self.number()?;
                scalar(self, value)
            }
            _ => {
                for (word, value) in [("true", Value::Bool(true)), ("false", Value::Bool(false)), ("null", Value::Null)] {
                    if self.rest().starts_with(word) {
                        self.at += word.len();
                        return scalar(self, value);
                    }
                }
                self.syntax("expected a JSON value")
            }
        }
    }

    fn close_if_empty(&mut self) -> Read<Option<Node<'a>>> {
        self.blanks();
        let closing = match self.frames.last() {
            Some(Frame::Map { .. }) => b'}',
            _ => b']',
        };
        Ok(if self.peek() == Some(closing) { self.close() } else { None })
    }

    /// Reads a comma (and the key behind it), or closes the collection.
    fn behind_value(&mut self) -> Read<Option<Node<'a>>> {
        self.blanks();
        let closing = match self.frames.last() {
            Some(Frame::Map { .. }) => b'}',
            _ => b']',
        };
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                self.key_if_map()?;
                Ok(None)
            }
            Some(byte) if byte == closing => Ok(self.close()),
            _ if closing == b'}' => self.syntax("expected `,` or `}`"),
            _ => self.syntax("expected `,` or `]`"),
        }
    }

    fn close(&mut self) -> Option<Node<'a>> {
        self.at += 1;
        let end = self.at;
        self.frames.pop().map(|frame| self.closed(frame, end, None))
    }

    /// The node of a collection; `last` is what an error left of its last value.
    fn closed(&mut self, mut frame: Frame<'a>, end: usize, last: Option<Node<'a>>) -> Node<'a> {
        if let Some(node) = last {
            add(&mut frame, node);
        }
        let (start, value) = match frame {
            Frame::Seq { start, items } => (start, Value::Seq(items)),
            Frame::Map { start, entries, .. } => {
                let entries = tree::last_wins(entries, |_| false, Some(&mut self.duplicates));
                (start, Value::Map(Map { entries }))
            }
        };
        Node { span: Span::new(start, end), value, shared: false, merges: false, style: Style::Flow }
    }

    fn key_if_map(&mut self) -> Read<()> {
        if !matches!(self.frames.last(), Some(Frame::Map { .. })) {
            return Ok(());
        }
        self.blanks();
        let start = self.at;
        if self.peek() != Some(b'"') {
            return self.syntax("expected a key in double quotes");
        }
        let name = self.string()?;
        let span = Span::new(start, self.at);
        self.blanks();
        if self.peek() != Some(b':') {
            return self.syntax("expected `:`");
        }
        self.at += 1;
        if let Some(Frame::Map { key, .. }) = self.frames.last_mut() {
            *key = Some((name, span));
        }
        Ok(())
    }

    fn number(&mut self) -> Read<Value<'a>> {
        let rest = self.rest();
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let tail = |from: usize| rest.get(from..).unwrap_or_default();
        let mut len = usize::from(rest.starts_with('-'));
        let whole = digits(tail(len));
        if whole == 0 {
            return self.syntax("expected a digit");
        }
        // A zero stands alone: `01` is a zero with something behind it that does not belong there.
        len += if tail(len).starts_with('0') { 1 } else { whole };
        let mut integer = true;
        if tail(len).starts_with('.') {
            integer = false;
            let fraction = digits(tail(len + 1));
            if fraction == 0 {
                self.at += len;
                return self.syntax("expected a digit behind the point");
            }
            len += 1 + fraction;
        }
        if tail(len).starts_with(['e', 'E']) {
            integer = false;
            let sign = usize::from(tail(len + 1).starts_with(['+', '-']));
            let exponent = digits(tail(len + 1 + sign));
            if exponent == 0 {
                self.at += len;
                return self.syntax("expected a digit in the exponent");
            }
            len += 1 + sign + exponent;
        }
        let text = rest.get(..len).unwrap_or_default();
        let value = match (integer, text.parse::<i64>(), text.parse::<u64>()) {
            (true, Ok(n), _) => Some(Value::Int(n)),
            (true, _, Ok(n)) => Some(Value::UInt(n)),
            _ => plimsoll_text::read_float(text).and_then(scalar::float),
        };
        match value {
            Some(value) => {
                self.at += len;
                Ok(value)
            }
            None => Err(self.error(ErrorKind::InvalidNumber, "this number is too large")),
        }
    }

    /// Reads a string from its opening quote on.
    fn string(&mut self) -> Read<Cow<'a, str>> {
        let open = self.at;
        self.at += 1;
        let mut owned: Option<String> = None;
        loop {
            let rest = self.rest();
            let special = rest.bytes().position(|b| b == b'"' || b == b'\\' || b < b' ').unwrap_or(rest.len());
            let plain = rest.get(..special).unwrap_or_default();
            self.at += special;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(match owned {
                        Some(text) => Cow::Owned(text + plain),
                        None => Cow::Borrowed(plain),
                    });
                }
                Some(b'\\') => {
                    let text = owned.get_or_insert_default();
                    text.push_str(plain);
                    let c = self.escape()?;
                    text.push(c);
                }
                Some(_) => return self.syntax("a JSON string cannot hold a line break or another control character"),
                None => {
                    self.at = open;
                    return self.syntax("this quote is never closed");
                }
            }
        }
    }

    /// Reads an escape from its backslash on. Like in Go, half a surrogate pair becomes U+FFFD.
    fn escape(&mut self) -> Read<char> {
        let code = self.source.as_bytes().get(self.at + 1);
        let plain = match code {
            Some(b'n') => '\n',
            Some(b't') => '\t',
            Some(b'r') => '\r',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(&c @ (b'"' | b'\\' | b'/')) => char::from(c),
            Some(b'u') => return self.unicode(),
            _ => return self.syntax("unknown escape"),
        };
        self.at += 2;
        Ok(plain)
    }

    fn unicode(&mut self) -> Read<char> {
        let Some(high) = self.hex(self.at) else { return self.syntax("expected four hexadecimal digits") };
        self.at += 6;
        if (0xd800..0xdc00).contains(&high)
            && let Some(low @ 0xdc00..0xe000) = self.hex(self.at)
        {
            self.at += 6;
            return Ok(char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        Ok(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    /// The code of the `\uXXXX` at `at`.
    fn hex(&self, at: usize) -> Option<u32> {
        let digits = self.source.get(at..at + 6)?.strip_prefix("\\u")?;
        if digits.starts_with('+') { None } else { u32::from_str_radix(digits, 16).ok() }
    }
}

fn add<'a>(frame: &mut Frame<'a>, node: Node<'a>) {
    match frame {
        Frame::Seq { items, .. } => items.push(node),
        Frame::Map { entries, key, .. } => {
            if let Some((key, key_span)) = key.take() {
                entries.push(Entry { key, key_span, value: node });
            }
        }
    }
}
