//! How fast the library analyses, on one core: megabytes per second of Dockerfiles and of manifests.
//!
//! `cargo xtask bench native` runs it. It reads the folder that PLIMSOLL_CORPUS names, or makes texts up where it is not set.

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use plimsoll_core::report::Kind;
use plimsoll_core::{Date, Options, SourceFile, detect, lint_file};

/// Passes over all files go on for so long, and the best one counts: what slows the others down is not ours.
const TIME: Duration = Duration::from_secs(3);

fn main() -> ExitCode {
    let Some(as_of) = Date::parse("2026-11-23") else { return ExitCode::FAILURE };
    let options = Options::new(as_of);
    let files = match std::env::var_os("PLIMSOLL_CORPUS") {
        Some(folder) => {
            let mut files = Vec::new();
            read(Path::new(&folder), &mut files);
            files
        }
        None => made_up(),
    };
    let mut within = true;
    for (kind, name, budget) in [(Kind::Dockerfile, "Dockerfiles", 20.0), (Kind::Kubernetes, "manifests", 10.0)] {
        let of_kind: Vec<&SourceFile> = files.iter().filter(|file| detect::kind(&file.uri, &file.text) == kind).collect();
        let bytes: usize = of_kind.iter().map(|file| file.text.len()).sum();
        let best = best_pass(&of_kind, &options);
        let speed = bytes as f64 / 1e6 / best.as_secs_f64();
        let what = format!("{} {name}, {:.2} MB, one core", of_kind.len(), bytes as f64 / 1e6);
        println!("{what:<48}{:>12}{:>12}", format!("{speed:.1} MB/s"), format!("{budget} MB/s"));
        within &= speed >= budget;
    }
    if within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn best_pass(files: &[&SourceFile], options: &Options) -> Duration {
    let started = Instant::now();
    let mut best = Duration::MAX;
    while started.elapsed() < TIME {
        let pass = Instant::now();
        for file in files {
            std::hint::black_box(lint_file(std::hint::black_box(file), options));
        }
        best = best.min(pass.elapsed());
    }
    best
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

/// Files of usual shapes, for machines without real ones.
fn made_up() -> Vec<SourceFile> {
    let stage = "FROM node:22 AS build\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci && npm cache clean --force\n\
        RUN apt-get update \\\n    && apt-get install -y curl git \\\n    && rm -rf /var/lib/apt/lists/*\nENV NODE_ENV=production PORT=8080\n\
        COPY --chown=node:node . .\nHEALTHCHECK CMD curl --fail http://localhost:8080/ || exit 1\nUSER node\nCMD [\"node\", \"server.js\"]\n";
    let deployment = "---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  labels:\n    app: web\nspec:\n  replicas: 2\n  \
        selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        \
        - name: web\n          image: registry.example.com/web:1.2.3\n          ports:\n            - containerPort: 8080\n          \
        resources:\n            limits:\n              memory: 128Mi\n";
    (0..200)
        .flat_map(|number| {
            let repeat = 1 + number % 5;
            [
                SourceFile::new(format!("{number}/Dockerfile"), stage.repeat(repeat)),
                SourceFile::new(format!("{number}/deployment.yaml"), deployment.repeat(repeat)),
            ]
        })
        .collect()
}
