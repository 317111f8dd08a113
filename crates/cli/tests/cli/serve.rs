//! `plimsoll serve` as a process: started, asked, told to end, killed and started again.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use crate::{folder, run};

const POLICY: &str = "kind: Policy\nimages:\n  allow:\n    - repository: ghcr.io/acme/**\n";

/// Writes a policy and certificates, and gives what a client connects with.
fn site(folder: &Path) -> Arc<ClientConfig> {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let cert = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    for (name, text) in
        [("plimsoll.yaml", POLICY.to_owned()), ("tls.crt", cert.pem()), ("tls.key", key.serialize_pem()), ("ca.crt", authority.pem())]
    {
        fs::write(folder.join(name), text).unwrap();
    }
    client(&authority.pem(), &cert.pem(), &key.serialize_pem())
}

/// What a client connects with that trusts one authority and has a certificate, all in PEM.
fn client(authority: &str, cert: &str, key: &str) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(authority.as_bytes()).unwrap()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_client_auth_cert(
            vec![CertificateDer::from_pem_slice(cert.as_bytes()).unwrap()],
            PrivateKeyDer::from_pem_slice(key.as_bytes()).unwrap(),
        );
    Arc::new(config.unwrap())
}

/// A process that serves; it ends with the test.
struct Server {
    process: Child,
    log: BufReader<ChildStderr>,
    address: SocketAddr,
}

impl Server {
    fn start(folder: &Path, listen: SocketAddr) -> Server {
        Server::start_with(folder, listen, ["tls.crt", "tls.key", "ca.crt"])
    }

    /// Starts it with the certificate, the key and the clients' authority of those names.
    fn start_with(folder: &Path, listen: SocketAddr, [cert, key, clients]: [&str; 3]) -> Server {
        let listen = listen.to_string();
        let args = ["--listen", &listen, "--policy", "plimsoll.yaml", "--tls-cert", cert, "--tls-key", key, "--client-ca", clients];
        let mut command = Command::new(env!("CARGO_BIN_EXE_plimsoll"));
        command.arg("serve").args(args).current_dir(folder);
        let mut process = command.stderr(Stdio::piped()).spawn().expect("the program starts");
        let mut log = BufReader::new(process.stderr.take().expect("stderr"));
        let line = until(&mut log, "\"event\":\"listening\"");
        let line: serde_json::Value = serde_json::from_str(&line).expect("a line of JSON");
        let address = line["address"].as_str().and_then(|text| text.parse().ok()).expect("an address");
        Server { process, log, address }
    }

    fn signal(&self, name: &str) {
        let done = Command::new("kill").args(["-s", name, &self.process.id().to_string()]).status().expect("kill runs");
        assert!(done.success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The first line with that in it.
fn until(log: &mut impl BufRead, needle: &str) -> String {
    let mut all = String::new();
    loop {
        let from = all.len();
        assert!(log.read_line(&mut all).unwrap() > 0, "no `{needle}` in:\n{all}");
        if all[from..].contains(needle) {
            return all[from..].to_owned();
        }
    }
}

/// The answer to a review of that image.
fn ask(address: SocketAddr, config: &Arc<ClientConfig>, image: &str) -> io::Result<String> {
    let connection = ClientConnection::new(Arc::clone(config), ServerName::from(address.ip())).map_err(io::Error::other)?;
    let mut stream = StreamOwned::new(connection, TcpStream::connect(address)?);
    let review = format!(
        "{{\"apiVersion\":\"imagepolicy.k8s.io/v1alpha1\",\"kind\":\"ImageReview\",\"spec\":{{\"containers\":[{{\"image\":\"{image}\"}}]}}}}"
    );
    let head = "POST /imagepolicy HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length:";
    stream.write_all(format!("{head} {}\r\n\r\n{review}", review.len()).as_bytes())?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

fn is_allowed(answer: &str) -> bool {
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    answer.contains("\"allowed\":true")
}

const ANY: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 0);

#[test]
fn it_answers_until_it_is_told_to_end() {
    let folder = folder("serve-ends");
    let config = site(&folder);
    let mut server = Server::start(&folder, ANY);
    assert!(is_allowed(&ask(server.address, &config, "ghcr.io/acme/a:1").unwrap()));
    assert!(!is_allowed(&ask(server.address, &config, "ghcr.io/acmeevil/a:1").unwrap()));
    server.signal("TERM");
    until(&mut server.log, "\"event\":\"stopped\",\"connections_cut\":0");
    assert_eq!(server.process.wait().unwrap().code(), Some(0));
    assert!(ask(server.address, &config, "ghcr.io/acme/a:1").is_err());
}

#[test]
fn after_a_kill_it_answers_at_the_same_address() {
    let folder = folder("serve-killed");
    let config = site(&folder);
    let mut server = Server::start(&folder, ANY);
    assert!(is_allowed(&ask(server.address, &config, "ghcr.io/acme/a:1").unwrap()));
    // A connection that is open when it is killed must not keep the address.
    let held = TcpStream::connect(server.address).unwrap();
    server.process.kill().unwrap();
    server.process.wait().unwrap();
    assert!(ask(server.address, &config, "ghcr.io/acme/a:1").is_err());
    let again = Server::start(&folder, server.address);
    assert!(is_allowed(&ask(again.address, &config, "ghcr.io/acme/a:1").unwrap()));
    drop(held);
}

#[test]
fn a_hangup_reads_the_policy_at_once() {
    let folder = folder("serve-hangup");
    let config = site(&folder);
    let mut server = Server::start(&folder, ANY);
    fs::write(folder.join("plimsoll.yaml"), "kind: Policy\nimages:\n  allow: []\n").unwrap();
    server.signal("HUP");
    until(&mut server.log, "\"event\":\"reloaded\"");
    assert!(!is_allowed(&ask(server.address, &config, "ghcr.io/acme/a:1").unwrap()));
}

#[test]
fn what_it_cannot_start_with_is_exit_2() {
    let folder = folder("serve-unusable");
    site(&folder);
    fs::write(folder.join("plimsoll.yaml"), "images:\n  alow: []\n").unwrap();
    let args = ["serve", "--policy", "plimsoll.yaml", "--tls-cert", "tls.crt", "--tls-key", "tls.key"];
    let done = run(&folder, &args);
    assert_eq!((done.code, done.stdout.as_str()), (2, ""));
    assert!(done.stderr.contains("plimsoll.yaml:2:3: ") && done.stderr.contains("did you mean `allow`?"), "{}", done.stderr);
    let done = run(&folder, &["serve", "--policy", "plimsoll.yaml"]);
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("--tls-cert"), "{}", done.stderr);
}

/// The way of the documentation: everything but the policy is generated.
#[test]
fn it_serves_with_the_certificates_that_are_generated() {
    if Command::new("openssl").arg("version").output().is_err() {
        println!("skipped: there is no openssl");
        return;
    }
    let folder = folder("serve-generated");
    fs::write(folder.join("plimsoll.yaml"), POLICY).unwrap();
    let generated = run(&folder, &["policy", "generate", "--for", "imagepolicywebhook", "--out", "webhook"]);
    assert_eq!(generated.code, 0, "{}", generated.stderr);
    let webhook = folder.join("webhook");
    let made = Command::new("sh").arg("certificates.sh").current_dir(&webhook).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let read = |name: &str| fs::read_to_string(webhook.join(name)).unwrap();
    let config = client(&read("webhook-ca.crt"), &read("apiserver-client.crt"), &read("apiserver-client.key"));
    let server = Server::start_with(&folder, ANY, ["webhook/webhook.crt", "webhook/webhook.key", "webhook/client-ca.crt"]);
    // `ask` posts to the path that the kubeconfig names, at the address where the server listens by itself.
    assert!(read("webhook.kubeconfig").contains("server: https://127.0.0.1:8443/imagepolicy\n"));
    assert!(run(&folder, &["serve", "--help"]).stdout.contains("[default: 127.0.0.1:8443]"));
    assert!(is_allowed(&ask(server.address, &config, "ghcr.io/acme/a:1").unwrap()));
    // The server's own certificate is none for clients.
    let config = client(&read("webhook-ca.crt"), &read("webhook.crt"), &read("webhook.key"));
    assert!(ask(server.address, &config, "ghcr.io/acme/a:1").is_err());
}
