//! Policy files from disk, and what they mean for a run.

use std::path::Path;

use plimsoll_core::Date;
use plimsoll_core::policy::{Answer, ImagePolicy, Subject};
use plimsoll_core::report::{Report, Severity};
use plimsoll_policy::Policy;

use crate::args::FailOn;
use crate::failure::Failure;

/// Reads a policy file.
///
/// # Errors
/// Where it cannot be read, or says what cannot be used: with the place, as `FILE:LINE:COLUMN`.
pub(crate) fn read(path: &Path) -> Result<Policy, Failure> {
    let at = path.display();
    let text = text(path)?;
    Policy::parse(&text).map_err(|error| match error.place {
        Some(_) => Failure(format!("{at}:{error}")),
        None => Failure(format!("{at}: {error}")),
    })
}

/// The text of a file.
///
/// # Errors
/// Where it cannot be read.
pub(crate) fn text(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure(format!("{}: {error}", path.display())))
}

/// The threshold that a policy sets.
pub(crate) fn fail_on(policy: &Policy) -> Option<FailOn> {
    policy.fail_on.map(|fail_on| match fail_on {
        plimsoll_policy::FailOn::Never => FailOn::Never,
        plimsoll_policy::FailOn::Severity(severity) => match severity {
            Severity::Critical => FailOn::Critical,
            Severity::High => FailOn::High,
            Severity::Medium => FailOn::Medium,
            Severity::Low => FailOn::Low,
            Severity::Info => FailOn::Info,
        },
    })
}

/// Exceptions that nothing in the report needs: no image of it is one that they let in.
pub(crate) fn unused_exceptions(policy: &ImagePolicy, report: &Report, as_of: Date) -> Vec<String> {
    let is_used = |pattern: &plimsoll_core::policy::Pattern| {
        report
            .images
            .iter()
            .any(|image| Subject::read(&image.reference, &policy.unqualified).is_ok_and(|subject| pattern.allows(&subject) == Answer::Yes))
    };
    let unused = policy.exceptions.iter().filter(|exception| exception.is_active(as_of) && !is_used(&exception.pattern));
    unused.map(|exception| format!("the exception {} let nothing in", exception.id)).collect()
}
