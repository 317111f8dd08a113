//! Clients that are too large, too slow or too many.

use std::time::{Duration, Instant};

use hyper::{Method, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::client::{Client, image_review, is_allowed};
use crate::pki::Site;

#[tokio::test]
async fn bodies_over_the_limit_are_refused_and_those_at_it_are_read() {
    let site = Site::new("bodies");
    let server = site.start().await;
    let client = Client::known(&site, server.address());
    let limit = 8 << 20;
    let padded = |bytes: usize| {
        let mut review = image_review("ghcr.io/acme/a:1");
        review.push_str(&" ".repeat(bytes - review.len()));
        review
    };
    assert!(is_allowed(&client.post("/imagepolicy", padded(limit)).await));
    for bytes in [limit + 1, 3 * limit] {
        assert_eq!(client.post("/imagepolicy", padded(bytes)).await.status, StatusCode::PAYLOAD_TOO_LARGE, "{bytes}");
    }
    // Who asks first is told before it sends.
    let mut stream = client.connect().await.unwrap();
    let head = format!("POST /validate HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n", 1_u64 << 60);
    stream.write_all(head.as_bytes()).await.unwrap();
    assert!(read(&mut stream).await.starts_with("HTTP/1.1 413 "));
    // A body in chunks says nothing of its length.
    let mut stream = client.connect().await.unwrap();
    stream.write_all(b"POST /validate HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n").await.unwrap();
    let chunk = format!("{:x}\r\n{}\r\n", 1 << 20, " ".repeat(1 << 20));
    for _ in 0..9 {
        stream.write_all(chunk.as_bytes()).await.unwrap();
    }
    stream.write_all(b"0\r\n\r\n").await.unwrap();
    assert!(read(&mut stream).await.starts_with("HTTP/1.1 413 "));
    server.stop().await;
}

/// What comes until the connection ends.
async fn read(stream: &mut (impl AsyncReadExt + Unpin)) -> String {
    let mut bytes = Vec::new();
    // How a connection ends that is cut does not matter here.
    let _ = stream.read_to_end(&mut bytes).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Sends a byte now and then until the connection ends, and gives how long that took.
async fn trickle(mut stream: impl AsyncReadExt + AsyncWriteExt + Unpin, begin: &[u8]) -> (Duration, String) {
    let begun = Instant::now();
    let mut answer = Vec::new();
    let _ = stream.write_all(begin).await;
    loop {
        let mut buffer = [0; 1024];
        match tokio::time::timeout(Duration::from_millis(500), stream.read(&mut buffer)).await {
            Ok(Ok(0) | Err(_)) => break,
            Ok(Ok(length)) => answer.extend_from_slice(&buffer[..length]),
            Err(_) => {
                let _ = stream.write_all(b"a").await;
            }
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "the connection does not end");
    }
    (begun.elapsed(), String::from_utf8_lossy(&answer).into_owned())
}

#[tokio::test]
async fn who_is_slow_is_cut_off_and_nobody_waits_for_it() {
    let site = Site::new("slow");
    let server = site.start().await;
    let client = Client::known(&site, server.address());
    let slow_head = async { trickle(client.connect().await.unwrap(), b"POST /imagepolicy HTTP/1.1\r\nX-Slow: ").await };
    let head = "POST /imagepolicy HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{";
    let slow_body = async { trickle(client.connect().await.unwrap(), head.as_bytes()).await };
    let slow_second_head = async {
        let mut stream = client.connect().await.unwrap();
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
        let mut buffer = [0; 1024];
        assert!(stream.read(&mut buffer).await.unwrap() > 0);
        trickle(stream, b"POST /imagepolicy HTTP/1.1\r\nX-Slow: ").await
    };
    let no_handshake = async { trickle(TcpStream::connect(server.address()).await.unwrap(), b"\x16\x03\x01\x02\x00").await };
    let others = async {
        let mut connection = client.open().await.unwrap();
        for _ in 0..20 {
            let begun = Instant::now();
            assert!(is_allowed(&connection.send(Method::POST, "/imagepolicy", image_review("ghcr.io/acme/a:1")).await.unwrap()));
            assert!(begun.elapsed() < Duration::from_secs(2));
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let (head, body, second, handshake, ()) = tokio::join!(slow_head, slow_body, slow_second_head, no_handshake, others);
    for (what, (took, answer), end) in [("head", head, 10), ("body", body, 10), ("second head", second, 10), ("handshake", handshake, 5)] {
        assert!(took >= Duration::from_secs(end - 1), "{what}: {took:?}");
        assert_eq!(answer.contains("HTTP/1.1 408 "), what == "body", "{what}: {answer}");
    }
    server.stop().await;
}

#[tokio::test]
async fn heads_over_the_limit_are_refused() {
    let site = Site::new("heads");
    let server = site.start().await;
    let client = Client::known(&site, server.address());
    let mut stream = client.connect().await.unwrap();
    let _ = stream.write_all(format!("GET /healthz HTTP/1.1\r\nX-Large: {}\r\n\r\n", "a".repeat(40_000)).as_bytes()).await;
    assert!(read(&mut stream).await.starts_with("HTTP/1.1 431 "));
    assert_eq!(client.get("/healthz").await.status, StatusCode::OK);
    server.stop().await;
}

/// More connections than are answered at the same time wait for their turn.
#[tokio::test]
async fn connections_over_the_limit_wait() {
    let site = Site::new("many");
    let server = site.start().await;
    let client = Client::known(&site, server.address());
    let mut held = Vec::new();
    for _ in 0..1024 {
        held.push(TcpStream::connect(server.address()).await.unwrap());
    }
    let begun = Instant::now();
    // The held ones never shake hands, and are cut off.
    assert_eq!(client.get("/healthz").await.status, StatusCode::OK);
    assert!(begun.elapsed() < Duration::from_secs(30));
    server.stop().await;
}
