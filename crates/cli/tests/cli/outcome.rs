//! Exit codes, and what is said where something is wrong.

use std::process::Stdio;

use crate::{CLEAN, DOCKERFILE, PRIVILEGED, command, folder, run, run_with, write};

#[test]
fn findings_decide_the_exit_code() {
    let at = folder("exit");
    write(&at, "pod.yaml", PRIVILEGED);
    write(&at, "clean.yaml", CLEAN);
    for (args, code) in [
        (&["lint", "clean.yaml"][..], 0),
        (&["lint", "pod.yaml"], 1),
        (&["lint", "."], 1),
        (&["lint", "pod.yaml", "--fail-on", "critical"], 1),
        (&["lint", "pod.yaml", "--fail-on", "never"], 0),
        (&["lint", "pod.yaml", "--fail-on", "never", "--min-score", "90"], 1),
        (&["lint", "pod.yaml", "--fail-on", "never", "--min-score", "0"], 0),
        // There is nothing to grade in it, so nothing is under the least score.
        (&["lint", "clean.yaml", "--min-score", "100"], 0),
    ] {
        let done = run(&at, args);
        assert_eq!((done.code, done.stderr.as_str()), (code, ""), "{args:?}");
    }
}

#[test]
fn broken_input_is_a_finding() {
    let at = folder("broken");
    write(&at, "Dockerfile", "FROM debian:12\nRUN <<EOF\necho\n");
    write(&at, "a.yaml", "apiVersion: v1\nkind: Pod\n  metadata: [\n");
    write(&at, "latin.Dockerfile", b"FROM debian:12\nLABEL name=\"caf\xe9\"\n");
    write(&at, "empty.Dockerfile", "");
    for (file, rule) in
        [("Dockerfile", "syntax-error"), ("a.yaml", "syntax-error"), ("latin.Dockerfile", "not-utf-8"), ("empty.Dockerfile", "no-from")]
    {
        let done = run(&at, &["lint", file]);
        assert_eq!((done.code, done.stderr.as_str()), (1, ""), "{file}");
        assert!(done.stdout.contains(rule), "{file}: {}", done.stdout);
    }
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_reported() {
    let at = folder("unreadable");
    write(&at, "clean.yaml", CLEAN);
    let done = run(&at, &["lint", "missing.yaml", "clean.yaml", "--format", "json"]);
    assert_eq!(done.code, 2);
    assert!(done.stderr.starts_with("error: missing.yaml: "), "{}", done.stderr);
    assert_eq!(done.uris(), ["clean.yaml"]);
}

#[test]
fn wrong_arguments_are_refused_with_the_reason() {
    let at = folder("arguments");
    write(&at, "Dockerfile", DOCKERFILE);
    for (args, reason) in [
        (&["lint", "--kind", "compose"][..], "possible values: auto, dockerfile, kubernetes"),
        (&["lint", "--preset", "mine"], "possible values: default, strict, all, kubesec, hadolint"),
        (&["lint", "--as-of", "2026-02-30"], "not a date of the form YYYY-MM-DD"),
        (&["lint", "--min-score", "101"], "101 is not in 0..=100"),
        (&["lint", "--select", "image-tag-mising"], "there is no rule `image-tag-mising`; did you mean `image-tag-missing`?"),
        (&["lint", "--ignore", "DL3006,nonsense"], "there is no rule `nonsense`; `plimsoll rules` lists them"),
        (&["lint", "--fix", "--diff"], "cannot be used with"),
        (&["lint", "--format", "json", "--format", "sarif"], "only one report can go to stdout"),
        (&["lint", "--output", "a", "--output", "b", "--format", "json"], "--output a: give it behind the --format it is for"),
        (&["lint", "--diff", "--format", "json"], "stdout carries the diff; give the report an --output FILE"),
        (&["lint", "--fix", "--format", "json", "-"], "stdout carries the fixed text; give the report an --output FILE"),
        (&["lint", "--stdin-filename", "a.yaml", "Dockerfile"], "--stdin-filename names stdin, but - is not among the paths"),
        (&["lint", "--format", "json", "--output", "no/such/folder/a.json"], "no/such/folder/a.json: "),
        (&["lint", "--no-such-flag"], "unexpected argument '--no-such-flag'"),
        (&["explain", "DL9999x"], "there is no rule `DL9999x`"),
        (&["frobnicate"], "unrecognized subcommand 'frobnicate'"),
    ] {
        let done = run(&at, args);
        assert_eq!((done.code, done.stdout.as_str()), (2, ""), "{args:?}");
        assert!(done.stderr.starts_with("error: ") && done.stderr.contains(reason), "{args:?}: {}", done.stderr);
    }
}

#[test]
fn help_and_version_are_no_failure() {
    let at = folder("help");
    for args in [&["--help"][..], &["lint", "--help"], &["explain", "-h"], &["rules", "--help"]] {
        let done = run(&at, args);
        assert_eq!((done.code, done.stderr.as_str()), (0, ""), "{args:?}");
        assert!(done.stdout.contains("Usage: plimsoll"), "{args:?}");
    }
    assert_eq!(run(&at, &["--version"]).stdout, format!("plimsoll {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_reader_that_stops_early_is_no_failure() {
    let at = folder("pipe");
    write(&at, "pod.yaml", PRIVILEGED);
    for args in [&["lint", "pod.yaml"][..], &["lint", "--diff", "--unsafe-fixes", "pod.yaml"], &["rules"], &["explain", "privileged"]] {
        let mut child = command(&at, args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts");
        drop(child.stdout.take());
        let done = child.wait_with_output().expect("the command ends");
        let expected = i32::from(args[0] == "lint");
        assert_eq!(done.status.code(), Some(expected), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
        assert!(!String::from_utf8_lossy(&done.stderr).contains("panicked"));
    }
}

#[test]
fn colours_are_for_terminals_or_where_they_are_asked_for() {
    let at = folder("colours");
    write(&at, "Dockerfile", DOCKERFILE);
    assert!(!run(&at, &["lint", "Dockerfile"]).stdout.contains('\u{1b}'));
    assert!(run(&at, &["lint", "--color", "always", "Dockerfile"]).stdout.contains("\u{1b}[1;33mmedium[image-tag-missing]"));
    assert!(run(&at, &["--color", "always", "explain", "privileged"]).stdout.contains('\u{1b}'));
    let forced = command(&at, &["lint", "Dockerfile"]).env("CLICOLOR_FORCE", "1").output().expect("the command runs");
    assert!(forced.stdout.contains(&0x1b));
    let quiet = command(&at, &["lint", "Dockerfile"]).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").output().expect("the command runs");
    assert!(!quiet.stdout.contains(&0x1b));
}

#[test]
fn text_from_a_file_cannot_steer_the_terminal() {
    let done = run_with(&folder("escape"), &["lint", "--stdin-filename", "Dockerfile", "-"], "FROM no\u{1b}[2Jde\u{7}\n");
    assert_eq!(done.code, 1);
    assert!(!done.stdout.contains(['\u{1b}', '\u{7}']), "{:?}", done.stdout);
}

#[test]
fn only_what_is_new_counts_beside_a_baseline() {
    let at = folder("baseline");
    write(&at, "Dockerfile", "FROM node\nUSER node\n");
    assert_eq!(run(&at, &["lint", "--write-baseline", "known.json", "Dockerfile"]).code, 0);
    let again = run(&at, &["lint", "--baseline", "known.json", "Dockerfile"]);
    assert!(again.code == 0 && again.stdout.contains("suppressed"), "{}", again.stdout);
    write(&at, "Dockerfile", "# moved\nFROM node\nADD https://example.com/x /x\nUSER node\n");
    let new = run(&at, &["lint", "--baseline", "known.json", "--fail-on", "info", "--format", "json", "Dockerfile"]);
    assert_eq!(new.code, 1);
    let report = new.json();
    let rules = |list: &str| report[list].as_array().expect("a list").iter().map(|one| one["ruleId"].clone()).collect::<Vec<_>>();
    assert!(rules("suppressed").contains(&"image-tag-missing".into()), "{report}");
    assert!(!rules("findings").contains(&"image-tag-missing".into()) && rules("findings").contains(&"add-remote-url".into()), "{report}");
    assert_eq!(report["suppressed"][0]["suppressed"]["by"], "baseline");
    write(&at, "other.json", "{}");
    let broken = run(&at, &["lint", "--baseline", "other.json", "Dockerfile"]);
    assert!(broken.code == 2 && broken.stderr.contains("no baseline"), "{}", broken.stderr);
}
