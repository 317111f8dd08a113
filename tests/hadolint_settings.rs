//! hadolint's own test cases that need a configuration: trusted registries, label schemas, ignored rules. They are not part of
//! the project: the folder that holds them is named by `PLIMSOLL_CONFORMANCE`, and without it the test is skipped.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::{env, fs};

use plimsoll_core::labels::LabelType;
use plimsoll_core::policy::ImagePolicy;
use plimsoll_core::report::Kind;
use plimsoll_core::{Options, SourceFile, lint};
use plimsoll_tests::options;
use serde_json::Value;

/// The types by the names of hadolint's constructors.
const TYPES: [(&str, LabelType); 7] = [
    ("RawText", LabelType::Text),
    ("Url", LabelType::Url),
    ("Rfc3339", LabelType::Rfc3339),
    ("SemVer", LabelType::Semver),
    ("GitHash", LabelType::Hash),
    ("Spdx", LabelType::Spdx),
    ("Email", LabelType::Email),
];

fn configured(config: &Value) -> Options {
    let mut options = options();
    for (key, value) in config.as_object().expect("a map") {
        let texts = || value.as_array().expect("a list").iter().map(|text| text.as_str().expect("a text").to_owned());
        match key.as_str() {
            "allowedRegistries" => options.images = ImagePolicy::of_registries(&texts().collect::<Vec<_>>()),
            "ignoreRules" => options.ignore = texts().collect(),
            "strictLabels" => options.labels.strict = value == true,
            "labelSchema" => {
                let label = |kind: &Value| TYPES.iter().find(|(name, _)| kind == name).expect("a type").1;
                options.labels.labels = value.as_object().expect("a map").iter().map(|(name, kind)| (name.clone(), label(kind))).collect();
            }
            other => panic!("no such setting: {other}"),
        }
    }
    options
}

#[test]
fn settings_mean_what_they_mean_to_hadolint() {
    let Some(folder) = env::var_os("PLIMSOLL_CONFORMANCE").map(PathBuf::from) else {
        println!("skipped: PLIMSOLL_CONFORMANCE is not set");
        return;
    };
    let cases = fs::read_to_string(folder.join("dockerfile/hadolint.jsonl")).expect("hadolint.jsonl");
    let cases = cases.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    let mut wrong = Vec::new();
    for case in cases.filter(|case| case.get("config").is_some()) {
        let text = |key: &str| case[key].as_str().unwrap_or_default();
        let report =
            lint(&[SourceFile::new("Dockerfile", text("dockerfile")).with_kind(Some(Kind::Dockerfile))], &configured(&case["config"]));
        // Of all rules, and of all of ShellCheck, those that hadolint itself would name.
        let pattern = format!("hadolint:{}", text("rule").trim_end_matches('*'));
        let is_meant = |alias: &str| if text("rule").ends_with('*') { alias.starts_with(&pattern) } else { alias == pattern };
        let found = report.findings.iter().filter(|finding| finding.aliases.iter().any(&is_meant)).count();
        if (found > 0) == (text("expect") == "fires") && case.get("count").is_none_or(|count| count == found) {
            *counts.entry("agree").or_default() += 1;
        } else {
            wrong.push(format!("{}: expected {}, found {found} in\n{}", text("name"), text("expect"), text("dockerfile")));
        }
    }
    println!("{counts:?}");
    assert!(!counts.is_empty() && wrong.is_empty(), "{} of them differ\n{}", wrong.len(), wrong.join("\n"));
}
