//! Ignores: comments in a file that take findings out of the score.
//!
//! ```text
//! # plimsoll ignore=rule-id[,rule-id…] -- reason          the next instruction, or the YAML node below
//! # plimsoll stage ignore=rule-id -- reason               the build stage around it
//! # plimsoll file ignore=rule-id -- reason                the whole file
//! # hadolint ignore=DL3007[,DL3006…] [# reason]           the line below
//! # hadolint stage ignore=DL3007                          the stage that starts on the line below
//! # hadolint global ignore=DL3007                         the whole file
//! # check=skip=A,B // reason                              as a directive the file, else the instruction below
//! # trivy:ignore:DS-0002                                  the next instruction, or the YAML node below
//! # checkov:skip=CKV_DOCKER_5:reason                      the whole file
//! # shellcheck disable=SC2086[,SC2046…] [# reason]        the next instruction
//! # dockerfile-utils: ignore                              everything in the next instruction
//! ```
//! In manifests annotations of the object or its pods do the same. In our own form a rule may be named by its id or by
//! any peer's id for the same fault; in a peer's form by that peer's. This module reads and compares places; it never
//! decides what a finding is.

mod annotations;
mod comments;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_report::SuppressedBy;
use plimsoll_text::Span;

use crate::findings::{Draft, Drafts, Findings, Place};
use crate::options::Options;
use crate::rule::Rule;
use crate::rules::{self, bad_pragma};

pub(crate) use annotations::read as read_annotations;
pub(crate) use comments::parse;

/// The most ignores that one file may hold; what comes behind is not read.
pub(crate) const MAX_IGNORES: usize = 500;

/// How far an ignore reaches, as its comment says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// What stands below the comment.
    Next,
    /// The line directly below the comment, and nothing else.
    LineBelow,
    /// The stage whose `FROM` is on the line directly below.
    StageBelow,
    /// The instruction whose block of comments it stands in.
    Block,
    /// The build stage around the comment.
    Stage,
    /// The whole file.
    File,
}

/// Whose form a comment has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// Our own: any rule by any of its names.
    Plimsoll,
    /// hadolint's.
    Hadolint,
    /// BuildKit's.
    Buildkit,
    /// Trivy's.
    Trivy,
    /// Checkov's.
    Checkov,
    /// ShellCheck's.
    Shellcheck,
    /// dockerfile-utils'.
    DockerfileUtils,
    /// kube-linter's annotations.
    KubeLinter,
    /// kube-score's annotation.
    KubeScore,
    /// Polaris' annotations.
    Polaris,
}

impl Dialect {
    /// Whether `name` means a finding in this form: one of its rule, or in a peer's form one of those that the peer has it for.
    fn means_finding(self, name: &str, draft: &Draft) -> bool {
        self.means(name, draft.rule, draft.aliases.unwrap_or(draft.rule.aliases))
    }

    /// Whether `name` means `rule` in this form, of whose peers' ids `aliases` count.
    fn means(self, name: &str, rule: &Rule, aliases: &[&str]) -> bool {
        let of = |tool: &str| aliases.iter().any(|alias| alias.strip_prefix(tool).and_then(|rest| rest.strip_prefix(':')) == Some(name));
        match self {
            Dialect::Plimsoll => rule.is_named(name),
            // hadolint has ShellCheck read every RUN, under its own names.
            Dialect::Hadolint => of("hadolint") || of("shellcheck"),
            Dialect::Shellcheck => of("shellcheck") || (name == "all" && rule.has_alias_of("shellcheck")),
            // `all` leaves out what is experimental.
            Dialect::Buildkit => {
                of("buildkit")
                    || (name == "all" && rule.has_alias_of("buildkit") && !rule.aliases.contains(&"buildkit:InvalidDefinitionDescription"))
            }
            Dialect::Checkov => of("checkov"),
            Dialect::DockerfileUtils => true,
            Dialect::KubeLinter => of("kube-linter") || (name == "all" && rule.has_alias_of("kube-linter")),
            Dialect::KubeScore => of("kube-score"),
            Dialect::Polaris => of("polaris") || (name == "all" && rule.has_alias_of("polaris")),
            // `DS-0002`, `DS002`, `AVD-DS-0002`.
            Dialect::Trivy => {
                let name = name.strip_prefix("AVD-").unwrap_or(name);
                of("trivy")
                    || aliases.iter().any(|alias| {
                        let id = alias.strip_prefix("trivy:").unwrap_or_default();
                        let number =
                            |id: &str| id.trim_start_matches(|c: char| c.is_ascii_alphabetic()).trim_start_matches('-').parse::<u32>().ok();
                        let family = |id: &str| id.bytes().take_while(u8::is_ascii_alphabetic).count();
                        !id.is_empty()
                            && number(id).is_some()
                            && number(id) == number(name)
                            && id.get(..family(id)) == name.get(..family(name))
                    })
            }
        }
    }

    /// BuildKit judges these once for the whole file, and a comment above an instruction does not reach them.
    fn reaches(self, scope: Scope, rule: &Rule) -> bool {
        const WHOLE_FILE: [&str; 5] = [
            "buildkit:ConsistentInstructionCasing",
            "buildkit:DuplicateStageName",
            "buildkit:ReservedStageName",
            "buildkit:NoEmptyContinuation",
            "buildkit:InvalidDefaultArgInFrom",
        ];
        self != Dialect::Buildkit || scope == Scope::File || !rule.aliases.iter().any(|alias| WHOLE_FILE.contains(alias))
    }
}

/// An ignore as written.
#[derive(Clone, Debug)]
pub(crate) struct Ignore {
    /// The comment.
    pub(crate) span: Span,
    /// Whose form it has.
    pub(crate) dialect: Dialect,
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
    /// Who does it, in the report's words.
    pub(crate) by: SuppressedBy,
    /// The containers it is limited to; empty for none.
    pub(crate) containers: Vec<String>,
}

impl Placed {
    /// Whether it speaks of that container.
    fn concerns(&self, container: Option<&String>) -> bool {
        self.containers.is_empty() || container.is_some_and(|container| self.containers.contains(container))
    }
}

/// A finding that an ignore takes out.
#[derive(Clone, Debug)]
pub(crate) struct Suppression {
    /// Who does it.
    pub(crate) by: SuppressedBy,
    /// The reason given.
    pub(crate) reason: Option<String>,
    /// The comment or annotation, where one does it.
    pub(crate) span: Option<Span>,
}

/// Matches findings against ignores. Gives, per finding, what suppresses it (the first ignore that does), and reports
/// as `bad-pragma` each name that names no rule or suppresses nothing although its rule ran.
/// O(findings × ignores), both bounded.
pub(crate) fn apply(drafts: &[Draft], ignores: &[Placed], options: &Options, unused: &mut Drafts) -> Vec<Option<Suppression>> {
    let mut used: Vec<Vec<bool>> = ignores.iter().map(|placed| placed.ignore.names.iter().map(|_| false).collect()).collect();
    let suppressions = drafts
        .iter()
        .map(|draft| {
            let mut found = None;
            for (placed, used) in ignores.iter().zip(&mut used) {
                let ignore = &placed.ignore;
                if !placed.reach.touches(place_for(ignore.dialect, draft))
                    || !ignore.dialect.reaches(ignore.scope, draft.rule)
                    || !placed.concerns(draft.container.as_ref())
                {
                    continue;
                }
                for ((name, _), used) in ignore.names.iter().zip(used) {
                    if ignore.dialect.means_finding(name, draft) {
                        *used = true;
                        found.get_or_insert_with(|| Suppression { by: placed.by, reason: ignore.reason.clone(), span: Some(ignore.span) });
                    }
                }
            }
            found
        })
        .collect();
    let mut out = Findings::new(&bad_pragma::RULE, unused, Place::default());
    for (placed, used) in ignores.iter().zip(used) {
        let ignore = &placed.ignore;
        for ((name, span), used) in ignore.names.iter().zip(used) {
            // ShellCheck fires in more places than we do: its comments are its own matter.
            let is_shellchecks = name.starts_with("SC") && ignore.dialect != Dialect::Plimsoll;
            if used || name == "all" || is_shellchecks {
                continue;
            }
            let mut known = rules::RULES.iter().filter(|rule| ignore.dialect.means(name, rule, rule.aliases)).peekable();
            if known.peek().is_none() {
                // A peer's comment may name a rule that only the peer has.
                if ignore.dialect == Dialect::Plimsoll {
                    out.report(*span, format!("`{name}` names no rule"));
                }
            } else if known.any(|rule| options.runs(rule)) {
                out.report(*span, format!("nothing to ignore here: `{name}` does not fire"));
            }
        }
    }
    suppressions
}

/// Where a finding must stand to be covered: at its start. BuildKit reports the earlier of two instructions of which
/// the last one wins, but obeys the comment above the later one.
fn place_for(dialect: Dialect, draft: &Draft) -> usize {
    match draft.related.first() {
        Some((later, _)) if dialect == Dialect::Buildkit && draft.rule.aliases.contains(&"buildkit:MultipleInstructionsDisallowed") => {
            later.start
        }
        _ => draft.span.start,
    }
}

/// Reports a comment of ours that cannot be read.
pub(crate) fn report_malformed(span: Span, why: &str, unused: &mut Drafts) {
    Findings::new(&bad_pragma::RULE, unused, Place::default()).report(span, format!("this ignore cannot be read: {why}"));
}
