//! Ignores of every dialect, in whole files: what they take out, how far they reach, and what is said of those that do
//! nothing.

use plimsoll_core::report::{Kind, Position, Report, SuppressedBy};
use plimsoll_core::text::{Edit, LineIndex, Position as At, Span, apply};
use plimsoll_core::{SourceFile, ignore_edit, lint};
use plimsoll_tests::options;

fn dockerfile(text: &str) -> Report {
    lint(&[SourceFile::new("Dockerfile", text).with_kind(Some(Kind::Dockerfile))], &options())
}

fn manifest(text: &str) -> Report {
    lint(&[SourceFile::new("a.yaml", text).with_kind(Some(Kind::Kubernetes))], &options())
}

/// The one-based lines on which `rule` is active, and those on which it is suppressed.
fn lines(report: &Report, rule: &str) -> (Vec<u32>, Vec<u32>) {
    let of = |findings: &[plimsoll_core::report::Finding]| {
        findings.iter().filter(|f| f.rule_id == rule).map(|f| f.range.start.line + 1).collect::<Vec<_>>()
    };
    (of(&report.findings), of(&report.suppressed))
}

fn unused(report: &Report) -> Vec<u32> {
    report.unused_ignores.iter().map(|f| f.range.start.line + 1).collect()
}

#[test]
fn ours_covers_the_next_instruction_the_stage_or_the_file() {
    let report = dockerfile("FROM alpine:3.24\n# plimsoll ignore=apk-no-cache -- why\n\n# another\nRUN apk add a\nRUN apk add b\n");
    assert_eq!(lines(&report, "apk-no-cache"), (vec![6], vec![5]));
    let suppressed = &report.suppressed[0].suppressed.as_ref().unwrap();
    assert_eq!((suppressed.by, suppressed.reason.as_deref()), (SuppressedBy::Inline, Some("why")));
    let two_stages = "FROM alpine:3.24\nMAINTAINER a\nFROM alpine:3.24\nMAINTAINER b\n";
    let report = dockerfile(&format!("{two_stages}# plimsoll stage ignore=DL4000\n"));
    assert_eq!(lines(&report, "maintainer-deprecated"), (vec![2], vec![4]));
    let report = dockerfile(&format!("{two_stages}# plimsoll file ignore=maintainer-deprecated\n"));
    assert_eq!(lines(&report, "maintainer-deprecated"), (vec![], vec![2, 4]));
}

#[test]
fn hadolint_covers_the_line_below_the_stage_below_or_the_file() {
    let report = dockerfile("FROM alpine:3.24\n# hadolint ignore=DL3019\nRUN apk add a\n# hadolint ignore=DL3019\n\nRUN apk add b\n");
    assert_eq!(lines(&report, "apk-no-cache"), (vec![6], vec![3]), "a blank line detaches it");
    let report = dockerfile("# hadolint stage ignore=DL4000\nFROM alpine:3.24\nMAINTAINER a\nFROM alpine:3.24\nMAINTAINER b\n");
    assert_eq!(lines(&report, "maintainer-deprecated"), (vec![5], vec![3]));
    let report = dockerfile("FROM alpine:3.24\nRUN apk add a\n# hadolint global ignore=DL3019\n");
    assert_eq!(lines(&report, "apk-no-cache"), (vec![], vec![2]));
    let report = dockerfile("FROM alpine:3.24\n# hadolint ignore=SC2034,DL9999\nRUN apk add --no-cache $a\n");
    assert_eq!(unused(&report), vec![2], "what ShellCheck has is its own matter; hadolint has no such rule");
}

#[test]
fn buildkit_covers_the_file_or_the_instruction_below() {
    let report = dockerfile("# check=skip=MaintainerDeprecated\nFROM alpine:3.24\nMAINTAINER me\n");
    assert_eq!(lines(&report, "maintainer-deprecated"), (vec![], vec![3]));
    let report = dockerfile("FROM alpine:3.24\n# check=skip=MaintainerDeprecated // old\n\nMAINTAINER me\nMAINTAINER you\n");
    assert_eq!(lines(&report, "maintainer-deprecated"), (vec![5], vec![4]), "blank lines do not detach it");
    let report = dockerfile("FROM alpine:3.24\n# check=skip=MaintainerDeprecated\n#\nMAINTAINER me\n");
    assert_eq!(lines(&report, "maintainer-deprecated"), (vec![4], vec![]), "an empty comment does");
    let report = dockerfile("# check=skip=all\nFROM alpine:3.24\nMAINTAINER me\n");
    assert_eq!(lines(&report, "maintainer-deprecated"), (vec![], vec![3]));
}

#[test]
fn trivy_checkov_and_dockerfile_utils_do_in_a_dockerfile() {
    for comment in [
        "# trivy:ignore:DS-0022",
        "# trivy:ignore:AVD-DS-0022",
        "# trivy:ignore:DS022",
        "#checkov:skip=CKV_DOCKER_6:old",
        "# dockerfile-utils: ignore",
    ] {
        let report = dockerfile(&format!("FROM alpine:3.24\n{comment}\nMAINTAINER me\n"));
        assert_eq!(lines(&report, "maintainer-deprecated"), (vec![], vec![3]), "{comment}");
    }
}

const POD: &str = "\
apiVersion: v1
kind: Pod
metadata:
  name: a
  annotations:
    ANNOTATION
spec:
  containers:
    - name: one
      image: b:1
      securityContext: {privileged: true}
    - name: two
      image: b:1
      securityContext: {privileged: true}
";

#[test]
fn annotations_do_in_a_manifest() {
    for annotation in [
        "plimsoll.dev/ignore-privileged: needs the device",
        "ignore-check.kube-linter.io/privileged-container: needs the device",
        "kube-linter.io/ignore-all: needs the device",
        "polaris.fairwinds.com/runAsPrivileged-exempt: \"true\"",
        "polaris.fairwinds.com/exempt: \"true\"",
        "checkov.io/skip1: CKV_K8S_16=needs the device",
    ] {
        let report = manifest(&POD.replace("ANNOTATION", annotation));
        assert_eq!(lines(&report, "privileged").0, Vec::<u32>::new(), "{annotation}");
        assert_eq!(report.suppressed[0].suppressed.as_ref().unwrap().by, SuppressedBy::Annotation, "{annotation}");
    }
    let report = manifest(&POD.replace("ANNOTATION", "plimsoll.dev/ignore-privileged: \"two: needs the device\""));
    assert_eq!(lines(&report, "privileged"), (vec![11], vec![14]));
    let report = manifest(&POD.replace("ANNOTATION", "plimsoll.dev/ignore-host-pid: not even set"));
    assert_eq!(unused(&report), [6]);
}

#[test]
fn comments_cover_the_node_below_or_their_own_line() {
    let report =
        manifest(&POD.replace("ANNOTATION", "x: y").replace("    - name: two", "    # plimsoll ignore=privileged -- why\n    - name: two"));
    assert_eq!(lines(&report, "privileged"), (vec![11], vec![15]));
    let text = POD.replace("ANNOTATION", "x: y").replacen("{privileged: true}", "{privileged: true} # trivy:ignore:KSV-0017", 1);
    assert_eq!(lines(&manifest(&text), "privileged"), (vec![14], vec![11]));
    let text = POD.replace("ANNOTATION", "x: y");
    let two = format!("# trivy:ignore:KSV-0017\n{text}---\n{text}");
    assert_eq!(lines(&manifest(&two), "privileged"), (vec![27, 30], vec![12, 15]), "Trivy's comment above an object is for all of it");
}

#[test]
fn what_does_nothing_or_cannot_be_read_is_told() {
    let report = dockerfile("# plimsoll ignore=no-such-rule\n# plimsoll ignore\nFROM alpine:3.24\n# plimsoll ignore=no-sudo\nUSER 1\n");
    assert_eq!(unused(&report), [1, 2, 4]);
}

/// Holds the comment that ignores a finding against what it is for: the finding is suppressed with the reason, and no other is.
fn ignored(kind: Kind, text: &str, rule: &str) -> String {
    let file = |text: &str| SourceFile::new(if kind == Kind::Dockerfile { "Dockerfile" } else { "a.yaml" }, text).with_kind(Some(kind));
    let options = options();
    let before = lint(&[file(text)], &options);
    let finding = before.findings.iter().find(|f| f.rule_id == rule).unwrap_or_else(|| panic!("no {rule} in\n{text}"));
    let edit = ignore_edit(&file(text), rule, finding.range.start, "a\nreason").expect("an edit");
    let at = LineIndex::new(text).offset(text, At { line: edit.range.start.line, character: edit.range.start.character });
    let written = apply(text, &[Edit { span: Span::at(at), text: edit.new_text }]).unwrap();
    let after = lint(&[file(&written)], &options);
    let of = |report: &Report| report.findings.iter().map(|f| f.rule_id.to_string()).collect::<Vec<_>>();
    let suppressed = after.suppressed.iter().filter(|f| f.rule_id == rule).filter_map(|f| f.suppressed.as_ref()?.reason.clone());
    assert!(suppressed.clone().count() > 0 && suppressed.clone().all(|reason| reason == "a reason"), "{written}");
    let fewer = before.findings.len() - after.findings.len();
    assert_eq!((fewer, after.unused_ignores.len()), (suppressed.count(), 0), "{:?}\n{:?}\n{written}", of(&before), of(&after));
    written
}

#[test]
fn an_ignore_is_written_where_it_covers_its_finding_and_nothing_else() {
    let docker = |text: &str, rule: &str| ignored(Kind::Dockerfile, text, rule);
    let text = "FROM alpine:3.24\nRUN true \\\n  # why\n\n  && apk add a\nUSER 1\n";
    let comment = "# plimsoll ignore=apk-no-cache -- a reason\n";
    assert_eq!(docker(text, "apk-no-cache"), text.replace("RUN", &format!("{comment}RUN")));
    let text = "FROM alpine:3.24\r\n  RUN <<-EOF\r\n# text\r\napk add a\r\n\tEOF\r\nUSER 1\r\n";
    assert_eq!(docker(text, "apk-no-cache"), text.replace("  RUN", "  # plimsoll ignore=apk-no-cache -- a reason\r\n  RUN"));
    let text = "# escape=`\nFROM alpine:3.24\nRUN true `\n && apk add a\nUSER 1";
    assert_eq!(docker(text, "apk-no-cache"), text.replace("RUN", &format!("{comment}RUN")));
    let text = "FROM alpine:3.24\n# plain\n# hadolint ignore=DL3018\nRUN apk add a\nUSER 1\n";
    assert_eq!(
        docker(text, "apk-no-cache"),
        text.replace("# hadolint", &format!("{comment}# hadolint")),
        "hadolint's stays directly above"
    );
    let text = "# syntax=docker/dockerfile:1\n# V is that of the image\nARG V=latest\nFROM alpine:$V AS base\n";
    let text = docker(text, "image-tag-latest");
    assert!(text.contains("latest\n# plimsoll ignore=image-tag-latest"), "{text}");
    let text = "# syntax=example.com/front:latest\n# escape=`\nFROM alpine:3.24\n";
    assert_eq!(
        docker(text, "syntax-directive-unpinned"),
        text.replace("FROM", "# plimsoll file ignore=syntax-directive-unpinned -- a reason\nFROM")
    );
    assert!(docker("\u{feff}FROM alpine\n", "image-tag-missing").starts_with("\u{feff}# plimsoll"));

    let yaml = |text: &str, rule: &str| ignored(Kind::Kubernetes, text, rule);
    let pod = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n      image: \"nginx\"\n";
    assert!(yaml(pod, "image-tag-missing").contains("a\n      # plimsoll ignore=image-tag-missing -- a reason\n      image"));
    let text = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  app.env: |\n    A=b\n    AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMIK7MDENGbPxRfiCYzzTOPSEKREZ\n";
    assert!(yaml(text, "secret-in-configmap").contains("data:\n  # plimsoll ignore=secret-in-configmap -- a reason\n  app.env: |\n"));

    let none = |uri: &str, text: &str| ignore_edit(&SourceFile::new(uri, text), "a", Position { line: 0, character: 0 }, "");
    assert_eq!(none("a.json", "{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}"), None);
    assert_eq!(none("a.txt", "what"), None);
}

/// What an ignore is for may stand in the part that could not be read, and its comment may part two texts there.
#[test]
fn nothing_is_deleted_from_a_file_that_is_not_read_as_a_whole() {
    let deletions = |text: &str| manifest(text).unused_ignores.iter().map(|finding| finding.fixes.len()).collect::<Vec<_>>();
    let text = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a # plimsoll ignore=privileged\nspec: {}\n";
    assert_eq!(deletions(text), [1]);
    assert_eq!(deletions(&format!("{text}---\na: [\n")), [0]);
}
