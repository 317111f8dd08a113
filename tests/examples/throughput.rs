//! How fast the library analyses, on one core and with every rule on, and what it needs for that.
//!
//! `cargo xtask bench native` runs it. It reads the folder that PLIMSOLL_CORPUS names, or makes texts up where it is not set.

use std::fmt::Display;
use std::hint::black_box;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use plimsoll_core::model::{DockerModel, DockerTexts, docker_images};
use plimsoll_core::report::Kind;
use plimsoll_core::rule::Preset;
use plimsoll_core::{Date, Options, SourceFile, detect, lint_file};
use plimsoll_dockerfile::stages::StageGraph;

/// The one that the command has.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Passes go on for so long, and the best one counts: what slows the others down is not ours.
const TIME: Duration = Duration::from_secs(2);

/// Megabytes per second for the whole lint.
const SPEEDS: [(Kind, &str, f64); 2] = [(Kind::Dockerfile, "Dockerfiles", 30.0), (Kind::Kubernetes, "manifests", 20.0)];

/// The largest text that is read, in bytes; more than that is several texts.
const LARGEST: usize = 8_000_000;

/// Peak memory as a multiple of the input.
const MEMORY: f64 = 15.0;

fn main() -> ExitCode {
    let Some(as_of) = Date::parse("2026-11-23") else { return ExitCode::FAILURE };
    let options = Options { preset: Preset::All, ..Options::new(as_of) };
    let files = match std::env::var_os("PLIMSOLL_CORPUS") {
        Some(folder) => {
            let mut files = Vec::new();
            read(Path::new(&folder), &mut files);
            files
        }
        None => made_up(),
    };
    let of = |kind: Kind| -> Vec<&SourceFile> { files.iter().filter(|file| detect::kind(&file.uri, &file.text) == kind).collect() };
    let manifests = of(Kind::Kubernetes);
    if std::env::args().nth(1).as_deref() == Some("memory") {
        println!("{}", peak_growth(&joined(&manifests, LARGEST), &options));
        return ExitCode::SUCCESS;
    }
    let mut within = true;
    for (kind, name, budget) in SPEEDS {
        within &= speed(&of(kind), kind, name, budget, &options);
    }
    curve(&manifests, &options);
    within &= one_line(&options);
    within &= memory();
    if within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn row(what: impl Display, figure: impl Display, budget: impl Display) {
    println!("{:<48}{:>14}{:>14}", what.to_string(), figure.to_string(), budget.to_string());
}

/// The stages of the analysis in nanoseconds per byte, and the speed of the whole.
fn speed(files: &[&SourceFile], kind: Kind, name: &str, budget: f64, options: &Options) -> bool {
    let bytes: usize = files.iter().map(|file| file.text.len()).sum();
    let per_byte = |time: Duration| time.as_secs_f64() * 1e9 / bytes as f64;
    let best = |work: &dyn Fn(&SourceFile)| per_byte(best(|| files.iter().for_each(|file| work(black_box(file)))));
    let whole = best(&|file| drop(black_box(lint_file(file, options))));
    let mut stages = Vec::new();
    match kind {
        Kind::Dockerfile => {
            let parse = best(&|file| {
                let file = plimsoll_dockerfile::parse(&file.text);
                drop(black_box(StageGraph::new(&file)));
            });
            let read = best(&|file| {
                let file = plimsoll_dockerfile::parse(&file.text);
                let graph = StageGraph::new(&file);
                let texts = DockerTexts::of(&file, &graph);
                let images = docker_images(&file, &graph);
                black_box(DockerModel::of(&texts, &images));
            });
            stages.extend([("parse", parse), ("shell and model", read - parse), ("rules and report", whole - read)]);
        }
        _ => {
            let parse = best(&|file| drop(black_box(plimsoll_yaml::read(&file.text))));
            stages.extend([("parse", parse), ("rules and report", whole - parse)]);
        }
    }
    for (stage, figure) in stages {
        row(format_args!("{name}, {stage}"), format_args!("{figure:.1} ns/byte"), "");
    }
    let what = format!("{} {name}, {:.2} MB, whole lint", files.len(), bytes as f64 / 1e6);
    row(&what, format_args!("{whole:.1} ns/byte"), "");
    let speed = 1e3 / whole;
    row(what, format_args!("{speed:.1} MB/s"), format_args!("{budget} MB/s"));
    speed >= budget
}

/// The cost of a byte in ever larger texts: it should stay what it is.
fn curve(manifests: &[&SourceFile], options: &Options) {
    for size in [1_000, 10_000, 100_000, 1_000_000, LARGEST, 20_000_000] {
        let count = size.div_ceil(LARGEST);
        let text = joined(manifests, size / count);
        let time = best(|| (0..count).for_each(|_| drop(black_box(lint_file(black_box(&text), options)))));
        let bytes = count * text.text.len();
        let parts = if count > 1 { format!(" in {count} texts") } else { String::new() };
        let figure = format!("{:.1} ns/byte", time.as_secs_f64() * 1e9 / bytes as f64);
        row(format_args!("manifests, {} kB{parts}", bytes / 1000), figure, "");
    }
}

/// Half a million containers in one line.
fn one_line(options: &Options) -> bool {
    let head = r#"{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [{"name": "a"}"#;
    let text = [head, &r#",{"name": "b"}"#.repeat(500_000), "]}}"].concat();
    let bytes = text.len() as f64 / 1e6;
    let file = SourceFile::new("one-line.yaml", text).with_kind(Some(Kind::Kubernetes));
    let time = best(|| drop(black_box(lint_file(black_box(&file), options))));
    row(format_args!("500,000 containers in one line, {bytes:.1} MB"), format_args!("{:.2} s", time.as_secs_f64()), "1 s");
    time < Duration::from_secs(1)
}

/// Peak memory for the largest text, measured in a process of its own.
fn memory() -> bool {
    let child = std::env::current_exe().and_then(|program| Command::new(program).arg("memory").output());
    let growth = child.ok().and_then(|output| String::from_utf8(output.stdout).ok()?.trim().parse::<f64>().ok());
    match growth {
        Some(growth) if growth > 0.0 => {
            row("peak memory, by the size of the input", format_args!("{growth:.1} x"), format_args!("{MEMORY} x"));
            growth <= MEMORY
        }
        _ => {
            row("peak memory, by the size of the input", "not measured", format_args!("{MEMORY} x"));
            true
        }
    }
}

/// By how much the process grows at most while it holds a text and analyses it, as a multiple of the text; zero where the system does
/// not tell.
fn peak_growth(file: &SourceFile, options: &Options) -> f64 {
    let status = |name: &str| -> f64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or_default() * 1024.0
    };
    // The text is part of it, and is there already.
    let before = status("VmRSS") - file.text.len() as f64;
    black_box(lint_file(file, options));
    let peak = status("VmHWM");
    if peak > 0.0 { (peak - before) / file.text.len() as f64 } else { 0.0 }
}

fn best(pass: impl Fn()) -> Duration {
    let started = Instant::now();
    let mut best = Duration::MAX;
    while best == Duration::MAX || started.elapsed() < TIME {
        let begun = Instant::now();
        pass();
        best = best.min(begun.elapsed());
    }
    best
}

/// Manifests one behind the other up to a size, over and over where there are too few.
fn joined(manifests: &[&SourceFile], size: usize) -> SourceFile {
    let mut text = String::with_capacity(size + 1_000);
    for manifest in manifests.iter().cycle().filter(|manifest| manifest.text.len() <= size.max(4_000)) {
        text.push_str("---\n");
        text.push_str(&manifest.text);
        text.push('\n');
        if text.len() >= size {
            break;
        }
    }
    let end = (0..=size.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    text.truncate(end);
    SourceFile::new("joined.yaml", text).with_kind(Some(Kind::Kubernetes))
}

fn read(folder: &Path, files: &mut Vec<SourceFile>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            read(&path, files);
        } else if let Ok(bytes) = std::fs::read(&path) {
            files.push(SourceFile::from_bytes(path.to_string_lossy(), bytes));
        }
    }
}

/// Files for machines without real ones. Their shapes are usual ones: like real files they have an image in about a thousand bytes
/// of a Dockerfile and in several thousand of manifests, and a finding in every hundred or two.
fn made_up() -> Vec<SourceFile> {
    let parts = |text: &'static str| text.split("\n\n").collect::<Vec<_>>();
    let (stages, objects) = (parts(include_str!("usual.Dockerfile")), parts(include_str!("usual.yaml")));
    (0..200)
        .flat_map(|number| {
            // Every file begins at another part and has one to five of them.
            let some = |parts: &[&str]| {
                parts.iter().cycle().skip(number % parts.len()).take(1 + number % 5).copied().collect::<Vec<_>>().join("\n\n")
            };
            [
                SourceFile::new(format!("{number}/Dockerfile"), some(&stages)),
                SourceFile::new(format!("{number}/manifests.yaml"), some(&objects)),
            ]
        })
        .collect()
}
