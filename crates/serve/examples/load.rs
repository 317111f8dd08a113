//! A load of reviews on `plimsoll serve`, and how long its answers take: `load PROGRAM [REVIEWS-PER-SECOND [SECONDS]]`.
//!
//! The program is kept on one core, where there is `taskset`. Reviews are handed to a connection when their time has come, whether the ones
//! before have been answered or not, and an answer's time counts from then: a server that is late for one is late for those behind it too.
//! It prints figures beside their budgets and fails where one is missed. On a machine that has other work the client waits for its turn as
//! well, which counts: compare figures of a quiet one.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::HOST;
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

type Error = Box<dyn std::error::Error + Send + Sync>;

/// Connections; the API server keeps some open as well.
const CONNECTIONS: usize = 32;
const RATE: u32 = 2000;
const SECONDS: u32 = 10;
const P99: Duration = Duration::from_millis(5);

const POLICY: &str = "\
kind: Policy
images:
  allow:
    - registry: registry.k8s.io
    - repository: docker.io/library/{nginx,redis,postgres}
      tags: ['1.*', '!*-rc*']
    - repository: ghcr.io/acme/**
  deny:
    - repository: ghcr.io/acme/old/**
      reason: no longer maintained
  forbidTags: [latest]
";

fn main() -> Result<(), Error> {
    let mut args = std::env::args().skip(1);
    let program = args.next().ok_or("usage: load PROGRAM [REVIEWS-PER-SECOND [SECONDS]]")?;
    let rate = args.next().map_or(Ok(RATE), |word| word.parse())?;
    let seconds = args.next().map_or(Ok(SECONDS), |word| word.parse())?;
    let folder = std::env::temp_dir().join(format!("plimsoll-load-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let outcome = measure(&program, &folder, rate, seconds);
    std::fs::remove_dir_all(&folder)?;
    outcome
}

fn measure(program: &str, folder: &Path, rate: u32, seconds: u32) -> Result<(), Error> {
    let config = certificates(folder)?;
    std::fs::write(folder.join("plimsoll.yaml"), POLICY)?;
    let server = Server::start(program, folder)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_io().enable_time().build()?;
    // Connections and caches first.
    runtime.block_on(load(server.address, &config, rate, 1))?;
    let (cpu, begun) = (server.cpu(), Instant::now());
    let mut times = runtime.block_on(load(server.address, &config, rate, seconds))?;
    let took = begun.elapsed();
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let answered = times.len() as f64 / took.as_secs_f64();
    println!("{:<48}{:>12}{:>12}", "", "measured", "budget");
    println!("{:<48}{:>12}{:>12}", "reviews a second", format!("{answered:.0}"), rate);
    println!("{:<48}{:>12}", "answer, median", millis(at(0.5)));
    println!("{:<48}{:>12}{:>12}", "answer, 99 of 100", millis(at(0.99)), millis(P99));
    println!("{:<48}{:>12}", "answer, slowest", millis(at(1.0)));
    if let (Some(before), Some(after)) = (cpu, server.cpu()) {
        let each = (after - before).as_secs_f64() * 1e6 / times.len() as f64;
        println!("{:<48}{:>12}", "processor time of the server for a review", format!("{each:.0} µs"));
    }
    if answered < f64::from(rate) * 0.99 || at(0.99) > P99 {
        return Err("not within budget".into());
    }
    Ok(())
}

fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

/// Sends reviews for so many seconds and gives the times that their answers took.
async fn load(address: SocketAddr, config: &Arc<ClientConfig>, rate: u32, seconds: u32) -> Result<Vec<Duration>, Error> {
    let mut queues = Vec::new();
    let mut clients = Vec::new();
    for _ in 0..CONNECTIONS {
        let (queue, due) = mpsc::unbounded_channel();
        queues.push(queue);
        clients.push(tokio::spawn(client(connect(address, config).await?, due)));
    }
    let begun = Instant::now();
    let mut sent = 0;
    while sent < rate * seconds {
        let due = begun + Duration::from_secs(1) / rate * sent;
        if due > Instant::now() {
            tokio::time::sleep(Duration::from_micros(500)).await;
            continue;
        }
        queues[sent as usize % CONNECTIONS].send((sent, Instant::now()))?;
        sent += 1;
    }
    drop(queues);
    let mut times = Vec::new();
    for client in clients {
        times.extend(client.await??);
    }
    Ok(times)
}

async fn connect(address: SocketAddr, config: &Arc<ClientConfig>) -> Result<SendRequest<Full<Bytes>>, Error> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let stream = TlsConnector::from(Arc::clone(config)).connect(ServerName::from(address.ip()), stream).await?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

async fn client(mut to: SendRequest<Full<Bytes>>, mut due: mpsc::UnboundedReceiver<(u32, Instant)>) -> Result<Vec<Duration>, Error> {
    let mut times = Vec::new();
    while let Some((number, due)) = due.recv().await {
        let (path, review, allowed) = review(number);
        to.ready().await?;
        let request = Request::builder().method(Method::POST).uri(path).header(HOST, "127.0.0.1").body(Full::new(review.into()))?;
        let answer = to.send_request(request).await?;
        let status = answer.status();
        let body = answer.into_body().collect().await?.to_bytes();
        times.push(due.elapsed());
        if status != StatusCode::OK || String::from_utf8_lossy(&body).contains("\"allowed\":true") != allowed {
            return Err(format!("{status}: {body:?}").into());
        }
    }
    Ok(times)
}

/// A review, where it goes, and whether it is let in: both kinds, two containers, one image in four refused.
fn review(number: u32) -> (&'static str, String, bool) {
    let allowed = number % 4 != 3;
    let image = if allowed { format!("ghcr.io/acme/team/app:{number}") } else { format!("ghcr.io.evil.example/app:{number}") };
    if number.is_multiple_of(2) {
        let review = format!(
            r#"{{"apiVersion":"imagepolicy.k8s.io/v1alpha1","kind":"ImageReview","metadata":{{"creationTimestamp":null}},"spec":{{"containers":[{{"image":"registry.k8s.io/pause:3.9"}},{{"image":"{image}"}}],"namespace":"shop"}},"status":{{"allowed":false}}}}"#
        );
        return ("/imagepolicy?timeout=30s", review, allowed);
    }
    let container = |name: &str, image: &str| {
        format!(
            r#"{{"name":"{name}","image":"{image}","ports":[{{"containerPort":8080,"protocol":"TCP"}}],"resources":{{"limits":{{"cpu":"1","memory":"128Mi"}}}},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"IfNotPresent","securityContext":{{"allowPrivilegeEscalation":false}}}}"#
        )
    };
    let review = format!(
        r#"{{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{{"uid":"{number}","kind":{{"group":"","version":"v1","kind":"Pod"}},"resource":{{"group":"","version":"v1","resource":"pods"}},"name":"web-{number}","namespace":"shop","operation":"CREATE","userInfo":{{"username":"system:serviceaccount:kube-system:replicaset-controller","groups":["system:authenticated"]}},"object":{{"apiVersion":"v1","kind":"Pod","metadata":{{"name":"web-{number}","labels":{{"app":"web"}}}},"spec":{{"containers":[{},{}]}}}},"oldObject":null,"dryRun":false}}}}"#,
        container("app", &image),
        container("side", "docker.io/library/nginx:1.27")
    );
    ("/validate?timeout=10s", review, allowed)
}

/// Writes the server's files and gives what its client connects with.
fn certificates(folder: &Path) -> Result<Arc<ClientConfig>, Error> {
    let mut authority = CertificateParams::new(Vec::new())?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate()?)?;
    let sign = |purpose| -> Result<(String, String), Error> {
        let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned()])?;
        params.extended_key_usages = vec![purpose];
        let key = KeyPair::generate()?;
        Ok((params.signed_by(&key, &authority)?.pem(), key.serialize_pem()))
    };
    let (cert, key) = sign(ExtendedKeyUsagePurpose::ServerAuth)?;
    for (name, text) in [("tls.crt", cert), ("tls.key", key), ("ca.crt", authority.pem())] {
        std::fs::write(folder.join(name), text)?;
    }
    let (cert, key) = sign(ExtendedKeyUsagePurpose::ClientAuth)?;
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.pem().as_bytes())?)?;
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_client_auth_cert(vec![CertificateDer::from_pem_slice(cert.as_bytes())?], PrivateKeyDer::from_pem_slice(key.as_bytes())?)?;
    Ok(Arc::new(config))
}

/// The program, until it is dropped.
struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    fn start(program: &str, folder: &Path) -> Result<Server, Error> {
        let path = |name: &str| -> PathBuf { folder.join(name) };
        let is_pinned = Command::new("taskset").arg("--version").stdout(Stdio::null()).status().is_ok_and(|status| status.success());
        let mut command = if is_pinned { Command::new("taskset") } else { Command::new(program) };
        if is_pinned {
            command.args(["--cpu-list", "0", program]);
        }
        command.args(["serve", "--listen", "127.0.0.1:0", "--policy"]).arg(path("plimsoll.yaml"));
        command.arg("--tls-cert").arg(path("tls.crt")).arg("--tls-key").arg(path("tls.key")).arg("--client-ca").arg(path("ca.crt"));
        let mut process = command.stderr(Stdio::piped()).spawn()?;
        let mut log = BufReader::new(process.stderr.take().ok_or("no stderr")?);
        let mut lines = String::new();
        let address = loop {
            if log.read_line(&mut lines)? == 0 {
                process.wait()?;
                return Err(lines.into());
            }
            let last = lines.lines().last().unwrap_or_default();
            if let Some((_, rest)) = last.split_once("\"event\":\"listening\",\"address\":\"") {
                break rest.split('"').next().unwrap_or_default().parse()?;
            }
        };
        // Somebody reads the log of a server; its time is not the server's.
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        println!("{}", if is_pinned { "The server has one core." } else { "There is no taskset: the server has all cores." });
        Ok(Server { process, address })
    }

    /// The processor time it has taken; Linux tells it in hundredths of a second.
    fn cpu(&self) -> Option<Duration> {
        let text = std::fs::read_to_string(format!("/proc/{}/stat", self.process.id())).ok()?;
        let fields: Vec<&str> = text.rsplit(')').next()?.split_whitespace().collect();
        let ticks = |field: usize| fields.get(field).and_then(|text| text.parse::<u64>().ok());
        Some(Duration::from_millis((ticks(11)? + ticks(12)?) * 10))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
