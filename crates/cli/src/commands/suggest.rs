//! `plimsoll suggest`: what could stand in the place of images, and the files rewritten for it.
//!
//! What is suggested is the core's matter; here it is read, shown and written.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ColorChoice;
use plimsoll_core::report::{ImageSuggestion, ImageUse, Kind, SupportState};
use plimsoll_core::text::{Edit, Span, apply};
use plimsoll_core::{Options, SourceFile, detect, lint_file, suggest_image};

use crate::args::{SuggestArgs, SuggestFormat};
use crate::failure::{Failure, of_stdout};
use crate::files::{self, Content};
use crate::fix;
use crate::terminal::{self, Look, Notes};
use crate::today::today;

/// A file with its images.
struct File {
    source: SourceFile,
    path: Option<PathBuf>,
    images: Vec<ImageUse>,
}

/// Looks the images up, and shows or writes what comes of it.
///
/// # Errors
/// Where a file cannot be read or written, and where an argument is neither a file nor an image.
pub(crate) fn run(args: &SuggestArgs, color: ColorChoice) -> Result<ExitCode, Failure> {
    let options = Options { vendors: args.vendors.clone(), ..Options::new(args.as_of.unwrap_or_else(today)) };
    let look = Look::stdout(color);
    let mut notes = Notes::new(false);
    let (mut named, mut paths) = (Vec::new(), Vec::new());
    for target in &args.targets {
        let path = Path::new(target);
        if target == "-" || path.exists() {
            paths.push(path.to_path_buf());
        } else {
            let image = suggest_image(target, &options).filter(|_| !target.starts_with(['.', '/']));
            named.push(image.ok_or_else(|| Failure(format!("{target}: neither a file nor the name of an image")))?);
        }
    }
    let files = read(&paths, &options, &mut notes);
    let mut out = BufWriter::new(look.writer());
    let written = if args.write || args.diff {
        rewrite(args, &files, look, &mut notes, &mut out)
    } else {
        let images: Vec<&ImageUse> = named.iter().chain(files.iter().flat_map(|file| &file.images)).collect();
        match args.format {
            SuggestFormat::Json => json(&images, &mut out),
            SuggestFormat::Text => text(&images, look, &mut out),
        }
    };
    of_stdout(written.and_then(|()| out.flush()))?;
    Ok(if notes.errors() > 0 { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

fn read(paths: &[PathBuf], options: &Options, notes: &mut Notes) -> Vec<File> {
    let found = files::find(paths, None, None);
    found.errors.iter().for_each(|error| notes.error(error));
    let mut out = Vec::new();
    for input in found.inputs {
        let source = match input.read() {
            Ok(Content::Bytes(bytes)) => SourceFile::from_bytes(&input.uri, bytes).with_dockerignore(input.dockerignore()),
            Ok(Content::TooLarge(_)) => {
                notes.error(&format!("{}: larger than what is analysed", input.uri));
                continue;
            }
            Err(error) => {
                notes.error(&format!("{}: {error}", input.uri));
                continue;
            }
        };
        if detect::kind(&source.uri, &source.text) == Kind::Unknown {
            if !input.walked {
                notes.error(&format!("{}: neither a Dockerfile nor a Kubernetes manifest", input.uri));
            }
            continue;
        }
        let images = lint_file(&source, options).images;
        out.push(File { source, path: input.path, images });
    }
    out
}

fn json(images: &[&ImageUse], out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, images)?;
    writeln!(out)
}

fn text(images: &[&ImageUse], look: Look, out: &mut dyn Write) -> io::Result<()> {
    for (number, image) in images.iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        let place = if image.uri == image.reference { String::new() } else { format!("{}:{}: ", image.uri, image.range.start.line + 1) };
        writeln!(out, "{}{}", terminal::clean(&place), look.paint("1", &terminal::clean(&image.reference)))?;
        facts(image, out)?;
        if image.suggestions.is_empty() {
            writeln!(out, "  nothing to suggest")?;
        }
        for suggestion in &image.suggestions {
            one(suggestion, look, out)?;
        }
    }
    Ok(())
}

fn facts(image: &ImageUse, out: &mut dyn Write) -> io::Result<()> {
    let Some(facts) = &image.facts else { return writeln!(out, "  the catalog does not know it") };
    for support in &facts.support {
        let until = support.until.as_deref().unwrap_or("an unknown day");
        let name = format!("{} {}", support.product, support.cycle);
        match support.state {
            SupportState::Supported if support.until.is_some() => writeln!(out, "  {name} is supported until {until}")?,
            SupportState::Supported => writeln!(out, "  {name} is supported")?,
            SupportState::SecurityOnly => writeln!(out, "  {name} gets security fixes only, until {until}")?,
            SupportState::Ended => writeln!(out, "  {name} ended on {until}")?,
        }
    }
    Ok(())
}

fn one(suggestion: &ImageSuggestion, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mark = if suggestion.recommended { look.paint("32", "*") } else { "-".into() };
    let edits = if suggestion.fix.is_some() { "" } else { " (by hand)" };
    writeln!(out, "  {mark} {}{edits}", look.paint("1", &terminal::clean(&suggestion.image)))?;
    writeln!(out, "      {}", terminal::clean(&suggestion.why))?;
    for blocker in &suggestion.blockers {
        writeln!(out, "      {} {}", look.paint("31", "blocked:"), terminal::clean(&blocker.message))?;
    }
    for cost in &suggestion.costs {
        writeln!(out, "      {} {}", look.paint("33", "mind:"), terminal::clean(cost))?;
    }
    Ok(())
}

/// The suggestion whose edits are made: the one that is asked for, else the recommended one, else the first that has any.
fn chosen<'i>(image: &'i ImageUse, take: Option<&str>) -> Option<&'i ImageSuggestion> {
    image.suggestions.iter().find(|suggestion| suggestion.fix.is_some() && take.is_none_or(|name| suggestion.image == name))
}

/// Makes the edits of every image's suggestion, as far as they do not touch each other.
fn rewritten<'f>(file: &'f File, take: Option<&str>) -> (String, Vec<&'f ImageSuggestion>) {
    let units = Units::of(&file.source.text);
    let (mut all, mut taken): (Vec<Edit>, Vec<&ImageSuggestion>) = (Vec::new(), Vec::new());
    for suggestion in file.images.iter().filter_map(|image| chosen(image, take)) {
        let edits = suggestion.fix.iter().flat_map(|fix| &fix.edits);
        let own: Vec<Edit> = edits.map(|edit| Edit { span: units.span(edit.offsets), text: edit.new_text.clone() }).collect();
        let together: Vec<Edit> = all.iter().chain(own.iter().filter(|edit| !all.contains(edit))).cloned().collect();
        if apply(&file.source.text, &together).is_ok() {
            all = together;
            taken.push(suggestion);
        }
    }
    (apply(&file.source.text, &all).unwrap_or_else(|_| file.source.text.clone()), taken)
}

/// Byte offsets of UTF-16 ones.
struct Units(Vec<usize>);

impl Units {
    fn of(text: &str) -> Units {
        let mut bytes: Vec<usize> = text.char_indices().flat_map(|(at, c)| std::iter::repeat_n(at, c.len_utf16())).collect();
        bytes.push(text.len());
        Units(bytes)
    }

    fn span(&self, (start, end): (u32, u32)) -> Span {
        let at = |unit: u32| self.0.get(unit as usize).or(self.0.last()).copied().unwrap_or_default();
        Span::new(at(start), at(end))
    }
}

fn rewrite(args: &SuggestArgs, files: &[File], look: Look, notes: &mut Notes, out: &mut dyn Write) -> io::Result<()> {
    for file in files {
        let (text, taken) = rewritten(file, args.take.as_deref());
        if text == file.source.text {
            notes.note(&format!("{}: nothing to rewrite", file.source.uri));
            continue;
        }
        if file.source.not_utf8_at.is_some() {
            notes.error(&format!("{}: not UTF-8: it is not written", file.source.uri));
            continue;
        }
        match &file.path {
            Some(path) if args.write => match fix::write(path, &text) {
                Ok(()) => notes.note(&format!("{}: rewritten for {}", file.source.uri, names(&taken))),
                Err(error) => notes.error(&format!("{}: {error}", file.source.uri)),
            },
            None if args.write => out.write_all(text.as_bytes())?,
            _ => {
                fix::diff(&file.source.uri, &file.source.text, &text, look, out)?;
                for suggestion in taken {
                    reasons(suggestion, look, out)?;
                }
            }
        }
    }
    Ok(())
}

fn names(taken: &[&ImageSuggestion]) -> String {
    taken.iter().map(|suggestion| &*suggestion.image).collect::<Vec<_>>().join(", ")
}

/// The reasons, as lines that `patch` passes over.
fn reasons(suggestion: &ImageSuggestion, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let edits = suggestion.fix.iter().flat_map(|fix| &fix.edits);
    let mut rows: Vec<(u32, &str)> = edits.zip(&suggestion.reasons).map(|(edit, why)| (edit.range.start.line + 1, &**why)).collect();
    rows.sort_unstable();
    rows.dedup();
    for (line, why) in rows {
        writeln!(out, "{}", look.paint("2", &format!("# line {line}: {}", terminal::clean(why))))?;
    }
    Ok(())
}
