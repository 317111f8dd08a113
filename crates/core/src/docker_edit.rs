//! Edits of whole instructions and of values in a Dockerfile. It never judges whether an edit is good.

use alloc::format;
use alloc::string::String;

use plimsoll_dockerfile::{Dockerfile, Flag, Instruction, InstructionKind};
use plimsoll_text::{Edit, Span};

use crate::shell_edit::line_end;

/// Deletes an instruction with its lines. Comments above it stay.
#[must_use]
pub fn delete_instruction(file: &Dockerfile<'_>, instruction: &Instruction<'_>) -> Edit {
    delete_instructions(file, instruction, instruction)
}

/// Deletes the lines from one instruction to another. An empty line stays where a comment would otherwise be read as something that it
/// was not: as a parser directive, or as the description of the instruction below.
#[must_use]
pub fn delete_instructions(file: &Dockerfile<'_>, first: &Instruction<'_>, last: &Instruction<'_>) -> Edit {
    let before = file.source.get(..first.span.start).unwrap_or_default().trim_end_matches([' ', '\t']);
    let rest = file.source.get(last.span.end..).unwrap_or_default();
    let end = rest.find('\n').map_or(file.source.len(), |at| last.span.end + at + 1);
    let next = file.source.get(end..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let directs = is_like_directive(next) && before.trim_start_matches('\u{feff}').lines().all(is_like_directive);
    let describes = is_described(next) && before.lines().next_back().is_some_and(|line| line.trim_start().starts_with('#'));
    Edit { span: Span::new(before.len(), end), text: if directs || describes { line_end(file.source).into() } else { String::new() } }
}

/// Whether a line could be a parser directive, `# name=value`, if it stood before everything else.
fn is_like_directive(line: &str) -> bool {
    line.trim_start().starts_with('#') && line.contains('=')
}

/// Whether the instruction that begins here has the comment above it as its description.
fn is_described(line: &str) -> bool {
    line.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("ARG") || word.eq_ignore_ascii_case("FROM"))
}

/// Deletes one of the items of an `ENV`, `LABEL` or `ARG`, which stand at `items`; with the only one the instruction goes. `None`
/// where a comment would go with it.
#[must_use]
pub fn delete_item(file: &Dockerfile<'_>, instruction: &Instruction<'_>, items: &[Span], at: usize) -> Option<Edit> {
    let item = items.get(at)?;
    if has_inner_comments(file, instruction) {
        return None;
    }
    let span = match (items.get(at + 1), at.checked_sub(1).and_then(|before| items.get(before))) {
        (Some(next), _) => Span::new(item.start, next.start),
        (None, Some(before)) => Span::new(before.end, item.end),
        (None, None) => return Some(delete_instruction(file, instruction)),
    };
    Some(Edit { span, text: String::new() })
}

/// Inserts a line above an instruction, indented as it is.
#[must_use]
pub fn insert_above(file: &Dockerfile<'_>, instruction: &Instruction<'_>, line: &str) -> Edit {
    let indent = indent(file, instruction);
    Edit { span: Span::at(instruction.span.start), text: [line, line_end(file.source), indent].concat() }
}

/// Inserts a line below an instruction, indented as it is. `None` where the instruction ends in a continuation that
/// leads nowhere, which the line would become.
#[must_use]
pub fn insert_below(file: &Dockerfile<'_>, instruction: &Instruction<'_>, line: &str) -> Option<Edit> {
    let open = instruction.span.of(file.source).ends_with(file.escape);
    let rest = file.source.get(instruction.span.end..)?.split('\n').next()?;
    let text = || [line_end(file.source), indent(file, instruction), line].concat();
    (!open && rest.trim().is_empty()).then(|| Edit { span: Span::at(instruction.span.end), text: text() })
}

fn indent<'a>(file: &Dockerfile<'a>, instruction: &Instruction<'_>) -> &'a str {
    let line = file.source.get(..instruction.span.start).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
    if line.trim().is_empty() { line } else { "" }
}

/// Whether comments stand between the lines of an instruction, so that rewriting it would lose them.
#[must_use]
pub fn has_inner_comments(file: &Dockerfile<'_>, instruction: &Instruction<'_>) -> bool {
    let first = file.comments.partition_point(|comment| comment.span.start < instruction.span.start);
    file.comments.get(first).is_some_and(|comment| comment.span.start < instruction.span.end)
}

/// A value in double quotes as `ENV` and `LABEL` read it: quotes, escape characters and, where the value is not to be
/// expanded, dollars are escaped.
#[must_use]
pub fn quoted(value: &str, escape: char, expand: bool) -> String {
    let mut text = String::from("\"");
    for c in value.chars() {
        if c == '"' || c == escape || (c == '$' && !expand) {
            text.push(escape);
        }
        text.push(c);
    }
    text.push('"');
    text
}

/// A keyword in the letter case of another: `ADD`, `add`, `Add`.
#[must_use]
pub fn in_case_of(keyword: &str, model: &str) -> String {
    let mut letters = model.chars();
    let (first, second) = (letters.next(), letters.next());
    if first.is_some_and(|c| c.is_ascii_lowercase()) {
        keyword.to_ascii_lowercase()
    } else if second.is_some_and(|c| c.is_ascii_lowercase()) {
        let mut text = keyword.to_ascii_lowercase();
        if let Some(start) = text.get_mut(..1) {
            start.make_ascii_uppercase();
        }
        text
    } else {
        keyword.to_ascii_uppercase()
    }
}

/// A JSON array of strings, as the exec form has it.
#[must_use]
pub fn json_array<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::from("[");
    for (i, word) in words.enumerate() {
        if i > 0 {
            text.push_str(", ");
        }
        text.push_str(&json_string(word));
    }
    text.push(']');
    text
}

/// A JSON string.
#[must_use]
pub fn json_string(text: &str) -> String {
    let mut json = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\t' => json.push_str("\\t"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            c if c < ' ' => json.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => json.push(c),
        }
    }
    json.push('"');
    json
}

/// A word of an instruction without one pair of quotes around it.
#[must_use]
pub fn unquoted(text: &str) -> &str {
    match text.as_bytes() {
        [b'"', .., b'"'] | [b'\'', .., b'\''] => text.get(1..text.len() - 1).unwrap_or(text),
        _ => text,
    }
}

/// Whether an instruction puts something into the image: one behind which `USER` may be set for the rest.
#[must_use]
pub fn changes_image(instruction: &Instruction<'_>) -> bool {
    matches!(
        instruction.kind,
        InstructionKind::Run { .. } | InstructionKind::Copy(_) | InstructionKind::Add(_) | InstructionKind::Workdir(_)
    )
}

/// Deletes a flag with the blanks behind it.
#[must_use]
pub fn delete_flag(flag: &Flag<'_>, source: &str) -> Edit {
    let rest = source.get(flag.span.end..).unwrap_or_default();
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    Edit { span: Span::new(flag.span.start, flag.span.end + blanks), text: String::new() }
}
