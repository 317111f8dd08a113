//! What all connections share: the policy and the settings of TLS in use, each replaced as a whole, and how the server is.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use plimsoll_policy::{ImagePolicy, Policy};
use tokio::sync::Semaphore;
use tokio_rustls::rustls::ServerConfig;

use crate::log::{Level, Log};
use crate::metrics::{Metrics, Source};
use crate::tls::{self, Pems};
use crate::{Options, body};

/// How far the server's life is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Running,
    /// It says that it is not ready, and answers whoever still asks.
    Draining,
    /// It takes no more connections.
    Stopping,
}

/// What all connections share.
pub(crate) struct Shared {
    pub(crate) log: Log,
    pub(crate) metrics: Metrics,
    /// The room for bodies.
    pub(crate) room: Arc<Semaphore>,
    pub(crate) anonymous_image_reviews: bool,
    policy: RwLock<Arc<ImagePolicy>>,
    tls: RwLock<Arc<ServerConfig>>,
    /// How often the settings of TLS were replaced.
    tls_generation: AtomicU64,
    on_disk: Mutex<OnDisk>,
}

/// The files, and what of them is in use.
struct OnDisk {
    paths: Paths,
    policy: Vec<u8>,
    pems: Pems,
    /// Why what is on disk now is not in use, by source.
    faults: [Option<String>; 2],
}

#[derive(Clone)]
struct Paths {
    policy: PathBuf,
    tls_cert: PathBuf,
    tls_key: PathBuf,
    client_ca: Option<PathBuf>,
}

impl Shared {
    /// Reads the files.
    ///
    /// # Errors
    /// What cannot be used, as a sentence.
    pub(crate) fn load(options: Options) -> Result<Shared, String> {
        let log =
            Log::start(options.log_format, options.log_to, options.date_of).map_err(|error| format!("cannot start a thread: {error}"))?;
        let paths = Paths { policy: options.policy, tls_cert: options.tls_cert, tls_key: options.tls_key, client_ca: options.client_ca };
        let text = read(&paths.policy)?;
        let policy = parse(&paths.policy, &text)?;
        let pems = paths.pems()?;
        let config = tls::config(&pems)?;
        if paths.client_ca.is_none() && !options.anonymous_image_reviews {
            log.line(Level::Warn, "image-reviews-denied").text("reason", NOBODY_ASKED).write();
        }
        warn(&log, &policy);
        Ok(Shared {
            log,
            metrics: Metrics::default(),
            room: body::room(),
            anonymous_image_reviews: options.anonymous_image_reviews,
            policy: RwLock::new(Arc::new(policy.images)),
            tls: RwLock::new(config),
            tls_generation: AtomicU64::new(0),
            on_disk: Mutex::new(OnDisk { paths, policy: text, pems, faults: [None, None] }),
        })
    }

    /// The policy in use.
    pub(crate) fn policy(&self) -> Arc<ImagePolicy> {
        Arc::clone(&self.policy.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The settings of TLS in use, and their number.
    pub(crate) fn tls(&self) -> (Arc<ServerConfig>, u64) {
        // The number first: a connection may take itself for older than it is, never for newer.
        let generation = self.tls_generation();
        (Arc::clone(&self.tls.read().unwrap_or_else(PoisonError::into_inner)), generation)
    }

    pub(crate) fn tls_generation(&self) -> u64 {
        self.tls_generation.load(Ordering::Acquire)
    }

    /// Whether what is on disk cannot be used.
    pub(crate) fn is_failing(&self, source: Source) -> bool {
        let on_disk = self.on_disk.lock().unwrap_or_else(PoisonError::into_inner);
        on_disk.faults.get(source as usize).is_some_and(Option::is_some)
    }

    /// The metrics as text.
    pub(crate) fn metrics(&self) -> String {
        self.metrics.text(|source| self.is_failing(source), self.log.lost())
    }

    /// Reads the files and takes what changed into use. What cannot be used changes nothing, and is told once. It blocks.
    pub(crate) fn reload(&self) {
        let (paths, policy, pems) = {
            let on_disk = self.on_disk.lock().unwrap_or_else(PoisonError::into_inner);
            (on_disk.paths.clone(), on_disk.policy.clone(), on_disk.pems.clone())
        };
        let new = read(&paths.policy).and_then(|text| match text == policy {
            true => Ok(None),
            false => parse(&paths.policy, &text).map(|policy| Some((policy, text))),
        });
        let new = new.map(|changed| {
            changed.map(|(policy, text)| {
                warn(&self.log, &policy);
                *self.policy.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(policy.images);
                self.on_disk.lock().unwrap_or_else(PoisonError::into_inner).policy = text;
            })
        });
        self.reloaded(Source::Policy, new);
        let new = paths.pems().and_then(|found| match found == pems {
            true => Ok(None),
            false => tls::config(&found).map(|config| Some((config, found))),
        });
        let new = new.map(|changed| {
            changed.map(|(config, pems)| {
                *self.tls.write().unwrap_or_else(PoisonError::into_inner) = config;
                self.tls_generation.fetch_add(1, Ordering::AcqRel);
                self.on_disk.lock().unwrap_or_else(PoisonError::into_inner).pems = pems;
            })
        });
        self.reloaded(Source::Tls, new);
    }

    /// Tells what came of reading a source anew: `None` where it has not changed.
    fn reloaded(&self, source: Source, outcome: Result<Option<()>, String>) {
        let mut on_disk = self.on_disk.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(fault) = on_disk.faults.get_mut(source as usize) else { return };
        match outcome {
            Ok(None) if fault.is_none() => {}
            Ok(changed) => {
                *fault = None;
                self.metrics.reloaded(source, true);
                let what = if changed.is_some() { "reloaded" } else { "reload-as-before" };
                self.log.line(Level::Info, what).text("source", source.name()).write();
            }
            Err(reason) => {
                if fault.as_ref() != Some(&reason) {
                    self.metrics.reloaded(source, false);
                    let line = self.log.line(Level::Error, "reload-refused").text("source", source.name()).text("reason", &reason);
                    line.text("consequence", "what was read before stays in use").write();
                    *fault = Some(reason);
                }
            }
        }
    }
}

/// Why ImageReviews are denied where nobody is asked for a certificate.
pub(crate) const NOBODY_ASKED: &str = "the webhook asks nobody for a certificate, so anybody could ask it: start `plimsoll serve` with --client-ca and \
                                       the authority of the API server's client certificate, or with --anonymous-image-reviews";

impl Paths {
    fn pems(&self) -> Result<Pems, String> {
        let named = |path: &Path| Ok::<_, String>((path.display().to_string(), read(path)?));
        let client_ca = self.client_ca.as_deref().map(named).transpose()?;
        Ok(Pems { cert: named(&self.tls_cert)?, key: named(&self.tls_key)?, client_ca })
    }
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn parse(path: &Path, text: &[u8]) -> Result<Policy, String> {
    let at = path.display();
    let text = std::str::from_utf8(text).map_err(|error| format!("{at}: {error}"))?;
    Policy::parse(text).map_err(|error| match error.place {
        Some(_) => format!("{at}:{error}"),
        None => format!("{at}: {error}"),
    })
}

/// Tells what in a policy is wider than it looks.
fn warn(log: &Log, policy: &Policy) {
    for warning in policy.warnings(log.now().0) {
        log.line(Level::Warn, "policy-wide").text("reason", &warning).write();
    }
}
