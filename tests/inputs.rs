//! Texts to try things on: those of this repository always; the conformance cases and real files where the environment names
//! their folders. PLIMSOLL_CONFORMANCE holds lines of JSON whose strings are texts, PLIMSOLL_CORPUS holds files.

use std::fs;
use std::path::{Path, PathBuf};

use plimsoll_core::report::Kind;
use plimsoll_core::rules::{PAGES, RULES};
use serde_json::Value as Json;

/// All texts of a kind with a name for messages, in an order that is always the same. Of those from elsewhere one in so many
/// is taken, by what it says.
///
/// # Panics
/// Where a folder is named that is not there.
#[must_use]
pub fn all(kind: Kind, one_in: u64) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for (rule, page) in RULES.iter().zip(PAGES) {
        for example in crate::examples(page, rule.id).into_iter().filter(|example| example.kind == kind && !example.is_bundle) {
            texts.push((format!("{}.md:{}", rule.id, example.line), example.text().to_owned()));
        }
    }
    let folder = if kind == Kind::Dockerfile { "dockerfiles" } else { "manifests" };
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(folder), &mut texts);
    let own = texts.len();
    if let Some(corpus) = std::env::var_os("PLIMSOLL_CORPUS") {
        files(&PathBuf::from(corpus).join(folder), &mut texts);
    }
    if let Some(cases) = std::env::var_os("PLIMSOLL_CONFORMANCE") {
        let folder = if kind == Kind::Dockerfile { "dockerfile" } else { "kubernetes" };
        conformance(&PathBuf::from(cases).join(folder), if kind == Kind::Dockerfile { "dockerfile" } else { "manifest" }, &mut texts);
    }
    let mut at = 0;
    texts.retain(|(_, text)| {
        at += 1;
        at <= own || hash(text).is_multiple_of(one_in)
    });
    texts
}

/// FNV-1a.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let read = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = read.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn files(folder: &Path, texts: &mut Vec<(String, String)>) {
    for path in entries(folder) {
        if let Ok(text) = fs::read_to_string(&path) {
            texts.push((path.display().to_string(), text));
        }
    }
}

fn conformance(folder: &Path, field: &str, texts: &mut Vec<(String, String)>) {
    for path in entries(folder) {
        if path.is_dir() {
            conformance(&path, field, texts);
        }
        let Ok(lines) = fs::read_to_string(&path) else { continue };
        for (number, line) in lines.lines().enumerate() {
            let case: Json = serde_json::from_str(line).unwrap_or_default();
            if let Some(text) = case.get(field).and_then(Json::as_str) {
                texts.push((format!("{}:{}", path.display(), number + 1), text.to_owned()));
            }
        }
    }
}
