use super::{Date, ImagePolicy, admit};
use crate::Policy;
use serde_json::{Value, json};

const DAY: Date = Date { year: 2026, month: 11, day: 23 };

fn policy() -> ImagePolicy {
    Policy::parse(
        "metadata: {name: prod}
images:
  allow:
    - repository: ghcr.io/acme/**
    - registry: registry.k8s.io
  deny:
    - {repository: ghcr.io/acme/old, reason: replaced}
exceptions:
  - {id: EX-1, match: {image: docker.io/legacy/**, namespace: billing}, reason: vendor, expires: 2026-11-23}
  - {id: EX-2, match: {image: docker.io/older/**}, reason: vendor, expires: 2026-11-22}
",
    )
    .unwrap()
    .images
}

fn answer(review: &Value, policy: &ImagePolicy) -> String {
    admit(&review.to_string(), policy, DAY).unwrap().to_json()
}

fn images(images: &[&str]) -> Value {
    let containers: Vec<Value> = images.iter().map(|image| json!({"image": image})).collect();
    json!({"apiVersion": "imagepolicy.k8s.io/v1alpha1", "kind": "ImageReview", "metadata": {"creationTimestamp": null},
           "spec": {"containers": containers, "namespace": "default"}, "status": {"allowed": false}})
}

fn request(group: &str, kind: &str, object: &Value) -> Value {
    json!({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {
        "uid": "7f0b2891-916f-4ed6-b7cd-27bff1815a8c", "kind": {"group": group, "version": "v1", "kind": kind},
        "namespace": "billing", "operation": "CREATE", "object": object}})
}

fn admitted(group: &str, kind: &str, object: &Value, policy: &ImagePolicy) -> Result<(), String> {
    let review = admit(&request(group, kind, object).to_string(), policy, DAY).unwrap();
    if review.is_allowed() { Ok(()) } else { Err(review.message().to_owned()) }
}

#[test]
fn image_reviews_to_the_byte() {
    assert_eq!(
        answer(&images(&["ghcr.io/acme/team/a:1", "registry.k8s.io/pause:3.9"]), &policy()),
        r#"{"apiVersion":"imagepolicy.k8s.io/v1alpha1","kind":"ImageReview","status":{"allowed":true,"auditAnnotations":{"policy":"prod","decided-by":"images.allow[0] ghcr.io/acme/**; images.allow[1] registry.k8s.io"}}}"#
    );
    assert_eq!(
        answer(&images(&["ghcr.io/acme/team/a:1", "evil.io/x:1"]), &policy()),
        r#"{"apiVersion":"imagepolicy.k8s.io/v1alpha1","kind":"ImageReview","status":{"allowed":false,"reason":"evil.io/x:1: evil.io/x is not on the allow-list","auditAnnotations":{"policy":"prod","decided-by":"images.allow[0] ghcr.io/acme/**; images.allow","denied":"1"}}}"#
    );
}

#[test]
fn an_image_that_is_listed_with_other_tags_is_told_so() {
    let text = "images: {allow: [
        {repository: docker.io/library/nginx, tags: ['1.*', '!*-rc*']}, {image: 'quay.io/coreos/etcd:v3.5.21'}]}";
    let policy = Policy::parse(text).unwrap().images;
    let digest = format!("sha256:{}", "0".repeat(64));
    let cases = [
        ("nginx:1.27-rc1", "docker.io/library/nginx is on the allow-list, but not with the tag 1.27-rc1"),
        ("nginx", "docker.io/library/nginx is on the allow-list, but not without a tag, which means latest"),
        ("nginx@DIGEST", "docker.io/library/nginx is on the allow-list, but by its tags, and a digest alone shows none"),
        ("quay.io/coreos/etcd:v3.5.21@DIGEST", "quay.io/coreos/etcd is on the allow-list, but with the tag v3.5.21 and no digest"),
        ("quay.io/coreos/etcd:v3", "quay.io/coreos/etcd is on the allow-list, but not with the tag v3"),
        ("quay.io/coreos/etcd2:v3.5.21", "quay.io/coreos/etcd2 is not on the allow-list"),
    ];
    for (image, reason) in cases {
        let image = image.replace("DIGEST", &digest);
        let review = admit(&images(&[&image]).to_string(), &policy, DAY).unwrap();
        assert_eq!(review.message(), format!("{image}: {reason}"));
    }
}

#[test]
fn admission_reviews_to_the_byte() {
    let pod = json!({"spec": {"containers": [{"image": "ghcr.io/acme/a:1"}]}});
    assert_eq!(
        answer(&request("", "Pod", &pod), &policy()),
        r#"{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":"7f0b2891-916f-4ed6-b7cd-27bff1815a8c","allowed":true,"auditAnnotations":{"policy":"prod","decided-by":"images.allow[0] ghcr.io/acme/**"}}}"#
    );
    let pod = json!({"spec": {"containers": [{"image": "ghcr.io/acme/old:1"}]}});
    assert_eq!(
        answer(&request("", "Pod", &pod), &policy()),
        r#"{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":"7f0b2891-916f-4ed6-b7cd-27bff1815a8c","allowed":false,"status":{"code":403,"message":"spec.containers[0].image: ghcr.io/acme/old:1: ghcr.io/acme/old is denied: replaced"},"auditAnnotations":{"policy":"prod","decided-by":"images.deny[0] ghcr.io/acme/old","denied":"1"}}}"#
    );
}

#[test]
fn every_list_of_every_workload_is_looked_at() {
    let policy = policy();
    let bad = json!([{"image": "evil.io/x:1"}]);
    let good = json!([{"image": "ghcr.io/acme/a:1"}]);
    let specs = [
        json!({"containers": bad}),
        json!({"containers": good, "initContainers": bad}),
        json!({"containers": good, "ephemeralContainers": bad}),
        json!({"containers": good, "volumes": [{"name": "v", "image": {"reference": "evil.io/x:1"}}]}),
        json!({"containers": [{"image": "ghcr.io/acme/a:1"}, {"name": "none"}]}),
        json!({"containers": good, "initContainers": [{"image": 1}]}),
        json!({"containers": good, "initContainers": {"image": "evil.io/x"}}),
        json!({"containers": good, "volumes": [{"image": {}}]}),
        json!({"containers": ["evil.io/x"]}),
        json!({"containers": []}),
        json!({}),
        json!(null),
    ];
    type Wrap = fn(Value) -> Value;
    let kinds: [(&str, &str, Wrap); 5] = [
        ("", "Pod", |spec| json!({"spec": spec})),
        ("", "PodTemplate", |spec| json!({"template": {"spec": spec}})),
        ("apps", "Deployment", |spec| json!({"spec": {"template": {"spec": spec}}})),
        ("batch", "CronJob", |spec| json!({"spec": {"jobTemplate": {"spec": {"template": {"spec": spec}}}}})),
        ("example.dev", "Custom", |spec| json!({"spec": {"workers": [{"template": {"spec": spec}}]}})),
    ];
    for (group, kind, object) in kinds {
        assert_eq!(admitted(group, kind, &object(json!({"containers": good})), &policy), Ok(()), "{kind}");
        for spec in &specs {
            assert!(admitted(group, kind, &object(spec.clone()), &policy).is_err(), "{kind} {spec}");
        }
    }
    let ephemeral = json!({"ephemeralContainers": [{"image": "evil.io/debug:1"}]});
    assert!(admitted("", "EphemeralContainers", &ephemeral, &policy).is_err());
    assert!(admitted("", "EphemeralContainers", &json!({}), &policy).is_err());
    for object in [json!({"spec": {"steps": bad}}), json!({"spec": {"templates": [{"container": {"image": "evil.io/x"}}]}})] {
        assert!(admitted("tekton.dev", "Task", &object, &policy).is_err(), "{object}");
    }
}

#[test]
fn what_pulls_nothing_is_let_in() {
    let policy = policy();
    for (key, value) in [("operation", "DELETE"), ("operation", "CONNECT"), ("subResource", "scale"), ("subResource", "status")] {
        let mut review = request("", "Pod", &Value::Null);
        review["request"][key] = json!(value);
        assert!(admit(&review.to_string(), &policy, DAY).unwrap().is_allowed(), "{value}");
    }
    let mut scoped = policy;
    scoped.scope.kinds = Some(vec!["Pod".into()]);
    assert_eq!(admitted("", "ConfigMap", &json!({"data": {}}), &scoped), Ok(()));
    scoped.scope.exempt_namespaces = vec!["billing".into()];
    assert_eq!(admitted("", "Pod", &Value::Null, &scoped), Ok(()));
    assert!(!admit(&images(&["evil.io/x"]).to_string(), &scoped, DAY).unwrap().is_allowed());
}

#[test]
fn exceptions_hold_to_the_end_of_their_day_and_in_their_namespace() {
    let policy = policy();
    let pod = |image: &str| json!({"spec": {"containers": [{"image": image}]}});
    assert_eq!(admitted("", "Pod", &pod("legacy/app:1"), &policy), Ok(()));
    let text = answer(&request("", "Pod", &pod("legacy/app:1")), &policy);
    assert!(text.contains(r#""warnings":["legacy/app:1 is let in by exceptions EX-1 until 2026-11-23"]"#), "{text}");
    assert!(!admit(&images(&["legacy/app:1"]).to_string(), &policy, DAY).unwrap().is_allowed(), "another namespace");
    let text = answer(&request("", "Pod", &pod("older/app:1")), &policy);
    assert!(text.contains(r#""allowed":false"#) && text.contains("EX-2 expired on 2026-11-22"), "{text}");
}

#[test]
fn answers_keep_to_the_limits() {
    let mut warn = policy();
    warn.mode = crate::ImagePolicy::default().mode;
    let many: Vec<Value> = (0..200).map(|n| json!({"image": format!("evil.io/{}:{n}", "x".repeat(150))})).collect();
    let pod = json!({"spec": {"containers": many}});
    let message = admitted("", "Pod", &pod, &warn).unwrap_err();
    assert!(message.ends_with("; and 190 more") && message.len() < 5_000, "{message}");
    warn.mode = plimsoll_core::policy::Mode::Warn;
    let text = answer(&request("", "Pod", &pod), &warn);
    let review: Value = serde_json::from_str(&text).unwrap();
    let warnings: Vec<&str> = review["response"]["warnings"].as_array().unwrap().iter().map(|w| w.as_str().unwrap()).collect();
    assert_eq!(review["response"]["allowed"], true);
    assert_eq!(review["response"]["auditAnnotations"]["would-deny"], "200");
    assert!(warnings.iter().all(|warning| warning.chars().count() <= 120));
    assert!(warnings.iter().map(|warning| warning.len()).sum::<usize>() <= 4_096);
    let images = images(&["evil.io/x\n\u{1b}[31m:1"]);
    let reason = admit(&images.to_string(), &policy(), DAY).unwrap();
    assert!(reason.message().starts_with("evil.io/x\\n\\u{1b}[31m:1: is no image reference"), "{}", reason.message());
}

#[test]
fn what_is_no_review_is_no_answer() {
    for text in ["", "{}", "[]", r#"{"apiVersion":"admission.k8s.io/v1beta1","kind":"AdmissionReview","request":{}}"#] {
        assert!(admit(text, &policy(), DAY).is_err(), "{text}");
    }
    for spec in [json!({}), json!({"containers": []}), json!(null)] {
        let review = json!({"apiVersion": "imagepolicy.k8s.io/v1alpha1", "kind": "ImageReview", "spec": spec});
        assert!(!admit(&review.to_string(), &policy(), DAY).unwrap().is_allowed());
    }
    let deep = format!("{}{}", r#"{"a":"#.repeat(100_000), "}".repeat(100_000));
    assert!(admit(&deep, &policy(), DAY).is_err());
}

#[test]
fn pulls_can_be_asked_for() {
    let policy = Policy::parse("images: {pullPolicy: {requireAlwaysUnlessDigest: true}}").unwrap().images;
    let digest = format!("a@sha256:{}", "a".repeat(64));
    for (container, wanted) in [
        (json!({"image": "a:1", "imagePullPolicy": "Always"}), true),
        (json!({"image": "a:1", "imagePullPolicy": "IfNotPresent"}), false),
        (json!({"image": "a:1"}), false),
        (json!({"image": "a"}), true),
        (json!({"image": digest}), true),
    ] {
        assert_eq!(admitted("", "Pod", &json!({"spec": {"containers": [container]}}), &policy).is_ok(), wanted, "{container}");
    }
}
