//! A client as the API server is one: it trusts one authority and shows a certificate.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{CONNECTION, CONTENT_TYPE, HOST};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::pki::{Identity, Site};

/// How a client connects.
#[derive(Clone)]
pub(crate) struct Client {
    address: SocketAddr,
    config: Arc<ClientConfig>,
}

/// An answer: its status, whether the connection ends with it, and its body.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) closes: bool,
    pub(crate) content_type: String,
    pub(crate) body: String,
}

impl Client {
    /// A client that trusts the site's server, with the given certificate.
    pub(crate) fn of(site: &Site, address: SocketAddr, identity: Option<&Identity>) -> Client {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(site.servers.pem().as_bytes()).unwrap()).unwrap();
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let builder = builder.with_safe_default_protocol_versions().unwrap().with_root_certificates(roots);
        let config = match identity {
            None => builder.with_no_client_auth(),
            Some(identity) => {
                let cert = CertificateDer::from_pem_slice(identity.cert.as_bytes()).unwrap();
                builder.with_client_auth_cert(vec![cert], PrivateKeyDer::from_pem_slice(identity.key.as_bytes()).unwrap()).unwrap()
            }
        };
        Client { address, config: Arc::new(config) }
    }

    /// A client whose certificate the site's server takes.
    pub(crate) fn known(site: &Site, address: SocketAddr) -> Client {
        Client::of(site, address, Some(&site.clients.client()))
    }

    /// A connection on which anything can be sent.
    pub(crate) async fn connect(&self) -> io::Result<TlsStream<TcpStream>> {
        let stream = TcpStream::connect(self.address).await?;
        TlsConnector::from(Arc::clone(&self.config)).connect(ServerName::from(self.address.ip()), stream).await
    }

    /// A connection for requests, one after the other.
    pub(crate) async fn open(&self) -> io::Result<Connection> {
        let stream = self.connect().await?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
        tokio::spawn(connection);
        Ok(Connection(sender))
    }

    /// One request on a connection of its own.
    pub(crate) async fn send(&self, method: Method, path: &str, body: impl Into<Bytes>) -> io::Result<Answer> {
        self.open().await?.send(method, path, body).await
    }

    pub(crate) async fn post(&self, path: &str, body: impl Into<Bytes>) -> Answer {
        self.send(Method::POST, path, body).await.unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, "").await.unwrap()
    }
}

/// A connection for requests, one after the other.
pub(crate) struct Connection(SendRequest<Full<Bytes>>);

impl Connection {
    pub(crate) async fn send(&mut self, method: Method, path: &str, body: impl Into<Bytes>) -> io::Result<Answer> {
        self.0.ready().await.map_err(io::Error::other)?;
        let request = Request::builder().method(method).uri(path).header(HOST, "127.0.0.1").header(CONTENT_TYPE, "application/json");
        let answer = self.0.send_request(request.body(Full::new(body.into())).unwrap()).await.map_err(io::Error::other)?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = answer.into_body().collect().await.map_err(io::Error::other)?.to_bytes();
        let header = |name| headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        Ok(Answer {
            status,
            closes: header(CONNECTION) == "close",
            content_type: header(CONTENT_TYPE),
            body: String::from_utf8(body.to_vec()).unwrap(),
        })
    }
}

/// An ImageReview as the API server sends it.
pub(crate) fn image_review(image: &str) -> String {
    format!(
        "{{\"apiVersion\":\"imagepolicy.k8s.io/v1alpha1\",\"kind\":\"ImageReview\",\"metadata\":{{\"creationTimestamp\":null}},\
         \"spec\":{{\"containers\":[{{\"image\":\"{image}\"}}],\"namespace\":\"shop\"}},\"status\":{{\"allowed\":false}}}}"
    )
}

/// An AdmissionReview for a new pod with one container.
pub(crate) fn pod_review(image: &str) -> String {
    format!(
        "{{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{{\"uid\":\"705ab4f5-6393-11e8-b7cc-42010a800002\",\
         \"kind\":{{\"group\":\"\",\"version\":\"v1\",\"kind\":\"Pod\"}},\"resource\":{{\"group\":\"\",\"version\":\"v1\",\"resource\":\"pods\"}},\
         \"name\":\"web\",\"namespace\":\"shop\",\"operation\":\"CREATE\",\"userInfo\":{{\"username\":\"jo\"}},\
         \"object\":{{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{{\"name\":\"web\"}},\
         \"spec\":{{\"containers\":[{{\"name\":\"app\",\"image\":\"{image}\"}}]}}}},\"oldObject\":null,\"dryRun\":false}}}}"
    )
}

/// Whether an ImageReview or AdmissionReview was let in.
pub(crate) fn is_allowed(answer: &Answer) -> bool {
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    answer.body.contains("\"allowed\":true")
}
