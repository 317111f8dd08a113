//! The table of all rules, `docs/rules.md`. The site makes its list of rules of it, and the facts on each rule's page.

use std::fmt::Write as _;

use plimsoll_core::rule::{Check, Rule};
use plimsoll_core::rules::RULES;

const HEAD: &str = "\
<!-- Generated from the rules by `cargo xtask gen`. Change those, then run it. -->

# Rules

What each rule reports, how bad that is, what it counts for in the score, and whether there is a fix. `default` is the preset that runs unless
another is asked for; `strict` has everything but house style, `all` every rule. The last column has other tools' names for the same fault, which
work wherever a rule is named.
";

const SECTIONS: [&str; 5] = [
    "Dockerfiles",
    "Image references, in Dockerfiles and manifests",
    "Kubernetes objects",
    "Several files or objects together",
    "Reading and running",
];

/// The section that a rule belongs to, by what it looks at.
fn section(rule: &Rule) -> &'static str {
    let [dockerfiles, images, objects, several, reading] = SECTIONS;
    match rule.check {
        Check::Dockerfile(_) | Check::Stage(_) => dockerfiles,
        Check::Image(_) => images,
        Check::Object(_) | Check::Workload(_) | Check::Container(_) => objects,
        Check::Bundle(_) => several,
        Check::Engine => reading,
    }
}

/// The page.
pub(crate) fn page() -> String {
    let mut page = String::from(HEAD);
    for title in SECTIONS {
        let _ = write!(
            page,
            "\n## {title}\n\n| rule | severity | category | fix | preset | what it reports | elsewhere |\n|---|---|---|---|---|---|---|\n"
        );
        RULES.iter().filter(|rule| section(rule) == title).for_each(|rule| row(rule, &mut page));
    }
    page
}

fn row(rule: &Rule, page: &mut String) {
    let (severity, category, fix, preset) = (rule.severity.word(), rule.category.word(), rule.fix.word(), rule.preset.word());
    let (link, summary, elsewhere) = (link(rule.id), rule.summary.replace('|', "\\|"), rule.aliases.join(", "));
    let _ = writeln!(page, "| {link} | {severity} | {category} | {fix} | {preset} | {summary} | {elsewhere} |");
}

/// A link to a rule's page from a page of `docs/`.
pub(crate) fn link(id: &str) -> String {
    format!("[{id}](../crates/core/src/rules/{}.md)", id.replace('-', "_"))
}
