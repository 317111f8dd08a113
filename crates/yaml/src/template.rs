//! Template actions in a text that was never rendered: Helm and Go (`{{ … }}`), Jinja (`{% … %}`, `{# … #}`), ERB (`<% … %>`).
//!
//! It never evaluates anything. It only finds the actions, and covers them with text that a YAML parser can live with.

use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::Span;

/// Opening and closing marks.
const MARKS: [(&[u8; 2], &str); 4] = [(b"{{", "}}"), (b"{%", "%}"), (b"<%", "%>"), (b"{#", "#}")];

/// The actions in `text`, in their order, moved `base` bytes on. O(bytes).
pub(crate) fn actions(text: &str, base: usize) -> Vec<Span> {
    let mut out = Vec::new();
    // Marks that are not closed anywhere in the rest of the text: looking for each of them again would be quadratic.
    let mut unclosed = [false; MARKS.len()];
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(['{', '<'])).map(|n| at + n) {
        at = start + 1;
        let rest = text.get(start..).unwrap_or_default();
        let opened = MARKS.iter().zip(&mut unclosed).find(|((open, _), dead)| !**dead && rest.as_bytes().starts_with(*open));
        let Some(((_, close), dead)) = opened else { continue };
        match rest.get(2..).and_then(|inner| inner.find(close)) {
            Some(len) => {
                at = start + len + 4;
                out.push(Span::new(start, at).shift(base));
            }
            None => *dead = true,
        }
    }
    out
}

/// Covers the actions: with blanks where nothing else stands on their lines, else with letters, so that `key: {{ x }}` has a plain scalar
/// for its value. All bytes keep their places. `actions` are those of `text`, which starts at `base`.
pub(crate) fn mask(text: &str, base: usize, actions: &[Span]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = actions.iter().peekable();
    while let Some(first) = rest.next() {
        // Actions that share lines are covered in the same way.
        let start = first.start - base;
        let mut group_end = first.end - base;
        let mut blank = text.get(out.len()..start).is_some_and(|before| is_blank(after_break(before)));
        let mut group = Vec::from([Span::new(start, group_end)]);
        while let Some(next) = rest.peek() {
            let between = text.get(group_end..next.start - base).unwrap_or_default();
            if between.contains('\n') {
                break;
            }
            blank &= is_blank(between);
            group_end = next.end - base;
            group.push(Span::new(next.start - base, group_end));
            rest.next();
        }
        let behind = text.get(group_end..).unwrap_or_default();
        blank &= is_blank(behind.split('\n').next().unwrap_or_default());
        for span in group {
            out.push_str(text.get(out.len()..span.start).unwrap_or_default());
            let cover = |b: u8| match b {
                b'\n' | b'\r' if blank => char::from(b),
                _ if blank => ' ',
                _ => 'x',
            };
            out.extend(span.of(text).bytes().map(cover));
        }
    }
    out.push_str(text.get(out.len()..).unwrap_or_default());
    out
}

fn after_break(text: &str) -> &str {
    text.rsplit('\n').next().unwrap_or_default()
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\r'))
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use super::{actions, mask};

    fn masked(text: &str) -> String {
        mask(text, 7, &actions(text, 7))
    }

    #[test]
    fn actions_of_all_languages_are_found() {
        let text = "{{ a }} {% b %} <%= c %> {# d #} {{ open {% e %} < { }";
        let found: Vec<&str> = actions(text, 0).iter().map(|s| s.of(text)).collect();
        assert_eq!(found, ["{{ a }}", "{% b %}", "<%= c %>", "{# d #}", "{% e %}"]);
    }

    #[test]
    fn alone_on_a_line_they_vanish_elsewhere_they_are_text() {
        assert_eq!(masked("a: {{ x }}\n"), "a: xxxxxxx\n");
        assert_eq!(masked("{{- if x }}\r\n  {{ y }} {{ z }}  \nb: {{ñ}}!"), "           \r\n                   \nb: xxxxxx!");
        assert_eq!(masked("{{/* one\n two */}}\na"), "        \n         \na");
        assert_eq!(masked("  {{ k }}: v"), "  xxxxxxx: v");
    }
}
