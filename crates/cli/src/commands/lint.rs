//! `plimsoll lint`: read, analyse, fix, report.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ColorChoice;
use plimsoll_core::report::{Kind, Report};
use plimsoll_core::{Analysis, Date, Options, Outcome, Select, SourceFile, analyse, detect, finish, merge, relate, too_large};
use plimsoll_policy::Policy;

use crate::args::{KindArg, LintArgs, Places};
use crate::failure::{Failure, of_stdout};
use crate::files::{self, Content, Found, Input};
use crate::fix::{self, Fixed};
use crate::formats::View;
use crate::formats::summary::plural;
use crate::hadolint::Hadolint;
use crate::judge::{Judge, is_dockerfile};
use crate::targets::targets;
use crate::terminal::{Look, Notes, Progress};
use crate::today::today;
use crate::{baseline, names, parallel, policy};

/// Runs the command.
///
/// # Errors
/// Where the arguments do not fit together or a report cannot be written. Files that cannot be read are told on stderr and
/// make the exit code 2; the report is on the others.
pub(crate) fn run(args: &LintArgs, places: &Places, color: ColorChoice) -> Result<ExitCode, Failure> {
    let targets = targets(args, places)?;
    let as_of = args.as_of.unwrap_or_else(today);
    let policy = args.policy.as_deref().map(policy::read).transpose()?.unwrap_or_default();
    let mut options = options(args, &policy, as_of);
    if let Some(path) = &args.baseline {
        options.baseline = baseline::read(path)?;
    }
    names::check(&options)?;
    let hadolint = if args.kind == KindArg::Kubernetes { None } else { Hadolint::read(args.hadolint_config.as_deref())? };
    let judge = Judge::new(args.fail_on.or(policy::fail_on(&policy)), options, hadolint.as_ref());
    let found = find(args)?;
    let mut notes = Notes::new(args.quiet);
    if let Some(hadolint) = &hadolint {
        hadolint.path.iter().for_each(|path| notes.note(&format!("settings for Dockerfiles from {}", path.display())));
        hadolint.notes().iter().for_each(|note| notes.note(note));
    }
    found.errors.iter().for_each(|message| notes.error(message));
    for folder in &found.empty {
        notes.note(&format!("{folder}: there is no Dockerfile and no YAML or JSON in this folder"));
    }
    let mut analysed = analyse_all(found.inputs, args, &judge, &mut notes);
    let look = Look::stdout(color);
    let stdout_is_taken = fixes(args, &mut analysed, &judge, look, &mut notes)?;

    let (sources, analyses): (Vec<SourceFile>, Vec<Analysis>) = analysed.into_iter().map(|one| (one.source, one.analysis)).unzip();
    let report = merge(together(&sources, analyses, &judge), judge.options());
    policy::unused_exceptions(&policy.images, &report, as_of).iter().for_each(|note| notes.note(note));
    if let Some(path) = &args.write_baseline {
        baseline::write(path, &report)?;
    }
    let view = View { report: &report, sources: &sources };
    for target in &targets {
        if target.file.is_some() || !stdout_is_taken {
            target.write(view, look)?;
        }
    }
    let failed = args.write_baseline.is_none() && is_failed(&report, args.min_score.or(policy.min_score.map(u32::from)), &judge);
    Ok(match (notes.errors(), failed) {
        (0, false) => ExitCode::SUCCESS,
        (0, true) => ExitCode::from(1),
        _ => ExitCode::from(2),
    })
}

fn trimmed(names: &[String]) -> Vec<String> {
    names.iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

/// What the arguments ask for, over what the policy does.
fn options(args: &LintArgs, policy: &Policy, as_of: Date) -> Options {
    let mut options = Options { pod_security_version: args.pod_security_version, ..Options::new(as_of) };
    policy.apply(&mut options);
    options.preset = args.preset.unwrap_or(options.preset);
    let select = trimmed(&args.select);
    // A rule that the policy turns off runs where the command line asks for it.
    options.ignore.retain(|name| !select.contains(name));
    options.select.extend(select);
    options.ignore.extend(trimmed(&args.ignore));
    options.builds.clone_from(&args.builds);
    options.vendors.clone_from(&args.vendors);
    options
}

fn is_failed(report: &Report, min_score: Option<u32>, judge: &Judge) -> bool {
    let low_score = match (min_score, &report.score) {
        (Some(least), Some(score)) => score.value < least,
        _ => false,
    };
    low_score || judge.fails(report)
}

fn find(args: &LintArgs) -> Result<Found, Failure> {
    if args.stdin_filename.is_some() && !args.paths.is_empty() && !args.reads_stdin() {
        return Err(Failure("--stdin-filename names stdin, but - is not among the paths".to_owned()));
    }
    let fallback = [PathBuf::from(if args.stdin_filename.is_some() { "-" } else { "." })];
    let paths = if args.paths.is_empty() { &fallback[..] } else { &args.paths };
    Ok(files::find(paths, args.stdin_filename.as_deref(), args.kind.kind()))
}

/// A file with what is said of it.
struct Analysed {
    input: Input,
    source: SourceFile,
    analysis: Analysis,
}

/// Holds the files against each other and makes their parts of the report.
fn together(sources: &[SourceFile], analyses: Vec<Analysis>, judge: &Judge) -> Vec<Outcome> {
    let files = sources.iter().zip(analyses);
    let mut files: Vec<_> =
        files.map(|(source, analysis)| plimsoll_core::Analysed { source, options: judge.options_for(source), analysis }).collect();
    relate(&mut files);
    parallel::map(files, finish, |_| {})
}

/// What became of an input.
enum Read {
    Analysed(Box<Analysed>),
    /// No Dockerfile and no manifest, and nobody asked for it by name.
    PassedOver,
    /// Too large to tell what it is, and nobody asked for it by name.
    PassedOverUnread(String),
    Failed(String),
}

fn analyse_all(inputs: Vec<Input>, args: &LintArgs, judge: &Judge, notes: &mut Notes) -> Vec<Analysed> {
    let mut progress = Progress::new(inputs.len(), args.quiet);
    let kind = args.kind.kind();
    let read = parallel::map(inputs, |input| read_and_lint(input, kind, judge), |done| progress.tick(done));
    progress.end();
    let mut analysed = Vec::with_capacity(read.len());
    for one in read {
        match one {
            Read::Analysed(one) => analysed.push(*one),
            Read::PassedOver => {}
            Read::PassedOverUnread(message) => notes.note(&message),
            Read::Failed(message) => notes.error(&message),
        }
    }
    analysed
}

fn read_and_lint(input: Input, kind: Option<Kind>, judge: &Judge) -> Read {
    let content = match input.read() {
        Ok(content) => content,
        Err(error) => return Read::Failed(format!("{}: {error}", input.uri)),
    };
    let is_unread = matches!(content, Content::TooLarge(_));
    let (source, analysis) = match content {
        Content::Bytes(bytes) => {
            let mut source = SourceFile::from_bytes(input.uri.as_str(), bytes).with_kind(kind);
            if is_dockerfile(&source) {
                source.dockerignore = input.dockerignore();
            }
            let analysis = analyse(&source, judge.options_for(&source));
            (source, analysis)
        }
        Content::TooLarge(bytes) => (SourceFile::new(input.uri.as_str(), String::new()), too_large(bytes)),
    };
    let name = input.uri.rsplit('/').next().unwrap_or_default();
    let is_wanted = !input.walked || kind.is_some() || detect::is_dockerfile_name(name);
    if is_wanted || analysis.kind() != Kind::Unknown {
        Read::Analysed(Box::new(Analysed { input, source, analysis }))
    } else if is_unread {
        Read::PassedOverUnread(format!("{}: larger than what is analysed; passed over", input.uri))
    } else {
        Read::PassedOver
    }
}

/// Does what --fix, --unsafe-fixes and --diff ask for. Afterwards `analysed` is what the report is on: the fixed files, or with
/// --diff the files as they are. Whether stdout carries something other than the report is the answer.
fn fixes(args: &LintArgs, analysed: &mut [Analysed], judge: &Judge, look: Look, notes: &mut Notes) -> Result<bool, Failure> {
    if !(args.fix || args.unsafe_fixes || args.diff) {
        return Ok(false);
    }
    let alone = analysed.len() == 1;
    let select = Select { unsafe_fixes: args.unsafe_fixes, one_of_several: !alone, ..Select::default() };
    let mut fixable = Vec::new();
    for one in analysed.iter_mut().filter(|one| alone || one.analysis.has_fix(select.unsafe_fixes)) {
        if one.source.not_utf8_at.is_some() {
            notes.note(&format!("{}: not fixed, because it is not UTF-8", one.input.uri));
        } else {
            fixable.push(one);
        }
    }
    let mut progress = Progress::new(fixable.len(), args.quiet);
    let fixed = parallel::map(
        fixable,
        |one| fix::fix(&one.source, judge.options_for(&one.source), &select).map(|fixed| (one, fixed)),
        |done| progress.tick(done),
    );
    progress.end();
    let fixed: Vec<(&mut Analysed, Fixed)> = fixed.into_iter().flatten().collect();
    if args.diff {
        show(&fixed, look, notes)?;
        return Ok(true);
    }
    let (mut count, mut files) = (0, 0);
    for (one, fixed) in fixed {
        if let Some(path) = &one.input.path
            && let Err(error) = fix::write(path, &fixed.text)
        {
            notes.error(&format!("{}: not fixed: {error}", one.input.uri));
            continue;
        }
        count += fixed.count;
        files += 1;
        one.source.text = fixed.text;
        one.analysis = analyse(&one.source, judge.options_for(&one.source));
    }
    notes.note(&format!("applied {} in {}", plural(count, "fix"), plural(files, "file")));
    let stdin = analysed.iter().find(|one| one.input.path.is_none());
    if let Some(stdin) = stdin {
        let mut out = io::stdout().lock();
        of_stdout(out.write_all(stdin.source.text.as_bytes()).and_then(|()| out.flush()))?;
    }
    Ok(stdin.is_some())
}

/// Prints what would change.
fn show(fixed: &[(&mut Analysed, Fixed)], look: Look, notes: &Notes) -> Result<(), Failure> {
    let mut out = BufWriter::new(look.writer());
    let written = fixed.iter().try_for_each(|(one, fixed)| fix::diff(&one.input.uri, &one.source.text, &fixed.text, look, &mut out));
    of_stdout(written.and_then(|()| out.flush()))?;
    let count = fixed.iter().map(|(_, fixed)| fixed.count).sum();
    notes.note(&format!("{} in {} would be applied", plural(count, "fix"), plural(fixed.len(), "file")));
    Ok(())
}
