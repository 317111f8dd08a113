//! Ignores: comments in a file that take findings out of the score.
//!
//! ```text
//! # plimsoll ignore=rule-id[,rule-id…] -- reason          the next instruction, or the YAML node below
//! # plimsoll stage ignore=rule-id -- reason               the build stage around it
//! # plimsoll file ignore=rule-id -- reason                the whole file
//! # hadolint ignore=DL3007[,DL3006…] [# reason]           the line below
//! # hadolint global ignore=DL3007                         the whole file
//! ```
//! A rule may be named by its id or by any peer's id for the same fault. This module reads comments and compares
//! places; it never decides what a finding is.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_report::SuppressedBy;
use plimsoll_text::Span;

use crate::findings::{Draft, Drafts, Findings, Place};
use crate::options::Options;
use crate::rules::{self, bad_pragma};

/// How far an ignore reaches, as its comment says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// What stands below the comment.
    Next,
    /// The line directly below the comment, and nothing else.
    LineBelow,
    /// The build stage around the comment.
    Stage,
    /// The whole file.
    File,
}

/// An ignore as written.
#[derive(Clone, Debug)]
pub(crate) struct Ignore {
    /// The comment.
    pub(crate) span: Span,
    /// How far it reaches.
    pub(crate) scope: Scope,
    /// What it names, with the place of each name.
    pub(crate) names: Vec<(String, Span)>,
    /// The reason given.
    pub(crate) reason: Option<String>,
}

/// An ignore with the places it covers: findings that start in `reach`.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    /// The ignore.
    pub(crate) ignore: Ignore,
    /// The bytes it covers.
    pub(crate) reach: Span,
}

/// A finding that an ignore takes out.
#[derive(Clone, Debug)]
pub(crate) struct Suppression {
    /// Who does it.
    pub(crate) by: SuppressedBy,
    /// The reason given.
    pub(crate) reason: Option<String>,
    /// The comment.
    pub(crate) span: Span,
}

/// Reads one comment (`span` covers it from its `#`). `None`: it is no ignore. `Err`: it is meant as one of ours but
/// cannot be read; the text says why.
#[must_use]
pub(crate) fn parse(source: &str, span: Span) -> Option<Result<Ignore, &'static str>> {
    let comment = span.of(source);
    let text = comment.trim_start_matches('#').trim_start();
    if let Some(rest) = word(text, "plimsoll") {
        return Some(ours(source, span, rest));
    }
    word(text, "hadolint").and_then(|rest| hadolint(source, span, rest)).map(Ok)
}

/// The text behind `name` and the blanks that follow it.
fn word<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(name)?;
    let trimmed = rest.trim_start();
    (trimmed.len() < rest.len()).then_some(trimmed)
}

fn ours(source: &str, span: Span, text: &str) -> Result<Ignore, &'static str> {
    let (scope, text) = if let Some(rest) = word(text, "stage") {
        (Scope::Stage, rest)
    } else if let Some(rest) = word(text, "file") {
        (Scope::File, rest)
    } else {
        (Scope::Next, text)
    };
    let list =
        text.strip_prefix("ignore").map(str::trim_start).and_then(|t| t.strip_prefix('=')).ok_or("write `ignore=rule-id -- reason`")?;
    let (list, reason) = match list.split_once(" --") {
        Some((list, reason)) => (list, Some(reason.trim())),
        None => (list, None),
    };
    let names = names(source, span, list);
    if names.is_empty() {
        return Err("name at least one rule behind `ignore=`");
    }
    Ok(Ignore { span, scope, names, reason: reason.filter(|r| !r.is_empty()).map(ToOwned::to_owned) })
}

/// hadolint's grammar: a list of `DL…` and `SC…` codes, then nothing or `# reason`; anything else voids the comment.
fn hadolint(source: &str, span: Span, text: &str) -> Option<Ignore> {
    let (scope, text) = match word(text, "global") {
        Some(rest) => (Scope::File, rest),
        None => (Scope::LineBelow, text),
    };
    let list = text.strip_prefix("ignore")?.trim_start().strip_prefix('=')?;
    let (list, reason) = match list.split_once('#') {
        Some((list, reason)) => (list, Some(reason.trim())),
        None => (list, None),
    };
    let names = names(source, span, list);
    let code = |name: &str| !name.is_empty() && name.bytes().all(|b| matches!(b, b'D' | b'L' | b'S' | b'C' | b'0'..=b'9'));
    (!names.is_empty() && names.iter().all(|(name, _)| code(name))).then(|| Ignore {
        span,
        scope,
        names,
        reason: reason.filter(|r| !r.is_empty()).map(ToOwned::to_owned),
    })
}

/// The comma-separated names in `list`, which is a part of `source` inside `span`.
fn names(source: &str, span: Span, list: &str) -> Vec<(String, Span)> {
    let mut from = span.of(source).find(list).map_or(span.start, |at| span.start + at);
    let mut names = Vec::new();
    for part in list.split(',') {
        let lead = part.len() - part.trim_start().len();
        let name = part.trim();
        if !name.is_empty() {
            names.push((name.to_owned(), Span::new(from + lead, from + lead + name.len())));
        }
        from += part.len() + 1;
    }
    names
}

/// Matches findings against ignores. Gives, per finding, what suppresses it (the first ignore that does), and reports
/// as `bad-pragma` each name that names no rule or suppresses nothing although its rule ran.
pub(crate) fn apply(drafts: &[Draft], ignores: &[Placed], options: &Options, unused: &mut Drafts) -> Vec<Option<Suppression>> {
    let mut used: Vec<Vec<bool>> = ignores.iter().map(|placed| placed.ignore.names.iter().map(|_| false).collect()).collect();
    let suppressions = drafts
        .iter()
        .map(|draft| {
            let mut found = None;
            for (placed, used) in ignores.iter().zip(&mut used) {
                if !placed.reach.touches(draft.span.start) {
                    continue;
                }
                for ((name, _), used) in placed.ignore.names.iter().zip(used) {
                    if draft.rule.is_named(name) {
                        *used = true;
                        found.get_or_insert_with(|| Suppression {
                            by: SuppressedBy::Inline,
                            reason: placed.ignore.reason.clone(),
                            span: placed.ignore.span,
                        });
                    }
                }
            }
            found
        })
        .collect();
    let mut out = Findings::new(&bad_pragma::RULE, unused, Place::default());
    for (placed, used) in ignores.iter().zip(used) {
        for ((name, span), used) in placed.ignore.names.iter().zip(used) {
            let mut known = rules::RULES.iter().filter(|rule| rule.is_named(name)).peekable();
            if known.peek().is_none() {
                // Codes of ShellCheck and of rules that only the peer has are legitimate in a peer's comment.
                if placed.ignore.scope != Scope::LineBelow {
                    out.report(*span, format!("`{name}` names no rule"));
                }
            } else if !used && known.any(|rule| options.runs(rule)) {
                out.report(*span, format!("nothing to ignore here: `{name}` does not fire"));
            }
        }
    }
    suppressions
}

/// Reports a comment of ours that cannot be read.
pub(crate) fn report_malformed(span: Span, why: &str, unused: &mut Drafts) {
    Findings::new(&bad_pragma::RULE, unused, Place::default()).report(span, format!("this ignore cannot be read: {why}"));
}

#[cfg(test)]
mod tests {
    use alloc::borrow::ToOwned;
    use alloc::string::String;
    use alloc::vec;
    use alloc::vec::Vec;

    use super::{Scope, parse};
    use plimsoll_text::Span;

    fn read(comment: &str) -> Option<Result<(Scope, Vec<String>, Option<String>), &'static str>> {
        let parsed = parse(comment, Span::new(0, comment.len()))?;
        Some(parsed.map(|ignore| {
            for (name, span) in &ignore.names {
                assert_eq!(span.of(comment), name);
            }
            (ignore.scope, ignore.names.into_iter().map(|(name, _)| name).collect(), ignore.reason)
        }))
    }

    #[test]
    fn our_own_form() {
        let both = vec!["root-user".to_owned(), "DL3007".to_owned()];
        assert_eq!(
            read("# plimsoll ignore=root-user, DL3007 -- needs port 53"),
            Some(Ok((Scope::Next, both, Some("needs port 53".into()))))
        );
        assert_eq!(read("#plimsoll file ignore = pip-cache"), Some(Ok((Scope::File, vec!["pip-cache".into()], None))));
        assert!(matches!(read("# plimsoll ignore="), Some(Err(_))));
        assert!(matches!(read("# plimsoll: the line on a hull"), None));
    }

    #[test]
    fn hadolint_voids_a_comment_with_a_bad_code() {
        assert_eq!(read("# hadolint ignore=DL3006 # why"), Some(Ok((Scope::LineBelow, vec!["DL3006".into()], Some("why".into())))));
        assert!(read("# hadolint ignore=crazy,DL3002").is_none());
        assert!(read("# hadolint ignore=DL3002 because").is_none());
        assert_eq!(read("# hadolint global ignore = DL3003 , DL3006").map(|r| r.map(|i| i.0)), Some(Ok(Scope::File)));
    }
}
