//! Why a command could not do its work.

use std::io;

/// The reason for exit 2, to tell the user.
#[derive(Debug)]
pub(crate) struct Failure(pub(crate) String);

impl Failure {
    /// A failure of writing to `place`.
    pub(crate) fn writing(place: &str, error: &io::Error) -> Failure {
        Failure(format!("{place}: {error}"))
    }
}

/// What came of writing to stdout. Whoever closes a pipe early (`plimsoll … | head`) has seen enough; that is no failure.
///
/// # Errors
/// Any other reason for which stdout cannot be written.
pub(crate) fn of_stdout(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::writing("stdout", &error)),
        _ => Ok(()),
    }
}
