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
//! # trivy:ignore:DS-0002[:exp:2027-01-31]                 the next instruction, or the YAML node below; until that day
//! # checkov:skip=CKV_DOCKER_5:reason                      the whole file
//! # shellcheck disable=SC2086[,SC2046…] [# reason]        the next instruction
//! # dockerfile-utils: ignore                              everything in the next instruction
//! ```
//! In manifests annotations of the object or its pods do the same. In our own form a rule may be named by its id or by
//! any peer's id for the same fault; in a peer's form by that peer's. This module reads and compares places; it never
//! decides what a finding is.

mod annotations;
mod comments;
mod insert;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_report::{Applicability, SuppressedBy};
use plimsoll_text::{Edit, Span};

use crate::Date;
use crate::findings::{Draft, Drafts, Findings, Place};
use crate::nearest::nearest;
use crate::options::Options;
use crate::rule::Rule;
use crate::rules::{self, bad_pragma, syntax_error};

pub(crate) use annotations::read as read_annotations;
pub(crate) use comments::{is_for_dockerfiles, parse};
pub use insert::ignore_edit;

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
            // `DS-0002`, `DS002`, `AVD-DS-0002`, `use-specific-tags`, `DS-*`.
            Dialect::Trivy => {
                let name = name.strip_prefix("AVD-").unwrap_or(name);
                let name = of_short_code(name).unwrap_or(name);
                let begins = |id: &str| name.strip_suffix('*').is_some_and(|start| id.starts_with(start));
                of("trivy")
                    || aliases.iter().any(|alias| alias.strip_prefix("trivy:").is_some_and(begins))
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

    /// What may be named in this form.
    fn names(self) -> impl Iterator<Item = &'static str> {
        let tool = match self {
            Dialect::Hadolint => "hadolint",
            Dialect::Buildkit => "buildkit",
            Dialect::Checkov => "checkov",
            _ => "",
        };
        let of_tool = move |alias: &'static str| alias.split_once(':').filter(|(of, _)| *of == tool).map(|(_, id)| id);
        rules::RULES.iter().flat_map(move |rule| {
            let own = (self == Dialect::Plimsoll).then_some(rule.id);
            own.into_iter().chain(rule.aliases.iter().filter_map(move |alias| of_tool(alias)))
        })
    }

    /// Whether the peer has no rule of that name, as far as that can be said: its other rules are its own matter.
    fn lacks(self, name: &str) -> bool {
        let number =
            |prefix: &str| name.strip_prefix(prefix).filter(|digits| digits.len() <= 4).and_then(|digits| digits.parse::<u32>().ok());
        match self {
            Dialect::Hadolint => {
                number("DL").is_some_and(|n| !matches!(n, 1001 | 3000..=3099 | 4000..=4006))
                    || number("SC").is_none() && number("DL").is_none()
            }
            // It says what its rules need to know to judge the platform of an image, which stands in no file.
            Dialect::Buildkit => name != "InvalidBaseImagePlatform",
            Dialect::Checkov => {
                number("CKV_DOCKER_").is_some_and(|n| n == 0 || n > 11) || number("CKV2_DOCKER_").is_some_and(|n| n == 0 || n > 18)
            }
            Dialect::Plimsoll => true,
            _ => false,
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

/// The id behind one of Trivy's short codes, which its older comments have.
fn of_short_code(name: &str) -> Option<&'static str> {
    const CODES: &str = "DS-0001 use-specific-tags;DS-0002 least-privilege-user;DS-0004 no-ssh-port;DS-0005 use-copy-over-add;\
        DS-0006 no-self-referencing-copy-from;DS-0007 only-one-entrypoint;DS-0008 port-out-of-range;DS-0009 user-absolute-workdir;\
        DS-0010 no-sudo-run;DS-0011 use-slash-for-copy-args;DS-0012 no-duplicate-alias;DS-0013 use-workdir-over-cd;\
        DS-0014 standardise-remote-get;DS-0015 purge-yum-package-cache;DS-0016 only-one-cmd;DS-0017 no-orphan-package-update;\
        DS-0019 purge-dnf-package-cache;DS-0020 purge-zipper-cache;DS-0021 use-apt-auto-confirm;DS-0022 no-maintainer;\
        DS-0023 only-one-healthcheck;DS-0024 no-dist-upgrade;DS-0025 purge-apk-package-cache;DS-0026 no-healthcheck;\
        DS-0027 purge-microdnf-package-cache;DS-0029 use-apt-no-install-recommends";
    CODES.split(';').find_map(|row| row.split_once(' ').filter(|(_, code)| *code == name).map(|(id, _)| id))
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
    /// The day from which it no longer holds.
    pub(crate) until: Option<Date>,
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

impl Ignore {
    /// Whether its day has come.
    fn has_ended(&self, options: &Options) -> bool {
        self.until.is_some_and(|until| until <= options.as_of)
    }
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

/// Matches findings against ignores. Gives, per finding, what suppresses it (the first ignore that does), an empty list where nothing
/// does, and reports as `bad-pragma` each name that names no rule or suppresses nothing although its rule ran, and what has ended.
/// O(findings × ignores), both bounded.
pub(crate) fn apply(
    drafts: &[Draft],
    ignores: &[Placed],
    source: &str,
    options: &Options,
    unused: &mut Drafts,
) -> Vec<Option<Suppression>> {
    if ignores.is_empty() {
        return Vec::new();
    }
    let mut used: Vec<Vec<bool>> = ignores.iter().map(|placed| placed.ignore.names.iter().map(|_| false).collect()).collect();
    let suppressions = drafts
        .iter()
        .map(|draft| {
            let mut found = None;
            for (placed, used) in ignores.iter().zip(&mut used) {
                let ignore = &placed.ignore;
                if ignore.has_ended(options)
                    || !placed.reach.touches(place_for(ignore.dialect, draft))
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
    // Where a part of the file could not be read, what an ignore is for may stand there.
    let is_read = drafts.iter().all(|draft| draft.rule.id != syntax_error::RULE.id);
    let mut out = Findings::new(&bad_pragma::RULE, unused, Place::default());
    for (placed, used) in ignores.iter().zip(used) {
        let ignore = &placed.ignore;
        if let Some(until) = ignore.until.filter(|_| ignore.has_ended(options)) {
            let finding = out.report(ignore.span, format!("this ignore has ended: it held until {until}"));
            finding.help("Mend what it was about, or give it another day.");
            continue;
        }
        for ((name, span), used) in ignore.names.iter().zip(used) {
            // ShellCheck fires in more places than we do: its comments are its own matter.
            let is_shellchecks = name.starts_with("SC") && ignore.dialect != Dialect::Plimsoll;
            if !used && !is_shellchecks {
                report_unused(placed, name, *span, source, is_read, options, &mut out);
            }
        }
    }
    suppressions
}

/// Reports a name of an ignore that names no rule, or suppresses nothing although its rule ran. It goes only from a file that is read as a
/// whole.
fn report_unused(placed: &Placed, name: &str, span: Span, source: &str, is_read: bool, options: &Options, out: &mut Findings<'_>) {
    let ignore = &placed.ignore;
    let mut known = rules::RULES.iter().filter(|rule| ignore.dialect.means(name, rule, rule.aliases)).peekable();
    if known.peek().is_none() {
        if ignore.dialect.lacks(name) {
            let finding = out.report(span, format!("`{name}` names no rule"));
            let near = nearest(name, ignore.dialect.names());
            if let Some(near) = near.filter(|_| span.of(source) == name) {
                finding.help(format!("Did you mean `{near}`?"));
                finding.unsafe_fix(format!("Write {near}"), [Edit { span, text: near.into() }].into());
            }
        }
        return;
    }
    let is_all = name == "all" || name.ends_with('*');
    // Of many rules some may not have run that fire.
    let has_run = if is_all { known.all(|rule| options.runs(rule)) } else { known.any(|rule| options.runs(rule)) };
    if !has_run {
        return;
    }
    let message = if is_all { "nothing to ignore here".into() } else { format!("nothing to ignore here: `{name}` does not fire") };
    let finding = out.report(span, message);
    let edit = if ignore.names.len() > 1 { without_name(source, span) } else { without_comment(source, ignore.span) };
    if let Some(edit) = edit.filter(|_| is_read && placed.by == SuppressedBy::Inline) {
        // A peer fires in places where we do not.
        let applicability = if ignore.dialect == Dialect::Plimsoll { Applicability::Safe } else { Applicability::Unsafe };
        finding.fix("Delete it", applicability, [edit].into());
    }
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

/// Takes one of several names out of its list.
fn without_name(source: &str, name: Span) -> Option<Edit> {
    let behind = source.get(name.end..)?;
    if let Some(rest) = behind.trim_start_matches([' ', '\t']).strip_prefix(',') {
        let next = source.len() - rest.trim_start_matches([' ', '\t']).len();
        return Some(Edit { span: Span::new(name.start, next), text: String::new() });
    }
    let before = source.get(..name.start)?.trim_end_matches([' ', '\t']).strip_suffix(',')?;
    Some(Edit { span: Span::new(before.len(), name.end), text: String::new() })
}

/// Takes a comment out, with its line where nothing else stands on it. `None` where the line below could become a parser directive.
fn without_comment(source: &str, comment: Span) -> Option<Edit> {
    let before = source.get(..comment.start)?.trim_end_matches([' ', '\t']);
    if !comment.of(source).starts_with('#') {
        return None;
    }
    if !(before.is_empty() || before.ends_with('\n')) {
        return Some(Edit { span: Span::new(before.len(), comment.end), text: String::new() });
    }
    let rest = source.get(comment.end..)?;
    let end = rest.find('\n').map_or(source.len(), |at| comment.end + at + 1);
    let is_on_top = before.lines().all(|line| line.starts_with('#'));
    let is_directive = is_on_top && source.get(end..)?.starts_with('#');
    (!is_directive).then(|| Edit { span: Span::new(before.len(), end), text: String::new() })
}

/// Reports a comment that is meant as an ignore and cannot be read.
pub(crate) fn report_malformed(span: Span, why: &str, unused: &mut Drafts) {
    Findings::new(&bad_pragma::RULE, unused, Place::default()).report(span, format!("this ignore cannot be read: {why}"));
}
