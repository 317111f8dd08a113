//! A stream that ends for a peer who takes too long. It never looks at what is sent.
//!
//! hyper has one time for a request's head and for the pause before it. They must differ: see [`limits::IDLE_TIME`].

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

use crate::limits;

/// What a connection waits for, told by those who answer: a number that counts on, so that the head of one request is not taken for that
/// of the next. All of a connection happens in one task.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stage(Arc<AtomicU64>);

/// The rest of a request's head. A new connection begins here: who connects has something to say.
const HEAD: u64 = 0;
/// An answer that is being made; bodies have a time of their own.
const BUSY: u64 = 1;
/// Another request.
const IDLE: u64 = 2;
const STAGES: u64 = 3;

impl Stage {
    /// A head is complete.
    pub(crate) fn busy(&self) {
        self.advance(BUSY);
    }

    /// An answer is made.
    pub(crate) fn idle(&self) {
        self.advance(IDLE);
    }

    fn number(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    fn advance(&self, stage: u64) {
        let number = self.number();
        self.0.store(number + (stage + STAGES - number % STAGES) % STAGES, Ordering::Relaxed);
    }
}

/// A stream whose peer has only so much time.
pub(crate) struct Patient<S> {
    inner: S,
    stage: Stage,
    reading: Clock,
    writing: Clock,
}

impl<S> Patient<S> {
    pub(crate) fn new(inner: S, stage: Stage) -> Patient<S> {
        Patient { inner, stage, reading: Clock::default(), writing: Clock::default() }
    }

    /// What came of writing: as long as nothing is taken, the time runs.
    fn written<T>(&mut self, polled: Poll<io::Result<T>>, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.writing.waiting = None;
            return polled;
        }
        self.writing.start(0, limits::WRITE_TIME);
        self.writing.poll(cx).map(Err)
    }
}

/// A time that runs while something is waited for.
#[derive(Default)]
struct Clock {
    /// What is waited for, and until when.
    waiting: Option<(u64, Instant)>,
    /// Wakes the task; made when it is first needed, and used again.
    sleep: Option<Pin<Box<Sleep>>>,
}

impl Clock {
    /// Starts the time, unless it runs for the same already.
    fn start(&mut self, what: u64, time: Duration) {
        if self.waiting.is_none_or(|(awaited, _)| awaited != what) {
            self.waiting = Some((what, Instant::now() + time));
        }
    }

    /// Ready when the time is over; else the task is woken then.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let Some((_, end)) = self.waiting else { return Poll::Pending };
        let sleep = self.sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(end)));
        if sleep.deadline() != end {
            sleep.as_mut().reset(end);
        }
        sleep.as_mut().poll(cx).map(|()| io::ErrorKind::TimedOut.into())
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let polled = Pin::new(&mut this.inner).poll_read(cx, into);
        // The first bytes of a request: from here on its head has to come.
        if polled.is_ready() && this.stage.number() % STAGES == IDLE {
            this.stage.advance(HEAD);
        }
        let number = this.stage.number();
        match number % STAGES {
            HEAD => this.reading.start(number, limits::HEAD_TIME),
            IDLE => this.reading.start(number, limits::IDLE_TIME),
            _ => this.reading.waiting = None,
        }
        // Bytes that trickle in do not start the time again, and do not come in after it.
        match this.reading.waiting {
            Some((_, end)) if polled.is_ready() && Instant::now() < end => polled,
            Some(_) => match this.reading.poll(cx) {
                Poll::Ready(error) => Poll::Ready(Err(error)),
                Poll::Pending => polled,
            },
            None => polled,
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let polled = Pin::new(&mut this.inner).poll_write(cx, bytes);
        this.written(polled, cx)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let polled = Pin::new(&mut this.inner).poll_flush(cx);
        this.written(polled, cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let polled = Pin::new(&mut this.inner).poll_shutdown(cx);
        this.written(polled, cx)
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
    use tokio::time::{Instant, sleep};

    use super::{Patient, Stage};
    use crate::limits;

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test(start_paused = true)]
    async fn a_head_has_its_time_however_it_trickles() {
        let (mut peer, stream) = duplex(64);
        let mut stream = Patient::new(stream, Stage::default());
        tokio::spawn(async move {
            while peer.write_all(b"a").await.is_ok() {
                sleep(SECOND / 2).await;
            }
        });
        let begun = Instant::now();
        let mut buffer = [0; 8];
        let error = loop {
            if let Err(error) = stream.read(&mut buffer).await {
                break error;
            }
        };
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        assert!(begun.elapsed() >= limits::HEAD_TIME && begun.elapsed() < limits::HEAD_TIME + SECOND, "{:?}", begun.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn every_request_has_its_own_times() {
        let (mut peer, stream) = duplex(64);
        let stage = Stage::default();
        let mut stream = Patient::new(stream, stage.clone());
        let mut buffer = [0; 8];
        for pause in [limits::HEAD_TIME, limits::HEAD_TIME, limits::IDLE_TIME] {
            peer.write_all(b"head").await.unwrap();
            assert_eq!(stream.read(&mut buffer).await.unwrap(), 4);
            stage.busy();
            // However long an answer takes, it is not its asker who is late.
            sleep(limits::IDLE_TIME).await;
            stage.idle();
            let begun = Instant::now();
            let waited = tokio::time::timeout(pause - SECOND, stream.read(&mut buffer)).await;
            assert!(waited.is_err() && begun.elapsed() == pause - SECOND, "{waited:?}");
        }
        let error = stream.read(&mut buffer).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_nothing_of_an_answer_is_not_waited_for() {
        let (_peer, stream) = duplex(64);
        let mut stream = Patient::new(stream, Stage::default());
        let begun = Instant::now();
        let error = stream.write_all(&[0; 1000]).await.unwrap_err();
        assert_eq!((error.kind(), begun.elapsed()), (io::ErrorKind::TimedOut, limits::WRITE_TIME));
    }
}
