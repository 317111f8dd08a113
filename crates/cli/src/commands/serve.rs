//! `plimsoll serve`: the webhook server, until the process is told to end.

use std::io;
use std::process::ExitCode;
use std::time::Duration;

use plimsoll_serve::{Format, Options};

use crate::args::{LogFormat, ServeArgs};
use crate::failure::Failure;
use crate::today;

/// Serves.
///
/// # Errors
/// Where it cannot start.
pub(crate) fn run(args: &ServeArgs) -> Result<ExitCode, Failure> {
    let options = Options {
        policy: args.policy.clone(),
        tls_cert: args.tls_cert.clone(),
        tls_key: args.tls_key.clone(),
        client_ca: args.client_ca.clone(),
        listen: args.listen,
        status_listen: args.status_listen,
        anonymous_image_reviews: args.anonymous_image_reviews,
        drain: Duration::from_secs(args.drain),
        log_format: match args.log_format {
            LogFormat::Json => Format::Json,
            LogFormat::Text => Format::Text,
        },
        log_to: Box::new(io::stderr()),
        date_of: today::date,
    };
    plimsoll_serve::run(options).map_err(|error| Failure(error.0))?;
    Ok(ExitCode::SUCCESS)
}
