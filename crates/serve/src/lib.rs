//! The admission webhook: reviews of the API server in over TLS, answers out, decided by a policy file.
//!
//! `POST /imagepolicy` answers the ImagePolicyWebhook plugin, `POST /validate` a ValidatingWebhookConfiguration; `/healthz`, `/readyz` and
//! `/metrics` tell how it is. It decides nothing itself: that is `plimsoll_policy::admission`. It never asks a registry or the API server,
//! and writes no file.
//!
//! HTTP/1.1 only: a review is one small request, and many streams in one connection are one more thing to bound (CVE-2023-44487).

mod answers;
mod body;
mod connection;
mod limits;
mod log;
mod metrics;
mod patience;
mod reload;
mod state;
mod tls;
mod tree;

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use plimsoll_policy::Date;
use tokio::net::TcpListener;
use tokio::sync::watch;

use connection::{Face, Listening};
pub use log::Format;
use log::Level;
use state::{Phase, Shared};

/// What a server is started with.
pub struct Options {
    /// The policy file.
    pub policy: PathBuf,
    /// The server's certificate and those between it and its authority, in PEM.
    pub tls_cert: PathBuf,
    /// The key of the certificate, in PEM.
    pub tls_key: PathBuf,
    /// The authorities of client certificates, in PEM; where there is one, a client without a certificate of theirs is not listened to.
    pub client_ca: Option<PathBuf>,
    /// Where to listen; port 0 is any.
    pub listen: SocketAddr,
    /// Where to tell health and metrics over plain HTTP, for those who have no client certificate.
    pub status_listen: Option<SocketAddr>,
    /// Whether ImageReviews are answered although nobody asks for client certificates.
    pub anonymous_image_reviews: bool,
    /// How long to go on answering once told to stop, while `/readyz` says no: until nobody sends anything any more.
    pub drain: Duration,
    /// The form of log lines.
    pub log_format: Format,
    /// Where log lines go.
    pub log_to: Box<dyn io::Write + Send>,
    /// The date that is so many days after 1970-01-01.
    pub date_of: fn(u64) -> Date,
}

/// Why a server cannot start: a sentence for its user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CannotStart(pub String);

impl fmt::Display for CannotStart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CannotStart {}

/// A server that runs.
pub struct Server {
    shared: Arc<Shared>,
    phase: watch::Sender<Phase>,
    drain: Duration,
    address: SocketAddr,
    status_address: Option<SocketAddr>,
    listening: Vec<Listening>,
}

impl Server {
    /// Reads the files, listens, and answers in the background.
    ///
    /// # Errors
    /// Where a file cannot be used or an address cannot be listened at.
    pub async fn start(options: Options) -> Result<Server, CannotStart> {
        let (phase, watched) = watch::channel(Phase::Running);
        let (drain, listen, status_listen) = (options.drain, options.listen, options.status_listen);
        let shared = Arc::new(Shared::load(options).map_err(CannotStart)?);
        let (listener, address) = bind(listen).await?;
        let status = match status_listen {
            Some(at) => Some(bind(at).await?),
            None => None,
        };
        let status_address = status.as_ref().map(|(_, address)| *address);
        let mut listening = vec![Listening::start(listener, Face::Reviews, Arc::clone(&shared), watched.clone())];
        if let Some((listener, _)) = status {
            listening.push(Listening::start(listener, Face::Status, Arc::clone(&shared), watched.clone()));
        }
        tokio::spawn(reload::watch(Arc::clone(&shared), watched));
        shared.log.line(Level::Info, "listening").text("address", &address.to_string()).write();
        if let Some(address) = status_address {
            shared.log.line(Level::Info, "status").text("address", &address.to_string()).write();
        }
        Ok(Server { shared, phase, drain, address, status_address, listening })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it tells health and metrics over plain HTTP.
    #[must_use]
    pub fn status_address(&self) -> Option<SocketAddr> {
        self.status_address
    }

    /// Stops without losing a request: says that it is not ready and goes on for the time of [`Options::drain`], then takes no more
    /// connections and ends when those it has are done, or after some seconds.
    pub async fn stop(self) {
        self.shared.log.line(Level::Info, "draining").number("seconds", self.drain.as_secs()).write();
        self.phase.send_replace(Phase::Draining);
        tokio::time::sleep(self.drain).await;
        self.phase.send_replace(Phase::Stopping);
        let mut cut = 0;
        for listening in self.listening {
            cut += listening.end().await;
        }
        self.shared.log.line(Level::Info, "stopped").number("connections_cut", cut).write();
        self.shared.log.flush();
    }
}

async fn bind(at: SocketAddr) -> Result<(TcpListener, SocketAddr), CannotStart> {
    let failed = |error: io::Error| CannotStart(format!("cannot listen at {at}: {error}"));
    let listener = TcpListener::bind(at).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// Runs a server until the process is told to end (SIGTERM or SIGINT; a second one ends it at once). SIGHUP reads the files anew.
///
/// # Errors
/// Where it cannot start.
pub fn run(options: Options) -> Result<(), CannotStart> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_io().enable_time().build();
    let runtime = runtime.map_err(|error| CannotStart(format!("cannot start threads: {error}")))?;
    runtime.block_on(async {
        // Before anything listens: who is told to end while starting ends in order.
        let mut end = EndSignals::new().map_err(|error| CannotStart(format!("cannot listen to signals: {error}")))?;
        let server = Server::start(options).await?;
        end.next().await;
        tokio::select! {
            () = server.stop() => {}
            () = end.next() => {}
        }
        Ok(())
    })
}

/// The signals that end the process.
#[cfg(unix)]
struct EndSignals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl EndSignals {
    fn new() -> io::Result<EndSignals> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(EndSignals { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// The signals that end the process.
#[cfg(not(unix))]
struct EndSignals;

#[cfg(not(unix))]
impl EndSignals {
    fn new() -> io::Result<EndSignals> {
        Ok(EndSignals)
    }

    async fn next(&mut self) {
        // Where Ctrl-C cannot be listened to, the process goes on until it is ended otherwise.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
