//! Where a comment goes that ignores a finding. It never decides what the comment then means: that is read back like any other.

use alloc::format;
use alloc::string::String;

use plimsoll_dockerfile::{Dockerfile, Instruction, InstructionKind};
use plimsoll_report::{Kind, Position, TextEdit};
use plimsoll_text::{Edit, LineIndex, Position as At, Span};
use plimsoll_yaml::{Node, Style, Value};

use super::{Scope, parse};
use crate::assemble::text_edit;
use crate::detect;
use crate::options::SourceFile;
use crate::shell_edit::line_end;

/// The comment of ours that ignores a finding of the rule `rule` at `at`, with the reason `reason`, as an edit: a line above the
/// instruction or the YAML node that the finding is in, indented as that is. What stands on parser directives, above which no comment
/// may stand, and what is in no instruction is ignored in the whole file. Afterwards the finding is suppressed, and what other comments
/// say holds as before.
///
/// `None` where the file can have no comment: JSON, and what is neither Dockerfile nor manifest. O(bytes).
#[must_use]
pub fn ignore_edit(file: &SourceFile, rule: &str, at: Position, reason: &str) -> Option<TextEdit> {
    let source = &*file.text;
    let lines = LineIndex::new(source);
    let offset = lines.offset(source, At { line: at.line, character: at.character });
    let (start, scope) = match file.kind.unwrap_or_else(|| detect::kind(&file.uri, source)) {
        Kind::Dockerfile => above_instruction(&plimsoll_dockerfile::parse(source), &lines, offset),
        Kind::Kubernetes if source.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']) => return None,
        Kind::Kubernetes => (lines.start(lines.line(above_node(source, offset))), ""),
        Kind::Unknown => return None,
    };
    // A mark of the byte order stays the first character.
    let start = if start == 0 && source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { start };
    let line = source.get(start..)?.split('\n').next()?;
    let indent = line.get(..line.len() - line.trim_start_matches([' ', '\t']).len())?;
    let indent = if scope.is_empty() { indent } else { "" };
    let reason = one_line(reason);
    let end = line_end(source);
    // Behind a last line without an end there is nothing to stand above.
    let before = if start > 0 && !source.get(..start)?.ends_with(['\n', '\u{feff}']) { end } else { "" };
    let text = format!("{before}{indent}# plimsoll {scope}ignore={rule} -- {reason}{end}");
    Some(text_edit(file, Edit { span: Span::at(start), text }))
}

/// A reason without line breaks, which would end the comment.
fn one_line(reason: &str) -> String {
    reason.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Where the comment goes in a Dockerfile, and how far it is to reach.
fn above_instruction(file: &Dockerfile<'_>, lines: &LineIndex, offset: usize) -> (usize, &'static str) {
    let top = file.directives.last().map_or(0, |directive| lines.start(lines.line(directive.span.start) + 1));
    let behind = file.instructions.partition_point(|instruction| instruction.span.start <= offset);
    let around = behind.checked_sub(1).and_then(|at| file.instructions.get(at));
    let Some(instruction) = around.filter(|around| offset <= around.span.end) else { return (top, "file ") };
    let first = lines.line(instruction.span.start);
    let mut at = lines.start(first);
    // hadolint's comments mean the line below them, and the last line of a description is what is shown of it.
    let mut above = first;
    for comment in file.comments.iter().rev().filter(|comment| comment.span.start < at && comment.span.start >= top) {
        let is_directly = comment.line + 1 == above;
        if !is_directly || !(must_touch(file, comment.span) || (above == first && describes(instruction, comment.text(file.source)))) {
            break;
        }
        above = comment.line;
    }
    at = at.min(lines.start(above));
    (at, "")
}

/// Whether a comment has effect only directly above its instruction.
fn must_touch(file: &Dockerfile<'_>, comment: Span) -> bool {
    matches!(parse(file.source, comment), Some(Ok(ignore)) if matches!(ignore.scope, Scope::LineBelow | Scope::StageBelow))
}

/// Whether a comment is the description of an argument or a stage, which begins with its name.
fn describes(instruction: &Instruction<'_>, comment: &str) -> bool {
    let word = comment.split(' ').next().unwrap_or_default();
    match &instruction.kind {
        InstructionKind::Arg(args) => args.iter().any(|arg| arg.name.text == word),
        InstructionKind::From { stage_name: Some(name), .. } => name.text == word,
        _ => false,
    }
}

/// Where the innermost key or value around a place begins, on whose line no text of several lines has begun.
fn above_node(source: &str, offset: usize) -> usize {
    let stream = plimsoll_yaml::read(source);
    let Some(mut node) = stream.documents.iter().filter_map(|document| document.root.as_ref()).find(|root| holds(root.span, offset)) else {
        return offset;
    };
    loop {
        let below = match &node.value {
            Value::Map(map) => map.entries.iter().map(|entry| &entry.value).find(|value| holds(value.span, offset)),
            Value::Seq(items) => items.iter().find(|item| holds(item.span, offset)),
            _ => None,
        };
        match below {
            Some(below) => node = below,
            None => break,
        }
    }
    if is_leaf(node) { node.span.start.min(offset) } else { offset }
}

fn is_leaf(node: &Node<'_>) -> bool {
    !matches!(node.value, Value::Map(_) | Value::Seq(_)) || matches!(node.style, Style::Literal | Style::Folded)
}

fn holds(span: Span, offset: usize) -> bool {
    span.start <= offset && offset < span.end.max(span.start + 1)
}
