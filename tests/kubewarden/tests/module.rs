//! The module as a policy server runs it: the protocol, what it decides, and that it decides as the library does.

use std::sync::LazyLock;

use plimsoll_kubewarden_host::Module;
use plimsoll_policy::{Date, Policy, admit};
use serde_json::{Value, json};

/// Compiling it takes seconds: once for all tests.
static MODULE: LazyLock<Module> = LazyLock::new(Module::load);

const DAY: &str = "2026-11-23";

fn settings(yaml: &str) -> Value {
    serde_yaml::from_str(yaml).expect("the test's policy is YAML")
}

fn request(group: &str, kind: &str, object: &Value) -> Value {
    json!({
        "uid": "7f0b2891-916f-4ed6-b7cd-27bff1815a8c", "kind": {"group": group, "version": "v1", "kind": kind},
        "resource": {"group": group, "version": "v1", "resource": "x"}, "name": "x", "namespace": "billing", "operation": "CREATE",
        "userInfo": {"username": "somebody"}, "object": object, "oldObject": null, "dryRun": false, "options": null,
    })
}

fn object(spec: &Value) -> Value {
    json!({"metadata": {"name": "x", "creationTimestamp": format!("{DAY}T12:00:00Z")}, "spec": spec})
}

/// Every kind that makes pods, around a pod spec.
fn workloads(pod_spec: &Value) -> Vec<Value> {
    let template = json!({"template": {"metadata": {}, "spec": pod_spec}});
    let mut all = vec![
        request("", "Pod", &object(pod_spec)),
        request("batch", "CronJob", &object(&json!({"schedule": "@daily", "jobTemplate": {"spec": template}}))),
        request("", "PodTemplate", &{
            let mut object = object(&Value::Null);
            object["template"] = template["template"].clone();
            object
        }),
    ];
    for (group, kind) in [
        ("", "ReplicationController"),
        ("apps", "Deployment"),
        ("apps", "DaemonSet"),
        ("apps", "StatefulSet"),
        ("apps", "ReplicaSet"),
        ("batch", "Job"),
    ] {
        all.push(request(group, kind, &object(&template)));
    }
    all
}

#[test]
fn the_protocol_is_version_one() {
    assert_eq!(MODULE.instance().call("protocol_version", b""), Ok(b"\"v1\"".to_vec()));
    assert!(MODULE.instance().call("mutate", b"{}").is_err_and(|error| error.contains("No handler registered")));
}

#[test]
fn settings_are_judged() {
    let judged = |settings: &str| -> (bool, String) {
        let answer = MODULE.instance().call("validate_settings", settings.as_bytes()).expect("an answer");
        let answer: Value = serde_json::from_slice(&answer).expect("JSON");
        (answer["valid"] == true, answer["message"].as_str().unwrap_or_default().to_owned())
    };
    for good in [
        r#"{"kind":"Policy"}"#,
        r#"{"apiVersion":"plimsoll.dev/v1","kind":"Policy","images":{"allow":[]},"asOf":"2026-11-23"}"#,
        r#"{"images":{"allow":[{"repository":"docker.io/library/{nginx,redis}","tags":["1.*"]}]},"rules":{"no-from":false}}"#,
    ] {
        assert_eq!(judged(good), (true, String::new()), "{good}");
    }
    for (bad, words) in [
        ("", "no JSON"),
        ("{}", "the settings say nothing"),
        ("null", "a map with"),
        (r#"{"images":{"alow":[]}}"#, "images: there is no key `alow` here; did you mean `allow`?"),
        (r#"{"images":{"allow":[{"registry":"k8s.io"},{"repository":"nginx"}]}}"#, "images.allow[1].repository: "),
        (r#"{"images":{"allow":[{"repository":"ghcr.io/acme/**","tags":[1.1]}]}}"#, "images.allow[0].tags[0]: "),
        (r#"{"exceptions":[{"match":{"image":"docker.io/a/**"},"reason":"x"}]}"#, "exceptions[0]: missing field `expires`"),
        (r#"{"kind":"Policy","asOf":"soon"}"#, "asOf: "),
    ] {
        let (valid, message) = judged(bad);
        assert!(!valid && message.contains(words), "{bad}: {message}");
        if let Ok(settings) = serde_json::from_str(bad) {
            let answer = MODULE.instance().validate(&workloads(&json!({"containers": [{"image": "nginx"}]}))[0], &settings);
            assert_eq!((&answer["accepted"], &answer["code"]), (&false.into(), &500.into()), "{bad}: {answer}");
        }
    }
}

#[test]
fn every_list_of_every_workload_is_looked_at() {
    let settings = settings("images: {allow: [{repository: ghcr.io/acme/**}]}");
    let (good, bad) = (json!([{"name": "c", "image": "ghcr.io/acme/a:1"}]), json!([{"name": "c", "image": "evil.example/a:1"}]));
    let instance = MODULE.instance();
    for request in workloads(&json!({"containers": good, "initContainers": good})) {
        let answer = instance.validate(&request, &settings);
        assert_eq!((&answer["accepted"], answer.get("message"), answer.get("code")), (&true.into(), None, None), "{request}: {answer}");
    }
    for (spec, place) in [
        (json!({"containers": bad}), "containers[0].image: evil.example/a:1"),
        (json!({"containers": good, "initContainers": bad}), "initContainers[0].image: evil.example/a:1"),
        (json!({"containers": good, "ephemeralContainers": bad}), "ephemeralContainers[0].image: evil.example/a:1"),
        (
            json!({"containers": good, "volumes": [{"name": "v", "image": {"reference": "evil.example/a:1"}}]}),
            "volumes[0].image.reference: evil.example/a:1",
        ),
        (json!({"containers": [{"name": "c"}]}), "containers[0].image: there is no image"),
        (json!({"containers": [{"name": "c", "image": "Not an image"}]}), "is no image reference"),
        (json!({"containers": "none"}), "no pod spec with containers"),
        (json!({}), "no pod spec with containers"),
        (Value::Null, "no pod spec with containers"),
    ] {
        for request in workloads(&spec) {
            let answer = instance.validate(&request, &settings);
            let message = answer["message"].as_str().unwrap_or_default();
            assert!(answer["accepted"] == false && answer["code"] == 403 && message.contains(place), "{request}: {answer}");
            assert_eq!(answer["audit_annotations"]["denied"], "1", "{request}: {answer}");
        }
    }
}

#[test]
fn what_pulls_nothing_passes_and_what_is_no_request_does_not() {
    let settings = settings("images: {allow: []}");
    let instance = MODULE.instance();
    let mut request = request("", "Pod", &Value::Null);
    request["operation"] = "DELETE".into();
    request["oldObject"] = object(&json!({"containers": [{"image": "evil.example/a:1"}]}));
    assert_eq!(instance.validate(&request, &settings)["accepted"], true);
    request["operation"] = "UPDATE".into();
    assert_eq!(instance.validate(&request, &settings)["accepted"], false);
    request["subResource"] = "status".into();
    assert_eq!(instance.validate(&request, &settings)["accepted"], true);
    let deep = format!("{{\"request\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    for question in ["", "{", "null", "[]", r#"{"settings":{"kind":"Policy"}}"#, r#"{"request":{},"settings":{"kind":"Policy"}}"#, &deep] {
        let answer = instance.call("validate", question.as_bytes()).expect("an answer");
        let answer: Value = serde_json::from_slice(&answer).expect("JSON");
        assert!(answer["accepted"] == false && answer["message"].is_string(), "{answer}");
    }
    // The same instance goes on answering.
    assert_eq!(instance.call("protocol_version", b""), Ok(b"\"v1\"".to_vec()));
}

#[test]
fn exceptions_end_by_the_day_that_is_known() {
    let policy =
        settings("images: {allow: []}\nexceptions: [{id: EX-1, match: {image: docker.io/legacy/**}, reason: x, expires: '2026-11-23'}]");
    let mut later = policy.clone();
    later["asOf"] = "2026-11-24".into();
    let asked = |made: Option<&str>, settings: &Value| {
        let mut object = object(&json!({"containers": [{"image": "legacy/app:1"}]}));
        object["metadata"]["creationTimestamp"] = made.into();
        MODULE.instance().validate(&request("", "Pod", &object), settings)
    };
    let held = asked(Some("2026-11-23T23:59:59Z"), &policy);
    assert!(held["accepted"] == true && held["warnings"][0].as_str().is_some_and(|warning| warning.contains("EX-1")), "{held}");
    let ended = asked(Some("2026-11-24T00:00:00Z"), &policy);
    assert!(ended["accepted"] == false && ended["warnings"][0].as_str().is_some_and(|warning| warning.contains("expired")), "{ended}");
    assert_eq!(asked(Some("2026-11-23T00:00:00Z"), &later)["accepted"], false);
    let unknown = asked(None, &policy);
    assert!(unknown["message"].as_str().is_some_and(|message| message.contains("what day it is")), "{unknown}");
}

/// Policies × pod specs × kinds: the module, in WebAssembly and with JSON settings, against the library here with YAML.
#[test]
fn the_module_decides_as_the_library() {
    let policies = [
        "metadata: {name: lists}\nimages: {allow: [{repository: ghcr.io/acme/**}, {registry: registry.k8s.io}], deny: [{repository: ghcr.io/acme/old, reason: replaced}]}",
        "images: {allow: [{repository: 'docker.io/library/{nginx,redis}', tags: ['1.*', '!*-rc*']}], forbidTags: [latest]}",
        "mode: warn\nimages: {allow: []}",
        "images: {requireDigest: {in: [kubernetes]}, pullPolicy: {requireAlwaysUnlessDigest: true}}",
        "defaults: {registry: forbid}\nimages: {deny: [{registry: '*.evil.example'}]}",
        "images: {allow: []}\nexceptions:\n  - {match: {image: 'docker.io/**'}, reason: x, owner: y, expires: '2026-11-23'}\n  - {match: {image: 'ghcr.io/**', namespace: billing}, reason: x, expires: '2026-11-22'}",
        "images: {allow: []}\nscope: {kinds: [Pod, Deployment], fields: [containers], namespaces: {exempt: [kube-system]}}",
    ];
    let images = [
        "nginx",
        "nginx:1.2",
        "nginx:1.2-rc1",
        "ghcr.io/acme/a:1",
        "ghcr.io/acme/old",
        "GHCR.IO/acme/a",
        "ghcr.io/acmeevil/a",
        "registry.k8s.io/pause:3.9",
        "r.evil.example/ghcr.io/acme/a",
        "docker.io:443/library/redis:1.0",
        "",
        " nginx",
        "nginx@sha256:0",
        "ghcr.io/acme/a:1@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "héllo",
        "a\u{0}b",
    ];
    let mut requests = Vec::new();
    for image in images {
        let one = json!([{"name": "c", "image": image}]);
        requests.extend(workloads(&json!({"containers": one})));
        let sandwich = json!({"containers": [{"image": "nginx:1.2", "imagePullPolicy": "Always"}], "initContainers": one, "ephemeralContainers": one, "volumes": [{"image": {"reference": image}}, {"emptyDir": {}}]});
        requests.extend(workloads(&sandwich));
    }
    let many: Vec<Value> = (0..40).map(|number| json!({"image": format!("evil.example/a:{number}")})).collect();
    requests.extend(workloads(&json!({"containers": many})));
    requests.push(request("argoproj.io", "Rollout", &object(&json!({"template": {"spec": {"containers": [{"image": "nginx"}]}}}))));
    requests.push(request("example.com", "Widget", &object(&json!({"size": 3}))));
    let day = Date::parse(DAY).expect("a day");
    let instance = MODULE.instance();
    let mut count = 0;
    for source in policies {
        let policy = Policy::parse(source).expect(source).images;
        let settings = settings(source);
        for request in &requests {
            let review = json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": request}).to_string();
            let here: Value = serde_json::from_str(&admit(&review, &policy, day).expect("a review").to_json()).expect("JSON");
            let here = &here["response"];
            let there = instance.validate(request, &settings);
            let pairs = [
                (&here["allowed"], &there["accepted"]),
                (&here["status"]["message"], &there["message"]),
                (&here["status"]["code"], &there["code"]),
                (&here["warnings"], &there["warnings"]),
                (&here["auditAnnotations"], &there["audit_annotations"]),
            ];
            for (here, there) in pairs {
                assert_eq!(here, there, "{source}\n{request}");
            }
            count += 1;
        }
    }
    assert_eq!(count, 7 * 299);
}

#[test]
fn the_shipped_files_agree() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let read = |path: &str| std::fs::read_to_string(format!("{root}/{path}")).expect(path);
    let shipped: Value = serde_yaml::from_str(&read("crates/kubewarden/metadata.yml")).expect("YAML");
    let sections = custom_sections(&MODULE.wasm, "io.kubewarden.metadata");
    assert_eq!(sections.len(), 1);
    assert_eq!(serde_json::from_slice::<Value>(sections[0]).expect("JSON"), shipped);
    let manifest: Value = serde_yaml::from_str(&read("deploy/kubewarden/cluster-admission-policy.yaml")).expect("YAML");
    assert_eq!(manifest["spec"]["rules"], shipped["rules"]);
    let told = MODULE.instance().call("validate_settings", manifest["spec"]["settings"].to_string().as_bytes());
    assert_eq!(told.as_deref(), Ok(r#"{"valid":true}"#.as_bytes()));
}

/// The custom sections with that name (WebAssembly core specification, "Binary Format").
fn custom_sections<'w>(wasm: &'w [u8], name: &str) -> Vec<&'w [u8]> {
    fn number(bytes: &mut &[u8]) -> usize {
        let mut value = 0;
        for shift in (0..).step_by(7) {
            let byte = bytes[0];
            *bytes = &bytes[1..];
            value |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        value
    }
    let mut rest = &wasm[8..];
    let mut found = Vec::new();
    while let Some((&id, after)) = rest.split_first() {
        rest = after;
        let size = number(&mut rest);
        let (mut section, after) = rest.split_at(size);
        rest = after;
        if id == 0 {
            let length = number(&mut section);
            let (its_name, data) = section.split_at(length);
            found.extend((its_name == name.as_bytes()).then_some(data));
        }
    }
    found
}
