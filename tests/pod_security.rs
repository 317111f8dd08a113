//! The pods that Kubernetes tests its Pod Security Standards with, held against ours.

use plimsoll_core::report::{Kind, PodSecurityLevel};
use plimsoll_core::{Options, SourceFile, lint, pod_security};

use crate::kubesec::cases;

#[test]
fn the_pods_of_kubernetes() {
    let Some(cases) = cases("pod_security.jsonl") else { return };
    let mut wrong = Vec::new();
    for case in &cases {
        let text = |key: &str| case[key].as_str().expect("a text");
        let version = pod_security::Version::parse(text("version")).expect("a version");
        let options = Options { pod_security_version: version, ..plimsoll_tests::options() };
        let report = lint(&[SourceFile::new("pod.yaml", text("manifest")).with_kind(Some(Kind::Kubernetes))], &options);
        let judged = report.files[0].objects.as_deref().and_then(|objects| objects.first()?.pod_security.clone());
        let Some(judged) = judged else {
            wrong.push(format!("{}: no answer", text("path")));
            continue;
        };
        let wanted = if text("level") == "restricted" { PodSecurityLevel::Restricted } else { PodSecurityLevel::Baseline };
        let passes = judged.level >= wanted;
        // Some pods that are to fail one check cannot but fail another too.
        let by_its_check = judged.failed.iter().any(|failure| failure.level <= wanted && failure.check == text("check"));
        let (expected, got) = if text("expect") == "pass" { (true, passes) } else { (false, passes || !by_its_check) };
        if expected != got {
            wrong.push(format!("{}: {judged:?}", text("path")));
        }
    }
    println!("pod_security.jsonl: {} agree, {} disagree", cases.len() - wrong.len(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
