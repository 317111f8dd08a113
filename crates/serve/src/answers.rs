//! Requests and their answers: which path does what.
//!
//! Whatever arrives at a path for reviews is answered with 200 and a verdict, a denial where it is no review: any other status is a failure
//! to the API server, and what becomes of the pod then is up to `defaultAllow` or `failurePolicy`. Only what cannot be read gets another one:
//! 408, 413, and 429 with `Retry-After`, which the API server sends again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use hyper::{Method, Request, Response, StatusCode};
use plimsoll_policy::admission::{self, Admission, Review};
use serde_json::Value;
use tokio::sync::watch;

use crate::body::{self, NoBody};
use crate::connection::Face;
use crate::limits;
use crate::log::Level;
use crate::metrics::{Kind, Refused, Source};
use crate::state::{NOBODY_ASKED, Phase, Shared};
use crate::tree;

/// Who asks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asker {
    pub(crate) face: Face,
    /// Whether it has shown a certificate of an authority that it must be from.
    pub(crate) is_known: bool,
    /// The settings of TLS that the connection was made by.
    pub(crate) tls_generation: u64,
}

type Answer = Response<Full<Bytes>>;

/// Answers a request.
pub(crate) async fn answer(request: Request<Incoming>, asker: Asker, shared: &Arc<Shared>, phase: &watch::Receiver<Phase>) -> Answer {
    let is_running = *phase.borrow() == Phase::Running;
    let mut answer = route(request, asker, shared, is_running).await;
    // The next request goes to a server that stays, or by the certificates of today. Said in an answer, this loses nothing that is on its way.
    let is_outdated = asker.face == Face::Reviews && asker.tls_generation != shared.tls_generation();
    if !is_running || is_outdated {
        answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    answer
}

async fn route(request: Request<Incoming>, asker: Asker, shared: &Arc<Shared>, is_running: bool) -> Answer {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let kind = match (request.uri().path(), asker.face) {
        ("/imagepolicy", Face::Reviews) => Kind::Images,
        ("/validate", Face::Reviews) => Kind::Request,
        ("/healthz", _) if is_read => return plain(StatusCode::OK, "ok\n"),
        ("/readyz", _) if is_read => return ready(shared, is_running),
        ("/metrics", _) if is_read => {
            let text = "text/plain; version=0.0.4; charset=utf-8";
            return made(StatusCode::OK, text, shared.metrics());
        }
        ("/healthz" | "/readyz" | "/metrics", _) => return wrong_method(shared, "GET, HEAD"),
        (_, face) => {
            shared.metrics.refused(Refused::Path);
            return plain(
                StatusCode::NOT_FOUND,
                match face {
                    Face::Reviews => "There is nothing here: reviews go to /imagepolicy and /validate.\n",
                    Face::Status => "There is nothing here but /healthz, /readyz and /metrics.\n",
                },
            );
        }
    };
    if request.method() != Method::POST {
        return wrong_method(shared, "POST");
    }
    review(request, kind, asker, shared).await
}

fn ready(shared: &Shared, is_running: bool) -> Answer {
    if !is_running {
        return plain(StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    // Not ready would take every replica out at once for one bad file, while all of them can answer.
    let mut text = String::from("ready\n");
    for source in Source::ALL {
        if shared.is_failing(source) {
            text.push_str(source.name());
            text.push_str(": what is on disk cannot be used, what was read before is; the log says why\n");
        }
    }
    made(StatusCode::OK, TEXT, text)
}

async fn review(request: Request<Incoming>, kind: Kind, asker: Asker, shared: &Arc<Shared>) -> Answer {
    let (body, _room) = match body::read(request, &shared.room).await {
        Ok(read) => read,
        Err(why) => return no_body(why, shared),
    };
    let begun = Instant::now();
    let is_trusted = asker.is_known || shared.anonymous_image_reviews || kind == Kind::Request;
    let policy = shared.policy();
    let today = shared.log.now().0;
    let is_large = body.len() >= limits::LARGE_BODY;
    let decide = move || {
        let read = tree::read(&body);
        let decided = match &read {
            Ok(_) if !is_trusted => Err(NOBODY_ASKED.to_owned()),
            Ok(value) if !is_of_kind(value, kind) => Err(format!("the webhook answers nothing but {} at this path", kind.name())),
            Ok(value) => admission::admit_value(value, &policy, today).map_err(|error| error.to_string()),
            Err(reason) => Err(reason.clone()),
        };
        let value = read.unwrap_or_default();
        let review = decided.unwrap_or_else(|reason| denied(kind, &value, reason));
        (value, review)
    };
    let (value, review) = if is_large {
        match tokio::task::spawn_blocking(decide).await {
            Ok(decided) => decided,
            Err(_) => (Value::Null, denied(kind, &Value::Null, "the review could not be decided".into())),
        }
    } else {
        decide()
    };
    let took = begun.elapsed();
    shared.metrics.reviewed(kind, review.is_allowed(), took);
    log(shared, kind, &value, &review, took);
    made(StatusCode::OK, "application/json", review.to_json())
}

/// Whether a review is of the path's kind; one that says no kind is for the decision to refuse.
fn is_of_kind(review: &Value, kind: Kind) -> bool {
    review.get("kind").and_then(Value::as_str).is_none_or(|found| found == kind.name())
}

/// The answer to what is denied whatever the policy says.
fn denied(kind: Kind, review: &Value, reason: String) -> Review {
    match kind {
        Kind::Images => admission::of_images(Admission::refused(reason)),
        Kind::Request => admission::of_request(review.get("request").unwrap_or(&Value::Null), Admission::refused(reason)),
    }
}

/// One line for a decision. Annotations and objects stay out: they may hold secrets.
fn log(shared: &Shared, kind: Kind, review: &Value, answer: &Review, took: Duration) {
    let text = |path: &str| review.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let line = shared.log.line(Level::Info, "review").text("review", kind.name());
    let line = match kind {
        Kind::Images => line.text("namespace", text("/spec/namespace")),
        Kind::Request => line
            .text("uid", text("/request/uid"))
            .text("operation", text("/request/operation"))
            .text("kind", text("/request/kind/kind"))
            .text("subresource", text("/request/subResource"))
            .text("namespace", text("/request/namespace"))
            .text("name", text("/request/name")),
    };
    let line = line.yes_or_no("allowed", answer.is_allowed()).text("reason", answer.message());
    line.number("micros", u64::try_from(took.as_micros()).unwrap_or(u64::MAX)).write();
}

fn no_body(why: NoBody, shared: &Shared) -> Answer {
    let (refused, status, text) = match why {
        NoBody::TooLarge => (Refused::TooLarge, StatusCode::PAYLOAD_TOO_LARGE, "The review is too large.\n"),
        NoBody::Late => (Refused::Late, StatusCode::REQUEST_TIMEOUT, "The review did not come in time.\n"),
        NoBody::NoRoom => (Refused::Busy, StatusCode::TOO_MANY_REQUESTS, "There is no room for the review now.\n"),
        NoBody::Broken => (Refused::Broken, StatusCode::BAD_REQUEST, "The request broke off.\n"),
    };
    shared.metrics.refused(refused);
    shared.log.line(Level::Warn, "refused").number("status", status.as_u16().into()).text("reason", text.trim_end()).write();
    let mut answer = plain(status, text);
    // What of the body has not been read would be taken for the next request.
    answer.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    if why == NoBody::NoRoom {
        answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    answer
}

fn wrong_method(shared: &Shared, allowed: &'static str) -> Answer {
    shared.metrics.refused(Refused::Method);
    let mut answer = plain(StatusCode::METHOD_NOT_ALLOWED, "This path wants another method.\n");
    answer.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
    answer
}

const TEXT: &str = "text/plain; charset=utf-8";

fn plain(status: StatusCode, text: &'static str) -> Answer {
    made(status, TEXT, text)
}

fn made(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Answer {
    let mut answer = Response::new(Full::new(body.into()));
    *answer.status_mut() = status;
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}
