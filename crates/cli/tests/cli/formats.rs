//! The forms of the report, and where they go.

use std::fs;

use crate::{CLEAN, DOCKERFILE, PRIVILEGED, folder, run, run_with, write};

#[test]
fn text_shows_the_place_in_its_line() {
    let at = folder("text");
    write(&at, "Dockerfile", DOCKERFILE);
    let done = run(&at, &["lint", "Dockerfile"]);
    let lines: Vec<&str> = done.stdout.lines().collect();
    let title = lines.iter().position(|line| line.starts_with("medium[image-tag-missing]: ")).expect("a title");
    assert_eq!(&lines[title + 1..title + 5], [" --> Dockerfile:1:6", "  |", "1 | FROM node", "  |      ^^^^"]);
    assert!(lines.contains(&"  = fix (safe): Insert --no-install-recommends"), "{}", done.stdout);
    assert!(lines.iter().any(|line| line.starts_with("Dockerfile: ") && line.contains(" of 100, grade ")), "{}", done.stdout);
    assert!(done.stdout.contains(" findings in 1 file: "), "{}", done.stdout);
}

#[test]
fn text_of_a_clean_file_is_short() {
    let at = folder("text-clean");
    write(&at, "clean.yaml", CLEAN);
    assert_eq!(run(&at, &["lint", "clean.yaml"]).stdout, "No findings in 1 file.\n");
}

#[test]
fn text_counts_what_is_suppressed_and_shows_useless_ignores() {
    let text =
        "# plimsoll ignore=image-tag-missing -- built here\nFROM node AS a\n# plimsoll ignore=privileged -- of another world\nRUN true\n";
    let done = run_with(&folder("text-ignores"), &["lint", "--stdin-filename", "Dockerfile"], text);
    assert!(done.stdout.contains("; 1 suppressed; 1 ignore without effect."), "{}", done.stdout);
    assert!(done.stdout.contains("info[bad-pragma]: ") && done.stdout.contains(" --> Dockerfile:3:19"), "{}", done.stdout);
}

#[test]
fn long_lines_wide_characters_and_tabs_keep_the_marks_in_place() {
    let start = format!("FROM debian:12\nRUN echo {} \u{1f433}\t日本語 && ", "x".repeat(500));
    let text = format!("{start}apt-get install -y git && echo {}\n", "y".repeat(500));
    let done = run_with(&folder("text-long"), &["lint", "--stdin-filename", "Dockerfile"], &text);
    let lines: Vec<&str> = done.stdout.lines().collect();
    let at = lines.iter().position(|line| line.starts_with("low[apt-no-install-recommends]")).expect("a title");
    let (shown, marks) = (lines[at + 3], lines[at + 4]);
    assert!(shown.starts_with("2 | ...") && shown.ends_with("...") && shown.chars().count() <= 120, "{shown}");
    // The whale and the three letters are two columns wide each, and the tab is four.
    let columns = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let before = columns(&shown[..shown.find("install").expect("the place is shown")]);
    assert_eq!(marks.find('^'), Some(before), "{shown}\n{marks}");
    assert_eq!(marks.matches('^').count(), "install".len());
}

#[test]
fn json_is_the_report_with_two_blanks_and_a_line_end() {
    let at = folder("json");
    write(&at, "Dockerfile", DOCKERFILE);
    let done = run(&at, &["lint", "--format", "json", "--as-of", "2026-03-01", "Dockerfile"]);
    assert!(done.stdout.starts_with("{\n  \"schemaVersion\": 1,\n  \"tool\": {\n    \"name\": \"plimsoll\",\n"), "{}", done.stdout);
    assert!(done.stdout.ends_with("\n}\n"));
    let report = done.json();
    assert_eq!(report["asOf"], "2026-03-01");
    assert_eq!(report["findings"][0]["range"]["start"], serde_json::json!({ "line": 0, "character": 5 }));
}

#[test]
fn presets_and_rules_can_be_chosen() {
    let at = folder("choice");
    write(&at, "Dockerfile", DOCKERFILE);
    let ids = |args: &[&str]| {
        let report = run(&at, &[&["lint", "--format", "json", "Dockerfile"], args].concat()).json();
        let findings = report["findings"].as_array().expect("findings").clone();
        findings.iter().map(|finding| finding["ruleId"].as_str().expect("an id").to_owned()).collect::<Vec<_>>()
    };
    assert!(ids(&[]).contains(&"image-tag-missing".to_owned()));
    assert!(!ids(&["--ignore", "DL3006"]).contains(&"image-tag-missing".to_owned()));
    assert!(!ids(&["--preset", "kubesec"]).contains(&"image-tag-missing".to_owned()));
    assert!(
        ids(&["--preset", "kubesec", "--select", "apt-no-install-recommends, image-tag-missing"]).contains(&"image-tag-missing".to_owned())
    );
}

#[test]
fn sarif_has_what_code_scanning_reads() {
    let at = folder("sarif");
    write(&at, "my app/Dockerfile", format!("# plimsoll ignore=image-tag-missing -- built here\n{DOCKERFILE}"));
    write(&at, "pod.yaml", PRIVILEGED);
    let log = run(&at, &["lint", "--format", "sarif", "."]).json();
    assert_eq!((&log["version"], &log["runs"][0]["columnKind"]), (&"2.1.0".into(), &"utf16CodeUnits".into()));
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = log["runs"][0]["results"].as_array().expect("results");
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("a small number");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(result["partialFingerprints"]["plimsoll/v1"].as_str().is_some_and(|print| print.len() == 16));
        assert!(result["suppressions"].is_array());
    }
    let of = |rule: &str| results.iter().find(|result| result["ruleId"] == rule).expect("a result");
    let privileged = of("privileged");
    assert_eq!(privileged["level"], "error");
    let place = &privileged["locations"][0];
    assert_eq!(place["physicalLocation"]["artifactLocation"], serde_json::json!({ "uri": "pod.yaml", "uriBaseId": "%SRCROOT%" }));
    let region = serde_json::json!({ "startLine": 10, "startColumn": 21, "endLine": 10, "endColumn": 25 });
    assert_eq!(place["physicalLocation"]["region"], region);
    assert_eq!(place["logicalLocations"][0]["fullyQualifiedName"], "v1/Pod/web");
    let rule = rules.iter().find(|rule| rule["id"] == "privileged").expect("a rule");
    assert_eq!((&rule["properties"]["security-severity"], &rule["defaultConfiguration"]["level"]), (&"9.5".into(), &"error".into()));
    assert!(rule["properties"]["tags"].as_array().expect("tags").contains(&"security".into()));
    let suppressed = &of("image-tag-missing")["suppressions"][0];
    assert_eq!((&suppressed["kind"], &suppressed["justification"]), (&"inSource".into(), &"built here".into()));
    let fix = &of("apt-no-install-recommends")["fixes"][0]["artifactChanges"][0];
    assert_eq!(fix["artifactLocation"]["uri"], "my%20app/Dockerfile");
    assert_eq!(fix["replacements"][0]["insertedContent"]["text"], " --no-install-recommends");
}

#[test]
fn github_commands_name_the_lines() {
    let at = folder("github");
    write(&at, "Dockerfile", DOCKERFILE);
    let done = run(&at, &["lint", "--format", "github", "./Dockerfile"]);
    let start = "::warning file=Dockerfile,line=1,col=6,endColumn=9,title=medium image-tag-missing::";
    assert!(done.stdout.lines().any(|line| line.starts_with(start)), "{}", done.stdout);
    assert!(done.stdout.lines().all(|line| line.starts_with("::")), "{}", done.stdout);
}

#[test]
fn markdown_lists_findings_and_scores() {
    let at = folder("markdown");
    write(&at, "Dockerfile", DOCKERFILE);
    write(&at, "pod.yaml", PRIVILEGED);
    let done = run(&at, &["lint", "--format", "markdown", "."]);
    assert!(done.stdout.starts_with("## Plimsoll: "), "{}", done.stdout);
    assert!(done.stdout.contains("\n| critical | ") && done.stdout.contains(" | `pod.yaml:10` |\n"), "{}", done.stdout);
    assert!(done.stdout.contains("\n| `Dockerfile` | "), "{}", done.stdout);
}

#[test]
fn reports_go_where_they_are_sent() {
    let at = folder("outputs");
    write(&at, "clean.yaml", CLEAN);
    let kind = |name: &str| {
        let text = fs::read_to_string(at.join(name)).expect("a report was written");
        fs::remove_file(at.join(name)).expect("it can be removed");
        if text.starts_with("No findings") {
            "text"
        } else if text.contains("\"schemaVersion\"") {
            "json"
        } else {
            "sarif"
        }
    };
    // In pairs, whichever of a pair comes first.
    for args in [
        ["--format", "json", "--output", "a", "--format", "sarif", "--output", "b"],
        ["--output", "a", "--format", "json", "--output", "b", "--format", "sarif"],
        ["--format", "json", "--format", "sarif", "-o", "a", "-o", "b"],
    ] {
        let done = run(&at, &[&["lint", "clean.yaml"][..], &args].concat());
        assert_eq!((done.code, done.stdout.as_str(), kind("a"), kind("b")), (0, "", "json", "sarif"), "{args:?}");
    }
    // With one output fewer the format that is left goes to stdout.
    for args in [["--format", "text", "--format", "json", "-o", "a"], ["--format", "json", "-o", "a", "--format", "text"]] {
        let done = run(&at, &[&["lint", "clean.yaml"][..], &args].concat());
        assert_eq!((done.stdout.as_str(), kind("a")), ("No findings in 1 file.\n", "json"), "{args:?}");
    }
    let alone = run(&at, &["lint", "clean.yaml", "-o", "a"]);
    assert_eq!((alone.stdout.as_str(), kind("a")), ("", "text"));
    assert_eq!(run(&at, &["lint", "clean.yaml", "-o", "-"]).stdout, "No findings in 1 file.\n");
}

#[test]
fn build_servers_get_their_xml() {
    let at = folder("xml");
    write(&at, "Dockerfile", "FROM node AS \"<a>&\"\n");
    write(&at, "clean.yaml", CLEAN);
    let checkstyle = run(&at, &["lint", "--format", "checkstyle", "."]).stdout;
    assert!(
        checkstyle.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"10.0\">\n  <file name=\"Dockerfile\">\n")
    );
    assert!(
        checkstyle.contains("line=\"1\" column=\"6\" severity=\"warning\"") && checkstyle.contains("source=\"plimsoll.image-tag-missing\"")
    );
    assert!(checkstyle.ends_with("  <file name=\"clean.yaml\">\n  </file>\n</checkstyle>\n"), "{checkstyle}");
    let junit = run(&at, &["lint", "--format", "junit", "."]).stdout;
    assert!(
        junit.contains("<testcase name=\"image-tag-missing at 1:6\" classname=\"Dockerfile\">\n      <failure type=\"medium\""),
        "{junit}"
    );
    assert!(junit.contains("<testsuite name=\"clean.yaml\" tests=\"1\" failures=\"0\">\n    <testcase name=\"no findings\""), "{junit}");
    for xml in [checkstyle, junit] {
        assert!(!xml.contains("<a>"), "{xml}");
    }
}

#[test]
fn a_badge_says_the_score_in_words_too() {
    let at = folder("badge");
    write(&at, "Dockerfile", DOCKERFILE);
    write(&at, "none.yaml", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n");
    let badge = |file: &str| run(&at, &["lint", "--format", "badge", file]).stdout;
    let score = &run(&at, &["lint", "--format", "json", "Dockerfile"]).json()["score"];
    let said = format!("aria-label=\"plimsoll: {} {}\"", score["value"], score["grade"].as_str().expect("a grade"));
    assert!(badge("Dockerfile").contains(&said), "{said}: {}", badge("Dockerfile"));
    assert!(badge("none.yaml").contains("<title>plimsoll: not graded</title>"), "{}", badge("none.yaml"));
}

#[test]
fn shells_and_the_manual_know_the_commands() {
    let at = folder("shells");
    let script = run(&at, &["completions", "bash"]);
    assert!(script.code == 0 && script.stdout.contains("--pod-security-version"), "{}", script.stderr);
    let manual = run(&at, &["man"]);
    assert!(manual.code == 0 && manual.stdout.contains(".TH plimsoll") && manual.stdout.contains("fail\\-on"), "{}", manual.stderr);
}
