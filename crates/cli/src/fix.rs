//! Fixed files: what changes, shown as a diff or written to disk.
//!
//! What a fix is and which fit together is the core's matter. A file is replaced in one step, so that whoever reads it sees
//! the old text or the new one. A file whose bytes are not all text is never written.

use std::ffi::OsString;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use plimsoll_core::{Options, Select, SourceFile, apply_fixes};
use similar::{ChangeTag, TextDiff};

use crate::terminal::Look;

/// Lines around a change.
const CONTEXT: usize = 3;

/// A file that fixes change.
#[derive(Debug)]
pub(crate) struct Fixed {
    /// The new text.
    pub(crate) text: String,
    /// How many fixes were applied.
    pub(crate) count: usize,
}

/// The file with its fixes applied; `None` where nothing changes.
pub(crate) fn fix(source: &SourceFile, options: &Options, select: &Select) -> Option<Fixed> {
    let result = apply_fixes(std::slice::from_ref(source), options, select);
    let text = result.files.into_iter().next()?.text;
    (text != source.text).then_some(Fixed { text, count: result.applied.len() })
}

/// Puts `text` in the place of what the file holds. Symbolic links are followed; permissions, and the owner where we may,
/// are kept. Other hard links to the file keep the old text.
///
/// # Errors
/// Where the file is read-only, or its folder cannot be written.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let about = fs::metadata(&path)?;
    if about.permissions().readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".plimsoll-{}", std::process::id()));
    let beside = path.with_file_name(name);
    let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
    let written = file.write_all(text.as_bytes()).and_then(|()| {
        keep_owner(&file, &about);
        file.set_permissions(about.permissions())?;
        file.sync_all()?;
        fs::rename(&beside, &path)
    });
    if written.is_err() {
        // The first error is the one to tell; a leftover that cannot be removed is named by it all the same.
        let _ = fs::remove_file(&beside);
    }
    written
}

#[cfg(unix)]
fn keep_owner(file: &fs::File, about: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    // Only root may give files away; everyone else's new file is their own, as with any editor.
    let _ = fchown(file, Some(about.uid()), Some(about.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &fs::File, _: &fs::Metadata) {}

/// A unified diff that `patch` and `git apply -p0` take.
///
/// # Errors
/// Where `out` cannot be written.
pub(crate) fn diff(uri: &str, before: &str, after: &str, look: Look, out: &mut dyn Write) -> io::Result<()> {
    // Lines of a diff end at \n alone, as `patch` sees them: a stray \r is text.
    let lines = |text| str::split_inclusive(text, '\n').collect::<Vec<&str>>();
    let (before, after) = (lines(before), lines(after));
    let diff = TextDiff::from_slices(&before, &after);
    writeln!(out, "{}", look.paint("1", &format!("--- {uri}")))?;
    writeln!(out, "{}", look.paint("1", &format!("+++ {uri}")))?;
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        writeln!(out, "{}", look.paint("36", &hunk.header().to_string()))?;
        for change in hunk.iter_changes() {
            let (sign, style) = match change.tag() {
                ChangeTag::Delete => ('-', "31"),
                ChangeTag::Insert => ('+', "32"),
                ChangeTag::Equal => (' ', "0"),
            };
            let text = change.value();
            let line = text.strip_suffix('\n').unwrap_or(text);
            if change.tag() == ChangeTag::Equal {
                writeln!(out, "{sign}{line}")?;
            } else {
                writeln!(out, "{}", look.paint(style, &format!("{sign}{line}")))?;
            }
            if !text.ends_with('\n') {
                writeln!(out, "\\ No newline at end of file")?;
            }
        }
    }
    Ok(())
}
