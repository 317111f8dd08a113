//! The advice on whole files: `cases/advice/*.md` holds Dockerfiles with what is suggested and each file that comes of it, and
//! `docs/before-after.md` the table that is made of some of them. `PLIMSOLL_UPDATE=1` writes both anew, to be read before they
//! are committed.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use plimsoll_catalog::{Flavour, Sibling, distroless, maintained, names, official, sibling};
use plimsoll_core::report::{Footprint, ImageSuggestion, ImageUse, Kind, Severity};
use plimsoll_core::{Date, Options, Outcome, SourceFile, lint_file};

fn as_of() -> Date {
    Date::parse("2026-11-23").expect("a date")
}

fn analysed(text: &str) -> Outcome {
    let source = SourceFile::new("Dockerfile", text).with_kind(Some(Kind::Dockerfile));
    lint_file(&source, &Options::new(as_of()))
}

/// The file that a suggestion makes.
fn rewritten(text: &str, suggestion: &ImageSuggestion) -> Option<String> {
    let mut edits: Vec<_> = suggestion.fix.as_ref()?.edits.iter().enumerate().collect();
    // Of several insertions at one place the first stands first.
    edits.sort_by_key(|(number, edit)| std::cmp::Reverse((edit.offsets, *number)));
    let mut text = text.to_owned();
    for (_, edit) in edits {
        text.replace_range(edit.offsets.0 as usize..edit.offsets.1 as usize, &edit.new_text);
    }
    Some(text)
}

fn advice(image: &ImageUse, out: &mut String) {
    let _ = writeln!(out, "line {}: {}", image.range.start.line + 1, image.reference);
    for suggestion in &image.suggestions {
        let mark = if suggestion.recommended { '*' } else { '-' };
        let _ = writeln!(out, "{mark} {}: {}", suggestion.image, suggestion.why);
        for blocker in &suggestion.blockers {
            let _ = writeln!(out, "    blocked: {}", blocker.message);
        }
        for cost in &suggestion.costs {
            let _ = writeln!(out, "    mind: {cost}");
        }
        let edits = suggestion.fix.iter().flat_map(|fix| &fix.edits);
        for (edit, why) in edits.zip(&suggestion.reasons) {
            let _ = writeln!(out, "    line {}: {why}", edit.range.start.line + 1);
        }
    }
}

/// The rewritten file is read without an error, has no new finding and no lower score.
fn check(name: &str, text: &str, suggestion: &ImageSuggestion) {
    let Some(after) = rewritten(text, suggestion) else { return };
    let what = format!("{name}, {}:\n{after}", suggestion.image);
    let count = suggestion.fix.as_ref().map_or(0, |fix| fix.edits.len());
    assert_eq!(suggestion.reasons.len(), count, "each edit has its reason: {what}");
    let (before, after) = (analysed(text), analysed(&after));
    let of = |outcome: &Outcome, rule: &str| outcome.findings.iter().filter(|finding| finding.rule_id == rule).count();
    for finding in after.findings.iter().filter(|finding| finding.severity > Severity::Info) {
        // A digest cannot be made up: one that belongs to the old image goes, and a new image has none.
        let is_known = finding.rule_id == "image-digest-missing";
        assert!(is_known || of(&after, &finding.rule_id) <= of(&before, &finding.rule_id), "{}: {what}", finding.rule_id);
    }
    let score = |outcome: &Outcome| outcome.file.score.as_ref().map(|score| score.value);
    assert!(score(&after) >= score(&before), "{what}");
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases/advice")
}

/// A case's text up to the end of its Dockerfile, and the Dockerfile.
fn parts(page: &str) -> Option<(&str, &str)> {
    let start = page.find("```dockerfile\n")? + "```dockerfile\n".len();
    let end = start + page.get(start..)?.find("```\n")?;
    Some((page.get(..end + 4)?, page.get(start..end)?))
}

fn cases() -> Vec<(String, String)> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder()).expect("cases").flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    files.sort();
    let name = |path: &PathBuf| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    files.iter().map(|path| (name(path), fs::read_to_string(path).expect("readable"))).collect()
}

#[test]
fn advice_is_as_reviewed() {
    let update = std::env::var_os("PLIMSOLL_UPDATE").is_some();
    let mut wrong = String::new();
    let cases = cases();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    for (name, page) in &cases {
        let (head, text) = parts(page).unwrap_or_else(|| panic!("{name} has no Dockerfile"));
        let images = analysed(text).images;
        let mut expected = format!("{head}\n```text\n");
        images.iter().for_each(|image| advice(image, &mut expected));
        expected.push_str("```\n");
        for suggestion in images.iter().flat_map(|image| &image.suggestions) {
            check(name, text, suggestion);
            if let Some(after) = rewritten(text, suggestion) {
                let _ = write!(expected, "\n```dockerfile {}\n{after}```\n", suggestion.image);
            }
        }
        if update {
            fs::write(folder().join(format!("{name}.md")), &expected).expect("writable");
        } else if *page != expected {
            let _ = writeln!(wrong, "{name}: it is now\n{expected}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The starting points of the table, by the names of their cases, and the image that is taken there.
const STARTING_POINTS: &[&str] = &[
    "node-npm",
    "node-pnpm",
    "static-site",
    "python-pip",
    "go-static",
    "go-on-alpine",
    "rust-cargo",
    "java-maven",
    "dotnet-publish",
    "nginx-site",
];

/// The smallest image that the file can be rewritten for, by what is measured; else the recommended one.
fn taken(image: &ImageUse) -> Option<&ImageSuggestion> {
    let with_fix = || image.suggestions.iter().filter(|suggestion| suggestion.fix.is_some());
    with_fix().find(|suggestion| suggestion.recommended).or_else(|| with_fix().next())
}

#[test]
fn the_table_of_before_and_after_is_as_the_files_say() {
    let mut table = String::from(
        "# Before and after\n\nTen files as people start with them, and the same files with the recommended image. The files are in \
         `tests/cases/advice`. A size is that of the base image of the final stage, compressed, on amd64, where it was measured; \
         `?` is not known. A test makes this table.\n\n\
         | file | before | after | size before | size after | packages | shell | score |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    let cases = cases();
    for wanted in STARTING_POINTS {
        let (_, page) = cases.iter().find(|(name, _)| name == wanted).unwrap_or_else(|| panic!("there is no case {wanted}"));
        let (_, text) = parts(page).expect("a Dockerfile");
        let before = analysed(text);
        let image = before.images.iter().rfind(|image| !image.suggestions.is_empty()).expect("a suggestion");
        let suggestion = taken(image).unwrap_or_else(|| panic!("{wanted}: nothing can be rewritten"));
        let after = analysed(&rewritten(text, suggestion).expect("a fix"));
        let size = |footprint: Option<&Footprint>| {
            let bytes = footprint.and_then(|footprint| footprint.compressed_bytes);
            bytes.map_or("?".to_owned(), |bytes| format!("{:.1} MB", f64::from(bytes) / 1e6))
        };
        let packages = |footprint: Option<&Footprint>| {
            footprint.and_then(|footprint| footprint.packages).map_or("?".to_owned(), |count| count.to_string())
        };
        let shell = |shell: Option<bool>| shell.map_or("?", |shell| if shell { "yes" } else { "no" });
        let facts = image.facts.as_ref();
        let old = facts.and_then(|facts| facts.footprint.as_ref());
        let new = suggestion.footprint.as_ref();
        let score = |outcome: &Outcome| outcome.file.score.as_ref().map_or("?".to_owned(), |score| score.value.to_string());
        let _ = writeln!(
            table,
            "| {wanted} | `{}` | `{}` | {} | {} | {} → {} | {} → {} | {} → {} |",
            image.reference,
            suggestion.image,
            size(old),
            size(new),
            packages(old),
            packages(new),
            shell(facts.and_then(|facts| facts.traits.shell)),
            shell(suggestion.traits.shell),
            score(&before),
            score(&after),
        );
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/before-after.md");
    if std::env::var_os("PLIMSOLL_UPDATE").is_some() {
        fs::write(&path, &table).expect("writable");
    }
    assert_eq!(fs::read_to_string(&path).unwrap_or_default(), table);
}

/// Whatever is proposed is in the lists and maintained, for the architecture that the file asks for; over all official tags.
#[test]
fn every_proposed_tag_exists_for_every_architecture() {
    for name in names() {
        let Some(image) = official(name) else { continue };
        let repository = format!("library/{name}");
        for tag in image.tags() {
            for flavour in [Flavour::Slim, Flavour::Alpine, Flavour::AlpineSlim] {
                if let Some(Sibling::Found { tag: found, .. }) = sibling("docker.io", &repository, tag.tag, flavour, as_of()) {
                    assert!(maintained("docker.io", &repository, found.tag, as_of()).is_some(), "{name}:{} gives {}", tag.tag, found.tag);
                }
            }
            let platforms = ["linux/amd64", "linux/arm64", "linux/s390x", "linux/arm/v7"];
            for platform in platforms {
                let text = format!("FROM --platform={platform} {name}:{}\nWORKDIR /a\nCOPY . .\nCMD [\"/a/b\"]\n", tag.tag);
                for suggestion in analysed(&text).images.iter().flat_map(|image| &image.suggestions) {
                    let Some((other, new)) = suggestion.image.rsplit_once(':') else { continue };
                    if let Some(short) = other.strip_prefix("gcr.io/distroless/") {
                        let Some(distroless::Status::Current(found)) = distroless::status(short) else { panic!("{other}") };
                        assert!(found.architectures().serves(platform), "{platform} {name}:{} gives {}", tag.tag, suggestion.image);
                    } else if !other.contains('/') {
                        let found = maintained("docker.io", &format!("library/{other}"), new, as_of());
                        let found = found.unwrap_or_else(|| panic!("{name}:{} gives {}", tag.tag, suggestion.image));
                        // A correction of an image that is not built for the platform can be no better.
                        let asked = tag.build.architectures().serves(platform);
                        assert!(
                            !asked || found.build.architectures().serves(platform),
                            "{platform} {name}:{} gives {}",
                            tag.tag,
                            suggestion.image
                        );
                    }
                }
            }
        }
    }
}
