//! From the events of `granit-parser` to our own: byte spans of exactly the token, scalars borrowed from the source, anchors by number.
//!
//! It never decides what a value means; `tree` does.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use granit_parser::{Event as Raw, Options, Parser, ScalarStyle, ScanError, StrInput, StructureStyle};
use plimsoll_text::Span;

use crate::error::{self, ErrorKind, SyntaxError};
use crate::node::Style;
use crate::scalar::Tag;
use crate::{Comment, MAX_DEPTH};

#[derive(Debug)]
pub(crate) struct Event<'a> {
    pub(crate) kind: Kind<'a>,
    pub(crate) span: Span,
    /// The place of the anchor it carries in [`Events::anchors`].
    pub(crate) anchor: Option<usize>,
}

#[derive(Debug)]
pub(crate) enum Kind<'a> {
    Scalar {
        text: Cow<'a, str>,
        style: Style,
        tag: Tag,
    },
    /// A map or list opens.
    Open {
        map: bool,
        style: Style,
        /// The place of the event that closes it, or the number of events if an error came first.
        end: usize,
        /// How many nodes it holds, keys included.
        nodes: usize,
    },
    Close,
    /// An alias and its anchor's place in [`Events::anchors`]; `None` if there is no such anchor.
    Alias(Option<usize>),
}

#[derive(Debug)]
pub(crate) struct Anchor {
    id: usize,
    /// The event that carries it.
    pub(crate) event: usize,
    pub(crate) aliased: bool,
}

/// The events of one document.
#[derive(Debug)]
pub(crate) struct Events<'a> {
    pub(crate) list: Vec<Event<'a>>,
    pub(crate) anchors: Vec<Anchor>,
    /// Where the document's text begins.
    pub(crate) start: usize,
    /// No error lies in it.
    pub(crate) valid: bool,
    /// No error cut it short.
    pub(crate) complete: bool,
}

/// What the parser sees of a chunk.
#[derive(Clone, Copy)]
pub(crate) struct Input<'a, 't> {
    pub(crate) source: &'a str,
    /// The chunk, or the chunk with its template actions masked.
    pub(crate) text: &'t str,
    /// Where the chunk begins in the source.
    pub(crate) base: usize,
    /// The template actions of the chunk.
    pub(crate) actions: &'t [Span],
    /// Whether `text` is masked.
    pub(crate) masked: bool,
}

impl Input<'_, '_> {
    /// Whether a template action touches the span. O(log actions).
    pub(crate) fn has_action(&self, span: Span) -> bool {
        !self.actions.is_empty() && {
            let next = self.actions.partition_point(|a| a.end <= span.start);
            self.actions.get(next).is_some_and(|a| a.start < span.end)
        }
    }

    /// In a masked chunk the action that stands behind `offset`, has its lines for itself, and only blanks in between.
    fn action_below(&self, offset: usize) -> Option<Span> {
        let next = self.actions.get(self.actions.partition_point(|a| a.start < offset)).filter(|_| self.masked)?;
        let alone = self.text.as_bytes().get(next.start - self.base) == Some(&b' ');
        (alone && Span::new(offset, next.start).of(self.source).trim_start().is_empty()).then_some(*next)
    }
}

/// Everything that a chunk holds.
#[derive(Default)]
pub(crate) struct Scan<'a> {
    pub(crate) documents: Vec<Events<'a>>,
    pub(crate) comments: Vec<Comment>,
    pub(crate) errors: Vec<SyntaxError>,
}

/// Reads all documents of a chunk. O(bytes).
pub(crate) fn scan<'a>(input: Input<'a, '_>) -> Scan<'a> {
    let mut parser = Parser::new_from_str_with_options(input.text, options());
    let mut out = Scan::default();
    let mut reader = Reader::new(input);
    while let Some(next) = parser.next_event() {
        match next {
            Ok((event, span)) => reader.event(event, &span, &mut out),
            Err(failure) => {
                let error = reader.failure(&failure);
                let start = reader.start.take().unwrap_or(error.span.start.max(reader.token_end));
                out.errors.push(error);
                reader.finish(start, false, &mut out);
                if !recover(&mut parser) {
                    break;
                }
            }
        }
    }
    out
}

/// Goes on to the next document of the chunk, if there is one.
fn recover<'t>(parser: &mut Parser<'t, StrInput<'t>>) -> bool {
    matches!(parser.proceed_next_document(), Ok(true))
}

fn options() -> Options {
    granit_parser::options! {
        bom_inside_document_as_content: true,
        block_scalar_eof_without_line_feed: true,
        emit_unresolved_aliases: true,
        max_buffered_comment_events: usize::MAX,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    }
}

/// An open collection.
struct Frame {
    /// Its event.
    open: usize,
    map: bool,
    flow: bool,
    /// How many nodes it has so far.
    nodes: usize,
    /// The colon behind the last key belongs to that key.
    colon_in_key: bool,
}

struct Reader<'a, 't> {
    input: Input<'a, 't>,
    list: Vec<Event<'a>>,
    anchors: Vec<Anchor>,
    frames: Vec<Frame>,
    /// Where the text of the document begins; `None` behind an error, until the next event tells.
    start: Option<usize>,
    /// The document has no error so far.
    valid: bool,
    /// Where the last token ended, comments, anchors and tags aside.
    token_end: usize,
}

impl<'a, 't> Reader<'a, 't> {
    fn new(input: Input<'a, 't>) -> Self {
        let guess = input.text.len() / 24 + 4;
        Self {
            input,
            list: Vec::with_capacity(guess),
            anchors: Vec::new(),
            frames: Vec::new(),
            start: Some(input.base),
            valid: true,
            token_end: input.base,
        }
    }

    fn span(&self, raw: &granit_parser::Span) -> Span {
        let start = raw.start.byte_offset().unwrap_or(self.input.text.len());
        let end = raw.end.byte_offset().unwrap_or(start);
        Span::new(start, end).shift(self.input.base)
    }

    fn event(&mut self, event: Raw<'t>, raw: &granit_parser::Span, out: &mut Scan<'a>) {
        let span = self.span(raw);
        let start = *self.start.get_or_insert(span.start.max(self.token_end));
        match event {
            Raw::DocumentStart(explicit, version) => {
                if version.is_some_and(|v| (v.major, v.minor) != (1, 1)) {
                    out.errors.push(error::version(self.input.source, span));
                    self.valid = false;
                }
                // Without a `---` the span is that of the first token, or of what follows a block scalar.
                self.token_end = if explicit { span.end } else { start };
            }
            Raw::DocumentEnd => {
                self.finish(start, true, out);
                self.start = Some(span.end.max(self.token_end));
            }
            Raw::Comment(..) => {
                // A masked action that begins in a comment may hide line breaks.
                let line = if self.input.masked { span.of(self.input.source).find(['\r', '\n']) } else { None };
                let span = line.map_or(span, |len| Span::new(span.start, span.start + len));
                out.comments.push(Comment { span, own_line: error::starts_line(self.input.source, span.start) });
            }
            Raw::Scalar(text, style, anchor, tag) => self.scalar(text, style, span, anchor, tag.as_deref()),
            Raw::SequenceStart(style, anchor, _) => self.open(false, style, span, anchor),
            Raw::MappingStart(style, anchor, _) => self.open(true, style, span, anchor),
            Raw::SequenceEnd | Raw::MappingEnd => self.close(span),
            Raw::Alias(id) => {
                let found = self.anchors.binary_search_by_key(&id, |a| a.id).ok();
                if let Some(anchor) = found.and_then(|i| self.anchors.get_mut(i)) {
                    anchor.aliased = true;
                }
                self.push(Kind::Alias(found), span, 0);
            }
            Raw::UnresolvedAlias(_) => self.push(Kind::Alias(None), span, 0),
            _ => {}
        }
    }

    /// Adds a node to the document and counts it in its parent.
    fn push(&mut self, kind: Kind<'a>, span: Span, anchor: usize) {
        let anchor = (anchor != 0).then(|| {
            self.anchors.push(Anchor { id: anchor, event: self.list.len(), aliased: false });
            self.anchors.len() - 1
        });
        if let Some(frame) = self.frames.last_mut() {
            frame.nodes += 1;
        }
        self.token_end = self.token_end.max(span.end);
        self.list.push(Event { kind, span, anchor });
    }

    /// Whether the next node is the value of a map entry.
    fn at_value(&self) -> bool {
        self.frames.last().is_some_and(|f| f.map && f.nodes % 2 == 1)
    }

    fn scalar(&mut self, text: Cow<'t, str>, style: ScalarStyle, span: Span, anchor: usize, tag: Option<&granit_parser::Tag>) {
        let tag = tag.map_or(Tag::None, read_tag);
        let style = read_style(style);
        let source = self.input.source;
        let (text, span) = match style {
            Style::Plain if span.is_empty() => (Cow::Borrowed(""), self.missing(span)),
            Style::Literal | Style::Folded => {
                let whole = block_span(source, self.block_header(span.start), span);
                (borrow(source.get(span.start..span.start + text.len()), text), whole)
            }
            Style::Single | Style::Double => (borrow(source.get(span.start + 1..span.end.saturating_sub(1)), text), span),
            _ => (borrow(source.get(span.start..span.end), text), span),
        };
        let text = if self.input.masked && self.input.has_action(span) { Cow::Borrowed(span.of(source)) } else { text };
        self.push(Kind::Scalar { text, style, tag }, span, anchor);
    }

    /// Where a value that is not there would stand: behind the colon, or where a template action on the lines below makes it.
    fn missing(&mut self, span: Span) -> Span {
        let span = self.colon().map_or(span, |colon| Span::at(colon + 1));
        self.input.action_below(span.start).unwrap_or(span)
    }

    /// Where the colon stands behind the key of the entry that is being read.
    fn colon(&mut self) -> Option<usize> {
        let frame = self.frames.last_mut().filter(|f| f.map && f.nodes % 2 == 1)?;
        let key = self.list.last_mut().filter(|key| !key.span.is_empty() && !is_block(key))?;
        let behind = self.input.source.get(key.span.end..)?;
        let blanks = behind.len() - behind.trim_start_matches([' ', '\t']).len();
        let colon = key.span.end + blanks;
        let mut bytes = behind.bytes().skip(blanks);
        if bytes.next() != Some(b':') {
            return None;
        }
        // In flow collections libyaml and go-yaml take a colon for a part of the text unless a blank follows: `{a:}` has the key `a:`.
        if let Kind::Scalar { text, style: Style::Plain, .. } = &mut key.kind
            && frame.flow
            && blanks == 0
            && bytes.next().is_some_and(|b| matches!(b, b',' | b'[' | b']' | b'{' | b'}'))
        {
            key.span.end = colon + 1;
            text.to_mut().push(':');
            frame.colon_in_key = true;
        }
        Some(colon)
    }

    /// Where the `|` or `>` of a block scalar stands whose content begins at `content`.
    fn block_header(&self, content: usize) -> usize {
        self.indicator(content + 1, |b| b == b'|' || b == b'>').unwrap_or(content)
    }

    /// Looks for an indicator between the last token and `end`, past blanks, comments, anchors, tags and the marks of a map entry.
    fn indicator(&self, end: usize, wanted: impl Fn(u8) -> bool) -> Option<usize> {
        let bytes = self.input.source.as_bytes();
        let mut at = self.token_end;
        while at < end {
            let &byte = bytes.get(at)?;
            let rest = bytes.get(at..)?;
            at = match byte {
                _ if wanted(byte) => return Some(at),
                b'#' => at + rest.iter().position(|&b| b == b'\n')?,
                b'&' | b'!' => at + rest.iter().position(u8::is_ascii_whitespace)?,
                b' ' | b'\t' | b'\r' | b'\n' | b':' | b'?' | b'-' => at + 1,
                _ => return None,
            };
        }
        None
    }

    fn open(&mut self, map: bool, style: StructureStyle, span: Span, anchor: usize) {
        let style = match style {
            StructureStyle::Block => Style::Block,
            StructureStyle::Flow => Style::Flow,
        };
        // The parser puts the start of a list behind its first dash if the list is not indented.
        let start = if !map && style == Style::Block && self.at_value() {
            self.indicator(span.start + 1, |b| b == b'-').unwrap_or(span.start)
        } else {
            span.start
        };
        let open = self.list.len();
        self.push(Kind::Open { map, style, end: usize::MAX, nodes: 0 }, Span::new(start, span.end), anchor);
        self.frames.push(Frame { open, map, flow: style == Style::Flow, nodes: 0, colon_in_key: false });
    }

    fn close(&mut self, span: Span) {
        if let Some(frame) = self.frames.pop() {
            // `[a:]` holds no map after all.
            let no_map = frame.colon_in_key && frame.nodes == 2 && self.list.get(frame.open).is_some_and(|open| open.span.is_empty());
            if no_map {
                return self.unwrap_key(frame.open);
            }
            self.set_end(&frame, span);
        }
        self.list.push(Event { kind: Kind::Close, span, anchor: None });
    }

    /// Puts the key of a map without braces in place of the map.
    fn unwrap_key(&mut self, open: usize) {
        self.list.truncate(open + 2);
        let Some(key) = self.list.pop() else { return };
        if let Some(anchor) = key.anchor.and_then(|i| self.anchors.get_mut(i)) {
            anchor.event = open;
        }
        self.list.truncate(open);
        self.list.push(key);
    }

    /// Notes where a collection ends: a flow collection at its bracket, a block collection at its last token.
    fn set_end(&mut self, frame: &Frame, closing: Span) {
        let close = self.list.len();
        let Some(Event { kind: Kind::Open { style, end, nodes, .. }, span, .. }) = self.list.get_mut(frame.open) else { return };
        *end = close;
        *nodes = frame.nodes;
        if *style == Style::Flow {
            self.token_end = self.token_end.max(closing.end);
        }
        span.end = self.token_end.max(span.start);
    }

    /// Hands over the document that was read so far.
    fn finish(&mut self, start: usize, complete: bool, out: &mut Scan<'a>) {
        while let Some(frame) = self.frames.pop() {
            self.set_end(&frame, Span::at(self.token_end));
        }
        let list = core::mem::take(&mut self.list);
        let anchors = core::mem::take(&mut self.anchors);
        let valid = complete && core::mem::replace(&mut self.valid, true);
        out.documents.push(Events { list, anchors, start, valid, complete });
    }

    fn failure(&self, failure: &ScanError) -> SyntaxError {
        let start = self.input.base + failure.marker().byte_offset().unwrap_or(self.input.text.len());
        let kind = match failure.kind() {
            granit_parser::ErrorKind::RecursionLimitExceeded => ErrorKind::LimitExceeded,
            _ => ErrorKind::Syntax,
        };
        let message = error::yaml_message(failure.kind());
        SyntaxError { kind, span: error::word_at(self.input.source, start), message: Cow::Borrowed(message) }
    }
}

/// The text from the source if it is written there verbatim.
fn borrow<'a>(written: Option<&'a str>, text: Cow<'_, str>) -> Cow<'a, str> {
    match written {
        Some(written) if written == text => Cow::Borrowed(written),
        _ => Cow::Owned(text.into_owned()),
    }
}

fn is_block(event: &Event<'_>) -> bool {
    matches!(event.kind, Kind::Scalar { style: Style::Literal | Style::Folded, .. })
}

/// A block scalar from its header to the end of its last line that is not blank, without the line break.
fn block_span(source: &str, header: usize, content: Span) -> Span {
    let text = content.of(source);
    let kept = text.trim_end().len();
    if kept == 0 {
        if header >= content.start {
            return Span::at(content.start);
        }
        let marks = source.get(header..).unwrap_or_default();
        let rest = marks.trim_start_matches(|c: char| matches!(c, '|' | '>' | '+' | '-') || c.is_ascii_digit());
        return Span::new(header, header + marks.len() - rest.len());
    }
    let blanks = text.get(kept..).unwrap_or_default();
    Span::new(header, content.start + kept + blanks.find(['\r', '\n']).unwrap_or(blanks.len()))
}

fn read_style(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::Single,
        ScalarStyle::DoubleQuoted => Style::Double,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}

fn read_tag(tag: &granit_parser::Tag) -> Tag {
    if matches!(tag.parts(), ("", "!") | ("!", "")) {
        return Tag::NonSpecific;
    }
    tag.suffix_in_namespace("tag:yaml.org,2002:").map_or(Tag::Text, |name| Tag::named(&name))
}
