//! `explain` and `rules`.

use crate::{folder, run};

#[test]
fn a_rule_is_explained_by_any_of_its_names() {
    let at = folder("explain");
    let page = run(&at, &["explain", "privileged"]);
    assert_eq!((page.code, page.stderr.as_str()), (0, ""));
    assert!(page.stdout.starts_with("# privileged\n\ncritical severity, category privilege, preset default, "), "{}", page.stdout);
    assert!(page.stdout.contains("kubesec:Privileged") && page.stdout.contains("\n## What it does\n"), "{}", page.stdout);
    for name in ["hadolint:DL3006", "DL3006", "dl3006", "Image-Tag-Missing"] {
        assert!(run(&at, &["explain", name]).stdout.contains("# image-tag-missing\n"), "{name}");
    }
    assert!(run(&at, &["explain", "privilegde"]).stderr.contains("did you mean `privileged`?"));
}

#[test]
fn a_page_is_set_for_a_terminal() {
    let page = run(&folder("explain-terminal"), &["--color", "always", "explain", "privileged"]).stdout;
    assert!(page.starts_with("\u{1b}[1;4mprivileged\u{1b}[0m\n"), "{page}");
    assert!(page.contains("\u{1b}[1mBad:\u{1b}[0m\n") && !page.contains("```") && !page.contains("## "), "{page}");
}

#[test]
fn rules_are_listed_in_three_forms() {
    let at = folder("rules");
    let text = run(&at, &["rules"]).stdout;
    let ids: Vec<&str> = text.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(ids.contains(&"privileged") && ids.is_sorted(), "{text}");
    let json = run(&at, &["rules", "--format", "json"]).json();
    let rules = json.as_array().expect("a list");
    assert_eq!(rules.len(), ids.len());
    let privileged = rules.iter().find(|rule| rule["id"] == "privileged").expect("it is listed");
    assert_eq!(
        (&privileged["severity"], &privileged["fixable"], &privileged["preset"]),
        (&"critical".into(), &"unsafe".into(), &"default".into())
    );
    let markdown = run(&at, &["rules", "--format", "markdown"]).stdout;
    assert_eq!(markdown.lines().count(), ids.len() + 2);
    assert!(markdown.contains("\n| [privileged](https://"), "{markdown}");
}
