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
//! ```files bad / good          several files at once, each below a line `# file: its/name`
//! ```yaml .hadolint.yaml       the settings of the examples below it: trusted registries, label schema
//! ```yaml plimsoll.yaml        the policy file of the examples below it
//! ```gitignore .dockerignore   the `.dockerignore` of the examples below it
//! ````
//! A mark underlines a finding of the line above it, from its first to its last character (to the end of the line where
//! the finding goes on below); `^` alone marks an empty place. Mark lines are taken out before the text is analysed.

pub mod inputs;
pub mod promises;
pub mod safe_fixes;

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
    /// What it is; of several files each is told by its name.
    pub kind: Kind,
    /// It is a fence of several files.
    pub is_bundle: bool,
    /// Its files: name, and text without marks.
    pub files: Vec<(String, String)>,
    /// Name of the file, zero-based line, first and last character (exclusive) of each mark, in characters.
    pub marks: Vec<(String, usize, usize, usize)>,
    /// The line of the page it starts on, from one.
    pub line: usize,
    /// What the page says on settings above it.
    pub settings: Settings,
}

impl Example {
    /// The text of its first file.
    fn text(&self) -> &str {
        self.files.first().map_or("", |(_, text)| text)
    }
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
                Some(block) if block.role == Role::Hadolint => settings.hadolint = block.text().to_owned(),
                Some(block) if block.role == Role::Policy => settings.policy = Some(block.text().to_owned()),
                Some(block) if block.role == Role::Dockerignore => settings.dockerignore = Some(block.text().to_owned()),
                Some(block) => examples.extend(Some(block).filter(|block| block.is_bundle || block.kind != Kind::Unknown)),
                None => open = start(info, number + 1, &settings),
            }
        } else if let Some(example) = &mut open {
            if let Some(name) = line.strip_prefix("# file: ").filter(|_| example.is_bundle) {
                example.files.push((name.trim().to_owned(), String::new()));
                continue;
            }
            let Some((name, text)) = example.files.last_mut() else { panic!("line {}: a `# file: name` is missing", number + 1) };
            match mark(line, rule) {
                Some((from, to)) => {
                    let above = text.lines().count().saturating_sub(1);
                    example.marks.push((name.clone(), above, from, to));
                }
                None => {
                    text.push_str(line);
                    text.push('\n');
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
    let first = words.next()?;
    let kind = match first {
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
        None => {
            let files = vec![(String::new(), String::new())];
            return Some(Example { role: Role::Good, kind: Kind::Unknown, is_bundle: false, files, marks: Vec::new(), line, settings });
        }
    };
    let is_bundle = first == "files";
    let name = if kind == Kind::Dockerfile { "Dockerfile" } else { "manifest.yaml" };
    let files = if is_bundle { Vec::new() } else { vec![(name.to_owned(), String::new())] };
    Some(Example { role, kind, is_bundle, files, marks: Vec::new(), line, settings })
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

fn sources(example: &Example) -> Vec<SourceFile> {
    let kind = Some(example.kind).filter(|_| !example.is_bundle);
    let source = |(name, text): &(String, String)| {
        SourceFile::new(name.clone(), text.clone()).with_kind(kind).with_dockerignore(example.settings.dockerignore.clone())
    };
    example.files.iter().map(source).collect()
}

fn of_rule(findings: &[Finding], rule: &str) -> Vec<(String, Range)> {
    findings.iter().filter(|finding| finding.rule_id == rule).map(|finding| (finding.uri.clone(), finding.range)).collect()
}

fn compare(example: &Example, rule: &str) -> Option<String> {
    let report = lint(&sources(example), &example.settings.options());
    let unused = of_rule(&report.unused_ignores, rule);
    let mut got: Vec<(String, usize, usize, usize)> = of_rule(&report.findings, rule)
        .into_iter()
        .chain(unused)
        .map(|(uri, range)| {
            let line = range.start.line as usize;
            let start = range.start.character as usize;
            let text = example.files.iter().find(|(name, _)| *name == uri).and_then(|(_, text)| text.lines().nth(line));
            let to_end = text.map_or(start, |text| text.encode_utf16().count());
            let end = if range.end.line == range.start.line { range.end.character as usize } else { to_end };
            (uri, line, start, end.max(start + 1))
        })
        .collect();
    let mut want = example.marks.clone();
    got.sort_unstable();
    want.sort_unstable();
    (got != want).then(|| format!("expected {want:?} (file, line, from, to), found {got:?}"))
}

fn compare_fixed(bad: &Example, fixed: &Example, rule: &str) -> Option<String> {
    let select = Select { unsafe_fixes: true, rules: vec![rule.to_owned()], ..Select::default() };
    let result = apply_fixes(&sources(bad), &bad.settings.options(), &select);
    if !fixed.is_bundle {
        let text = result.files.first().map(|file| file.text.as_str()).unwrap_or_default();
        return (text != fixed.text()).then(|| format!("the fixes make\n{text}"));
    }
    let is_as_shown = |name: &str, text: &str| fixed.files.iter().any(|(of, shown)| of == name && shown == text);
    let other = result.files.iter().find(|file| !is_as_shown(&file.uri, &file.text))?;
    Some(format!("the fixes make of {}\n{}", other.uri, other.text))
}
