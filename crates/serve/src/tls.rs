//! TLS: certificates and authorities from PEM, and whose certificate a client must have. It never reads a file.

use std::io;
use std::sync::Arc;

use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{AlertDescription, CertificateError, Error, InconsistentKeys, RootCertStore, ServerConfig};

/// The texts of the files, each with its name for messages.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Pems {
    pub(crate) cert: (String, Vec<u8>),
    pub(crate) key: (String, Vec<u8>),
    pub(crate) client_ca: Option<(String, Vec<u8>)>,
}

/// Makes the settings of TLS: versions 1.2 and 1.3, HTTP/1.1.
///
/// # Errors
/// What cannot be used, as a sentence that names the file.
pub(crate) fn config(pems: &Pems) -> Result<Arc<ServerConfig>, String> {
    let provider = Arc::new(ring::default_provider());
    let chain = certificates(&pems.cert)?;
    let (key_name, key) = &pems.key;
    let key = PrivateKeyDer::from_pem_slice(key)
        .map_err(|_| format!("{key_name}: there is no key in it (PEM: `-----BEGIN PRIVATE KEY-----`); it must not need a password"))?;
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("TLS cannot be used: {error}"))?;
    let builder = match &pems.client_ca {
        None => builder.with_no_client_auth(),
        Some(authorities) => {
            let mut roots = RootCertStore::empty();
            for certificate in certificates(authorities)? {
                roots.add(certificate).map_err(|error| format!("{}: cannot be an authority: {error}", authorities.0))?;
            }
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
            builder.with_client_cert_verifier(verifier.map_err(|error| format!("{}: {error}", authorities.0))?)
        }
    };
    let mut config = builder.with_single_cert(chain, key).map_err(|error| match error {
        Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => {
            format!("{key_name}: is not the key of the certificate in {}", pems.cert.0)
        }
        error => format!("{} and {key_name}: {error}", pems.cert.0),
    })?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn certificates((name, pem): &(String, Vec<u8>)) -> Result<Vec<CertificateDer<'static>>, String> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    let found = found.map_err(|error| format!("{name}: {error}"))?;
    if found.is_empty() {
        return Err(format!("{name}: there is no certificate in it (PEM: `-----BEGIN CERTIFICATE-----`)"));
    }
    Ok(found)
}

/// Why a handshake failed, with what to do where the settings of the API server are to blame.
pub(crate) fn explained(error: &io::Error) -> String {
    let advice = match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
        Some(Error::NoCertificatesPresented) => {
            "it showed none; the user in the API server's kubeconfig wants `client-certificate` and `client-key`"
        }
        Some(Error::InvalidCertificate(CertificateError::UnknownIssuer)) => "the client's certificate is of no authority in --client-ca",
        Some(Error::InvalidCertificate(CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. })) => {
            "the client's certificate wants `extendedKeyUsage=clientAuth`"
        }
        Some(Error::AlertReceived(
            AlertDescription::UnknownCA | AlertDescription::BadCertificate | AlertDescription::CertificateUnknown,
        )) => {
            "the client does not trust our certificate: it has to be of the authority and for the address in its kubeconfig, or `caBundle`"
        }
        _ => return error.to_string(),
    };
    format!("{error}: {advice}")
}
