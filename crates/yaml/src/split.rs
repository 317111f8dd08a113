//! Where one document ends and the next begins.
//!
//! Kubernetes does not leave that to the YAML parser: `YAMLReader` of `k8s.io/apimachinery/pkg/util/yaml` cuts the text at every line that
//! starts with `---`, and only blanks or a comment may follow there. Doing the same here also keeps an open bracket or quote from
//! swallowing the documents behind it.
//!
//! It never looks into a document, except for directives at its head: those belong to the `---` below them.

use alloc::vec::Vec;

use plimsoll_text::{Span, find_byte};

/// A part of the text that Kubernetes hands to its YAML parser in one piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    pub(crate) span: Span,
    /// The `---` line before the chunk, if Kubernetes refuses it.
    pub(crate) bad_separator: Option<Span>,
}

/// Cuts `source` from `start` on at its separator lines. O(bytes).
pub(crate) fn chunks(source: &str, start: usize) -> Vec<Chunk> {
    let mut out = Vec::new();
    let mut open = Chunk { span: Span::at(start), bad_separator: None };
    let mut line = start;
    // Only the first `---` of a chunk can belong to directives.
    let mut at_head = true;
    while let Some(text) = source.get(line..).filter(|t| !t.is_empty()) {
        let end = find_byte(text.as_bytes(), b'\n').map_or(source.len(), |n| line + n + 1);
        if text.starts_with("---") && !(at_head && has_only_directives(source.get(open.span.start..line).unwrap_or_default())) {
            at_head = false;
            let separator = separator(Span::new(line, end), source);
            match separator.content {
                Some(content) => {
                    open.span.end = line;
                    out.push(open);
                    open = Chunk { span: Span::at(content), bad_separator: separator.bad };
                    at_head = true;
                }
                // Text for the grammar of YAML, but nothing that Kubernetes lets through.
                None => out.extend(separator.bad.map(|bad| Chunk { span: Span::at(line), bad_separator: Some(bad) })),
            }
        } else if text.starts_with("---") {
            at_head = false;
        }
        line = end;
    }
    open.span.end = source.len();
    out.push(open);
    out
}

struct Separator {
    /// Where the text of the next document begins; `None` if the line does not separate anything.
    content: Option<usize>,
    bad: Option<Span>,
}

/// Reads a line that starts with `---`.
fn separator(line: Span, source: &str) -> Separator {
    let text = line.of(source);
    let rest = text.trim_start_matches('-');
    let dashes = text.len() - rest.len();
    let shown = Span::new(line.start, line.start + text.trim_end().len());
    let behind = line.start + dashes;
    let trimmed = rest.trim();
    if dashes == 3 && (trimmed.is_empty() || trimmed.starts_with('#')) {
        return Separator { content: Some(behind), bad: None };
    }
    if dashes > 3 && !trimmed.is_empty() {
        // `-----BEGIN CERTIFICATE-----`
        return Separator { content: None, bad: Some(shown) };
    }
    // `---apiVersion: v1`, `--- {…}`: what follows begins a document of its own, in the first column.
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    Separator { content: Some(behind + blanks), bad: Some(shown) }
}

/// Whether the text is the head of a document that still needs its `---`.
fn has_only_directives(text: &str) -> bool {
    let mut directives = false;
    for line in text.trim_start_matches('\u{feff}').lines() {
        if line.starts_with('%') {
            directives = true;
        } else if !(line.trim_start().is_empty() || line.trim_start().starts_with('#')) {
            return false;
        }
    }
    directives
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::chunks;

    fn texts(source: &str) -> Vec<(&str, &str)> {
        chunks(source, 0).iter().map(|c| (c.span.of(source), c.bad_separator.map_or("", |s| s.of(source)))).collect()
    }

    #[test]
    fn lines_of_three_dashes_separate() {
        assert_eq!(texts("a\n---\nb\n--- \t\r\nc\n--- # x\nd"), [("a\n", ""), ("\nb\n", ""), (" \t\r\nc\n", ""), (" # x\nd", "")]);
        assert_eq!(texts("a: |\n  ---\n ---\n"), [("a: |\n  ---\n ---\n", "")]);
        assert_eq!(texts(""), [("", "")]);
    }

    #[test]
    fn text_behind_the_dashes_is_refused_but_read() {
        assert_eq!(texts("a\n---b: c\n--- d\n"), [("a\n", ""), ("b: c\n", "---b: c"), ("d\n", "--- d")]);
        assert_eq!(texts("a\n------\nb\n"), [("a\n", ""), ("\nb\n", "------")]);
        assert_eq!(texts("a\n-----BEGIN X-----\nb\n"), [("", "-----BEGIN X-----"), ("a\n-----BEGIN X-----\nb\n", "")]);
    }

    #[test]
    fn directives_keep_their_separator() {
        assert_eq!(texts("# x\n%YAML 1.1\n---\na\n---\nb"), [("# x\n%YAML 1.1\n---\na\n", ""), ("\nb", "")]);
    }
}
