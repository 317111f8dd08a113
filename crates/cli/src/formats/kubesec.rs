//! What `kubesec scan` prints (`pkg/ruler/report.go` of kubesec v2), for scripts that read that: one entry per Kubernetes object.
//!
//! kubesec's schema validation has no part in it, so every entry is valid. Objects that kubesec could not read have no entry.

use std::io::{self, Write};

use plimsoll_core::report::{Kubesec, KubesecScoring, Report};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    object: &'a str,
    valid: bool,
    file_name: &'a str,
    message: &'a str,
    score: i32,
    scoring: &'a KubesecScoring,
}

pub(crate) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let objects = report.files.iter().flat_map(|file| file.objects.iter().flatten().map(move |object| (file, object)));
    let entries: Vec<Entry<'_>> = objects
        .filter_map(|(file, object)| {
            let Kubesec { object, score, message, scoring } = object.kubesec.as_ref()?;
            Some(Entry { object, valid: true, file_name: &file.uri, message, score: *score, scoring })
        })
        .collect();
    writeln!(out, "{}", escape(&serde_json::to_string_pretty(&entries)?))
}

/// Go's JSON can stand in HTML. Outside of strings, JSON has none of these characters.
fn escape(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => text.push_str("\\u003c"),
            '>' => text.push_str("\\u003e"),
            '&' => text.push_str("\\u0026"),
            '\u{2028}' => text.push_str("\\u2028"),
            '\u{2029}' => text.push_str("\\u2029"),
            _ => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use plimsoll_core::{Date, Options, SourceFile, lint};

    #[test]
    fn an_entry_per_object() {
        let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: <a>}\nspec: {hostUsers: false}\n---\napiVersion: v1\nkind: Secret\n";
        let report = lint(&[SourceFile::new("a.yaml", text)], &Options::new(Date::parse("2026-01-02").unwrap()));
        let mut out = Vec::new();
        super::write(&report, &mut out).unwrap();
        let json = String::from_utf8(out).unwrap();
        assert!(json.starts_with(
            "[\n  {\n    \"object\": \"Pod/\\u003ca\\u003e.default\",\n    \"valid\": true,\n    \"fileName\": \"a.yaml\",\n"
        ));
        assert!(json.contains("\"score\": 1,\n    \"scoring\": {\n      \"passed\": [\n        {\n          \"id\": \"HostUsers\",\n"));
        assert!(json.ends_with("\"score\": 0,\n    \"scoring\": {}\n  }\n]\n"));
    }

    #[test]
    fn nothing_to_score() {
        let report = lint(&[SourceFile::new("Dockerfile", "FROM scratch\n")], &Options::new(Date::parse("2026-01-02").unwrap()));
        let mut out = Vec::new();
        super::write(&report, &mut out).unwrap();
        assert_eq!(out, b"[]\n");
    }
}
