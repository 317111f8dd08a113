//! Counters, told in Prometheus' text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats).

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What a review asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Images,
    Request,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Images => "ImageReview",
            Kind::Request => "AdmissionReview",
        }
    }
}

/// Why a request got no verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    TooLarge,
    Late,
    Busy,
    Broken,
    Method,
    Path,
}

const REFUSED: [(Refused, &str); 6] = [
    (Refused::TooLarge, "too_large"),
    (Refused::Late, "late"),
    (Refused::Busy, "busy"),
    (Refused::Broken, "broken"),
    (Refused::Method, "method"),
    (Refused::Path, "path"),
];

/// Upper ends of the histogram's buckets: microseconds, and seconds as they are written.
const BUCKETS: [(u64, &str); 10] = [
    (50, "0.00005"),
    (100, "0.0001"),
    (250, "0.00025"),
    (500, "0.0005"),
    (1_000, "0.001"),
    (2_500, "0.0025"),
    (5_000, "0.005"),
    (25_000, "0.025"),
    (100_000, "0.1"),
    (1_000_000, "1"),
];

/// All counters.
#[derive(Default)]
pub(crate) struct Metrics {
    /// By kind, denied and allowed.
    reviews: [[AtomicU64; 2]; 2],
    buckets: [AtomicU64; BUCKETS.len()],
    micros: AtomicU64,
    refused: [AtomicU64; REFUSED.len()],
    handshakes_failed: AtomicU64,
    connections: AtomicU64,
    reloads: [[AtomicU64; 2]; 2],
}

/// What can be read anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Policy,
    Tls,
}

impl Source {
    pub(crate) const ALL: [Source; 2] = [Source::Policy, Source::Tls];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Source::Policy => "policy",
            Source::Tls => "tls",
        }
    }
}

fn get(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

fn count(counter: Option<&AtomicU64>) {
    if let Some(counter) = counter {
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

impl Metrics {
    pub(crate) fn reviewed(&self, kind: Kind, is_allowed: bool, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        count(self.reviews.get(kind as usize).and_then(|verdicts| verdicts.get(usize::from(is_allowed))));
        count(BUCKETS.iter().position(|(end, _)| micros <= *end).and_then(|bucket| self.buckets.get(bucket)));
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    pub(crate) fn refused(&self, why: Refused) {
        count(self.refused.get(why as usize));
    }

    pub(crate) fn handshake_failed(&self) {
        count(Some(&self.handshakes_failed));
    }

    /// Counts a connection until what is given back is dropped.
    pub(crate) fn connected(&self) -> Connected<'_> {
        count(Some(&self.connections));
        Connected(&self.connections)
    }

    pub(crate) fn reloaded(&self, source: Source, is_used: bool) {
        count(self.reloads.get(source as usize).and_then(|outcomes| outcomes.get(usize::from(is_used))));
    }

    /// The text for Prometheus. `failing` says of a source whether what is on disk cannot be used.
    pub(crate) fn text(&self, failing: impl Fn(Source) -> bool, log_lines_lost: u64) -> String {
        let mut out = Text(String::new());
        out.family("plimsoll_build_info", "gauge", "The version that runs.");
        out.sample("plimsoll_build_info", &[("version", env!("CARGO_PKG_VERSION"))], 1);
        out.family("plimsoll_reviews_total", "counter", "Reviews that were decided.");
        for (kind, verdicts) in [Kind::Images, Kind::Request].into_iter().zip(&self.reviews) {
            for (verdict, counter) in ["denied", "allowed"].into_iter().zip(verdicts) {
                out.sample("plimsoll_reviews_total", &[("kind", kind.name()), ("verdict", verdict)], get(counter));
            }
        }
        self.histogram(&mut out);
        out.family("plimsoll_refused_total", "counter", "Requests that got no verdict.");
        for ((_, reason), counter) in REFUSED.into_iter().zip(&self.refused) {
            out.sample("plimsoll_refused_total", &[("reason", reason)], get(counter));
        }
        out.family("plimsoll_handshakes_failed_total", "counter", "Connections whose TLS handshake failed.");
        out.sample("plimsoll_handshakes_failed_total", &[], get(&self.handshakes_failed));
        out.family("plimsoll_connections", "gauge", "Connections that are open.");
        out.sample("plimsoll_connections", &[], get(&self.connections));
        out.family("plimsoll_reloads_total", "counter", "Times that changed files were read.");
        for (source, outcomes) in Source::ALL.into_iter().zip(&self.reloads) {
            for (outcome, counter) in ["refused", "used"].into_iter().zip(outcomes) {
                out.sample("plimsoll_reloads_total", &[("source", source.name()), ("outcome", outcome)], get(counter));
            }
        }
        out.family("plimsoll_reload_failing", "gauge", "1 where what is on disk cannot be used and what was read before is.");
        for source in Source::ALL {
            out.sample("plimsoll_reload_failing", &[("source", source.name())], u64::from(failing(source)));
        }
        out.family("plimsoll_log_lines_lost_total", "counter", "Log lines that nobody took away in time.");
        out.sample("plimsoll_log_lines_lost_total", &[], log_lines_lost);
        out.0
    }

    fn histogram(&self, out: &mut Text) {
        let name = "plimsoll_review_seconds";
        out.family(name, "histogram", "Time from a review's last byte to its verdict.");
        let all: u64 = self.reviews.iter().flatten().map(get).sum();
        let mut below = 0;
        for ((_, end), counter) in BUCKETS.into_iter().zip(&self.buckets) {
            below += get(counter);
            out.sample(&format!("{name}_bucket"), &[("le", end)], below);
        }
        // Counters are read one after the other: no bucket may be larger than the whole.
        out.sample(&format!("{name}_bucket"), &[("le", "+Inf")], all.max(below));
        let micros = get(&self.micros);
        out.0.push_str(&format!("{name}_sum {}.{:06}\n", micros / 1_000_000, micros % 1_000_000));
        out.sample(&format!("{name}_count"), &[], all.max(below));
    }
}

/// Counts a connection as long as it lives.
pub(crate) struct Connected<'m>(&'m AtomicU64);

impl Drop for Connected<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

struct Text(String);

impl Text {
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        let _ = write!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
    }

    /// Labels are our own words: nothing in them is to be escaped.
    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: u64) {
        self.0.push_str(name);
        for (number, (key, value)) in labels.iter().enumerate() {
            let _ = write!(self.0, "{}{key}=\"{value}\"", if number == 0 { "{" } else { "," });
        }
        let _ = writeln!(self.0, "{} {value}", if labels.is_empty() { "" } else { "}" });
    }
}
