//! Every key of a policy file changes an answer wherever it is to, and nowhere else. `policy-keys.json` says for each key with which
//! policy, beside which other, and of which answers: `lint`, `object` (an AdmissionReview), `images` (an ImageReview), `exit` (the
//! command's exit code). The command line, the npm package and Kubewarden's module run the same table in their own tests.

use std::collections::BTreeSet;

use plimsoll_core::policy::ImagePolicy;
use plimsoll_core::report::Severity;
use plimsoll_core::rule::Preset;
use plimsoll_core::{Date, Options, SourceFile, lint};
use plimsoll_policy::{Policy, Settings, admit_value, schema, wire};
use serde_json::{Value, json};

const TABLE: &str = include_str!("policy-keys.json");

fn table() -> Value {
    serde_json::from_str(TABLE).expect("JSON")
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(|text| text.as_str().expect("a text").to_owned()).collect()
}

/// The options of a run as they cross to the core that JavaScript has.
fn by_wire(policy: &Policy, as_of: Date) -> Options {
    let wired = wire::options(policy);
    let severity = |word: &Value| Severity::ALL.into_iter().find(|known| Some(known.word()) == word.as_str()).expect("a severity");
    let severities = wired["severities"].as_object().expect("a map").iter().map(|(rule, word)| (rule.clone(), severity(word)));
    Options {
        preset: wired["preset"].as_str().map(|word| Preset::named(word).expect("a preset")).unwrap_or_default(),
        select: texts(&wired["select"]),
        ignore: texts(&wired["ignore"]),
        severities: severities.collect(),
        images: ImagePolicy::from_wire(wired["images"].as_str().expect("a text")).expect("a policy"),
        ..Options::new(as_of)
    }
}

/// What all surfaces say by a policy: the answer for each of them, by name.
fn answers(policy: &Value, row: &Value, inputs: &Value) -> Vec<(&'static str, String)> {
    let as_of = Date::parse(inputs["asOf"].as_str().expect("a day")).expect("a day");
    let read = Policy::parse(&policy.to_string()).unwrap_or_else(|error| panic!("{policy}: {error}"));
    assert_eq!(Settings::parse_json(&policy.to_string()).map(|settings| settings.policy), Ok(read.clone()), "the settings of Kubewarden");
    let dockerfile = row["dockerfile"].as_str().or(inputs["dockerfile"].as_str()).expect("a Dockerfile");
    let object =
        json!({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "namespace": inputs["namespace"]}, "spec": inputs["pod"]});
    let files = [SourceFile::new("Dockerfile", dockerfile), SourceFile::new("pod.json", object.to_string())];
    let mut options = Options::new(as_of);
    read.apply(&mut options);
    let linted = lint(&files, &options);
    assert_eq!(lint(&files, &by_wire(&read, as_of)), linted, "by way of JavaScript: {policy}");
    let request = json!({"uid": "1", "kind": {"group": "", "version": "v1", "kind": "Pod"}, "operation": "CREATE",
        "namespace": inputs["namespace"], "object": object});
    let review = json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request});
    let images: Value = inputs["pod"]["containers"].as_array().expect("a list").iter().map(|one| json!({"image": one["image"]})).collect();
    let spec = json!({"containers": images, "namespace": inputs["namespace"]});
    let reviewed = json!({"apiVersion": "imagepolicy.k8s.io/v1alpha1", "kind": "ImageReview", "spec": spec});
    let answer = |review: &Value| admit_value(review, &read.images, as_of).expect("a review").to_json();
    let gate = format!("{:?} {:?}", read.min_score, read.fail_on);
    vec![("lint", format!("{:?}", linted.findings)), ("object", answer(&review)), ("images", answer(&reviewed)), ("exit", gate)]
}

#[test]
fn every_key_changes_what_it_should() {
    let table = table();
    let mut wrong = Vec::new();
    for row in table["rows"].as_array().expect("rows") {
        let with = answers(&row["policy"], row, &table["inputs"]);
        let without = answers(&row["without"], row, &table["inputs"]);
        let changed: BTreeSet<String> =
            with.iter().zip(&without).filter(|(a, b)| a != b).map(|((name, _), _)| (*name).to_owned()).collect();
        let wanted: BTreeSet<String> = texts(&row["changes"]).into_iter().collect();
        if changed != wanted {
            wrong.push(format!("{}: changes {changed:?}, not {wanted:?}", row["keys"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_key_is_left_out() {
    fn walk(schema: &Value, path: &str, keys: &mut BTreeSet<String>) {
        for (key, value) in schema["properties"].as_object().into_iter().flatten() {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            keys.insert(path.clone());
            // The rules have tests of their own.
            if path != "rules" {
                walk(value, &path, keys);
                walk(&value["items"], &format!("{path}[]"), keys);
            }
        }
    }
    let mut keys = BTreeSet::new();
    walk(&schema(), "", &mut keys);
    let table = table();
    let mut known: BTreeSet<String> = table["rows"].as_array().expect("rows").iter().flat_map(|row| texts(&row["keys"])).collect();
    known.extend(table["silent"].as_object().expect("a map").keys().cloned());
    assert_eq!(keys.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "keys that no row has");
    assert_eq!(known.difference(&keys).collect::<Vec<_>>(), Vec::<&String>::new(), "rows of keys that are none");
}
