//! Whether a rewritten file is as good as the one that it comes from: by the rules, not by what was meant.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_report::Severity;

use crate::assemble;
use crate::dockerfile::analyse_with;
use crate::dockerignore::DockerIgnore;
use crate::options::{Options, SourceFile};

/// What the rules say of a Dockerfile.
#[derive(Debug)]
pub(crate) struct Verdict {
    score: Option<u32>,
    /// Of each finding the rule, sorted.
    findings: Vec<(String, Severity)>,
}

impl Verdict {
    /// Of a text, no suggestions made.
    #[must_use]
    pub(crate) fn of(source: &str, dockerignore: Option<&DockerIgnore>, options: &Options) -> Verdict {
        let graded = analyse_with(source, dockerignore, options, None);
        let outcome = assemble::file(&SourceFile::new("Dockerfile", source), graded, options);
        let mut findings: Vec<(String, Severity)> =
            outcome.findings.into_iter().map(|finding| (finding.rule_id.into_owned(), finding.severity)).collect();
        plimsoll_text::sort_by(&mut findings, Ord::cmp);
        Verdict { score: outcome.file.score.map(|score| score.value), findings }
    }

    /// What speaks against putting the file of `after` in the place of this one.
    #[must_use]
    pub(crate) fn against(&self, after: &Verdict) -> Option<String> {
        let count = |verdict: &Verdict, rule: &str| verdict.findings.iter().filter(|(other, _)| other == rule).count();
        // A digest cannot be made up: one that belongs to the old image goes, and a new image has none.
        let is_known = |rule: &str| rule == "image-digest-missing";
        let is_worse = |(rule, severity): &&(String, Severity)| {
            *severity != Severity::Info && count(after, rule) > count(self, rule) && !is_known(rule)
        };
        let worse = after.findings.iter().find(is_worse);
        if let Some((rule, _)) = worse {
            return Some(format!("the rewritten file would need work by hand: `{rule}`"));
        }
        (after.score < self.score).then(|| "the rewritten file would need work by hand: its score is lower".into())
    }
}
