//! The report's types, read from JSON: every field by its name there. Its own test holds it against serde's reading.

use plimsoll_report::{
    Aliases, Applicability, Blocker, Category, CategoryScore, Day, File, Finding, Fingerprint, Fix, Footprint, Grade, ImageFacts,
    ImageOrigin, ImageParts, ImageSuggestion, ImageUse, Kind, Kubesec, KubesecRule, KubesecScoring, Libc, Object, ObjectRef,
    PackageManager, Platforms, PodSecurity, PodSecurityFailure, PodSecurityLevel, Position, Range, Related, Report, RulePage, Score,
    Severity, Stage, StageRole, SuggestionKind, Support, SupportState, Suppressed, SuppressedBy, TextEdit, Tool, Traits,
};

use crate::json::{Json, Read};

/// Reads a struct field by field.
macro_rules! record {
    ($type:ident { $($field:ident: $name:literal),* }) => {
        impl Read for $type {
            fn read(json: &mut Json<'_>) -> Option<$type> {
                Some($type { $($field: json.field($name)?),* })
            }
        }
    };
}

/// Reads an enum by its words.
macro_rules! words {
    ($type:ident { $($word:literal => $variant:ident),* }) => {
        impl Read for $type {
            fn read(json: &mut Json<'_>) -> Option<$type> {
                Some(match json.text()? {
                    $($word => $type::$variant,)*
                    _ => return None,
                })
            }
        }
    };
}

record! { Position { line: "line", character: "character" } }
record! { Range { start: "start", end: "end" } }
record! { Tool { name: "name", version: "version", ruleset_version: "rulesetVersion", catalog_date: "catalogDate" } }
record! { Report { schema_version: "schemaVersion", tool: "tool", as_of: "asOf", files: "files", findings: "findings", suppressed: "suppressed", unused_ignores: "unusedIgnores", images: "images", score: "score" } }
record! { File { uri: "uri", kind: "kind", note: "note", incomplete: "incomplete", score: "score", stages: "stages", objects: "objects" } }
record! { Stage { name: "name", base: "base", role: "role", is_final: "isFinal", reachable: "reachable", range: "range" } }
record! { Object { object: "object", range: "range", score: "score", kubesec: "kubesec", pod_security: "podSecurity" } }
record! { ObjectRef { api_version: "apiVersion", kind: "kind", name: "name", namespace: "namespace", container: "container", path: "path" } }
record! { Finding { rule_id: "ruleId", severity: "severity", category: "category", message: "message", help: "help", help_uri: "helpUri", uri: "uri", range: "range", offsets: "offsets", object: "object", stage: "stage", related: "related", fixes: "fixes", fingerprint: "fingerprint", suppressed: "suppressed", points: "points", gain: "gain", aliases: "aliases" } }
impl Read for Aliases {
    fn read(json: &mut Json<'_>) -> Option<Aliases> {
        Vec::read(json).map(Aliases::Read)
    }
}
impl Read for Fingerprint {
    fn read(json: &mut Json<'_>) -> Option<Fingerprint> {
        String::read(json).map(Fingerprint::Read)
    }
}

impl Read for Day {
    fn read(json: &mut Json<'_>) -> Option<Day> {
        String::read(json).map(Day::Read)
    }
}

impl Read for Platforms {
    fn read(json: &mut Json<'_>) -> Option<Platforms> {
        Vec::read(json).map(Platforms::Read)
    }
}

impl Read for RulePage {
    fn read(json: &mut Json<'_>) -> Option<RulePage> {
        String::read(json).map(RulePage::Read)
    }
}
record! { Related { uri: "uri", range: "range", message: "message" } }
record! { Fix { title: "title", applicability: "applicability", edits: "edits" } }
record! { TextEdit { uri: "uri", range: "range", offsets: "offsets", new_text: "newText" } }
record! { Suppressed { by: "by", reason: "reason", range: "range" } }
record! { Score { version: "version", value: "value", grade: "grade", base: "base", cap: "cap", capped_by: "cappedBy", categories: "categories", suppressed: "suppressed", value_unsuppressed: "valueUnsuppressed", incomplete: "incomplete" } }
record! { CategoryScore { id: "id", budget: "budget", lost: "lost", over: "over" } }
record! { Kubesec { object: "object", score: "score", message: "message", scoring: "scoring" } }
record! { KubesecScoring { critical: "critical", passed: "passed", advise: "advise" } }
record! { KubesecRule { id: "id", selector: "selector", reason: "reason", points: "points" } }
record! { PodSecurity { version: "version", level: "level", failed: "failed" } }
record! { PodSecurityFailure { check: "check", level: "level", path: "path" } }
record! { ImageUse { reference: "reference", resolved: "resolved", parts: "parts", origin: "origin", uri: "uri", range: "range", facts: "facts", suggestions: "suggestions" } }
record! { ImageParts { registry: "registry", repository: "repository", tag: "tag", digest: "digest" } }
record! { Support { product: "product", cycle: "cycle", state: "state", until: "until" } }
record! { Footprint { reference: "reference", compressed_bytes: "compressedBytes", platform: "platform", packages: "packages", curl: "curl", wget: "wget", compiler: "compiler", date: "date" } }
record! { ImageFacts { official: "official", listed: "listed", deprecated: "deprecated", support: "support", traits: "traits", footprint: "footprint", as_of: "asOf" } }
record! { Traits { libc: "libc", shell: "shell", package_manager: "packageManager", user: "user", platforms: "platforms", eol: "eol" } }
record! { Blocker { message: "message", range: "range" } }
record! { ImageSuggestion { image: "image", kind: "kind", recommended: "recommended", why: "why", costs: "costs", blockers: "blockers", traits: "traits", footprint: "footprint", as_of: "asOf", fix: "fix", reasons: "reasons" } }
words! { Kind { "dockerfile" => Dockerfile, "kubernetes" => Kubernetes, "unknown" => Unknown } }
words! { StageRole { "base" => Base, "parent" => Parent } }
words! { Severity { "info" => Info, "low" => Low, "medium" => Medium, "high" => High, "critical" => Critical } }
words! { Category { "privilege" => Privilege, "image" => Image, "secrets" => Secrets, "reliability" => Reliability, "hygiene" => Hygiene } }
words! { Applicability { "safe" => Safe, "unsafe" => Unsafe } }
words! { SuppressedBy { "inline" => Inline, "annotation" => Annotation, "policy" => Policy, "baseline" => Baseline } }
words! { PodSecurityLevel { "privileged" => Privileged, "baseline" => Baseline, "restricted" => Restricted } }
words! { Libc { "glibc" => Glibc, "musl" => Musl, "none" => None } }
words! { PackageManager { "apt" => Apt, "apk" => Apk, "dnf" => Dnf, "zypper" => Zypper, "none" => None } }
words! { SuggestionKind { "slim" => Slim, "alpine" => Alpine, "distroless" => Distroless, "scratch" => Scratch, "split" => Split, "newer" => Newer, "successor" => Successor, "spelling" => Spelling } }
words! { ImageOrigin { "from" => From, "copy-from" => CopyFrom, "mount-from" => MountFrom, "syntax" => Syntax, "container" => Container, "init-container" => InitContainer, "ephemeral-container" => EphemeralContainer, "image-volume" => ImageVolume } }
words! { SupportState { "supported" => Supported, "security-only" => SecurityOnly, "ended" => Ended } }
words! { Grade { "F" => F, "D" => D, "C" => C, "B" => B, "A" => A, "A+" => APlus } }

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read;

    const REPORT: &str = r#"{"schemaVersion":1,"tool":{"name":"plimsoll","version":"0.1.0","rulesetVersion":"0","catalogDate":"2026-01-01"},
        "asOf":"2026-11-23","files":[{"uri":"a","kind":"dockerfile","incomplete":false,"score":null,"stages":[{"name":null,"base":"node:22",
        "role":"parent","isFinal":true,"reachable":true,"range":{"start":{"line":0,"character":0},"end":{"line":3,"character":0}}}]},
        {"uri":"b","kind":"kubernetes","note":"a chart","incomplete":true,"score":null,"objects":[{"object":{"apiVersion":"v1","kind":"Pod",
        "name":"p","namespace":"n"},"range":{"start":{"line":0,"character":0},"end":{"line":3,"character":0}},"score":null,"kubesec":{
        "object":"Pod/p.n","score":-7,"message":"m","scoring":{"critical":[{"id":"Privileged","selector":"s","reason":"r","points":-30}]}},
        "podSecurity":{"version":"v1.37","level":"baseline","failed":[{"check":"c","level":"restricted","path":"spec"}]}}]}],"findings":[
        {"ruleId":"x","severity":"high","category":"image","message":"a \"b\" \\ \u00b5 \ud83d\ude00 \n","help":"h","helpUri":"","uri":"a",
        "newer":[{"x":[1,-2.5e3,"}"]},null],"range":{"start":{"line":0,"character":1},"end":{"line":0,"character":2}},"offsets":[1,2],
        "stage":"0","related":[{"uri":"b","range":{"start":{"line":0,"character":1},"end":{"line":0,"character":2}},"message":"there"}],
        "fixes":[{"title":"t","applicability":"unsafe","edits":[{"uri":"a","range":{"start":{"line":0,"character":1},"end":{"line":0,
        "character":2}},"offsets":[1,2],"newText":"y"}]}],"fingerprint":"0","suppressed":{"by":"inline","reason":"why"},"points":15,
        "gain":3,"aliases":["t:X"]}],"suppressed":[],"unusedIgnores":[],"images":[{"reference":"node","resolved":"docker.io/library/node",
        "parts":{"registry":"docker.io","repository":"library/node","tag":null,"digest":null},"origin":"copy-from","uri":"a","range":
        {"start":{"line":0,"character":1},"end":{"line":0,"character":2}},"facts":{"official":true,"listed":null,"deprecated":null,"support":[
        {"product":"node","cycle":"22","state":"security-only","until":null}],"traits":{"libc":"musl","shell":true,"packageManager":"apk",
        "user":"root","platforms":["linux/amd64"],"eol":null},"footprint":null,"asOf":"2026-01-01"},"suggestions":[{"image":"node:22-slim",
        "kind":"slim","recommended":true,"why":"w","costs":["c"],"blockers":[{"message":"m","range":null}],"traits":{"libc":null,"shell":null,
        "packageManager":null,"user":null,"platforms":[],"eol":null},"footprint":{"reference":"r","compressedBytes":7,"platform":null,
        "packages":3,"curl":false,"wget":null,"compiler":null,"date":"2026-01-01"},"asOf":"2026-01-01","fix":null,"reasons":["r"]}]}],
        "score":{"version":1,"value":62,"grade":"A+","base":62,"cap":79,"cappedBy":["x"],"categories":[{"id":"privilege","budget":30,"lost":1,
        "over":1}],"suppressed":0,"valueUnsuppressed":62,"incomplete":true}}"#;

    #[test]
    fn it_reads_what_serde_reads() {
        assert_eq!(read::<Report>(REPORT).unwrap(), serde_json::from_str::<Report>(REPORT).unwrap());
    }

    #[test]
    fn cut_off_or_changed_texts_are_errors() {
        for end in (0..REPORT.len()).filter(|end| REPORT.is_char_boundary(*end)) {
            assert!(read::<Report>(&REPORT[..end]).is_none(), "{end}");
        }
        for (right, wrong) in [("high", "higher"), ("\"points\":15", "\"points\":null"), ("\"uri\":\"a\",", "")] {
            assert!(read::<Report>(&REPORT.replace(right, wrong)).is_none(), "{wrong}");
        }
        assert!(read::<Report>(&format!("{REPORT} x")).is_none());
    }
}
