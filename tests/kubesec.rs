//! kubesec's own answers, held against ours. kubesec cuts files at fewer places than Kubernetes does: where a case has more objects
//! than kubesec has seen, only those are compared, and the case is listed.

use std::fs;
use std::path::{Path, PathBuf};

use plimsoll_core::report::{Kind, Kubesec, KubesecRule};
use plimsoll_core::{SourceFile, lint};
use plimsoll_tests::options;
use serde_json::Value;

/// A file of cases; `None` where none are at hand.
pub(crate) fn cases(name: &str) -> Option<Vec<Value>> {
    let Some(folder) = std::env::var_os("PLIMSOLL_CONFORMANCE") else {
        println!("skipped: PLIMSOLL_CONFORMANCE is not set");
        return None;
    };
    let path: PathBuf = Path::new(&folder).join("kubernetes").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Some(text.lines().filter(|line| !line.trim().is_empty()).map(|line| serde_json::from_str(line).expect("a case is JSON")).collect())
}

/// What is compared: object, score, message, and the ids of each list in their order.
type Answer = (String, i64, String, [Vec<String>; 3]);

fn ours(of: &Kubesec) -> Answer {
    let ids = |rules: &[KubesecRule]| rules.iter().map(|rule| rule.id.to_string()).collect();
    let lists = [ids(&of.scoring.critical), ids(&of.scoring.passed), ids(&of.scoring.advise)];
    (of.object.clone(), i64::from(of.score), of.message.clone(), lists)
}

fn theirs(of: &Value) -> Answer {
    let text = |key: &str| of[key].as_str().expect("a text").to_owned();
    let ids = |key: &str| of[key].as_array().into_iter().flatten().map(|id| id.as_str().expect("an id").to_owned()).collect();
    (text("object"), of["score"].as_i64().expect("a score"), text("message"), [ids("critical"), ids("passed"), ids("advise")])
}

/// kubesec's score of each object, or where there is no object, of each document: as the report has them.
fn answers(manifest: &str) -> Vec<Answer> {
    let file = SourceFile::new("manifest.yaml", manifest).with_kind(Some(Kind::Kubernetes));
    let report = lint(&[file], &options());
    report.files[0].objects.iter().flatten().filter_map(|object| object.kubesec.as_ref()).map(ours).collect()
}

fn compare(name: &str) {
    let Some(cases) = cases(name) else { return };
    let (mut agreed, mut without, mut disagree) = (0, 0, Vec::new());
    for case in &cases {
        let name = case["name"].as_str().expect("a name");
        let oracle = if case["oracle"].is_object() { &case["oracle"] } else { &case["expect"] };
        let want: Vec<Answer> = oracle["docs"].as_array().into_iter().flatten().map(theirs).collect();
        if want.is_empty() {
            // kubesec gave an error instead.
            without += 1;
            continue;
        }
        let got = answers(case["manifest"].as_str().expect("a manifest"));
        if got.len() > want.len() {
            println!("{name}: kubesec has seen {} of {} objects", want.len(), got.len());
        }
        if got.get(..want.len()) == Some(want.as_slice()) {
            agreed += 1;
        } else {
            disagree.push(format!("{name}\n  kubesec: {want:?}\n  here:    {got:?}"));
        }
    }
    println!("{name}: {agreed} agree, {} disagree, {without} without an answer", disagree.len());
    assert!(disagree.is_empty(), "{}", disagree.join("\n"));
}

#[test]
fn kubesecs_own_tests() {
    compare("kubesec_cases.jsonl");
}

#[test]
fn odd_corners() {
    compare("kubesec_edge_cases.jsonl");
}

/// kubesec scores whatever a document holds. Here that is so only where the caller has called the text a manifest.
#[test]
fn texts_without_an_object_have_a_score() {
    for text in ["{}", "# nothing\n", "[{\"kind\": \"Pod\"}]\n", "5\n", "metadata: {name: a}\n"] {
        let answers = answers(text);
        let [(object, score, message, [critical, passed, advise])] = &answers[..] else { panic!("{text}: {answers:?}") };
        assert_eq!((object.as_str(), *score, message.as_str()), ("Unknown", 0, "Passed with a score of 0 points"), "{text}");
        assert_eq!((critical.len(), passed.len(), advise.len()), (0, 0, 17), "{text}");
        let report = lint(&[SourceFile::new("notes.yaml", text)], &options());
        assert!(report.files[0].objects.as_ref().is_none_or(Vec::is_empty), "{text}");
    }
    assert!(answers("").is_empty() && answers("---\n---\n").is_empty());
}
