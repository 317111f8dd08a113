//! What go-yaml and the JSON conversion of Kubernetes made of manifests, and what this crate makes of them.
//!
//! The cases are read from the folder that `PLIMSOLL_CONFORMANCE` names; without it there is nothing to test.

mod support;

use plimsoll_yaml::read;
use serde_json::Value;

/// JSON writes a whole float like an integer, so the two are equal here.
fn equal(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| equal(a, b)),
        (Value::Object(a), Value::Object(b)) => a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| equal(a, b))),
        _ => ours == theirs,
    }
}

#[test]
fn values_are_those_of_kubernetes() {
    let Ok(folder) = std::env::var("PLIMSOLL_CONFORMANCE") else {
        println!("skipped: PLIMSOLL_CONFORMANCE is not set");
        return;
    };
    let text = std::fs::read_to_string(format!("{folder}/kubernetes/yaml_traps.jsonl")).expect("the cases can be read");
    let (mut read_cases, mut refused_cases) = (0, 0);
    let mut failures = Vec::new();
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        let case: Value = serde_json::from_str(line).expect("a case is JSON");
        let name = case["name"].as_str().unwrap_or_default();
        let manifest = case["manifest"].as_str().unwrap_or_default();
        let stream = read(manifest);
        support::check_spans(&stream);
        if !case["read_error"].is_null() || case["read_as"].is_null() {
            refused_cases += 1;
            if stream.errors.is_empty() {
                failures.push(format!("{name}: read without an error"));
            }
            continue;
        }
        read_cases += 1;
        let ours = stream.documents.first().and_then(|d| d.root.as_ref()).map(support::json).unwrap_or_default();
        if !equal(&ours, &case["read_as"]) {
            failures.push(format!("{name}: read as {ours}, expected {}", case["read_as"]));
        }
        // `read_as` is what the YAML half makes of it, but text that starts with a brace has to be JSON.
        let broken_json = manifest.trim_start().starts_with('{') && serde_json::from_str::<Value>(manifest).is_err();
        if stream.errors.is_empty() == broken_json {
            failures.push(format!("{name}: {:?}", stream.errors));
        }
        let strict = case["strict_error"].as_str().is_some_and(|e| e.contains("already set"));
        let recorded = stream.documents.iter().any(|d| !d.duplicates.is_empty());
        // Strict decoding also counts keys that a merge key brings.
        if recorded && !strict || strict && !recorded && !manifest.contains("<<") {
            failures.push(format!("{name}: duplicates {recorded}, strict decoding {strict}"));
        }
    }
    println!("{read_cases} manifests read, {refused_cases} refused");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
