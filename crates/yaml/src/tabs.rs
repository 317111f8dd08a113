//! Tabs where go-yaml wants spaces.
//!
//! YAML 1.2 lets a tab stand in many places that have no meaning, and so does our parser. go-yaml, a port of libyaml, does not: at the
//! start of a line of block style, behind a dash, and in front of a block text it refuses the document. It never looks into flow
//! collections and quotes, where tabs are blanks like others.

use alloc::vec::Vec;

use plimsoll_text::{Span, find_byte};

use crate::events::{Event, Input, Kind};
use crate::node::Style;

/// A piece of text that a document's values or comments cover.
struct Token {
    span: Span,
    /// The first column at which a tab may stand on the blank lines behind it.
    free: usize,
}

/// The first tab in a document, which ends at `end`, that go-yaml stumbles over. O(bytes · log bytes); a search for one byte where there is none.
pub(crate) fn misplaced(list: &[Event<'_>], comments: &[Span], input: Input<'_, '_>, document: Span) -> Option<Span> {
    let source = input.source;
    let text = document.of(source);
    find_byte(text.as_bytes(), b'\t')?;
    let (tokens, inner) = tokens(list, comments, source);
    if inner.is_some() {
        return inner;
    }
    // Nothing behind a `...` is read.
    let last = tokens.last().map_or(document.start, |token| token.span.end);
    let end = source.get(last..document.end)?.find("\n...").map_or(document.end, |at| last + at);
    let mut at = document.start;
    let mut next = 0;
    // How far it is blank behind the last token.
    let mut blank = Span::at(document.start);
    while let Some(tab) = source.get(at..end).and_then(|rest| find_byte(rest.as_bytes(), b'\t')).map(|n| at + n) {
        at = tab + 1;
        next += tokens.get(next..)?.partition_point(|token| token.span.end <= tab);
        if let Some(over) = tokens.get(next).filter(|token| token.span.start <= tab) {
            at = over.span.end;
            continue;
        }
        let before = next.checked_sub(1).and_then(|i| tokens.get(i));
        let behind = before.map_or(document.start, |token| token.span.end);
        if blank.start != behind {
            blank = Span::at(behind);
        }
        if Span::new(blank.end, tab).of(source).trim().is_empty() {
            blank.end = tab;
        }
        let free = before.filter(|_| blank.end == tab).map_or(usize::MAX, |token| token.free);
        if is_misplaced(source, tab, input.base, behind, free) {
            return Some(Span::new(tab, tab + 1));
        }
        // One look for each run of blanks.
        let run = source.get(at..end)?;
        at = end - run.trim_start_matches([' ', '\t']).len();
    }
    None
}

/// Whether a tab stands where a line's first token could. `behind` is the end of the last token; on blank lines behind it, tabs may stand
/// from the column `free` on.
fn is_misplaced(source: &str, tab: usize, base: usize, behind: usize, free: usize) -> bool {
    let lead = source.get(base..tab).unwrap_or_default().trim_end_matches(' ');
    let start = base + lead.len();
    match lead.chars().next_back() {
        // At the start of a chunk: of the text, or behind `---`.
        None => base == 0,
        Some('\n' | '\r') => tab - start < free,
        // The indicators of a list item and of a key.
        Some('-' | '?') => behind < start,
        _ => false,
    }
}

/// What the values and comments cover, by place; and a tab in the indentation of a block text, if there is one.
fn tokens(list: &[Event<'_>], comments: &[Span], source: &str) -> (Vec<Token>, Option<Span>) {
    let mut out: Vec<Token> = comments.iter().map(|span| Token { span: *span, free: usize::MAX }).collect();
    // The columns of the open block collections.
    let mut columns: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(event) = list.get(at) {
        at += 1;
        let free = match &event.kind {
            Kind::Open { style: Style::Flow, end, .. } => {
                at = end.saturating_add(1);
                usize::MAX
            }
            Kind::Open { .. } => {
                let line = source.get(..event.span.start).and_then(|text| text.rfind('\n')).map_or(0, |newline| newline + 1);
                columns.push(event.span.start - line);
                continue;
            }
            Kind::Close => {
                columns.pop();
                continue;
            }
            Kind::Scalar { style: Style::Plain, .. } => columns.last().map_or(0, |column| column + 1),
            Kind::Scalar { style: Style::Literal | Style::Folded, .. } => match block_indent(event.span, source) {
                Ok(indent) => indent,
                Err(tab) => return (Vec::new(), Some(tab)),
            },
            Kind::Scalar { .. } | Kind::Alias(_) => usize::MAX,
        };
        if !event.span.is_empty() {
            out.push(Token { span: event.span, free });
        }
    }
    plimsoll_text::sort_by_key(&mut out, |token| token.span);
    (out, None)
}

/// How deep the lines of a block text are indented: what its first line says. A tab among those blanks is an error, unless the header
/// gives the number.
fn block_indent(span: Span, source: &str) -> Result<usize, Span> {
    let text = span.of(source);
    let header = find_byte(text.as_bytes(), b'\n').map_or(text.len(), |at| at + 1);
    if text.get(..header).is_some_and(|line| line.bytes().take_while(|b| *b != b'#').any(|b| b.is_ascii_digit())) {
        return Ok(0);
    }
    let mut line = header;
    while let Some(rest) = text.get(line..).filter(|rest| !rest.is_empty()) {
        let depth = rest.len() - rest.trim_start_matches(' ').len();
        match rest.as_bytes().get(depth) {
            Some(b'\t') => return Err(Span::new(span.start + line + depth, span.start + line + depth + 1)),
            Some(b'\n' | b'\r') => line += find_byte(rest.as_bytes(), b'\n').map_or(rest.len(), |at| at + 1),
            _ => return Ok(depth),
        }
    }
    Ok(0)
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec::Vec;

    use crate::read;

    #[test]
    fn tabs_are_no_indentation() {
        let refused = [
            "\ta: 1\n",
            "a: 1\n\t\nb: 2\n",
            "a:\n\t\n  b: 1\n",
            "a:\n  \tb: 1\n",
            "a:\n  b: x\n \t\n  c: 1\n",
            "a: 'b'\n  \t\nc: 1\n",
            "a: {b: 1}\n\t# why\nc: 1\n",
            "-\ta\n",
            "- \tb: 1\n",
            "a: |\n \tb\n",
            "a: |\n  b\n\t\n",
            "# c\n\ta: 1\n",
        ];
        for source in refused {
            let stream = read(source);
            let messages: Vec<_> = stream.errors.iter().map(|error| error.message.to_string()).collect();
            assert_eq!(messages, ["a tab cannot be used for indentation"], "{source:?}");
            assert!(stream.documents.iter().all(|document| !document.valid), "{source:?}");
        }
    }

    #[test]
    fn other_tabs_are_blanks() {
        let read_well = [
            "a:\tb\n",
            "a: 1\t\nb: 2\n",
            "a: 1 \t# why\n",
            "a: 1\n  \t# why\nb: 2\n",
            "a: [1,\n\t2]\n",
            "a: 'x\n\ty'\n",
            "a: x\n \ty\n",
            "a:\n  b: x\n   \t\n  c: 1\n",
            "a: |\n  b\n  \t\n  \tc\n",
            "a: |2\n  \tb\n",
            "--- \t\na: 1\n",
            "---\t# why\na: 1\n",
            "a: 1 # \t\nb: '\t'\n",
            "a: 1\n...\n\t\n",
        ];
        for source in read_well {
            assert!(read(source).errors.is_empty(), "{source:?}: {:?}", read(source).errors);
        }
    }
}
