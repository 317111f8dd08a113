//! All limits of the server in one place, with why they are what they are.

use std::time::Duration;

/// Bytes of a review. The API server takes objects of 3 MiB and stores 1.5 MiB: the old and the new object as JSON stay below this.
pub(crate) const BODY: usize = 8 << 20;

/// Bytes of a body over the limit that are read, to be thrown away, so that its sender gets to read why it is refused.
pub(crate) const DISCARDED: usize = 4 * BODY;

/// Bytes of bodies that are held at the same time: some requests wait for others rather than all of them for more memory.
pub(crate) const BODIES: usize = 2 * BODY;

/// Bytes that a review may take as a tree of values. An old and a new object of the size that the API server stores stay
/// below this; two such reviews fit into the memory that the manifests in `deploy` give to the server.
pub(crate) const TREE: usize = 192 << 20;

/// Bytes from which a review is decided on a thread of its own, so that the small ones behind it do not wait.
pub(crate) const LARGE_BODY: usize = 256 << 10;

/// Bytes of a request's head.
pub(crate) const HEAD: usize = 32 << 10;

/// Connections at the same time, of each listener; more wait to be accepted.
pub(crate) const CONNECTIONS: usize = 1024;

/// For the handshake of TLS.
pub(crate) const HANDSHAKE_TIME: Duration = Duration::from_secs(5);

/// For a request's head, from its first byte.
pub(crate) const HEAD_TIME: Duration = Duration::from_secs(10);

/// For a request's body, and for waiting until there is room for it. The API server itself gives a webhook 10 to 30 seconds.
pub(crate) const BODY_TIME: Duration = Duration::from_secs(10);

/// Between requests. Go's clients close connections after 90 seconds: who closes first must not be the server, or it may close while a
/// request is on its way.
pub(crate) const IDLE_TIME: Duration = Duration::from_secs(120);

/// For the peer to take any of an answer.
pub(crate) const WRITE_TIME: Duration = Duration::from_secs(10);

/// For connections to end once the server stops.
pub(crate) const END_TIME: Duration = Duration::from_secs(12);

/// How often the files are read to see whether they changed: by content, because a ConfigMap's files are links that are swapped.
pub(crate) const POLL: Duration = Duration::from_secs(2);

/// Log lines that may wait to be written. A log that nobody reads must not hold up answers: further lines are counted and lost.
pub(crate) const LOG_LINES: usize = 4096;
