//! Connections: accepted, encrypted, answered and ended, each in a task of its own.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

use crate::answers::{self, Asker};
use crate::limits;
use crate::log::Level;
use crate::patience::{Patient, Stage};
use crate::state::{Phase, Shared};
use crate::tls;

/// What is answered at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    /// Everything, over TLS.
    Reviews,
    /// Health and metrics, over plain HTTP.
    Status,
}

/// An address that is listened at.
pub(crate) struct Listening {
    accepting: JoinHandle<()>,
    free: Arc<Semaphore>,
}

impl Listening {
    pub(crate) fn start(listener: TcpListener, face: Face, shared: Arc<Shared>, phase: watch::Receiver<Phase>) -> Listening {
        let free = Arc::new(Semaphore::new(limits::CONNECTIONS));
        Listening { accepting: tokio::spawn(accept(listener, face, shared, phase, Arc::clone(&free))), free }
    }

    /// Waits, not too long, for all connections to end, and gives how many had not.
    pub(crate) async fn end(self) -> u64 {
        // It ends by itself in the phase of stopping; were it to fail, there were no more connections either.
        let _ = self.accepting.await;
        let all = u32::try_from(limits::CONNECTIONS).unwrap_or(u32::MAX);
        match tokio::time::timeout(limits::END_TIME, self.free.acquire_many(all)).await {
            Ok(_) => 0,
            Err(_) => u64::try_from(limits::CONNECTIONS - self.free.available_permits()).unwrap_or(u64::MAX),
        }
    }
}

async fn accept(listener: TcpListener, face: Face, shared: Arc<Shared>, mut phase: watch::Receiver<Phase>, free: Arc<Semaphore>) {
    let watched = phase.clone();
    let stopping = phase.wait_for(|phase| *phase == Phase::Stopping);
    tokio::pin!(stopping);
    loop {
        let next = async {
            let permit = Arc::clone(&free).acquire_owned().await;
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            _ = &mut stopping => return,
            next = next => next,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                // Out of file descriptors, most likely: a pause lets some become free.
                shared.log.line(Level::Error, "accept-failed").text("reason", &error.to_string()).write();
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let (shared, phase) = (Arc::clone(&shared), watched.clone());
        tokio::spawn(async move {
            let _permit = permit;
            let _connected = shared.metrics.connected();
            let _ = stream.set_nodelay(true);
            match face {
                Face::Reviews => encrypted(stream, &shared, phase).await,
                Face::Status => {
                    let asker = Asker { face, is_known: false, tls_generation: 0 };
                    converse(stream, asker, &shared, phase).await;
                }
            }
        });
    }
}

async fn encrypted(stream: TcpStream, shared: &Arc<Shared>, phase: watch::Receiver<Phase>) {
    let peer = stream.peer_addr().map(|address| address.ip().to_string()).unwrap_or_default();
    let (config, tls_generation) = shared.tls();
    let shaken = tokio::time::timeout(limits::HANDSHAKE_TIME, TlsAcceptor::from(config).accept(stream)).await;
    let stream = match shaken.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into())) {
        Ok(stream) => stream,
        Err(error) => {
            shared.metrics.handshake_failed();
            // Who connects and says nothing is a probe of a load balancer.
            if error.kind() != io::ErrorKind::UnexpectedEof {
                shared.log.line(Level::Warn, "handshake-failed").text("peer", &peer).text("reason", &tls::explained(&error)).write();
            }
            return;
        }
    };
    let is_known = stream.get_ref().1.peer_certificates().is_some();
    converse(stream, Asker { face: Face::Reviews, is_known, tls_generation }, shared, phase).await;
}

/// Answers the requests of a connection, one after the other.
async fn converse(stream: impl AsyncRead + AsyncWrite + Unpin, asker: Asker, shared: &Arc<Shared>, mut phase: watch::Receiver<Phase>) {
    let stage = Stage::default();
    let stream = Patient::new(stream, stage.clone());
    let current = phase.clone();
    let service = service_fn(|request| {
        stage.busy();
        let (stage, phase, shared) = (stage.clone(), current.clone(), Arc::clone(shared));
        async move {
            let response = answers::answer(request, asker, &shared, &phase).await;
            stage.idle();
            Ok::<_, Infallible>(response)
        }
    });
    let mut http = http1::Builder::new();
    http.header_read_timeout(None).max_header_size(limits::HEAD).max_buf_size(2 * limits::HEAD);
    let connection = http.serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    // How a connection ends is its peer's matter: what was wrong with a request has been answered and counted.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = phase.wait_for(|phase| *phase == Phase::Stopping) => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}
