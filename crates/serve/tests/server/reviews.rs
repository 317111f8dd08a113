//! Reviews and their answers, byte for byte.

use hyper::StatusCode;

use crate::client::{Client, image_review, pod_review};
use crate::pki::Site;

#[tokio::test]
async fn both_kinds_of_reviews_are_answered_in_their_shape() {
    let site = Site::new("shapes");
    let server = site.start().await;
    let client = Client::known(&site, server.address());
    let uid = "705ab4f5-6393-11e8-b7cc-42010a800002";
    for (path, review, expected) in [
        (
            // The API server asks with a query.
            "/imagepolicy?timeout=30s",
            image_review("ghcr.io/acme/team/a:1"),
            "{\"apiVersion\":\"imagepolicy.k8s.io/v1alpha1\",\"kind\":\"ImageReview\",\"status\":{\"allowed\":true,\
             \"auditAnnotations\":{\"policy\":\"prod\",\"decided-by\":\"images.allow[0] ghcr.io/acme/**\"}}}"
                .to_owned(),
        ),
        (
            "/imagepolicy",
            image_review("evil.example/x:1"),
            "{\"apiVersion\":\"imagepolicy.k8s.io/v1alpha1\",\"kind\":\"ImageReview\",\"status\":{\"allowed\":false,\
             \"reason\":\"evil.example/x:1: evil.example/x is not on the allow-list\",\
             \"auditAnnotations\":{\"policy\":\"prod\",\"decided-by\":\"images.allow\",\"denied\":\"1\"}}}"
                .to_owned(),
        ),
        (
            "/validate?timeout=10s",
            pod_review("ghcr.io/acme/team/a:1"),
            format!(
                "{{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"response\":{{\"uid\":\"{uid}\",\"allowed\":true,\
                 \"auditAnnotations\":{{\"policy\":\"prod\",\"decided-by\":\"images.allow[0] ghcr.io/acme/**\"}}}}}}"
            ),
        ),
        (
            "/validate",
            pod_review("evil.example/x:1"),
            format!(
                "{{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"response\":{{\"uid\":\"{uid}\",\"allowed\":false,\
                 \"status\":{{\"code\":403,\"message\":\"spec.containers[0].image: evil.example/x:1: evil.example/x is not on the allow-list\"}},\
                 \"auditAnnotations\":{{\"policy\":\"prod\",\"decided-by\":\"images.allow\",\"denied\":\"1\"}}}}}}"
            ),
        ),
    ] {
        let answer = client.post(path, review).await;
        assert_eq!((answer.status, answer.content_type.as_str()), (StatusCode::OK, "application/json"), "{path}");
        assert_eq!(answer.body, expected, "{path}");
    }
    server.stop().await;
}

/// Another status would be a failure to the API server, and `defaultAllow` would decide.
#[tokio::test]
async fn what_is_no_review_is_denied_with_a_reason() {
    let site = Site::new("denials");
    let server = site.start().await;
    let client = Client::known(&site, server.address());
    for (path, review, reason) in [
        ("/imagepolicy", "{\"apiVersion\":".to_owned(), "the review is no JSON"),
        ("/imagepolicy", String::new(), "the review is no JSON"),
        ("/imagepolicy", "{}".to_owned(), "no `apiVersion` and no `kind`"),
        ("/imagepolicy", pod_review("ghcr.io/acme/a:1"), "nothing but ImageReview at this path"),
        ("/imagepolicy", image_review(""), "there is no image"),
        ("/imagepolicy", image_review("ghcr.io/acme/a:1 "), "ghcr.io/acme/a:1 "),
        ("/validate", "[".repeat(100_000), "the review is no JSON"),
        ("/validate", "{\"a\":0},".repeat(500_000), "too many parts"),
        ("/validate", image_review("ghcr.io/acme/a:1"), "nothing but AdmissionReview at this path"),
        ("/validate", "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\"}".to_owned(), "has no request"),
        ("/validate", pod_review("ghcr.io/acme/a:1").replace("containers", "contianers"), "no pod spec"),
    ] {
        let answer = client.post(path, review).await;
        let kind =
            if path == "/imagepolicy" { "\"kind\":\"ImageReview\",\"status\":{" } else { "\"kind\":\"AdmissionReview\",\"response\":{" };
        assert_eq!(answer.status, StatusCode::OK, "{reason}");
        assert!(answer.body.contains(kind) && answer.body.contains("\"allowed\":false"), "{}", answer.body);
        assert!(answer.body.contains(reason), "{reason}: {}", answer.body);
    }
    // The uid goes back also where the version is not known.
    let answer = client.post("/validate", pod_review("ghcr.io/acme/a:1").replace("admission.k8s.io/v1", "admission.k8s.io/v9")).await;
    assert!(answer.body.contains("\"uid\":\"705ab4f5-6393-11e8-b7cc-42010a800002\",\"allowed\":false"), "{}", answer.body);
    server.stop().await;
}

#[tokio::test]
async fn each_decision_is_one_line_without_what_may_be_secret() {
    let site = Site::new("lines");
    let server = site.start().await;
    let client = Client::known(&site, server.address());
    let forged = pod_review("evil.example/x:1\\n{\\\"event\\\":\\\"forged\\\"}")
        .replace("\"metadata\":{", "\"metadata\":{\"annotations\":{\"token\":\"s3cr3t\"},");
    client.post("/validate", forged).await;
    client.post("/imagepolicy", image_review("ghcr.io/acme/a:1")).await;
    server.stop().await;
    let log = site.log();
    let lines: Vec<serde_json::Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let reviews: Vec<_> = lines.iter().filter(|line| line["event"] == "review").collect();
    assert_eq!(reviews.len(), 2, "{log}");
    assert_eq!((reviews[0]["kind"].as_str(), reviews[0]["namespace"].as_str()), (Some("Pod"), Some("shop")));
    assert_eq!((reviews[0]["allowed"].as_bool(), reviews[1]["allowed"].as_bool()), (Some(false), Some(true)));
    assert!(reviews[0]["reason"].as_str().is_some_and(|reason| reason.contains("evil.example/x:1")));
    assert!(!log.contains("s3cr3t"), "{log}");
}
