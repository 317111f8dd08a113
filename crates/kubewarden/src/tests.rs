use super::{protocol_version, validate, validate_settings};
use serde_json::{Value, json};

fn settings() -> Value {
    json!({
        "metadata": {"name": "prod"},
        "images": {"allow": [{"repository": "ghcr.io/acme/**"}]},
        "exceptions": [{"id": "EX-1", "match": {"image": "docker.io/legacy/**"}, "reason": "vendor", "expires": "2026-11-23"}],
    })
}

fn with(key: &str, value: Value) -> Value {
    let mut settings = settings();
    settings[key] = value;
    settings
}

fn pod(image: &str, made: Option<&str>) -> Value {
    json!({"uid": "u", "kind": {"group": "", "version": "v1", "kind": "Pod"}, "operation": "CREATE", "namespace": "default",
           "object": {"metadata": {"name": "p", "creationTimestamp": made}, "spec": {"containers": [{"name": "c", "image": image}]}}})
}

fn ask(request: &Value, settings: &Value) -> Value {
    serde_json::from_slice(&validate(&serde_json::to_vec(&json!({"request": request, "settings": settings})).unwrap())).unwrap()
}

fn told(settings: &Value) -> Result<(), String> {
    let answer: Value = serde_json::from_slice(&validate_settings(settings.to_string().as_bytes())).unwrap();
    if answer["valid"] == true { Ok(()) } else { Err(answer["message"].as_str().unwrap().to_owned()) }
}

#[test]
fn the_version_is_json() {
    assert_eq!(protocol_version(b""), b"\"v1\"");
}

#[test]
fn answers_to_the_byte() {
    let question = json!({"request": pod("ghcr.io/acme/a:1", None), "settings": settings()}).to_string();
    assert_eq!(
        String::from_utf8(validate(question.as_bytes())).unwrap(),
        r#"{"accepted":true,"audit_annotations":{"policy":"prod","decided-by":"images.allow[0] ghcr.io/acme/**"}}"#
    );
    let question = json!({"request": pod("evil.io/a:1", Some("2026-11-24T00:00:00Z")), "settings": settings()}).to_string();
    assert_eq!(
        String::from_utf8(validate(question.as_bytes())).unwrap(),
        r#"{"accepted":false,"message":"spec.containers[0].image: evil.io/a:1: evil.io/a is not on the allow-list","code":403,"audit_annotations":{"policy":"prod","decided-by":"images.allow","denied":"1"}}"#
    );
}

#[test]
fn exceptions_end() {
    let legacy = |made, settings: &Value| ask(&pod("legacy/app:1", made), settings);
    let on_the_last_day = legacy(Some("2026-11-23T23:59:59Z"), &settings());
    assert_eq!(on_the_last_day["accepted"], true);
    assert_eq!(on_the_last_day["warnings"], json!(["legacy/app:1 is let in by exceptions EX-1 until 2026-11-23"]), "{on_the_last_day}");
    let after_it = legacy(Some("2026-11-24T00:00:00Z"), &settings());
    assert_eq!((&after_it["accepted"], &after_it["code"]), (&json!(false), &json!(403)));
    assert!(after_it["warnings"][0].as_str().unwrap().contains("expired on 2026-11-23"), "{after_it}");
    // An early time in the object does not help against a later day in the settings.
    assert_eq!(legacy(Some("2026-01-01T00:00:00Z"), &with("asOf", json!("2026-11-24")))["accepted"], false);
    assert_eq!(legacy(None, &with("asOf", json!("2026-11-22")))["accepted"], true);
    let unknown = legacy(None, &settings());
    assert_eq!(unknown["accepted"], false);
    assert!(unknown["message"].as_str().unwrap().contains("says what day it is"), "{unknown}");
}

#[test]
fn bad_settings_are_told_with_their_place() {
    assert_eq!(told(&settings()), Ok(()));
    assert_eq!(told(&with("asOf", json!("2026-11-23"))), Ok(()));
    assert_eq!(told(&json!({"kind": "Policy"})), Ok(()));
    for (settings, place, needle) in [
        (json!({}), "", "the settings say nothing"),
        (json!({"asOf": "2026-11-23"}), "", "the settings say nothing"),
        (json!(null), "", "a map with"),
        (json!([]), "", "a map with"),
        (json!({"imagse": {}}), "", "did you mean `images`?"),
        (json!({"images": {"alow": []}}), "images: ", "did you mean `allow`?"),
        (
            json!({"images": {"allow": [{"registry": "ghcr.io"}, {"registry": "ghcr.io*"}]}}),
            "images.allow[1].registry: ",
            "ghcr.io.evil.example",
        ),
        (
            json!({"images": {"allow": [{"repository": "docker.io/library/nginx", "tags": ["1", 1.1]}]}}),
            "images.allow[0].tags[1]: ",
            "a glob of tags",
        ),
        (json!({"images": {"allow": ["ghcr.io"]}}), "images.allow[0]: ", "a map with `registry`"),
        (json!({"images": {"allow": [{}]}}), "images.allow[0]: ", "exactly one"),
        (json!({"mode": "audit"}), "mode: ", "none of enforce, warn"),
        (with("asOf", json!("tomorrow")), "asOf: ", "no date"),
        (with("asOf", json!(20261123)), "asOf: ", "a date"),
        (json!({"exceptions": [{"match": {"image": "docker.io/a/**"}, "reason": "x"}]}), "exceptions[0]: ", "missing field `expires`"),
        (json!({"gate": {"minScore": "80"}}), "gate.minScore: ", "from 0 to 100"),
    ] {
        let message = told(&settings).unwrap_err();
        assert!(message.starts_with(place) && message.contains(needle), "{settings}: {message}");
        let answer = ask(&pod("ghcr.io/acme/a:1", None), &settings);
        assert_eq!((&answer["accepted"], &answer["code"]), (&json!(false), &json!(500)), "{settings}: {answer}");
    }
    assert!(validate_settings(b"{").starts_with(br#"{"valid":false,"message":"the settings are no JSON"#));
}

#[test]
fn what_is_no_request_is_refused() {
    for question in [
        "",
        "{",
        "[]",
        "{}",
        "null",
        &json!({"settings": settings()}).to_string(),
        &json!({"settings": settings(), "request": 7}).to_string(),
    ] {
        let answer: Value = serde_json::from_slice(&validate(question.as_bytes())).unwrap();
        assert_eq!(answer["accepted"], false, "{question}");
        assert!(!answer["message"].as_str().unwrap().is_empty());
    }
    let deep = format!("{{\"request\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(validate(deep.as_bytes()).starts_with(br#"{"accepted":false"#));
}

/// Every key of a policy file, by the table that says which answers it changes.
#[test]
fn every_key_of_the_settings_counts() {
    let table: Value = serde_json::from_str(include_str!("../../../tests/policy-keys.json")).unwrap();
    let inputs = &table["inputs"];
    let mut request = pod("", Some(&format!("{}T00:00:00Z", inputs["asOf"].as_str().unwrap())));
    request["namespace"] = inputs["namespace"].clone();
    request["object"]["spec"] = inputs["pod"].clone();
    for row in table["rows"].as_array().unwrap() {
        let is_wanted = row["changes"].as_array().unwrap().iter().any(|change| change == "object");
        for settings in [&row["policy"], &row["without"]] {
            assert_eq!(told(settings), Ok(()), "{settings}");
        }
        assert_eq!(ask(&request, &row["policy"]) != ask(&request, &row["without"]), is_wanted, "{}", row["keys"]);
    }
}
