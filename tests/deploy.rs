//! What is shipped to run the webhook server is as we say that things should be.

use std::fs;
use std::path::Path;

use plimsoll_core::report::{Kind, Report};
use plimsoll_core::rule::Preset;
use plimsoll_core::{Options, SourceFile, lint};
use plimsoll_policy::Policy;
use plimsoll_policy::generate::{Target, generate};
use plimsoll_tests::options;

const FILES: [&str; 3] = ["deploy/Dockerfile", "deploy/kubernetes/server.yaml", "deploy/kubernetes/webhook.yaml"];

fn run(preset: Preset) -> Report {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let files: Vec<SourceFile> =
        FILES.iter().map(|name| SourceFile::new(*name, fs::read_to_string(root.join(name)).expect("the file is there"))).collect();
    lint(&files, &Options { preset, ..options() })
}

#[test]
fn the_server_is_deployed_without_a_finding() {
    for preset in [Preset::Default, Preset::Strict] {
        let report = run(preset);
        let found: Vec<String> =
            report.findings.iter().map(|finding| format!("{} {}: {}", finding.uri, finding.rule_id, finding.message)).collect();
        // The authority is made by whoever sets the server up.
        let ignored: Vec<&str> = report.suppressed.iter().map(|finding| &*finding.rule_id).collect();
        assert!(found.is_empty() && ignored == ["vwc-ca-bundle"], "{found:#?} {ignored:?}");
        // What there is to grade is graded: the image and the workload.
        for file in report.files.iter().filter(|file| file.uri != FILES[2]) {
            assert_eq!(file.score.as_ref().map(|score| score.grade.word()), Some("A+"), "{}", file.uri);
        }
        assert_eq!(report.files.iter().map(|file| file.kind).collect::<Vec<_>>(), [Kind::Dockerfile, Kind::Kubernetes, Kind::Kubernetes]);
    }
}

/// The webhook asks at a path that answers, about every kind that the policies we make for others ask about.
#[test]
fn the_webhook_asks_about_everything_that_makes_pods() {
    let webhook = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(FILES[2])).expect("the file is there");
    assert!(webhook.contains("path: /validate\n"));
    let policy = Policy::parse("kind: Policy\nimages: {allow: []}\n").expect("a policy");
    let made = generate(Target::Vap, &policy, "", options().as_of);
    let rules: Vec<&str> = made[0].text.lines().map(str::trim).filter(|line| line.starts_with("resources: [")).collect();
    assert!(!rules.is_empty());
    for rule in rules {
        assert!(webhook.contains(rule), "{rule}");
    }
}
