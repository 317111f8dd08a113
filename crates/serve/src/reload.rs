//! When to read the files anew: every few seconds, and on SIGHUP.

use std::sync::Arc;

use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

use crate::limits;
use crate::state::{Phase, Shared};

/// Watches the files until the server stops.
pub(crate) async fn watch(shared: Arc<Shared>, mut phase: watch::Receiver<Phase>) {
    let mut ticks = tokio::time::interval(limits::POLL);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut hangups = Hangups::new();
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = hangups.next() => {}
            _ = phase.wait_for(|phase| *phase == Phase::Stopping) => return,
        }
        let shared = Arc::clone(&shared);
        // Files may be slow, and big policies take their time to read.
        if tokio::task::spawn_blocking(move || shared.reload()).await.is_err() {
            return;
        }
    }
}

/// SIGHUP, where there is one.
struct Hangups {
    #[cfg(unix)]
    signal: Option<tokio::signal::unix::Signal>,
}

impl Hangups {
    fn new() -> Hangups {
        Hangups {
            #[cfg(unix)]
            signal: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()).ok(),
        }
    }

    async fn next(&mut self) {
        #[cfg(unix)]
        if let Some(signal) = &mut self.signal
            && signal.recv().await.is_some()
        {
            return;
        }
        std::future::pending().await
    }
}
