//! Where rules of bundles put what they find: into the file it stands in, with places in the others.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_report::{Position, Range, Related};
use plimsoll_text::{Edit, LineIndex, Span};

use super::At;
use super::facts::{ContainerFacts, Word};
use crate::findings::{Draft, Findings, Place};
use crate::lint::Analysed;
use crate::rule::Rule;
use crate::yaml_edit;

/// Another place that belongs to a finding: the number of its file, the place, and what it has to do with the finding.
type Elsewhere<'m> = (usize, Span, &'m str);

/// Collects what one rule finds in a bundle.
pub struct BundleFindings<'f, 'a> {
    rule: &'static Rule,
    files: &'f mut [Analysed<'a>],
    lines: &'f mut Lines,
}

/// The lines of the files that findings of other files point into, by file.
pub(crate) type Lines = Vec<Option<LineIndex>>;

impl<'f, 'a> BundleFindings<'f, 'a> {
    pub(crate) fn new(rule: &'static Rule, files: &'f mut [Analysed<'a>], lines: &'f mut Lines) -> Self {
        BundleFindings { rule, files, lines }
    }

    /// Reports the rule's fault at a place of an object, unless the rule does not run for its file.
    pub fn report(
        &mut self,
        at: At<'_>,
        container: Option<&ContainerFacts>,
        span: Span,
        message: impl Into<String>,
        related: &[Elsewhere<'_>],
    ) -> Option<&mut Draft> {
        self.report_message(at, container, span, message.into(), related)
    }

    #[inline(never)]
    fn report_message(
        &mut self,
        at: At<'_>,
        container: Option<&ContainerFacts>,
        span: Span,
        message: String,
        related: &[Elsewhere<'_>],
    ) -> Option<&mut Draft> {
        if !self.files.get(at.file)?.options.runs(self.rule) {
            return None;
        }
        let elsewhere: Vec<Related> = related.iter().filter(|(file, ..)| *file != at.file).filter_map(|place| self.place(place)).collect();
        let place = Place {
            stage: None,
            object: Some(at.object.index),
            container: container.filter(|container| !container.name.is_empty()).map(|container| container.name.clone()),
        };
        let drafts = &mut self.files.get_mut(at.file)?.analysis.graded.drafts;
        let draft = Findings::report_once(self.rule, drafts, place, span, message);
        draft.elsewhere = elsewhere;
        for (_, span, message) in related.iter().filter(|(file, ..)| *file == at.file) {
            draft.related(*span, *message);
        }
        Some(draft)
    }

    /// An edit that writes `new` in the place of a name, in the quotes that it has.
    #[must_use]
    pub fn renamed(&self, file: usize, word: &Word, new: &str) -> Option<Vec<Edit>> {
        if !word.own {
            return None;
        }
        self.rewritten(file, word.span, &word.text, new)
    }

    /// The same for a place that holds `old`.
    #[must_use]
    pub fn rewritten(&self, file: usize, span: Span, old: &str, new: &str) -> Option<Vec<Edit>> {
        let written = span.of(&self.files.get(file)?.source.text);
        let quote = written.chars().next().filter(|first| matches!(first, '"' | '\'')).map_or(0, char::len_utf8);
        let inner = Span::new(span.start + quote, span.end.checked_sub(quote)?);
        let fits =
            yaml_edit::is_word(new) || new.bytes().all(|byte| byte.is_ascii_digit()) && old.bytes().all(|byte| byte.is_ascii_digit());
        let is_there = written.get(quote..written.len().checked_sub(quote)?) == Some(old);
        (fits && is_there).then(|| [Edit { span: inner, text: new.to_string() }].into())
    }

    /// A place in another file as the report has it.
    fn place(&mut self, (file, span, message): &Elsewhere<'_>) -> Option<Related> {
        let source = self.files.get(*file)?.source;
        let lines = self.lines.get_mut(*file)?.get_or_insert_with(|| LineIndex::new(&source.text));
        let position = |offset| {
            let at = lines.position(&source.text, offset);
            Position { line: at.line, character: at.character }
        };
        let range = Range { start: position(span.start), end: position(span.end) };
        Some(Related { uri: source.uri.clone(), range, message: (*message).to_string() })
    }
}
