//! Reloading and stopping, without losing a request.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hyper::{Method, StatusCode};
use plimsoll_serve::{Options, Server};
use tokio::task::JoinHandle;

use crate::client::{Client, image_review, is_allowed};
use crate::pki::{Authority, POLICY, Site};

/// Clients that send reviews until they are told to stop, each over connections that it keeps as long as the server does.
struct Load {
    stop: Arc<AtomicBool>,
    clients: Vec<JoinHandle<(usize, usize)>>,
}

impl Load {
    fn start(client: &Client, clients: usize) -> Load {
        let stop = Arc::new(AtomicBool::new(false));
        let spawn = |_| {
            let (stop, client) = (Arc::clone(&stop), client.clone());
            tokio::spawn(async move {
                let (mut sent, mut connections) = (0, 0);
                while !stop.load(Ordering::Relaxed) {
                    let mut connection = client.open().await.expect("a connection");
                    connections += 1;
                    while !stop.load(Ordering::Relaxed) {
                        let answer = connection.send(Method::POST, "/imagepolicy", image_review("ghcr.io/acme/a:1")).await;
                        let answer = answer.expect("no request fails");
                        assert_eq!(answer.status, StatusCode::OK);
                        sent += 1;
                        if answer.closes {
                            break;
                        }
                        tokio::time::sleep(Duration::from_millis(2)).await;
                    }
                }
                (sent, connections)
            })
        };
        let clients = (0..clients).map(spawn).collect();
        Load { stop, clients }
    }

    /// How many requests were sent, over how many connections. Each was answered.
    async fn end(self) -> (usize, usize) {
        self.stop.store(true, Ordering::Relaxed);
        let mut all = (0, 0);
        for client in self.clients {
            let (sent, connections) = client.await.unwrap();
            all = (all.0 + sent, all.1 + connections);
        }
        all
    }
}

const CLOSED: &str = "kind: Policy\nmetadata: {name: closed}\nimages:\n  allow: []\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn policy_and_certificates_are_replaced_under_load() {
    let site = Site::new("reload");
    let server = site.start().await;
    let client = Client::known(&site, server.address());
    let load = Load::start(&client, 4);
    assert!(is_allowed(&client.post("/imagepolicy", image_review("ghcr.io/acme/a:1")).await));

    site.write("plimsoll.yaml", CLOSED);
    site.logged("\"event\":\"reloaded\",\"source\":\"policy\"").await;
    assert!(!is_allowed(&client.post("/imagepolicy", image_review("ghcr.io/acme/a:1")).await));

    // A broken file changes nothing, and is told once.
    site.write("plimsoll.yaml", "images: {alow: []}\n");
    let line = site.logged("\"event\":\"reload-refused\",\"source\":\"policy\"").await;
    assert!(line.contains("did you mean `allow`?"), "{line}");
    assert!(!is_allowed(&client.post("/imagepolicy", image_review("ghcr.io/acme/a:1")).await));
    assert!(client.get("/metrics").await.body.contains("plimsoll_reload_failing{source=\"policy\"} 1\n"));
    let ready = client.get("/readyz").await;
    assert!(ready.status == StatusCode::OK && ready.body.contains("policy: what is on disk cannot be used"), "{ready:?}");
    site.write("plimsoll.yaml", POLICY);
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        if client.get("/readyz").await.body == "ready\n" {
            break;
        }
    }
    assert!(is_allowed(&client.post("/imagepolicy", image_review("ghcr.io/acme/a:1")).await));
    assert_eq!(site.log().matches("reload-refused").count(), 1);

    // While a certificate is there without its key, the old ones stay; then new connections are made by the new ones.
    let renewed = site.servers.server();
    site.write("tls.crt", &renewed.cert);
    let line = site.logged("\"event\":\"reload-refused\",\"source\":\"tls\"").await;
    assert!(line.contains("is not the key of the certificate"), "{line}");
    assert!(is_allowed(&client.post("/imagepolicy", image_review("ghcr.io/acme/a:1")).await));
    site.write("tls.key", &renewed.key);
    site.logged("\"event\":\"reloaded\",\"source\":\"tls\"").await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let (sent, connections) = load.end().await;
    assert!(sent > 100 && connections == 8, "{sent} requests over {connections} connections");
    server.stop().await;
}

/// A connection that was made by an authority that is not trusted any more ends with its next answer.
#[tokio::test]
async fn a_new_authority_ends_old_connections() {
    let site = Site::new("authority");
    let server = site.start().await;
    let client = Client::known(&site, server.address());
    let mut connection = client.open().await.unwrap();
    let review = || image_review("ghcr.io/acme/a:1");
    assert!(!connection.send(Method::POST, "/imagepolicy", review()).await.unwrap().closes);
    let others = Authority::new("others");
    site.write("client-ca.crt", &others.pem());
    site.logged("\"event\":\"reloaded\",\"source\":\"tls\"").await;
    assert!(connection.send(Method::POST, "/imagepolicy", review()).await.unwrap().closes);
    assert!(client.send(Method::POST, "/imagepolicy", review()).await.is_err());
    assert!(is_allowed(&Client::of(&site, server.address(), Some(&others.client())).post("/imagepolicy", review()).await));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopping_answers_what_was_sent() {
    let site = Site::new("stop");
    let server = Server::start(Options { drain: Duration::from_secs(2), ..site.options() }).await.unwrap();
    let client = Client::known(&site, server.address());
    let load = Load::start(&client, 4);
    tokio::time::sleep(Duration::from_millis(200)).await;
    let stopped = tokio::spawn(server.stop());
    tokio::time::sleep(Duration::from_millis(300)).await;
    // It says that it is not ready and goes on answering, and asks its clients to go elsewhere.
    let ready = client.get("/readyz").await;
    assert!(ready.status == StatusCode::SERVICE_UNAVAILABLE && ready.closes, "{ready:?}");
    assert_eq!(client.get("/healthz").await.status, StatusCode::OK);
    tokio::time::sleep(Duration::from_millis(200)).await;
    let (sent, _) = load.end().await;
    assert!(sent > 20, "{sent}");
    // A body that is half sent when the server ends is answered still.
    let mut connection = client.connect().await.unwrap();
    let review = image_review("ghcr.io/acme/a:1");
    let head = format!("POST /imagepolicy HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n", review.len());
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    connection.write_all(format!("{head}{}", &review[..20]).as_bytes()).await.unwrap();
    site.logged("\"event\":\"draining\"").await;
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert!(client.connect().await.is_err(), "it still takes connections");
    connection.write_all(&review.as_bytes()[20..]).await.unwrap();
    let mut answer = String::new();
    let _ = connection.read_to_string(&mut answer).await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("\"allowed\":true"), "{answer}");
    stopped.await.unwrap();
    assert!(site.log().contains("\"event\":\"stopped\",\"connections_cut\":0"), "{}", site.log());
}
