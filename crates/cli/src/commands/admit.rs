//! `plimsoll admit`: one review in, the answer out. It decides as an admission webhook with the same policy would.

use std::io::{self, Read, Write};
use std::process::ExitCode;

use crate::args::AdmitArgs;
use crate::failure::{Failure, of_stdout};
use crate::policy;
use crate::today::today;

/// Answers the review on stdin. The exit code says that there is an answer, not which.
///
/// # Errors
/// Where the policy cannot be used, or stdin is no review; stdout then stays empty.
pub(crate) fn run(args: &AdmitArgs) -> Result<ExitCode, Failure> {
    let policy = policy::read(&args.policy)?;
    let mut review = String::new();
    io::stdin().lock().read_to_string(&mut review).map_err(|error| Failure(format!("stdin: {error}")))?;
    let answer = plimsoll_policy::admit(&review, &policy.images, args.as_of.unwrap_or_else(today));
    let answer = answer.map_err(|error| Failure(format!("stdin: {error}")))?;
    let mut out = io::stdout().lock();
    of_stdout(writeln!(out, "{}", answer.to_json()).and_then(|()| out.flush()))?;
    Ok(ExitCode::SUCCESS)
}
