//! Paths in an image: where the working directory is, and what a path means there.
//!
//! It never looks at a disk.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_dockerfile::InstructionKind;

use super::Job;

/// An absolute path without `.`, `..` and a slash at its end.
#[must_use]
pub(super) fn join(directory: &str, path: &str) -> String {
    let whole = if path.starts_with('/') { path.to_string() } else { format!("{directory}/{path}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

/// The directory of a path.
#[must_use]
pub(super) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(directory, _)| directory)
}

/// The last part of a path.
#[must_use]
pub(super) fn name(path: &str) -> &str {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// Whether `path` is `directory` or lies in it.
#[must_use]
pub(super) fn is_in(path: &str, directory: &str) -> bool {
    path.strip_prefix(directory).is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || directory.ends_with('/'))
}

/// The working directory at each instruction of the file, and behind the last one; `None` where a variable leaves it open.
#[must_use]
pub(super) fn workdirs(job: &Job<'_, '_, '_>) -> Vec<Option<String>> {
    let mut now = Some(if job.case.name() == "golang" { "/go" } else { "/" }.to_string());
    let mut all: Vec<Option<String>> = job.model.file.instructions.iter().map(|_| now.clone()).collect();
    job.model.graph.walk(job.model.file, 0, |index, instruction, scope| {
        if let Some(place) = all.get_mut(index) {
            place.clone_from(&now);
        }
        if let InstructionKind::Workdir(Some(word)) = &instruction.kind {
            let expanded = scope.expand(&word.text).ok().filter(|found| found.unmatched.is_empty()).map(|found| found.text);
            now = now.as_deref().zip(expanded).map(|(now, word)| join(now, &word));
        }
    });
    all.push(now);
    all
}
