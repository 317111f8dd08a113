//! The peers' own cases about allowed images: each policy is imported, as its users would, and must then decide as it did. They are
//! not part of the project: the folder that holds them is named by `PLIMSOLL_CONFORMANCE`, and without it the test is skipped. Cases
//! in which the peer lets through what it should not are listed in `conformance/differences.tsv`.

use std::path::PathBuf;
use std::{env, fs};

use plimsoll_core::Date;
use plimsoll_policy::import::import;
use plimsoll_policy::{Policy, decide_request};
use serde_json::{Value, json};

const SUITE: &str = "allowed-repositories";
const DIFFERENCES: &str = include_str!("conformance/differences.tsv");
const DAY: Date = Date { year: 2026, month: 11, day: 23 };

/// The peer's policy as its users write it.
fn source(case: &Value) -> String {
    let parameters = &case["parameters"];
    let texts = |key: &str| -> Option<Vec<&str>> {
        match &parameters[key] {
            Value::Array(list) => Some(list.iter().map(|one| one.as_str().expect("a text")).collect()),
            // Where the case only says that a ConfigMap holds them, they are those of its sibling.
            Value::String(_) => Some(vec!["myknownimage", "kyverno"]),
            _ => None,
        }
    };
    let kyverno = |image: &str| {
        let container = json!([{"image": image}]);
        let rule = json!({"validate": {"pattern": {"spec": {"containers": container}}}});
        json!({"apiVersion": "kyverno.io/v1", "kind": "ClusterPolicy", "spec": {"validationFailureAction": "Enforce", "rules": [rule]}})
    };
    let value = match case["source"].as_str().expect("a source") {
        "gatekeeper-library" => json!({"kind": case["policy"], "spec": {"parameters": parameters}}),
        "kubewarden-trusted-repos" => parameters.clone(),
        _ if parameters["requireDigest"] == true => kyverno("*@*"),
        _ if parameters["forbidLatest"] == true => kyverno("*:* & !*:latest"),
        _ => match (texts("registries").or_else(|| texts("imageNames")), texts("deny")) {
            (Some(list), _) => kyverno(&list.join(" | ")),
            (None, list) => kyverno(&list.expect("a list").iter().map(|one| format!("!{one}")).collect::<Vec<_>>().join(" & ")),
        },
    };
    value.to_string()
}

fn request(case: &Value) -> Value {
    let mut spec = json!({"containers": []});
    for image in case["images"].as_array().expect("images") {
        let field = image["field"].as_str().filter(|field| *field != "any").unwrap_or("containers");
        let list = spec[field].as_array().cloned().unwrap_or_default();
        spec[field] = list.into_iter().chain([json!({"image": image["image"]})]).collect();
    }
    let (group, object) = match case["kind"].as_str().unwrap_or("Pod") {
        "Pod" => ("", json!({"spec": spec})),
        "CronJob" => ("batch", json!({"spec": {"jobTemplate": {"spec": {"template": {"spec": spec}}}}})),
        kind => (if kind == "Job" { "batch" } else { "apps" }, json!({"spec": {"template": {"spec": spec}}})),
    };
    let kind = case["kind"].as_str().unwrap_or("Pod");
    json!({"uid": "1", "kind": {"group": group, "version": "v1", "kind": kind}, "operation": "CREATE", "object": object})
}

#[test]
fn imported_policies_decide_as_they_did() {
    let Some(folder) = env::var_os("PLIMSOLL_CONFORMANCE").map(PathBuf::from) else {
        println!("skipped: PLIMSOLL_CONFORMANCE is not set");
        return;
    };
    let cases = fs::read_to_string(folder.join("allowed_repositories.jsonl")).expect("allowed_repositories.jsonl");
    let listed: Vec<&str> =
        DIFFERENCES.lines().filter_map(|line| line.strip_prefix(SUITE)?.strip_prefix('\t')?.split('\t').next()).collect();
    let (mut agree, mut on_purpose, mut wrong) = (0, Vec::new(), Vec::new());
    for case in cases.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")) {
        let id = format!("{}: {}", case["policy"].as_str().expect("a policy"), case["case"].as_str().expect("a case"));
        let id = id.trim_end();
        let imported = import(&source(&case), DAY);
        let ours = imported.as_ref().ok().map(|imported| {
            let policy = Policy::parse(&imported.text).expect("a policy");
            decide_request(&request(&case), &policy.images, DAY).allowed
        });
        if ours == case["allowed"].as_bool() {
            agree += 1;
        } else if let Some(known) = listed.iter().find(|known| **known == id) {
            on_purpose.push(*known);
        } else {
            wrong.push(format!("{id}: they say {}, we {ours:?}: {} {imported:?}", case["allowed"], case["images"]));
        }
    }
    println!("{agree} agree, {} differ on purpose", on_purpose.len());
    let stale: Vec<&&str> = listed.iter().filter(|known| !on_purpose.contains(known)).collect();
    assert!(wrong.is_empty() && stale.is_empty(), "{} of them differ; stale: {stale:?}\n{}", wrong.len(), wrong.join("\n"));
}
