//! Every limit at its value and one past it: at it nothing is said, past it `input-limit` is, once, and what lies before is judged.

use std::fmt::Write as _;

use plimsoll_core::report::Report;
use plimsoll_core::rules::RULES;
use plimsoll_core::{Date, Options, SourceFile, limits, lint};

fn of(text: String) -> Report {
    let mut options = Options::new(Date::parse("2026-11-23").expect("a date"));
    let others = RULES.iter().map(|rule| rule.id).filter(|id| !matches!(*id, "privileged" | "input-limit"));
    options.ignore = others.map(ToString::to_string).collect();
    lint(&[SourceFile::new("web.yaml", text)], &options)
}

fn count(report: &Report, rule: &str) -> usize {
    report.findings.iter().filter(|finding| finding.rule_id == rule).count()
}

const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n";
const CONTAINER: &str = "  - {name: app, securityContext: {privileged: true}}\n";

#[test]
fn objects() {
    for (objects, said) in [(limits::MAX_OBJECTS, 0), (limits::MAX_OBJECTS + 1, 1), (limits::MAX_OBJECTS * 2, 1)] {
        let report = of(format!("{POD}{CONTAINER}---\n").repeat(objects));
        assert_eq!((count(&report, "input-limit"), count(&report, "privileged")), (said, limits::MAX_OBJECTS), "{objects} objects");
        let list = format!("apiVersion: v1\nkind: List\nitems:\n{}", "- {apiVersion: v1, kind: ConfigMap}\n".repeat(objects));
        assert_eq!(count(&of(list), "input-limit"), said, "{objects} items");
    }
}

#[test]
fn containers() {
    for (containers, said) in [(limits::MAX_CONTAINERS, 0), (limits::MAX_CONTAINERS + 1, 1)] {
        let report = of(format!("{POD}{}", CONTAINER.repeat(containers)));
        assert_eq!(
            (count(&report, "input-limit"), count(&report, "privileged")),
            (said, limits::MAX_CONTAINERS),
            "{containers} containers"
        );
    }
}

#[test]
fn bytes() {
    let start = format!("{POD}{CONTAINER}");
    for (bytes, said) in [(limits::MAX_BYTES, 0), (limits::MAX_BYTES + 1, 1)] {
        let report = of(format!("{start}{}\n", "#".repeat(bytes - start.len() - 1)));
        assert_eq!((count(&report, "input-limit"), count(&report, "privileged")), (said, 1 - said), "{bytes} bytes");
    }
}

#[test]
fn depth() {
    // Below the document's map stand `x` and as many lists as there are brackets.
    let brackets = |lists: usize| format!("{}{}", "[".repeat(lists), "]".repeat(lists));
    for (lists, said) in [(plimsoll_yaml::MAX_DEPTH, 0), (plimsoll_yaml::MAX_DEPTH + 1, 1), (100_000, 1)] {
        let report = of(format!("{POD}{CONTAINER}x: {}\n", brackets(lists)));
        assert_eq!((count(&report, "input-limit"), count(&report, "privileged")), (said, 1), "{lists} lists in YAML");
        let json = r#"{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "securityContext": {"privileged": true}}]}, "x": "#;
        // In JSON the document's own map counts too.
        let report = of(format!("{json}{}}}", brackets(lists - 1)));
        assert_eq!((count(&report, "input-limit"), count(&report, "privileged")), (said, 1), "{lists} lists in JSON");
    }
}

#[test]
fn lists_in_lists() {
    let nested = |lists: usize| {
        let pod =
            r#"{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "securityContext": {"privileged": true}}]}}"#;
        let mut text = pod.to_owned();
        for _ in 0..lists {
            text = format!(r#"{{"apiVersion": "v1", "kind": "List", "items": [{text}]}}"#);
        }
        of(text)
    };
    assert_eq!([1, 2, 8, 9, 60].map(|lists| count(&nested(lists), "privileged")), [1, 1, 1, 0, 0]);
}

/// An alias adds what its anchor holds: here a list and its 999 items. One document may use half of what is there for all.
#[test]
fn nodes_of_aliases() {
    let times = plimsoll_yaml::MAX_ALIAS_NODES / 2 / 1000;
    for (aliases, said) in [(times, 0), (times + 1, 1)] {
        let items = ["x"; 999].join(", ");
        let report = of(format!("{POD}{CONTAINER}a: &a [{items}]\nb: [{}]\n", vec!["*a"; aliases].join(", ")));
        assert_eq!((count(&report, "input-limit"), count(&report, "privileged")), (said, 1 - said), "{aliases} aliases");
    }
}

#[test]
fn aliases() {
    // Every line has ten times what the one above has.
    let mut text = format!("{POD}{CONTAINER}a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for line in 1..12 {
        let _ = writeln!(text, "a{line}: &a{line} [{}]", vec![format!("*a{}", line - 1); 10].join(", "));
    }
    let report = of(text);
    // The API server refuses such a document whole.
    assert_eq!((count(&report, "input-limit"), count(&report, "privileged")), (1, 0));
}

#[test]
fn findings() {
    let many = |images: usize| {
        let mut options = Options::new(Date::parse("2026-11-23").expect("a date"));
        let others = RULES.iter().map(|rule| rule.id).filter(|id| !matches!(*id, "duplicate-env" | "input-limit"));
        options.ignore = others.map(ToString::to_string).collect();
        let text = format!("{POD}  - name: app\n    env:\n{}", "    - {name: A, value: b}\n".repeat(images + 1));
        lint(&[SourceFile::new("web.yaml", text)], &options)
    };
    for (findings, said) in [(limits::MAX_FINDINGS, 0), (limits::MAX_FINDINGS + 1, 1)] {
        let report = many(findings);
        assert_eq!((count(&report, "duplicate-env"), count(&report, "input-limit")), (limits::MAX_FINDINGS, said), "{findings} findings");
    }
}
