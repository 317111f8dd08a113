//! Every rule's page, and every file of `cases/`, says what happens.

use std::fs;
use std::path::Path;

use plimsoll_core::rule::Check;
use plimsoll_core::rules::{PAGES, RULES};
use plimsoll_tests::{Role, check_page, examples};

#[test]
fn pages_say_what_happens() {
    let mut wrong = String::new();
    for (rule, page) in RULES.iter().zip(PAGES) {
        if let Err(problem) = check_page(page, rule.id) {
            wrong.push_str(&problem);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn cases_say_what_happens() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut wrong = String::new();
    for entry in fs::read_dir(&folder).expect("tests/cases") {
        let path = entry.expect("an entry").path();
        // The advice has pages of its own form.
        if path.is_dir() {
            continue;
        }
        let id = path.file_stem().expect("a name").to_string_lossy().into_owned();
        assert!(RULES.iter().any(|rule| rule.id == id), "{}: no rule has this id", path.display());
        if let Err(problem) = check_page(&fs::read_to_string(&path).expect("UTF-8"), &id) {
            wrong.push_str(&problem);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_page_has_a_title_and_examples() {
    for (rule, page) in RULES.iter().zip(PAGES) {
        assert!(page.starts_with(&format!("# {}\n", rule.id)), "{}: the page's first line is its title", rule.id);
        for heading in ["## What it does", "## Why", "## How to fix"] {
            assert!(page.contains(heading), "{}: `{heading}` is missing", rule.id);
        }
        let roles: Vec<Role> = examples(page, rule.id).iter().map(|example| example.role).collect();
        assert!(roles.contains(&Role::Good), "{}: a good example is missing", rule.id);
        assert!(roles.contains(&Role::Bad) || matches!(rule.check, Check::Engine), "{}: a bad example is missing", rule.id);
    }
}

#[test]
fn rules_are_named_after_their_files() {
    let mut ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), RULES.len(), "an id stands twice");
    for rule in RULES {
        assert!(!rule.summary.is_empty() && !rule.summary.ends_with('.'), "{}", rule.id);
        assert!(rule.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{}", rule.id);
    }
}
