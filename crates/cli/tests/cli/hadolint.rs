//! hadolint's settings, and the `.dockerignore` beside a Dockerfile.

use std::path::Path;
use std::process::Stdio;

use crate::{PRIVILEGED, Run, command, folder, run, write};

const TWO: &str = "FROM docker.io/library/node\nRUN cd /srv\nUSER 1000\n";

/// The rules and severities of a JSON report.
fn findings(done: &Run) -> Vec<(String, String)> {
    let report = done.json();
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().expect("a text").to_owned();
    report["findings"].as_array().expect("findings").iter().map(|one| (text(one, "ruleId"), text(one, "severity"))).collect()
}

fn severity(done: &Run, rule: &str) -> Option<String> {
    findings(done).into_iter().find(|(id, _)| id == rule).map(|(_, severity)| severity)
}

/// Runs with a home folder and variables.
fn run_at_home(at: &Path, args: &[&str], variables: &[(&str, &str)]) -> Run {
    let mut command = command(at, args);
    command.env("HOME", at.join("home")).env("USERPROFILE", at.join("home"));
    let done = command.envs(variables.iter().copied()).stdin(Stdio::null()).output().expect("the command runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Run { code: done.status.code().expect("a code"), stdout: text(done.stdout), stderr: text(done.stderr) }
}

#[test]
fn the_file_of_the_current_folder_is_honoured_for_dockerfiles() {
    let at = folder("hadolint-here");
    write(&at, "Dockerfile", TWO);
    write(&at, "pod.yaml", PRIVILEGED.replace("example.com/app:1.2", "example.com/app"));
    write(&at, ".hadolint.yaml", "ignored: [DL3006]\noverride:\n  error: [DL3003]\ntrustedRegistries: [example.org]\n");
    let done = run(&at, &["lint", "--format", "json", "Dockerfile", "pod.yaml"]);
    assert_eq!(done.stderr, "note: settings for Dockerfiles from .hadolint.yaml\n");
    assert_eq!(severity(&done, "use-workdir-not-cd").as_deref(), Some("high"));
    assert_eq!(severity(&done, "image-registry-not-allowed").as_deref(), Some("high"));
    let untagged = done.json()["findings"].as_array().expect("findings").iter().filter(|f| f["ruleId"] == "image-tag-missing").count();
    assert_eq!(untagged, 1, "manifests are not judged by it");
    let done = run(&at, &["lint", "--format", "json", "Dockerfile", "--ignore", "DL3003"]);
    assert!(severity(&done, "image-tag-missing").is_some(), "--ignore takes the place of the file's list");
    let done = run(&at, &["lint", "--format", "json", "Dockerfile", "--hadolint-config", "none"]);
    assert!(done.stderr.is_empty() && severity(&done, "image-tag-missing").is_some());
}

#[test]
fn the_threshold_is_the_settings_unless_given() {
    let at = folder("hadolint-threshold");
    write(&at, "Dockerfile", TWO);
    write(&at, "pod.yaml", PRIVILEGED);
    for (settings, args, code) in [
        ("failure-threshold: error\n", &["lint", "-q", "Dockerfile"][..], 0),
        ("failure-threshold: warning\n", &["lint", "-q", "Dockerfile"], 1),
        ("failure-threshold: none\n", &["lint", "-q", "Dockerfile"], 0),
        ("failure-threshold: none\n", &["lint", "-q", "Dockerfile", "pod.yaml"], 1),
        ("failure-threshold: none\n", &["lint", "-q", "Dockerfile", "--fail-on", "medium"], 1),
        ("no-fail: true\n", &["lint", "-q", "Dockerfile"], 0),
        ("", &["lint", "-q", "Dockerfile"], 1),
    ] {
        write(&at, "settings.yaml", settings);
        let done = run(&at, &[args, &["--hadolint-config", "settings.yaml"]].concat());
        assert_eq!((done.code, done.stderr.as_str()), (code, ""), "{settings} {args:?}");
    }
}

#[test]
fn mistakes_end_the_run_with_their_position() {
    let at = folder("hadolint-mistakes");
    write(&at, "Dockerfile", TWO);
    write(&at, ".hadolint.yml", "ignored:\n  - DL3006\nignor: []\n");
    let done = run(&at, &["lint"]);
    assert_eq!(done.code, 2);
    assert!(done.stderr.starts_with("error: .hadolint.yml: unknown field `ignor`") && done.stderr.contains("line 3"), "{}", done.stderr);
    assert_eq!(run(&at, &["lint", "--hadolint-config", "missing.yaml"]).code, 2);
    let done = run_at_home(&at, &["lint", "--hadolint-config", "/dev/null"], &[("HADOLINT_FAILURE_THRESHOLD", "never")]);
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("`never` is none of error"), "{}", done.stderr);
}

#[test]
fn homes_and_variables_count() {
    let at = folder("hadolint-home");
    write(&at, "Dockerfile", TWO);
    write(&at, "home/.config/hadolint.yaml", "ignored: [DL3003]\nformat: json\n");
    write(&at, "nested/.hadolint.yaml", "ignored: [DL3006]\n");
    let args = ["lint", "--preset", "all", "--format", "json", "Dockerfile"];
    let done = run_at_home(&at, &args, &[]);
    assert!(severity(&done, "use-workdir-not-cd").is_none() && severity(&done, "image-tag-missing").is_some());
    assert!(done.stderr.contains("format `json` is not used"), "{}", done.stderr);
    let done = run_at_home(&at, &args, &[("HADOLINT_IGNORE", "DL3006")]);
    assert!(severity(&done, "use-workdir-not-cd").is_some() && severity(&done, "image-tag-missing").is_none());
    write(&at, "nested/Dockerfile", TWO);
    let done = run_at_home(&at, &["lint", "--format", "json", "nested"], &[]);
    assert!(severity(&done, "image-tag-missing").is_some(), "a file beside the Dockerfile is not looked for");
}

#[test]
fn labels_are_held_against_the_schema() {
    let at = folder("hadolint-labels");
    write(&at, "Dockerfile", "FROM node:24-slim\nLABEL a=x b=1.2.3\nUSER 1000\n");
    write(&at, ".hadolint.yaml", "label-schema:\n  a: url\n  b: semver\n  c: text\n");
    let done = run(&at, &["lint", "-q", "--format", "json"]);
    let labels: Vec<String> = findings(&done).into_iter().map(|(rule, _)| rule).filter(|rule| rule.starts_with("label-")).collect();
    assert_eq!(labels, ["label-missing", "label-not-url"]);
}

#[test]
fn the_dockerignore_beside_a_dockerfile_is_read() {
    let at = folder("dockerignore");
    write(&at, "Dockerfile", "FROM node:24-slim\nCOPY dist /app\nUSER 1000\n");
    let rule = "copy-ignored-file";
    let fires = |name: &str| severity(&run(&at, &["lint", "--format", "json", name]), rule).is_some();
    assert!(!fires("Dockerfile"));
    write(&at, ".dockerignore", "dist\n");
    assert!(fires("Dockerfile"));
    write(&at, "Dockerfile.dockerignore", "# of its own\n");
    assert!(!fires("Dockerfile"));
    write(&at, "other.Dockerfile", "FROM node:24-slim\nCOPY dist /app\nUSER 1000\n");
    assert!(fires("other.Dockerfile"));
}
