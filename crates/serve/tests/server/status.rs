//! Health, metrics, and paths that are none.

use hyper::{Method, StatusCode};
use plimsoll_serve::{Options, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::client::{Client, image_review, pod_review};
use crate::pki::Site;

#[tokio::test]
async fn metrics_count_what_was_decided() {
    let site = Site::new("metrics");
    let server = site.start().await;
    let client = Client::known(&site, server.address());
    for image in ["ghcr.io/acme/a:1", "ghcr.io/acme/b:1", "evil.example/x:1"] {
        client.post("/imagepolicy", image_review(image)).await;
    }
    client.post("/validate", pod_review("evil.example/x:1")).await;
    client.get("/nothing").await;
    let text = client.get("/metrics").await;
    assert_eq!(text.content_type, "text/plain; version=0.0.4; charset=utf-8");
    for line in [
        "plimsoll_reviews_total{kind=\"ImageReview\",verdict=\"allowed\"} 2",
        "plimsoll_reviews_total{kind=\"ImageReview\",verdict=\"denied\"} 1",
        "plimsoll_reviews_total{kind=\"AdmissionReview\",verdict=\"denied\"} 1",
        "plimsoll_review_seconds_bucket{le=\"+Inf\"} 4",
        "plimsoll_review_seconds_count 4",
        "plimsoll_refused_total{reason=\"path\"} 1",
        "plimsoll_reload_failing{source=\"policy\"} 0",
        "plimsoll_log_lines_lost_total 0",
    ] {
        assert!(text.body.lines().any(|found| found == line), "{line} is not in:\n{}", text.body);
    }
    // Each family is announced once, before its samples.
    for line in text.body.lines().filter(|line| !line.starts_with('#')) {
        let name = line.split(['{', ' ']).next().unwrap();
        let family = ["_bucket", "_sum", "_count"].iter().fold(name, |name, end| name.strip_suffix(end).unwrap_or(name));
        assert_eq!(text.body.matches(&format!("# TYPE {family} ")).count(), 1, "{family}");
        assert!(line.rsplit(' ').next().unwrap().parse::<f64>().is_ok(), "{line}");
    }
    server.stop().await;
}

#[tokio::test]
async fn other_paths_and_methods_are_told_so() {
    let site = Site::new("paths");
    let server = site.start().await;
    let client = Client::known(&site, server.address());
    for (method, path, status) in [
        (Method::GET, "/healthz", StatusCode::OK),
        (Method::HEAD, "/readyz", StatusCode::OK),
        (Method::POST, "/healthz", StatusCode::METHOD_NOT_ALLOWED),
        (Method::GET, "/imagepolicy", StatusCode::METHOD_NOT_ALLOWED),
        (Method::PUT, "/validate", StatusCode::METHOD_NOT_ALLOWED),
        (Method::POST, "/", StatusCode::NOT_FOUND),
        (Method::POST, "/validate/", StatusCode::NOT_FOUND),
        (Method::GET, "/metrics/", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(client.send(method.clone(), path, "").await.unwrap().status, status, "{method} {path}");
    }
    server.stop().await;
}

/// The kubelet has no client certificate for its probes.
#[tokio::test]
async fn status_over_plain_http_has_no_reviews() {
    let site = Site::new("status");
    let listen = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    let server = Server::start(Options { status_listen: Some(listen), ..site.options() }).await.unwrap();
    let at = server.status_address().unwrap();
    let ask = async |request: &str| {
        let mut stream = tokio::net::TcpStream::connect(at).await.unwrap();
        stream
            .write_all(format!("{request} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").as_bytes())
            .await
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    };
    assert!(ask("GET /healthz").await.ends_with("ok\n"));
    assert!(ask("GET /readyz").await.ends_with("ready\n"));
    assert!(ask("GET /metrics").await.contains("plimsoll_build_info{version="));
    for path in ["/imagepolicy", "/validate"] {
        assert!(ask(&format!("POST {path}")).await.starts_with("HTTP/1.1 404 "));
    }
    server.stop().await;
}
