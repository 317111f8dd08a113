//! A fix of many edits as a diff: the lines it takes away and puts in, with the reasons beside them.

use plimsoll_report::{Range, Text, TextEdit};

/// Lines that change together.
#[derive(Debug, PartialEq)]
pub(crate) struct Hunk<'a> {
    /// Where the first edit is.
    pub(crate) range: Range,
    /// The lines before, without the last end of line; empty where nothing goes.
    pub(crate) removed: String,
    /// The lines after; empty where nothing comes.
    pub(crate) added: String,
    /// Why, each reason once.
    pub(crate) reasons: Vec<&'a str>,
}

/// An edit by bytes, the whole lines around it, and its number.
struct Change {
    from: usize,
    to: usize,
    lines: (usize, usize),
    number: usize,
}

/// The hunks of some edits, which may be in any order but do not overlap, with the reason of each. Edits that do not fit the text
/// are left out.
pub(crate) fn hunks<'a>(text: &str, edits: &[TextEdit], reasons: &'a [Text]) -> Vec<Hunk<'a>> {
    let mut changes: Vec<Change> = Vec::new();
    for (number, edit) in edits.iter().enumerate() {
        let (Some(from), Some(to)) = (byte(text, edit.offsets.0), byte(text, edit.offsets.1)) else { continue };
        let lines = lines_around(text, from, to, &edit.new_text);
        let at = changes.iter().position(|change| change.from > from).unwrap_or(changes.len());
        changes.insert(at, Change { from, to, lines, number });
    }
    let mut hunks = Vec::new();
    let mut rest = changes.as_slice();
    while let Some(first) = rest.first() {
        let (start, mut end) = first.lines;
        let mut together = 1;
        while let Some(next) = rest.get(together).filter(|next| next.lines.0 < end) {
            end = end.max(next.lines.1);
            together += 1;
        }
        let (these, others) = rest.split_at(together);
        rest = others;
        let (mut added, mut at) = (String::new(), start);
        let mut why: Vec<&str> = Vec::new();
        for change in these {
            added.push_str(text.get(at..change.from).unwrap_or_default());
            added.push_str(&edits[change.number].new_text);
            at = change.to;
            if let Some(reason) = reasons.get(change.number).filter(|reason| !why.contains(&&***reason)) {
                why.push(reason);
            }
        }
        added.push_str(text.get(at..end).unwrap_or_default());
        let range = edits[first.number].range;
        hunks.push(Hunk { range, removed: without_end(&text[start..end]), added: without_end(&added), reasons: why });
    }
    hunks
}

/// The byte of a UTF-16 offset.
fn byte(text: &str, offset: u32) -> Option<usize> {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        if units >= offset {
            return Some(at);
        }
        units += c.len_utf16() as u32;
    }
    (units >= offset).then_some(text.len())
}

/// The lines that an edit changes: those it is in, or, where it puts in or takes out whole lines, just these.
fn lines_around(text: &str, from: usize, to: usize, new: &str) -> (usize, usize) {
    let begins = |at: usize| at == 0 || text[..at].ends_with('\n');
    if begins(from) && (begins(to) || to == text.len()) && (new.is_empty() || new.ends_with('\n')) {
        return (from, to);
    }
    let start = text[..from].rfind('\n').map_or(0, |end| end + 1);
    (start, text[to..].find('\n').map_or(text.len(), |end| to + end + 1))
}

fn without_end(lines: &str) -> String {
    lines.strip_suffix('\n').unwrap_or(lines).replace('\r', "")
}

#[cfg(test)]
mod tests {
    use plimsoll_report::Position;

    use super::*;

    fn edit(from: u32, to: u32, new_text: &str) -> TextEdit {
        let at = Position { line: 0, character: from };
        TextEdit { uri: String::new(), range: Range { start: at, end: at }, offsets: (from, to), new_text: new_text.to_owned() }
    }

    fn shown(text: &str, edits: &[TextEdit]) -> Vec<(String, String, String)> {
        let reasons = ["one", "two", "one"].map(Text::Borrowed);
        hunks(text, edits, &reasons).into_iter().map(|hunk| (hunk.removed, hunk.added, hunk.reasons.join(", "))).collect()
    }

    fn hunk(removed: &str, added: &str, reasons: &str) -> (String, String, String) {
        (removed.to_owned(), added.to_owned(), reasons.to_owned())
    }

    #[test]
    fn edits_of_a_line_are_one_hunk_and_reasons_come_once() {
        let text = "FROM node:22\nRUN a && b\nCMD x\n";
        let edits = [edit(22, 23, "c"), edit(10, 12, "22-slim"), edit(17, 18, "z")];
        let expected = [hunk("FROM node:22", "FROM node:22-slim", "two"), hunk("RUN a && b", "RUN z && c", "one")];
        assert_eq!(shown(text, &edits), expected);
    }

    #[test]
    fn whole_lines_come_and_go_alone() {
        let text = "a\nb\nc";
        assert_eq!(shown(text, &[edit(2, 2, "x\n"), edit(4, 5, "")]), [hunk("", "x", "one"), hunk("c", "", "two")]);
        assert_eq!(shown(text, &[edit(1, 4, "\n")]), [hunk("a\nb\nc", "a\nc", "one")]);
    }

    #[test]
    fn offsets_are_utf_16_and_those_behind_the_end_are_left_out() {
        assert_eq!(shown("# 🐳 x\r\n", &[edit(5, 6, "y"), edit(90, 91, "")]), [hunk("# 🐳 x", "# 🐳 y", "one")]);
        assert_eq!(shown("", &[edit(0, 0, "FROM a\n")]), [hunk("", "FROM a", "one")]);
    }
}
