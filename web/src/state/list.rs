//! Which findings the list shows, in which order, and which of them is under the caret.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use plimsoll_report::Finding;

use super::{Sort, State};

impl State {
    /// The finding under the caret: the one with the shortest range, which is the most exact.
    pub(crate) fn finding_at_caret(&self) -> Option<usize> {
        if self.is_stale() {
            return None;
        }
        let findings = self.report.as_ref()?.findings.iter().enumerate();
        let under = findings.filter(|(_, f)| f.offsets.0 <= self.caret.offset && self.caret.offset <= f.offsets.1);
        under.min_by_key(|(_, f)| f.offsets.1 - f.offsets.0).map(|(index, _)| index)
    }

    /// The findings that the filter lets through, in its order.
    pub(crate) fn visible(&self) -> Vec<usize> {
        let Some(report) = &self.report else { return Vec::new() };
        let object = self.filter.object.and_then(|object| self.objects().get(object));
        let shows = |finding: &Finding| {
            !self.filter.hidden.contains(&finding.severity)
                && mentions(finding, &self.filter.text)
                && object.is_none_or(|object| (object.range.start..=object.range.end).contains(&finding.range.start))
        };
        let visible = (0..report.findings.len()).filter(|index| report.findings.get(*index).is_some_and(shows));
        let key = |index: usize| {
            let finding = &report.findings[index];
            match self.filter.sort {
                Sort::Place => 0,
                Sort::Severity => finding.severity as u32,
                Sort::Gain => finding.gain * 1000 + finding.points,
            }
        };
        order(visible, key)
    }
}

/// Indices with the greatest key first; those of one key stay in their order.
pub(crate) fn order(indices: impl Iterator<Item = usize>, key: impl Fn(usize) -> u32) -> Vec<usize> {
    // A heap is a third of the code of a sort.
    let mut keyed = BinaryHeap::new();
    for index in indices {
        keyed.push((key(index), Reverse(index)));
    }
    std::iter::from_fn(|| keyed.pop()).map(|(_, Reverse(index))| index).collect()
}

/// Whether all words of `text` are in the finding's words.
fn mentions(finding: &Finding, text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let said = [finding.message.as_str(), &finding.rule_id, finding.category.word(), finding.stage.as_deref().unwrap_or_default()]
        .join(" ")
        .to_ascii_lowercase();
    text.split_whitespace().all(|word| said.contains(word) || finding.aliases.iter().any(|alias| alias.to_ascii_lowercase().contains(word)))
}
