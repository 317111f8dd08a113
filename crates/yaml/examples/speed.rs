//! How fast manifests are read: `cargo run --release -p plimsoll-yaml --example speed -- FOLDER`.
//!
//! It never judges: it prints megabytes per second for each round.

use std::time::Instant;

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| ".".into());
    let mut texts = Vec::new();
    for file in std::fs::read_dir(&folder).expect("a folder of manifests").flatten() {
        texts.extend(std::fs::read_to_string(file.path()));
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    for _ in 0..8 {
        let start = Instant::now();
        let documents: usize = texts.iter().map(|text| plimsoll_yaml::read(text).documents.len()).sum();
        let seconds = start.elapsed().as_secs_f64();
        println!("{} files, {documents} documents, {bytes} bytes: {:.1} MB/s", texts.len(), bytes as f64 / seconds / 1e6);
    }
}
