//! Writes the texts that fuzzing starts from into a folder, one file each: `cargo xtask fuzz` calls it with target and folder.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use plimsoll_core::report::Kind;
use plimsoll_tests::inputs;

/// Longer texts slow every run down and show nothing new.
const LONGEST: usize = 4096;

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let [target, folder] = args.as_slice() else {
        eprintln!("usage: seeds TARGET FOLDER");
        return ExitCode::FAILURE;
    };
    let kind = if matches!(&**target, "yaml" | "yaml-edit" | "manifest-fixes") { Kind::Kubernetes } else { Kind::Dockerfile };
    for (number, (_, text)) in inputs::all(kind, 1).into_iter().filter(|(_, text)| text.len() <= LONGEST).enumerate() {
        // What stands behind RUN is shell text.
        let text = if target == "shell" { text.replace("RUN ", "") } else { text };
        if let Err(error) = fs::write(Path::new(folder).join(format!("{number:05}")), text) {
            eprintln!("{folder}: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
