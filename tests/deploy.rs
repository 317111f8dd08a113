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
        assert!(found.is_empty() && report.suppressed.is_empty(), "{found:#?} {:?}", report.suppressed);
        // What there is to grade is graded: the image and the workload.
        for file in report.files.iter().filter(|file| file.uri != FILES[2]) {
            assert_eq!(file.score.as_ref().map(|score| score.grade.word()), Some("A+"), "{}", file.uri);
        }
        assert_eq!(report.files.iter().map(|file| file.kind).collect::<Vec<_>>(), [Kind::Dockerfile, Kind::Kubernetes, Kind::Kubernetes]);
    }
}

/// The webhook's settings are those that are made of a policy.
#[test]
fn the_webhook_is_the_one_that_is_made() {
    let shipped = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(FILES[2])).expect("the file is there");
    let source = "kind: Policy\nimages: {allow: []}\nscope: {namespaces: {exempt: [kube-system]}}\n";
    let policy = Policy::parse(source).expect("a policy");
    let made = generate(Target::ValidatingWebhook, &policy, source, options().as_of);
    let settings = |text: &str| -> Vec<String> {
        text.lines().filter(|line| !line.trim_start().starts_with(['#']) && !line.starts_with("  name: ")).map(str::to_owned).collect()
    };
    assert_eq!(settings(&shipped), settings(&made[0].text));
    assert!(!made[0].text.contains("#  "), "{}", made[0].text);
    let found = lint(&[SourceFile::new("webhook.yaml", made[0].text.clone())], &Options { preset: Preset::All, ..options() });
    let found: Vec<&str> = found.findings.iter().map(|finding| finding.rule_id.as_ref()).filter(|id| id.starts_with("vwc-")).collect();
    assert!(found.is_empty(), "{found:?}");
}
