//! Who is listened to.

use std::net::SocketAddr;

use hyper::{Method, StatusCode};
use plimsoll_serve::Server;
use rcgen::ExtendedKeyUsagePurpose;

use crate::client::{Client, image_review, is_allowed, pod_review};
use crate::pki::{Authority, Site};

/// Why a client is not answered.
async fn refusal(client: &Client) -> String {
    // In TLS 1.3 a client has sent its certificate, and goes on, before the server has looked at it.
    client.send(Method::POST, "/imagepolicy", image_review("ghcr.io/acme/a:1")).await.map(|answer| answer.body).unwrap_err().to_string()
}

#[tokio::test]
async fn without_a_certificate_of_the_authority_nobody_is_listened_to() {
    let site = Site::new("mtls");
    let server = site.start().await;
    let address = server.address();
    let stranger = Authority::new("clients").client();
    // A server's certificate does not make a client, even from the right authority.
    let misused = site.clients.sign(ExtendedKeyUsagePurpose::ServerAuth);
    for identity in [None, Some(&stranger), Some(&misused)] {
        refusal(&Client::of(&site, address, identity)).await;
    }
    assert!(is_allowed(&Client::known(&site, address).post("/imagepolicy", image_review("ghcr.io/acme/a:1")).await));
    server.stop().await;
    let log = site.log();
    let reasons: Vec<&str> = log.lines().filter(|line| line.contains("handshake-failed")).collect();
    assert_eq!(reasons.len(), 3, "{log}");
    assert!(reasons[0].contains("client-certificate"), "{}", reasons[0]);
    assert_eq!(log.matches("\"event\":\"review\"").count(), 1, "{log}");
}

#[tokio::test]
async fn plain_http_is_not_spoken_where_reviews_are_answered() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let site = Site::new("plain");
    let server = site.start().await;
    let mut stream = tokio::net::TcpStream::connect(server.address()).await.unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
    server.stop().await;
}

/// The API server shows no certificate to the webhooks of a ValidatingWebhookConfiguration unless it is told to.
#[tokio::test]
async fn where_nobody_is_asked_for_certificates_image_reviews_are_denied() {
    let site = Site::new("anonymous");
    let server = Server::start(plimsoll_serve::Options { client_ca: None, ..site.options() }).await.unwrap();
    let client = Client::of(&site, server.address(), None);
    assert!(is_allowed(&client.post("/validate", pod_review("ghcr.io/acme/a:1")).await));
    let answer = client.post("/imagepolicy", image_review("ghcr.io/acme/a:1")).await;
    assert!(!is_allowed(&answer) && answer.body.contains("--client-ca"), "{}", answer.body);
    server.stop().await;
    let options = plimsoll_serve::Options { client_ca: None, anonymous_image_reviews: true, ..site.options() };
    let server = Server::start(options).await.unwrap();
    assert!(is_allowed(&Client::of(&site, server.address(), None).post("/imagepolicy", image_review("ghcr.io/acme/a:1")).await));
    server.stop().await;
}

#[tokio::test]
async fn files_that_cannot_be_used_are_named_with_what_is_wrong() {
    let site = Site::new("unusable");
    let other = site.servers.server();
    for (name, text, reason) in [
        ("plimsoll.yaml", "images:\n  alow: []\n", "plimsoll.yaml:2:3: images: there is no key `alow` here; did you mean `allow`?"),
        ("tls.crt", "", "tls.crt: there is no certificate in it"),
        ("tls.key", "", "tls.key: there is no key in it"),
        ("tls.key", other.key.as_str(), "tls.key: is not the key of the certificate in "),
        ("client-ca.crt", "nothing", "client-ca.crt: there is no certificate in it"),
    ] {
        let path = site.folder.join(name);
        let good = std::fs::read_to_string(&path).unwrap();
        site.write(name, text);
        let error = Server::start(site.options()).await.err().unwrap();
        assert!(error.0.contains(reason), "{name}: {error}");
        std::fs::remove_file(path).unwrap();
        let error = Server::start(site.options()).await.err().unwrap();
        assert!(error.0.contains(name), "{name}: {error}");
        site.write(name, &good);
    }
    let server = site.start().await;
    let taken: SocketAddr = server.address();
    let error = Server::start(plimsoll_serve::Options { listen: taken, ..site.options() }).await.err().unwrap();
    assert!(error.0.contains(&format!("cannot listen at {taken}")), "{error}");
    let answer = Client::known(&site, taken).get("/healthz").await;
    assert_eq!(answer.status, StatusCode::OK);
    server.stop().await;
}
