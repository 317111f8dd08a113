//! A request's body, within its limits of size and time.

use std::sync::Arc;

use http_body_util::BodyExt;
use hyper::Request;
use hyper::body::{Body, Incoming};
use hyper::header::EXPECT;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::limits;

/// One permit is so many bytes: permits are counted in 32 bits.
const UNIT: usize = 1024;

/// The room for bodies, in permits.
pub(crate) fn room() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(limits::BODIES / UNIT))
}

/// Why there is no body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoBody {
    /// It is over the limit.
    TooLarge,
    /// It did not come in time.
    Late,
    /// There was no room for it in time.
    NoRoom,
    /// The connection ended, or what came is no HTTP.
    Broken,
}

/// Reads a body. The permit is the room it takes: it is to be held as long as the body is.
///
/// # Errors
/// Where there is none to use.
pub(crate) async fn read(request: Request<Incoming>, room: &Arc<Semaphore>) -> Result<(Vec<u8>, OwnedSemaphorePermit), NoBody> {
    let end = tokio::time::Instant::now() + limits::BODY_TIME;
    let announced = request.body().size_hint().exact().map(|bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
    let is_too_large = announced.is_some_and(|bytes| bytes > limits::BODY);
    // Who asks first whether to send is told no before it is sent.
    if is_too_large && request.headers().contains_key(EXPECT) {
        return Err(NoBody::TooLarge);
    }
    let mut body = request.into_body();
    if is_too_large {
        return Err(within(end, discard(&mut body, limits::DISCARDED)).await.unwrap_or(NoBody::TooLarge));
    }
    let needed = announced.unwrap_or(limits::BODY);
    let permits = u32::try_from(needed.div_ceil(UNIT)).unwrap_or(u32::MAX);
    let permit = tokio::time::timeout_at(end, Arc::clone(room).acquire_many_owned(permits)).await;
    let Ok(Ok(permit)) = permit else { return Err(NoBody::NoRoom) };
    let bytes = within(end, collect(&mut body, announced.unwrap_or_default())).await.unwrap_or(Err(NoBody::Late))?;
    Ok((bytes, permit))
}

async fn within<T>(end: tokio::time::Instant, work: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout_at(end, work).await.ok()
}

async fn collect(body: &mut Incoming, announced: usize) -> Result<Vec<u8>, NoBody> {
    let mut bytes = Vec::with_capacity(announced);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| NoBody::Broken)?.into_data() else { continue };
        if bytes.len() + data.len() > limits::BODY {
            drop(bytes);
            return Err(discard(body, limits::DISCARDED).await);
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes)
}

/// Reads what is too large to its end, if that is near: who is still sending does not read, and would see no answer but a closed connection.
async fn discard(body: &mut Incoming, mut most: usize) -> NoBody {
    while let Some(Ok(frame)) = body.frame().await {
        let length = frame.data_ref().map_or(0, |data| data.len());
        if length > most {
            break;
        }
        most -= length;
    }
    NoBody::TooLarge
}
