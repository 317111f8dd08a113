//! Authorities, certificates, and a server with files of its own.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use plimsoll_policy::Date;
use plimsoll_serve::{Format, Options, Server};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair};

/// An authority.
pub(crate) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(crate) fn new(name: &str) -> Authority {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Authority(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    pub(crate) fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate and its key.
    pub(crate) fn sign(&self, purpose: ExtendedKeyUsagePurpose) -> Identity {
        let mut params = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
        params.extended_key_usages = vec![purpose];
        let key = KeyPair::generate().unwrap();
        Identity { cert: params.signed_by(&key, &self.0).unwrap().pem(), key: key.serialize_pem() }
    }

    pub(crate) fn server(&self) -> Identity {
        self.sign(ExtendedKeyUsagePurpose::ServerAuth)
    }

    pub(crate) fn client(&self) -> Identity {
        self.sign(ExtendedKeyUsagePurpose::ClientAuth)
    }
}

/// A certificate and its key, in PEM.
pub(crate) struct Identity {
    pub(crate) cert: String,
    pub(crate) key: String,
}

/// A folder with the files of a server, and who may call it.
pub(crate) struct Site {
    pub(crate) folder: PathBuf,
    pub(crate) servers: Authority,
    pub(crate) clients: Authority,
    log: Lines,
}

/// Lets in what comes from ghcr.io/acme.
pub(crate) const POLICY: &str = "kind: Policy\nmetadata: {name: prod}\nimages:\n  allow:\n    - repository: ghcr.io/acme/**\n";

impl Site {
    pub(crate) fn new(name: &str) -> Site {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let site = Site { folder, servers: Authority::new("servers"), clients: Authority::new("clients"), log: Lines::default() };
        site.write("plimsoll.yaml", POLICY);
        site.write("client-ca.crt", &site.clients.pem());
        site.certify(&site.servers.server());
        site
    }

    /// Writes a file as a whole, as a ConfigMap's files change.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let beside = self.folder.join(format!("{name}.new"));
        std::fs::write(&beside, text).unwrap();
        std::fs::rename(beside, self.folder.join(name)).unwrap();
    }

    /// Gives the server a certificate.
    pub(crate) fn certify(&self, identity: &Identity) {
        self.write("tls.crt", &identity.cert);
        self.write("tls.key", &identity.key);
    }

    pub(crate) fn options(&self) -> Options {
        let path = |name: &str| self.folder.join(name);
        Options {
            policy: path("plimsoll.yaml"),
            tls_cert: path("tls.crt"),
            tls_key: path("tls.key"),
            client_ca: Some(path("client-ca.crt")),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            status_listen: None,
            anonymous_image_reviews: false,
            drain: Duration::ZERO,
            log_format: Format::Json,
            log_to: Box::new(self.log.clone()),
            date_of: |_| Date { year: 2026, month: 11, day: 23 },
        }
    }

    pub(crate) async fn start(&self) -> Server {
        Server::start(self.options()).await.unwrap()
    }

    /// What was logged so far.
    pub(crate) fn log(&self) -> String {
        String::from_utf8(self.log.0.lock().unwrap().clone()).unwrap()
    }

    /// Waits for a line with that in it.
    pub(crate) async fn logged(&self, needle: &str) -> String {
        for _ in 0..200 {
            if let Some(line) = self.log().lines().find(|line| line.contains(needle)) {
                return line.to_owned();
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("no `{needle}` in the log:\n{}", self.log());
    }
}

/// A log in memory.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
