//! Whether a rewritten file is as good as the one that it comes from: by the rules, not by what was meant.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_report::Severity;

use crate::findings::{Draft, Drafts};
use crate::ignores::{self, Placed};
use crate::options::Options;
use crate::score::{self, Budgets, Hit};

/// What the rules say of a Dockerfile.
#[derive(Debug)]
pub(crate) struct Verdict {
    score: Option<u32>,
    /// Of each finding that no ignore takes out the rule, sorted.
    findings: Vec<(&'static str, Severity)>,
}

impl Verdict {
    /// Of the findings in a file with these ignores, no suggestions made. It takes no baseline into account: that knows findings by
    /// their lines, and the lines change.
    #[must_use]
    pub(crate) fn of(findings: [&[Draft]; 2], ignores: &[Placed], is_gradable: bool, options: &Options) -> Verdict {
        let mut hits: Vec<Hit> = Vec::new();
        for drafts in findings {
            let suppressions = match options.inline_ignores {
                true => ignores::apply(drafts, ignores, "", options, &mut Drafts::default()),
                false => Vec::new(),
            };
            let suppressions = suppressions.into_iter().chain(core::iter::repeat_with(|| None));
            hits.extend(drafts.iter().zip(suppressions).map(|(draft, suppression)| Hit {
                severity: options.severity_of(draft.rule).unwrap_or(draft.severity),
                ..Hit::of(draft, suppression.as_ref())
            }));
        }
        let open = hits.iter().filter(|hit| !hit.suppressed);
        let mut findings: Vec<(&str, Severity)> = open.map(|hit| (hit.rule.id, hit.severity)).collect();
        plimsoll_text::sort_by(&mut findings, Ord::cmp);
        Verdict { score: is_gradable.then(|| score::value(&hits, Budgets::Dockerfile)), findings }
    }

    /// How many findings of a rule there are. O(log findings).
    fn count(&self, rule: &str) -> usize {
        let behind = self.findings.partition_point(|(other, _)| *other <= rule);
        behind - self.findings.partition_point(|(other, _)| *other < rule)
    }

    /// What speaks against putting the file of `after` in the place of this one.
    #[must_use]
    pub(crate) fn against(&self, after: &Verdict) -> Option<String> {
        // A digest cannot be made up: one that belongs to the old image goes, and a new image has none.
        let is_known = |rule: &str| rule == "image-digest-missing";
        let is_worse =
            |(rule, severity): &&(&str, Severity)| *severity != Severity::Info && after.count(rule) > self.count(rule) && !is_known(rule);
        let worse = after.findings.iter().find(is_worse);
        if let Some((rule, _)) = worse {
            return Some(format!("the rewritten file would need work by hand: `{rule}`"));
        }
        (after.score < self.score).then(|| "the rewritten file would need work by hand: its score is lower".into())
    }
}
