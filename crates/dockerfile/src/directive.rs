//! Parser directives (`# syntax=`, `# escape=`, `# check=`) and the other places a syntax image may be named in.
//!
//! It never loads the frontend image a directive names: the file is read by the built-in rules all the same.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use plimsoll_text::Span;

use crate::error::{Errors, SyntaxErrorKind};
use crate::json;
use crate::logical::Word;
use crate::suggest::shown;
use crate::syntax::{Check, Directive, DirectiveName};
use crate::values;

/// The image that is asked to read the file, see [`detect_syntax`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Syntax<'a> {
    /// The image reference.
    pub reference: Word<'a>,
    /// The whole value; behind the first space it is a comment.
    pub value: Cow<'a, str>,
}

/// Space as Go's regular expressions know it.
const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c')
}

/// Reads a directive from a line whose content starts at `start`; `None` for anything else. `prefix` is `#` or `//`.
pub(crate) fn read<'a>(source: &'a str, line: Span, prefix: &str) -> Option<Directive<'a>> {
    let text = line.of(source);
    let behind = text.strip_prefix(prefix)?.trim_start();
    let name_length = behind.find(|c: char| !c.is_ascii_alphanumeric())?;
    let name_at = line.end - behind.len();
    let name_span = Span::new(name_at, name_at + name_length);
    let name = match name_span.of(source) {
        n if n.eq_ignore_ascii_case("syntax") => DirectiveName::Syntax,
        n if n.eq_ignore_ascii_case("escape") => DirectiveName::Escape,
        n if n.eq_ignore_ascii_case("check") => DirectiveName::Check,
        _ => return None,
    };
    let behind = behind.get(name_length..)?.trim_start_matches(is_space).strip_prefix('=')?;
    let mut value = behind.trim_matches(is_space);
    let mut end = line.end - (behind.len() - behind.trim_end_matches(is_space).len());
    if value.is_empty() {
        // The value needs one character; where there are only blanks it is the last of them.
        value = behind.get(behind.len().checked_sub(1)?..)?;
        end = line.end;
    }
    let value_span = Span::new(end - value.len(), end);
    Some(Directive { name, name_span, value, value_span, span: line })
}

/// The options of a `# check=` directive. Source: BuildKit's `linter.ParseLintOptions`.
pub(crate) fn read_check<'a>(directive: &Directive<'a>, errors: &mut Errors) -> Check<'a> {
    let mut check = Check::default();
    let value = directive.effective();
    let Cow::Borrowed(text) = value.text else { return check };
    let mut at = value.span.start;
    for part in text.splitn(3, ';') {
        let span = Span::new(at, at + part.len());
        at = span.end + 1;
        let Some((key, value)) = part.split_once('=') else {
            errors.push(SyntaxErrorKind::InvalidCheckDirective, span, &["invalid check option \"", shown(part), "\""]);
            continue;
        };
        let value_at = span.end - value.len();
        match key.trim() {
            "skip" => (check.skip, check.skip_all) = rules(value, value_at),
            "experimental" => (check.experimental, check.experimental_all) = rules(value, value_at),
            "error" => {
                check.error = values::bool(value.trim());
                if check.error.is_none() {
                    let parts = &["failed to parse check option \"", shown(part), "\""];
                    errors.push(SyntaxErrorKind::InvalidCheckDirective, span, parts);
                }
            }
            key => {
                let span = Span::new(span.start, value_at.saturating_sub(1));
                errors.push(SyntaxErrorKind::InvalidCheckDirective, span, &["invalid check option \"", shown(key), "\""]);
            }
        }
    }
    check
}

/// A comma-separated list of rule names, or `all`.
fn rules(list: &str, mut at: usize) -> (Vec<Word<'_>>, bool) {
    if list.trim() == "all" {
        return (Vec::new(), true);
    }
    let mut words = Vec::new();
    for item in list.split(',') {
        let start = at + (item.len() - item.trim_start().len());
        let text = item.trim();
        words.push(Word { text: Cow::Borrowed(text), span: Span::new(start, start + text.len()) });
        at += item.len() + 1;
    }
    (words, false)
}

/// The directives at the top of `source` in one comment style, from `start` on; a repeated one ends them.
fn leading<'a>(source: &'a str, start: usize, prefix: &'a str) -> impl Iterator<Item = Directive<'a>> {
    let mut at = start;
    let mut seen: Vec<DirectiveName> = Vec::new();
    core::iter::from_fn(move || {
        let line = source.get(at..)?.split('\n').next()?;
        let end = at + line.strip_suffix('\r').unwrap_or(line).len();
        let directive = read(source, Span::new(at, end), prefix).filter(|d| !seen.contains(&d.name))?;
        at += line.len() + 1;
        seen.push(directive.name);
        Some(directive)
    })
}

/// Where the text behind a byte order mark and behind a `#!` line starts, and whether there is such a line.
fn behind_shebang(source: &str) -> (usize, bool) {
    let text = source.strip_prefix('\u{feff}').unwrap_or(source);
    let bom = source.len() - text.len();
    if text.starts_with("#!") { (bom + text.find('\n').map_or(text.len(), |i| i + 1), true) } else { (bom, false) }
}

/// The `syntax` and `check` directives below a `#!` line, which BuildKit honours although its parser takes them for comments.
pub(crate) fn behind_shebang_line(source: &str) -> Vec<Directive<'_>> {
    match behind_shebang(source) {
        (start, true) => leading(source, start, "#").filter(|d| d.name != DirectiveName::Escape).collect(),
        (_, false) => Vec::new(),
    }
}

/// The frontend image a build of this file is handed to: `# syntax=image`, else `// syntax=image`, else a file that is a JSON
/// object with the key `syntax`. A first line that starts with `#!` is skipped. O(text) for JSON, else O(directives).
///
/// Source: BuildKit's `parser.DetectSyntax`.
#[must_use]
pub fn detect_syntax(source: &str) -> Option<Syntax<'_>> {
    let (start, _) = behind_shebang(source);
    for prefix in ["#", "//"] {
        if let Some(directive) = leading(source, start, prefix).find(|d| d.name == DirectiveName::Syntax) {
            return Some(Syntax { reference: directive.effective(), value: Cow::Borrowed(directive.value) });
        }
    }
    let all = Span::new(start, source.len());
    if !all.of(source).trim_start_matches(is_space).starts_with('{') {
        return None;
    }
    let mut last = None;
    json::items(source, all, &mut |item| {
        if item.key.is_some_and(|key| json::decode(key.of(source)) == "syntax") {
            last = Some(item.string);
        }
    })?;
    let span = last??;
    let value = json::decode(span.of(source));
    Some(Syntax { reference: Word { text: value.clone(), span }, value })
}

#[cfg(test)]
mod tests {
    use super::{detect_syntax, read};
    use crate::error::Errors;
    use plimsoll_text::Span;

    #[test]
    fn spans_of_name_and_value() {
        let line = "#  Escape = ` ";
        let directive = read(line, Span::new(0, line.len()), "#").unwrap();
        assert_eq!((directive.name_span.of(line), directive.value_span.of(line)), ("Escape", "`"));
        assert!(read("# escape=", Span::new(0, 9), "#").is_none());
        assert_eq!(read("#escape=  ", Span::new(0, 10), "#").unwrap().value_span, Span::new(9, 10));
        assert!(read("# something else = x", Span::new(0, 20), "#").is_none());
    }

    #[test]
    fn check_options() {
        let line = "#check=skip=A,B;error=true;more";
        let directive = read(line, Span::new(0, line.len()), "#").unwrap();
        let mut errors = Errors::default();
        let check = super::read_check(&directive, &mut errors);
        assert_eq!(check.skip.iter().map(|w| w.span.of(line)).collect::<alloc::vec::Vec<_>>(), ["A", "B"]);
        assert_eq!(check.error, Some(true));
        assert_eq!(errors.0.iter().map(|e| e.span.of(line)).collect::<alloc::vec::Vec<_>>(), ["more"]);
    }

    #[test]
    fn the_three_ways_to_name_a_syntax() {
        let reference = |source| detect_syntax(source).map(|s| s.reference.text.into_owned());
        assert_eq!(reference("# syntax=a/b:1 // why\nFROM x").as_deref(), Some("a/b:1"));
        assert_eq!(reference("#!/usr/bin/x\n//syntax=c").as_deref(), Some("c"));
        assert_eq!(reference("{\"x\": [1], \"syntax\": \"d\"}").as_deref(), Some("d"));
        assert_eq!(reference("FROM x\n# syntax=y"), None);
    }
}
