//! One Dockerfile: read, modelled, checked.

use alloc::vec::Vec;

use plimsoll_report::Kind;

use crate::assemble::{Graded, Subject};
use crate::options::Options;

/// Analyses a Dockerfile.
#[must_use]
pub(crate) fn analyse(source: &str, _: &Options) -> Graded {
    let file = plimsoll_dockerfile::parse(source);
    Graded {
        kind: Kind::Dockerfile,
        note: None,
        subject: Subject::Dockerfile { stages: Vec::new(), gradable: file.errors.is_empty() },
        ..Graded::unknown("")
    }
}
