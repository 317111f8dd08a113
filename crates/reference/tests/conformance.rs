//! The published behaviour of `distribution/reference`, case by case.
//!
//! Set `PLIMSOLL_CONFORMANCE` to the folder with the cases; without it the test says so and passes.

use plimsoll_reference::{AnyReference, Error, ErrorKind, Reference, is_domain, is_identifier};
use serde_json::Value;

fn text<'v>(case: &'v Value, key: &str) -> &'v str {
    case.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The name of an error in the cases, where one kind of theirs is several of ours.
fn category(kind: ErrorKind) -> &'static [&'static str] {
    match kind {
        ErrorKind::NameEmpty => &["name_empty", "any"],
        ErrorKind::NameUppercase => &["name_uppercase", "any"],
        ErrorKind::NameTooLong => &["name_too_long", "any"],
        ErrorKind::DigestUnsupported => &["digest_unsupported", "any"],
        ErrorKind::DigestLength => &["digest_invalid_length", "any"],
        ErrorKind::NotCanonical => &["not_canonical", "any"],
        ErrorKind::TagInvalid | ErrorKind::TagTooLong => &["tag_invalid", "invalid_format", "any"],
        ErrorKind::DigestInvalid => &["digest_invalid", "invalid_format", "any"],
        ErrorKind::BadPattern => &["bad_pattern", "any"],
        _ => &["invalid_format", "any"],
    }
}

/// Compares every field that the case gives.
fn check_reference(case: &Value, outcome: Result<Reference, Error>) -> Result<(), String> {
    let function = text(case, "fn");
    let expected_error = text(case, "error");
    let reference = match (outcome, expected_error) {
        (Err(error), "") => return Err(format!("unexpected error: {error}")),
        (Err(error), name) if category(error.kind).contains(&name) => return Ok(()),
        (Err(error), name) => return Err(format!("{:?} instead of {name}", error.kind)),
        (Ok(reference), "") => reference,
        (Ok(reference), name) => return Err(format!("{reference} instead of {name}")),
    };
    let mut got = vec![
        ("domain", reference.registry().to_owned()),
        ("path", reference.repository().to_owned()),
        ("name", reference.name()),
        ("string", reference.to_string()),
        ("familiar", reference.familiar_name()),
        ("familiar_string", reference.familiar()),
    ];
    for (key, part) in [("tag", reference.tag()), ("digest", reference.digest().map(|digest| digest.as_str()))] {
        let given = function == "parse" || case.get(key).is_some();
        if given && text(case, key) != part.unwrap_or_default() {
            return Err(format!("{key} is {part:?}"));
        }
    }
    got.retain(|(key, _)| case.get(key).is_some());
    for (key, value) in got {
        if text(case, key) != value {
            return Err(format!("{key} is {value}"));
        }
    }
    Ok(())
}

/// A case that gives a name and what to put on it.
fn check_combined(case: &Value) -> Result<(), String> {
    let name = if case.get("repo").is_some() { text(case, "repo") } else { text(case, "name") };
    let mut outcome = Reference::parse_name(name);
    for key in if text(case, "fn") == "with_tag" { ["digest", "tag"] } else { ["tag", "digest"] } {
        let value = text(case, key);
        if case.get(key).is_some() {
            outcome = outcome.and_then(|reference| if key == "tag" { reference.with_tag(value) } else { reference.with_digest(value) });
        }
    }
    match outcome {
        Ok(reference) if reference.to_string() == text(case, "combined") => Ok(()),
        Ok(reference) => Err(format!("got {reference}")),
        Err(error) if category(error.kind).contains(&text(case, "error")) => Ok(()),
        Err(error) => Err(format!("got {error}")),
    }
}

fn flag(case: &Value, key: &str, got: bool) -> Result<(), String> {
    if case.get(key).and_then(Value::as_bool) == Some(got) { Ok(()) } else { Err(format!("{key} is {got}")) }
}

fn groups(case: &Value, outcome: Result<Reference, Error>, with_suffix: bool) -> Result<(), String> {
    flag(case, "match", outcome.is_ok())?;
    let (Ok(reference), Some(subs)) = (outcome, case.get("subs").and_then(Value::as_array)) else { return Ok(()) };
    let got = if with_suffix {
        vec![
            reference.name(),
            reference.tag().unwrap_or_default().to_owned(),
            reference.digest().map(ToString::to_string).unwrap_or_default(),
        ]
    } else {
        vec![reference.registry().to_owned(), reference.repository().to_owned()]
    };
    if subs.iter().filter_map(Value::as_str).eq(got.iter().map(String::as_str)) { Ok(()) } else { Err(format!("groups are {got:?}")) }
}

fn run(case: &Value) -> Result<(), String> {
    let input = text(case, "input");
    match text(case, "fn") {
        // The peer's tests link no SHA-512, every engine does, and so sha512 is accepted here.
        "parse" if text(case, "error") == "digest_unsupported" && input.contains("@sha512:") => {
            Reference::parse(input).map(|_| ()).map_err(|error| format!("sha512 refused: {error}"))
        }
        "parse" => check_reference(case, Reference::parse(input)),
        // Their function has one error for every fault of a name.
        "with_name" => match Reference::parse_name(input) {
            Err(_) if text(case, "error") == "invalid_format" => Ok(()),
            outcome => check_reference(case, outcome),
        },
        "parse_named" => check_reference(case, Reference::parse_named(input)),
        "parse_normalized" => check_reference(case, Reference::parse_normalized(input)),
        "parse_docker_ref" => check_reference(case, Reference::parse_docker_ref(input)),
        "with_tag" | "with_digest" => check_combined(case),
        "parse_any" => {
            let any = Reference::parse_any(input).map_err(|error| error.to_string())?;
            let digest_only = text(case, "kind") == "digest_only";
            if matches!(any, AnyReference::Digest(_)) == digest_only && any.to_string() == text(case, "string") {
                Ok(())
            } else {
                Err(format!("got {any}"))
            }
        }
        "familiar_match" => {
            let any = Reference::parse_any(input).map_err(|error| error.to_string())?;
            flag(case, "matches", any.familiar_matches(text(case, "pattern")).map_err(|error| error.to_string())?)
        }
        "re_domain" => flag(case, "match", is_domain(input)),
        "re_identifier" => flag(case, "match", is_identifier(input)),
        "re_name" => groups(case, Reference::parse_name(input), false),
        "re_reference" => groups(case, Reference::parse(input), true),
        other => Err(format!("unknown function {other}")),
    }
}

#[test]
fn image_reference_cases() {
    let Ok(folder) = std::env::var("PLIMSOLL_CONFORMANCE") else {
        println!("skipped: PLIMSOLL_CONFORMANCE is not set");
        return;
    };
    let path = std::path::Path::new(&folder).join("image_reference.jsonl");
    let lines = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut failures = Vec::new();
    let mut count = 0;
    for line in lines.lines().filter(|line| !line.is_empty()) {
        let case: Value = serde_json::from_str(line).expect("a JSON line");
        count += 1;
        if let Err(reason) = run(&case) {
            failures.push(format!("{line}\n  {reason}"));
        }
    }
    println!("{} of {count} cases pass", count - failures.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
