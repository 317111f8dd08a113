//! The examples of a rule's page, and how they are checked. A page is a test: what it shows is what happens.
//!
//! ````text
//! ```dockerfile bad            the rule fires exactly where the marks say
//! FROM node
//!      ^^^^ image-tag-missing
//! ```
//! ```dockerfile fixed          what the rule's fixes make of the `bad` example above
//! ```dockerfile good           the rule is silent
//! ```yaml bad / fixed / good   the same for manifests
//! ```yaml .hadolint.yaml       the settings of the examples below it: trusted registries, label schema
//! ```yaml plimsoll.yaml        the policy file of the examples below it
//! ```gitignore .dockerignore   the `.dockerignore` of the examples below it
//! ````
//! A mark underlines a finding of the line above it, from its first to its last character (to the end of the line where
//! the finding goes on below); `^` alone marks an empty place. Mark lines are taken out before the text is analysed.

use std::fmt::Write as _;

use plimsoll_core::labels::LabelType;
use plimsoll_core::policy::ImagePolicy;
use plimsoll_core::report::{Finding, Kind, Range};
use plimsoll_core::rule::Preset;
use plimsoll_core::{Date, Options, Select, SourceFile, apply_fixes, lint};
use plimsoll_policy::Policy;

/// What an example shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The rule fires at the marks.
    Bad,
    /// What the fixes make of the example before.
    Fixed,
    /// The rule is silent.
    Good,
    /// No example, but settings of those below it.
    Hadolint,
    /// No example, but the policy file of those below it.
    Policy,
    /// No example, but the `.dockerignore` of those below it.
    Dockerignore,
}

/// A fenced block of a page.
#[derive(Clone, Debug)]
pub struct Example {
    /// What it shows.
    pub role: Role,
    /// What it is.
    pub kind: Kind,
    /// Its text without marks.
    pub text: String,
    /// Zero-based line, first and last character (exclusive) of each mark, in characters.
    pub marks: Vec<(usize, usize, usize)>,
    /// The line of the page it starts on, from one.
    pub line: usize,
    /// What the page says on settings above it.
    pub settings: Settings,
}

/// The settings that an example is judged with.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    hadolint: String,
    policy: Option<String>,
    dockerignore: Option<String>,
}

impl Settings {
    /// How an example is judged: every rule on, on a fixed day.
    ///
    /// # Panics
    /// Where a page sets something that is no setting.
    fn options(&self) -> Options {
        let mut options = options();
        let mut key = "";
        let mut registries = Vec::new();
        for line in self.hadolint.lines().filter(|line| !line.trim().is_empty()) {
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            match (line.starts_with([' ', '-']), key) {
                (true, "trustedRegistries") => registries.push(line.trim_start_matches([' ', '-']).trim_matches('"').to_owned()),
                (true, "label-schema") => {
                    let label = LabelType::named(value.trim()).unwrap_or_else(|| panic!("`{line}` names no type"));
                    options.labels.labels.push((name.trim().to_owned(), label));
                }
                (false, _) => {
                    key = name;
                    options.labels.strict |= line == "strict-labels: true";
                }
                _ => panic!("`{line}` is no setting that examples know"),
            }
        }
        options.images = ImagePolicy::of_registries(&registries);
        if let Some(policy) = &self.policy {
            Policy::parse(policy).unwrap_or_else(|error| panic!("{error}")).apply(&mut options);
        }
        options
    }
}

/// The examples of a page for `rule`. Other fenced blocks are prose.
///
/// # Panics
/// Where a fence names a role that does not exist: a page with a typing error must not pass.
#[must_use]
pub fn examples(page: &str, rule: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut open: Option<Example> = None;
    let mut settings = Settings::default();
    for (number, line) in page.lines().enumerate() {
        if let Some(info) = line.strip_prefix("```") {
            match open.take() {
                // A block that is open ends here; those of prose and of settings are no examples.
                Some(block) if block.role == Role::Hadolint => settings.hadolint = block.text,
                Some(block) if block.role == Role::Policy => settings.policy = Some(block.text),
                Some(block) if block.role == Role::Dockerignore => settings.dockerignore = Some(block.text),
                Some(block) => examples.extend(Some(block).filter(|block| block.kind != Kind::Unknown)),
                None => open = start(info, number + 1, &settings),
            }
        } else if let Some(example) = &mut open {
            match mark(line, rule) {
                Some((from, to)) => {
                    let above = example.text.lines().count().saturating_sub(1);
                    example.marks.push((above, from, to));
                }
                None => {
                    example.text.push_str(line);
                    example.text.push('\n');
                }
            }
        }
    }
    assert!(open.is_none(), "the last fence is not closed");
    examples
}

/// `dockerfile bad` and the like; `None` for prose such as `sh`. A fence without a role is skipped to its end.
fn start(info: &str, line: usize, settings: &Settings) -> Option<Example> {
    let settings = settings.clone();
    let mut words = info.split_whitespace();
    let kind = match words.next()? {
        "dockerfile" => Kind::Dockerfile,
        "yaml" | "json" => Kind::Kubernetes,
        _ => Kind::Unknown,
    };
    let role = match words.next() {
        Some("bad") => Role::Bad,
        Some("fixed") => Role::Fixed,
        Some("good") => Role::Good,
        Some(".hadolint.yaml") => Role::Hadolint,
        Some("plimsoll.yaml") => Role::Policy,
        Some(".dockerignore") => Role::Dockerignore,
        Some(other) => panic!("line {line}: `{other}` is none of bad, fixed, good"),
        // Kept open until its closing fence, then dropped.
        None => return Some(Example { role: Role::Good, kind: Kind::Unknown, text: String::new(), marks: Vec::new(), line, settings }),
    };
    Some(Example { role, kind, text: String::new(), marks: Vec::new(), line, settings })
}

/// `     ^^^^ rule-id` → the columns of the carets.
fn mark(line: &str, rule: &str) -> Option<(usize, usize)> {
    let trimmed = line.trim_start();
    let carets = trimmed.chars().take_while(|c| *c == '^').count();
    if carets == 0 || trimmed.get(carets..)?.trim() != rule {
        return None;
    }
    let from = line.chars().count() - trimmed.chars().count();
    Some((from, from + carets))
}

/// How examples are judged: every rule on, on a fixed day.
///
/// # Panics
/// Never: the date is a constant.
#[must_use]
pub fn options() -> Options {
    let mut options = Options::new(Date::parse("2026-11-23").expect("a date"));
    options.preset = Preset::All;
    options
}

/// Checks all examples of a page; the text says what is wrong with them.
///
/// # Errors
/// A readable list of every example that does not hold.
pub fn check_page(page: &str, rule: &str) -> Result<usize, String> {
    let mut wrong = String::new();
    let mut bad: Option<Example> = None;
    let all = examples(page, rule);
    for example in &all {
        let problem = match example.role {
            Role::Bad => {
                bad = Some(example.clone());
                if example.marks.is_empty() { Some("a bad example without a mark".to_owned()) } else { compare(example, rule) }
            }
            Role::Good | Role::Hadolint | Role::Policy | Role::Dockerignore => compare(example, rule),
            Role::Fixed => match &bad {
                None => Some("nothing bad stands above it".to_owned()),
                Some(bad) => compare_fixed(bad, example, rule),
            },
        };
        if let Some(problem) = problem {
            let _ = writeln!(wrong, "{rule}, line {}: {problem}", example.line);
        }
    }
    if wrong.is_empty() { Ok(all.len()) } else { Err(wrong) }
}

fn source(example: &Example) -> SourceFile {
    let name = if example.kind == Kind::Dockerfile { "Dockerfile" } else { "manifest.yaml" };
    SourceFile::new(name, example.text.clone()).with_kind(Some(example.kind)).with_dockerignore(example.settings.dockerignore.clone())
}

fn of_rule(findings: &[Finding], rule: &str) -> Vec<Range> {
    findings.iter().filter(|finding| finding.rule_id == rule).map(|finding| finding.range).collect()
}

fn compare(example: &Example, rule: &str) -> Option<String> {
    let report = lint(&[source(example)], &example.settings.options());
    let unused = of_rule(&report.unused_ignores, rule);
    let lines: Vec<&str> = example.text.lines().collect();
    let mut got: Vec<(usize, usize, usize)> = of_rule(&report.findings, rule)
        .into_iter()
        .chain(unused)
        .map(|range| {
            let line = range.start.line as usize;
            let start = range.start.character as usize;
            let to_end = lines.get(line).map_or(start, |text| text.encode_utf16().count());
            let end = if range.end.line == range.start.line { range.end.character as usize } else { to_end };
            (line, start, end.max(start + 1))
        })
        .collect();
    let mut want = example.marks.clone();
    got.sort_unstable();
    want.sort_unstable();
    (got != want).then(|| format!("expected {want:?} (line, from, to), found {got:?}"))
}

fn compare_fixed(bad: &Example, fixed: &Example, rule: &str) -> Option<String> {
    let select = Select { unsafe_fixes: true, rules: vec![rule.to_owned()], fingerprint: None };
    let result = apply_fixes(&[source(bad)], &bad.settings.options(), &select);
    let text = result.files.first().map(|file| file.text.as_str()).unwrap_or_default();
    (text != fixed.text).then(|| format!("the fixes make\n{text}"))
}
