//! Policy files: what they change in a run, how a bad one is told, and the answers of `admit`.

use crate::{DOCKERFILE, PRIVILEGED, folder, run, run_with, write};

const POLICY: &str = "\
apiVersion: plimsoll.dev/v1
kind: Policy
metadata: {name: prod}
preset: all
images:
  allow:
    - registry: example.com
rules: {apt-no-install-recommends: off, image-tag-missing: {severity: info}}
gate: {failOn: never}
exceptions:
  - {id: EX-1, match: {image: docker.io/library/node}, reason: moving, expires: 2026-11-23}
";

#[test]
fn a_policy_drives_a_run() {
    let at = folder("policy-lint");
    write(&at, "Dockerfile", DOCKERFILE);
    write(&at, "pod.yaml", PRIVILEGED.replace("example.com", "example.com.evil.example"));
    write(&at, "plimsoll.yaml", POLICY);
    let lint = |day: &str, more: &[&str]| {
        let args = [&["lint", "--policy", "plimsoll.yaml", "--format", "json", "--as-of", day], more].concat();
        run(&at, &[&args[..], &["Dockerfile", "pod.yaml"]].concat())
    };
    let done = lint("2026-11-23", &[]);
    assert_eq!(done.code, 0, "the policy never fails: {}", done.stderr);
    let report = done.json();
    let of = |id: &str| report["findings"].as_array().expect("findings").iter().filter(|one| one["ruleId"] == id).collect::<Vec<_>>();
    assert_eq!(of("image-tag-missing")[0]["severity"], "info");
    assert!(of("apt-no-install-recommends").is_empty());
    assert_eq!(of("image-registry-not-allowed").len(), 1, "node has an exception");
    assert_eq!(of("image-registry-not-allowed")[0]["uri"], "pod.yaml");
    let later = lint("2026-11-24", &["--fail-on", "high"]);
    assert_eq!(later.code, 1, "the command line goes before the policy");
    assert!(later.stdout.contains("the exception EX-1 expired on 2026-11-23"), "{}", later.stdout);
    assert!(lint("2026-11-23", &["--select", "apt-no-install-recommends"]).stdout.contains("\"ruleId\": \"apt-no-install-recommends\""));
}

#[test]
fn a_bad_policy_is_told_with_its_place() {
    let at = folder("policy-bad");
    write(&at, "Dockerfile", DOCKERFILE);
    write(&at, "bad.yaml", "kind: Policy\nimages:\n  alow: []\n");
    let place = "error: bad.yaml:3:3: images: there is no key `alow` here; did you mean `allow`?";
    for args in [&["lint", "--policy", "bad.yaml", "Dockerfile"][..], &["policy", "check", "bad.yaml"], &["admit", "--policy", "bad.yaml"]]
    {
        let done = run(&at, args);
        assert_eq!((done.code, done.stdout.as_str()), (2, ""), "{args:?}");
        assert!(done.stderr.starts_with(place), "{args:?}: {}", done.stderr);
    }
    assert_eq!(run(&at, &["policy", "check", "none.yaml"]).code, 2);
}

#[test]
fn what_is_broader_than_it_looks_is_told() {
    let at = folder("policy-check");
    write(&at, "good.yaml", "images: {allow: [{repository: ghcr.io/acme/**}]}\n");
    write(&at, "broad.yaml", "images: {allow: [{registry: docker.io}]}\n");
    assert_eq!(run(&at, &["policy", "check", "good.yaml"]).code, 0);
    let broad = run(&at, &["policy", "check", "broad.yaml"]);
    assert_eq!(broad.code, 1);
    assert_eq!(
        broad.stdout,
        "warning: images.allow[0] docker.io: anybody can have a repository there; name the folders that are yours or trusted\n"
    );
}

#[test]
fn a_policy_sets_the_lowest_score() {
    let at = folder("policy-gate");
    write(&at, "Dockerfile", DOCKERFILE);
    write(&at, "plimsoll.yaml", "gate: {minScore: 100, failOn: never}\n");
    let lint = |more: &[&str]| run(&at, &[&["lint", "--policy", "plimsoll.yaml", "Dockerfile"], more].concat()).code;
    assert_eq!((lint(&[]), lint(&["--min-score", "0"]), lint(&["--min-score", "0", "--fail-on", "info"])), (1, 0, 1));
}

#[test]
fn reviews_are_answered() {
    let at = folder("policy-admit");
    write(&at, "plimsoll.yaml", POLICY);
    let review = r#"{"apiVersion":"imagepolicy.k8s.io/v1alpha1","kind":"ImageReview","spec":{"containers":[{"image":"node:24"}]}}"#;
    let allowed = run_with(&at, &["admit", "--as-of", "2026-11-23"], review);
    assert_eq!((allowed.code, allowed.stderr.as_str()), (0, ""));
    assert_eq!(allowed.json()["status"]["allowed"], true);
    let denied = run_with(&at, &["admit", "--as-of", "2026-11-24", "--policy", "plimsoll.yaml"], review);
    assert_eq!((denied.code, &denied.json()["status"]["allowed"]), (0, &serde_json::Value::Bool(false)));
    assert_eq!(denied.stdout.lines().count(), 1);
    let none = run_with(&at, &["admit"], "{}");
    assert_eq!((none.code, none.stdout.as_str()), (2, ""));
}

#[test]
fn policies_of_other_engines_are_made_and_read() {
    let at = folder("policy-generate");
    write(&at, "plimsoll.yaml", POLICY);
    let engines = ["imagepolicywebhook", "validating-webhook", "gatekeeper", "kyverno", "vap", "kubewarden", "rego", "pull-secret"];
    let mut made = 0;
    for engine in engines {
        let done = run(&at, &["policy", "generate", "--for", engine, "--out", "made", "--as-of", "2026-11-23"]);
        assert_eq!((done.code, done.stderr.as_str()), (0, ""), "{engine}");
        for file in done.stdout.lines() {
            let text = std::fs::read_to_string(at.join(file)).expect("it is there");
            assert!(text.starts_with('#'), "{file} says where it is from");
            if file.ends_with(".yaml") || file.ends_with(".kubeconfig") {
                let documents = serde_yaml::Deserializer::from_str(&text);
                documents.for_each(|one| drop(<serde_yaml::Value as serde::Deserialize>::deserialize(one).expect(file)));
            }
            made += 1;
        }
    }
    assert_eq!(made, 13);
    assert_eq!(run(&at, &["policy", "generate", "--for", "azure", "--out", "made"]).code, 2);
    write(&at, "repos.yaml", "kind: K8sAllowedRepos\nspec: {parameters: {repos: [registry.corp]}}\n");
    let imported = run(&at, &["policy", "import", "repos.yaml"]);
    assert!(imported.stderr.contains("`registry.corp.evil.example/x:1`"), "{}", imported.stderr);
    write(&at, "imported.yaml", &imported.stdout);
    assert_eq!(run(&at, &["policy", "check", "imported.yaml"]).code, 0);
    assert_eq!(run(&at, &["policy", "import", "plimsoll.yaml"]).code, 2);
}

/// Every key of a policy file, by the table that says which answers it changes.
#[test]
fn every_key_changes_what_the_command_says() {
    let table: serde_json::Value = serde_json::from_str(include_str!("../../../../tests/policy-keys.json")).expect("JSON");
    let inputs = &table["inputs"];
    let day = inputs["asOf"].as_str().expect("a day");
    let at = folder("policy-keys");
    let object = serde_json::json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": inputs["namespace"]}, "spec": inputs["pod"]});
    write(&at, "pod.json", object.to_string());
    let request = serde_json::json!({"uid": "1", "kind": {"group": "", "version": "v1", "kind": "Pod"}, "operation": "CREATE",
        "namespace": inputs["namespace"], "object": object});
    let review = serde_json::json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request}).to_string();
    let answers = |policy: &serde_json::Value, dockerfile: &str| {
        write(&at, "plimsoll.yaml", policy.to_string());
        write(&at, "Dockerfile", dockerfile);
        let linted = run(&at, &["lint", "--policy", "plimsoll.yaml", "--format", "json", "--as-of", day, "Dockerfile", "pod.json"]);
        let admitted = run_with(&at, &["admit", "--policy", "plimsoll.yaml", "--as-of", day], &review);
        [("lint", linted.json()["findings"].to_string()), ("exit", linted.code.to_string()), ("object", admitted.stdout)]
    };
    for row in table["rows"].as_array().expect("rows") {
        let dockerfile = row["dockerfile"].as_str().or(inputs["dockerfile"].as_str()).expect("a Dockerfile");
        let (with, without) = (answers(&row["policy"], dockerfile), answers(&row["without"], dockerfile));
        for ((name, a), (_, b)) in with.iter().zip(&without) {
            let is_wanted = row["changes"].as_array().expect("a list").iter().any(|change| change == name);
            // A finding more or less may well change the exit code.
            assert!((a != b) == is_wanted || (*name == "exit" && !is_wanted), "{name}: {}", row["keys"]);
        }
    }
}
