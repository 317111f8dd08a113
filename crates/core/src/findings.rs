//! Where rules put what they find: spans and words, before they become a report.
//!
//! What every rule calls is `inline(never)` behind a generic face of one line: inlined, it would stand in the binary once per call.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::{Deref, DerefMut};

use plimsoll_report::{Applicability, Related, Severity};
use plimsoll_text::{Edit, Span};

use crate::limits;
use crate::rule::Rule;

/// A finding while the file is still spans.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The rule that reports it.
    pub rule: &'static Rule,
    /// How bad it is here.
    pub severity: Severity,
    /// The place.
    pub span: Span,
    /// What is wrong, one sentence without a full stop at the end being required.
    pub message: String,
    /// What to do here, where the rule's own help does not say it.
    pub help: Option<Cow<'static, str>>,
    /// Other places in the same file.
    pub related: Vec<(Span, String)>,
    /// Other places in other files.
    pub elsewhere: Vec<Related>,
    /// Ways to mend it.
    pub fixes: Vec<FixDraft>,
    /// The peers' ids for this very place, where they are fewer than the rule's.
    pub aliases: Option<&'static [&'static str]>,
    /// The build stage, where it is one.
    pub stage: Option<usize>,
    /// The index of the Kubernetes object in the file.
    pub object: Option<usize>,
    /// The container's name.
    pub container: Option<String>,
    /// The field: `spec.containers[0].image`.
    pub path: Option<String>,
}

/// A fix while the file is still spans.
#[derive(Clone, Debug)]
pub struct FixDraft {
    /// What it does, as a command.
    pub title: Cow<'static, str>,
    /// Whether it keeps the behaviour.
    pub applicability: Applicability,
    /// All of them together.
    pub edits: Vec<Edit>,
}

impl Draft {
    /// Says what to do here.
    pub fn help(&mut self, help: impl Into<Cow<'static, str>>) -> &mut Self {
        self.set_help(help.into())
    }

    #[inline(never)]
    fn set_help(&mut self, help: Cow<'static, str>) -> &mut Self {
        self.help = Some(help);
        self
    }

    /// Lowers or raises the severity for this place.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }

    /// Points at another place.
    pub fn related(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        self.push_related(span, message.into())
    }

    #[inline(never)]
    fn push_related(&mut self, span: Span, message: String) -> &mut Self {
        self.related.push((span, message));
        self
    }

    /// Only these peers' ids mean this place.
    pub fn aliases(&mut self, aliases: &'static [&'static str]) -> &mut Self {
        self.aliases = Some(aliases);
        self
    }

    /// Names the field.
    pub fn path(&mut self, path: impl Into<String>) -> &mut Self {
        self.set_path(path.into())
    }

    #[inline(never)]
    fn set_path(&mut self, path: String) -> &mut Self {
        self.path = Some(path);
        self
    }

    /// A fix that keeps the behaviour.
    pub fn safe_fix(&mut self, title: impl Into<Cow<'static, str>>, edits: Vec<Edit>) -> &mut Self {
        self.fix(title, Applicability::Safe, edits)
    }

    /// A fix that may change behaviour.
    pub fn unsafe_fix(&mut self, title: impl Into<Cow<'static, str>>, edits: Vec<Edit>) -> &mut Self {
        self.fix(title, Applicability::Unsafe, edits)
    }

    /// A fix.
    pub fn fix(&mut self, title: impl Into<Cow<'static, str>>, applicability: Applicability, edits: Vec<Edit>) -> &mut Self {
        self.push_fix(FixDraft { title: title.into(), applicability, edits })
    }

    #[inline(never)]
    fn push_fix(&mut self, fix: FixDraft) -> &mut Self {
        self.fixes.push(fix);
        self
    }
}

/// The findings of a file. Of one rule it keeps [`MAX_FINDINGS`](limits::MAX_FINDINGS) and counts the rest, so that a hostile
/// file costs little.
#[derive(Debug, Default)]
pub struct Drafts {
    list: Vec<Draft>,
    /// How many were not kept.
    dropped: usize,
    /// The rule that reported last, and how many of its findings were kept in a row.
    run: (Option<&'static Rule>, usize),
    /// Where a finding that is not kept is written.
    spare: Option<Draft>,
}

impl Drafts {
    /// How many findings were not kept.
    #[must_use]
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// Keeps a finding, or counts it. Either way it can be added to.
    fn push(&mut self, draft: Draft) -> &mut Draft {
        if !self.run.0.is_some_and(|rule| core::ptr::eq(rule, draft.rule)) {
            self.run = (Some(draft.rule), 0);
        }
        self.run.1 += 1;
        if self.run.1 > limits::MAX_FINDINGS {
            self.dropped += 1;
            return self.spare.insert(draft);
        }
        if self.list.is_empty() {
            // Room for the findings of a usual file: growing would move them several times.
            self.list.reserve(16);
        }
        self.list.push_mut(draft)
    }
}

impl Deref for Drafts {
    type Target = Vec<Draft>;

    fn deref(&self) -> &Vec<Draft> {
        &self.list
    }
}

impl DerefMut for Drafts {
    fn deref_mut(&mut self) -> &mut Vec<Draft> {
        &mut self.list
    }
}

impl IntoIterator for Drafts {
    type Item = Draft;
    type IntoIter = alloc::vec::IntoIter<Draft>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

/// Collects what one rule finds in one file.
pub struct Findings<'a> {
    rule: &'static Rule,
    out: &'a mut Drafts,
    place: Place,
}

/// Where the engine is while it calls a rule; goes into every finding of that call.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// The build stage.
    pub stage: Option<usize>,
    /// The Kubernetes object.
    pub object: Option<usize>,
    /// The container's name.
    pub container: Option<String>,
}

impl<'a> Findings<'a> {
    /// A collector for `rule`.
    pub fn new(rule: &'static Rule, out: &'a mut Drafts, place: Place) -> Self {
        Findings { rule, out, place }
    }

    /// Reports the rule's fault at `span`.
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> &mut Draft {
        self.report_message(span, message.into())
    }

    #[inline(never)]
    fn report_message(&mut self, span: Span, message: String) -> &mut Draft {
        Findings::report_once(self.rule, self.out, self.place.clone(), span, message)
    }

    /// Reports a fault of `rule` without a collector.
    pub(crate) fn report_once(rule: &'static Rule, out: &'a mut Drafts, place: Place, span: Span, message: String) -> &'a mut Draft {
        out.push(Draft {
            rule,
            severity: rule.severity,
            span,
            message,
            help: None,
            related: Vec::new(),
            elsewhere: Vec::new(),
            fixes: Vec::new(),
            aliases: None,
            stage: place.stage,
            object: place.object,
            container: place.container,
            path: None,
        })
    }
}
