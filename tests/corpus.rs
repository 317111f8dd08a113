//! Whole files of our own, each with the report a person has read. `PLIMSOLL_UPDATE=1` writes the reports anew: read the
//! difference before committing it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use plimsoll_core::report::{Finding, ImageUse, Range, Report, Score, Severity};
use plimsoll_core::{Date, Options, Select, SourceFile, apply_fixes, lint};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// The files of both folders with their reports' paths, sorted.
fn files() -> Vec<(String, PathBuf, PathBuf)> {
    let mut files = Vec::new();
    for kind in ["dockerfiles", "manifests"] {
        for entry in fs::read_dir(folder().join(kind)).expect("tests/corpus") {
            let path = entry.expect("an entry").path();
            let name = format!("{kind}/{}", path.file_name().expect("a name").to_string_lossy());
            let report = folder().join("reports").join(format!("{name}.txt"));
            files.push((name, path, report));
        }
    }
    files.sort();
    files
}

fn options() -> Options {
    Options::new(Date::parse("2026-11-23").expect("a date"))
}

fn report_of(name: &str, path: &Path) -> Report {
    lint(&[SourceFile::from_bytes(name, fs::read(path).expect("readable"))], &options())
}

#[test]
fn reports_are_as_reviewed() {
    let update = std::env::var_os("PLIMSOLL_UPDATE").is_some();
    let mut wrong = Vec::new();
    for (name, path, expected) in files() {
        let text = render(&report_of(&name, &path));
        if update {
            fs::create_dir_all(expected.parent().expect("a folder")).expect("writable");
            fs::write(&expected, &text).expect("writable");
        } else if fs::read_to_string(&expected).unwrap_or_default() != text {
            wrong.push(format!("{name}: the report differs from {}; it is now\n{text}", expected.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn twice_gives_the_same_bytes() {
    for (name, path, _) in files() {
        let json = |report: &Report| serde_json::to_string(report).expect("a report is JSON");
        assert_eq!(json(&report_of(&name, &path)), json(&report_of(&name, &path)), "{name}");
    }
}

/// Safe fixes compose: afterwards none of them is offered again, a second run changes nothing, and the score has not fallen.
/// With the unsafe ones the score does not fall either.
#[test]
fn fixes_compose() {
    for (name, path, _) in files() {
        let source = SourceFile::from_bytes(&*name, fs::read(&path).expect("readable"));
        for unsafe_fixes in [false, true] {
            let select = Select { unsafe_fixes, ..Select::default() };
            let before = lint(std::slice::from_ref(&source), &options());
            let fixed = apply_fixes(std::slice::from_ref(&source), &options(), &select);
            let text = &fixed.files[0].text;
            let again = apply_fixes(&[SourceFile::new(&*name, text.clone())], &options(), &select);
            assert_eq!(&again.files[0].text, text, "{name}: a second round changes more");
            assert_eq!(again.applied, Vec::new(), "{name}: a fix is offered again");
            let value = |report: &Report| report.score.as_ref().map(|score| score.value);
            if let (Some(before), Some(after)) = (value(&before), value(&fixed.report)) {
                assert!(after >= before, "{name}: the score fell from {before} to {after}:\n{text}");
            }
        }
    }
}

/// Files that are as good as they get must be told so.
#[test]
fn good_files_stay_quiet() {
    for name in ["go-distroless", "node-pnpm", "python-uv", "rust-chef", "nginx-static"] {
        let report = report_of("Dockerfile", &folder().join(format!("dockerfiles/{name}.Dockerfile")));
        let loud: Vec<&Finding> = report.findings.iter().filter(|finding| finding.severity >= Severity::Medium).collect();
        assert!(loud.is_empty(), "{name}: {loud:?}");
        assert!(report.score.as_ref().is_some_and(|score| score.value >= 90), "{name}: {:?}", report.score);
    }
    for name in ["deployment", "statefulset", "daemonset", "cronjob"] {
        let report = report_of("a.yaml", &folder().join(format!("manifests/hardened-{name}.yaml")));
        assert_eq!(report.findings, [], "{name}");
        assert!(report.score.as_ref().is_some_and(|score| score.value == 100), "{name}: {:?}", report.score);
    }
    let bare = report_of("a.yaml", &folder().join("manifests/bare-deployment.yaml"));
    assert!(bare.findings.len() <= 10, "a bare Deployment shows {} findings", bare.findings.len());
}

/// The report in lines a person can read and compare.
fn render(report: &Report) -> String {
    let mut out = String::new();
    for file in &report.files {
        let _ = writeln!(out, "{:?}{}{}", file.kind, if file.incomplete { ", incomplete" } else { "" }, note(file.note.as_deref()));
        let _ = writeln!(out, "{}", score(file.score.as_ref()));
        for stage in file.stages.iter().flatten() {
            let name = stage.name.as_deref().unwrap_or("-");
            let marks = format!("{}{}", if stage.is_final { " final" } else { "" }, if stage.reachable { " reachable" } else { "" });
            let _ = writeln!(out, "stage {name} from {:?} {}{marks}", stage.base, range(stage.range));
        }
        for object in file.objects.iter().flatten() {
            let o = &object.object;
            let _ =
                writeln!(out, "object {} {} {} {}: {}", o.api_version, o.kind, o.name, range(object.range), score(object.score.as_ref()));
        }
    }
    for (title, findings) in
        [("findings", &report.findings), ("suppressed", &report.suppressed), ("unused ignores", &report.unused_ignores)]
    {
        if !findings.is_empty() {
            let _ = writeln!(out, "\n{title}");
            findings.iter().for_each(|f| finding(&mut out, f));
        }
    }
    if !report.images.is_empty() {
        let _ = writeln!(out, "\nimages");
        report.images.iter().for_each(|i| image(&mut out, i));
    }
    out
}

fn note(note: Option<&str>) -> String {
    note.map(|note| format!(", {note}")).unwrap_or_default()
}

fn range(r: Range) -> String {
    format!("{}:{}-{}:{}", r.start.line + 1, r.start.character + 1, r.end.line + 1, r.end.character + 1)
}

fn score(score: Option<&Score>) -> String {
    let Some(score) = score else { return "not graded".to_owned() };
    let lost: Vec<String> =
        score.categories.iter().filter(|c| c.over > 0).map(|c| format!("{} -{}/{} ({})", c.id.word(), c.lost, c.budget, c.over)).collect();
    let capped = if score.capped_by.is_empty() { String::new() } else { format!(", cap {} by {}", score.cap, score.capped_by.join(" ")) };
    format!("{} {}{capped}; {}", score.value, score.grade.word(), lost.join(", "))
}

fn finding(out: &mut String, f: &Finding) {
    let path = f.object.as_ref().and_then(|o| o.path.as_deref()).map(|p| format!(" [{p}]")).unwrap_or_default();
    let _ = writeln!(out, "{} {} {} -{} +{}: {}{path}", range(f.range), f.severity.word(), f.rule_id, f.points, f.gain, f.message);
    for related in &f.related {
        let _ = writeln!(out, "    see {}: {}", range(related.range), related.message);
    }
    for fix in &f.fixes {
        let _ = writeln!(out, "    {:?}: {}", fix.applicability, fix.title);
    }
    if let Some(suppressed) = &f.suppressed {
        let _ = writeln!(out, "    because: {}", suppressed.reason.as_deref().unwrap_or("no reason"));
    }
}

fn image(out: &mut String, i: &ImageUse) {
    let _ = writeln!(out, "{} {:?} {} -> {}", range(i.range), i.origin, i.reference, i.resolved.as_deref().unwrap_or("unknown"));
    for support in i.facts.iter().flat_map(|facts| &facts.support) {
        let _ = writeln!(out, "    {} {}: {:?} {}", support.product, support.cycle, support.state, support.until.as_deref().unwrap_or("-"));
    }
    for s in &i.suggestions {
        let marks = format!("{}{}", if s.recommended { " recommended" } else { "" }, if s.fix.is_some() { " with a fix" } else { "" });
        let _ = writeln!(out, "    {:?} {}{marks}: {}", s.kind, s.image, s.why);
        for cost in &s.costs {
            let _ = writeln!(out, "        costs: {cost}");
        }
        for blocker in &s.blockers {
            let _ = writeln!(out, "        blocked: {}", blocker.message);
        }
    }
}
