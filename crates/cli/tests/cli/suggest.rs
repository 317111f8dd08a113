//! `plimsoll suggest`: of names, of files, as a diff and written.

use std::fs;

use crate::{folder, run, write};

const GO: &str = "FROM golang:1.27\nWORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /bin/app .\nCMD [\"/bin/app\"]\n";

const DAY: &str = "2026-11-23";

#[test]
fn a_name_gets_what_can_stand_in_its_place() {
    let at = folder("suggest-name");
    let done = run(&at, &["suggest", "node:22", "--as-of", DAY]);
    assert_eq!((done.code, done.stderr.as_str()), (0, ""));
    assert!(done.stdout.contains("* node:22-slim"), "{}", done.stdout);
    let done = run(&at, &["suggest", "node:22", "--as-of", DAY, "--format", "json"]);
    assert_eq!(done.json()[0]["suggestions"][0]["image"], "node:22-slim");
    assert_eq!(done.json()[0]["suggestions"][0]["fix"], serde_json::Value::Null);
    let done = run(&at, &["suggest", "No Image"]);
    assert_eq!((done.code, done.stdout.as_str()), (2, ""));
    assert!(done.stderr.contains("neither a file nor the name of an image"), "{}", done.stderr);
}

#[test]
fn a_file_is_shown_and_written() {
    let at = folder("suggest-file");
    write(&at, "Dockerfile", GO);
    let done = run(&at, &["suggest", "Dockerfile", "--as-of", DAY]);
    assert!(
        done.stdout.contains("Dockerfile:1: golang:1.27") && done.stdout.contains("* gcr.io/distroless/static-debian13:nonroot"),
        "{}",
        done.stdout
    );
    let done = run(&at, &["suggest", "Dockerfile", "--as-of", DAY, "--diff"]);
    assert!(done.stdout.contains("+FROM golang:1.27 AS build\n") && done.stdout.contains("# line 1: "), "{}", done.stdout);
    assert_eq!(fs::read_to_string(at.join("Dockerfile")).expect("readable"), GO);
    let done = run(&at, &["suggest", "Dockerfile", "--as-of", DAY, "--write", "--take", "scratch"]);
    assert_eq!(done.code, 0, "{}", done.stderr);
    let text = fs::read_to_string(at.join("Dockerfile")).expect("readable");
    assert!(text.contains("\nFROM scratch\n") && text.ends_with("USER 65532:65532\nCMD [\"/bin/app\"]\n"), "{text}");
}

#[test]
fn what_speaks_against_it_has_its_line() {
    let at = folder("suggest-blocked");
    write(&at, "Dockerfile", "FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nCMD npm start && true\n");
    let done = run(&at, &["suggest", "Dockerfile", "--as-of", DAY]);
    assert!(done.stdout.contains("blocked: needs a shell: CMD on line 5"), "{}", done.stdout);
}
