//! Where reports go: which --format to which --output.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use crate::args::{LintArgs, Places, is_dash};
use crate::failure::{Failure, of_stdout};
use crate::formats::{Format, View};
use crate::terminal::Look;

/// A report to write.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// Its form.
    pub(crate) format: Format,
    /// Where to; `None` is stdout.
    pub(crate) file: Option<PathBuf>,
}

impl Target {
    /// Writes the report; `look` is stdout's.
    ///
    /// # Errors
    /// Where that fails, but for a reader of stdout who has seen enough.
    pub(crate) fn write(&self, view: View<'_>, look: Look) -> Result<(), Failure> {
        let Some(path) = &self.file else {
            let mut out = BufWriter::with_capacity(1 << 16, look.writer());
            return of_stdout(self.format.write(view, look, &mut out).and_then(|()| out.flush()));
        };
        let write = || -> io::Result<()> {
            let mut out = BufWriter::new(File::create(path)?);
            self.format.write(view, Look::FILE, &mut out)?;
            out.flush()
        };
        write().map_err(|error| Failure::writing(&path.display().to_string(), &error))
    }
}

/// The reports that the arguments ask for.
///
/// # Errors
/// Where they do not fit together.
pub(crate) fn targets(args: &LintArgs, places: &Places) -> Result<Vec<Target>, Failure> {
    let formats = if args.format.is_empty() { &[Format::Text][..] } else { &args.format };
    let targets = pair(formats, &args.output, places)?;
    let stdout = targets.iter().filter(|target| target.file.is_none()).count();
    if stdout > 1 {
        return Err(Failure("only one report can go to stdout; give the others an --output FILE".to_owned()));
    }
    let other = match (args.diff, (args.fix || args.unsafe_fixes) && args.reads_stdin()) {
        (true, _) => Some("diff"),
        (_, true) => Some("fixed text"),
        _ => None,
    };
    match other {
        Some(what) if stdout > 0 && !args.format.is_empty() => {
            Err(Failure(format!("stdout carries the {what}; give the report an --output FILE")))
        }
        _ => Ok(targets),
    }
}

/// With as many outputs as formats the first belongs to the first, and so on; with fewer, an output belongs to the format
/// before it, and the format that is left goes to stdout.
fn pair(formats: &[Format], outputs: &[PathBuf], places: &Places) -> Result<Vec<Target>, Failure> {
    let mut files: Vec<Option<&PathBuf>> = vec![None; formats.len()];
    if outputs.len() == formats.len() {
        files = outputs.iter().map(Some).collect();
    } else {
        for (path, place) in outputs.iter().zip(&places.outputs) {
            let before = places.formats.iter().filter(|format| *format < place).count();
            match files.iter_mut().take(before).rev().find(|file| file.is_none()) {
                Some(file) => *file = Some(path),
                None => return Err(Failure(format!("--output {}: give it behind the --format it is for", path.display()))),
            }
        }
    }
    let target =
        |(format, file): (&Format, Option<&PathBuf>)| Target { format: *format, file: file.filter(|path| !is_dash(path)).cloned() };
    Ok(formats.iter().zip(files).map(target).collect())
}
