//! The core for JavaScript: what `pkg/api.js` calls.
//!
//! It converts and nothing else. Results are JSON texts: one text crosses the border (and a worker's) faster than thousands of
//! small objects, and it is the same text that the command line prints. Today's date, defaults and the types of arguments are the
//! matter of `pkg/api.js`.

use plimsoll_core::policy::ImagePolicy;
use plimsoll_core::report::{Fix, Kind, Position, Report, Severity};
use plimsoll_core::rule::Preset;
use plimsoll_core::rules::RULES;
use plimsoll_core::{
    Build, Date, FixResult, Options, Select, SkipReason, SourceFile, VERSION, Vendor, apply_fixes, ignore_edit, pod_security,
};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// A file as `pkg/api.js` hands it over: every field is a text.
    pub type JsFile;
    #[wasm_bindgen(method, getter)]
    fn uri(this: &JsFile) -> String;
    #[wasm_bindgen(method, getter)]
    fn text(this: &JsFile) -> String;
    #[wasm_bindgen(method, getter)]
    fn kind(this: &JsFile) -> String;
    #[wasm_bindgen(method, getter)]
    fn dockerignore(this: &JsFile) -> Option<String>;

    /// Options as `pkg/api.js` hands them over: complete, every field of its type.
    pub type JsOptions;
    #[wasm_bindgen(method, getter)]
    fn preset(this: &JsOptions) -> String;
    #[wasm_bindgen(method, getter)]
    fn select(this: &JsOptions) -> Vec<String>;
    #[wasm_bindgen(method, getter)]
    fn ignore(this: &JsOptions) -> Vec<String>;
    #[wasm_bindgen(method, getter, js_name = asOf)]
    fn as_of(this: &JsOptions) -> String;
    #[wasm_bindgen(method, getter, js_name = inlineIgnores)]
    fn inline_ignores(this: &JsOptions) -> bool;
    #[wasm_bindgen(method, getter, js_name = podSecurityVersion)]
    fn pod_security_version(this: &JsOptions) -> String;
    #[wasm_bindgen(method, getter, js_name = allowedRegistries)]
    fn allowed_registries(this: &JsOptions) -> Vec<String>;
    /// Rule and severity in turn.
    #[wasm_bindgen(method, getter)]
    fn severities(this: &JsOptions) -> Vec<String>;
    /// What a policy says of images, as `plimsoll/policy` writes it; empty where there is none.
    #[wasm_bindgen(method, getter)]
    fn images(this: &JsOptions) -> String;
    #[wasm_bindgen(method, getter)]
    fn vendors(this: &JsOptions) -> Vec<String>;
    /// Image and Dockerfile in turn.
    #[wasm_bindgen(method, getter)]
    fn builds(this: &JsOptions) -> Vec<String>;
}

/// Analyses files; the report as JSON.
///
/// # Errors
/// Options that cannot be used: a JSON list of `{ pointer, message }`.
#[wasm_bindgen]
pub fn lint(files: Vec<JsFile>, options: &JsOptions) -> Result<String, JsValue> {
    let options = read_options(options)?;
    Ok(json(&plimsoll_core::lint(&read_files(&files), &options)))
}

/// Applies fixes; the new texts, what was done and the report on them as JSON. An empty `rules` means all rules, an empty
/// `fingerprint` all findings.
///
/// # Errors
/// As of [`lint`].
#[wasm_bindgen(js_name = applyFixes)]
pub fn apply(
    files: Vec<JsFile>,
    options: &JsOptions,
    unsafe_fixes: bool,
    rules: Vec<String>,
    fingerprint: String,
) -> Result<String, JsValue> {
    let options = read_options(options)?;
    let fingerprint = (!fingerprint.is_empty()).then_some(fingerprint);
    let select = Select { unsafe_fixes, rules, fingerprint, one_of_several: false };
    let result = apply_fixes(&read_files(&files), &options, &select);
    Ok(json(&JsonFixes::of(&result)))
}

/// What is known of an image and what could stand in its place, as JSON; `null` where it is no name of an image.
///
/// # Errors
/// As of [`lint`].
#[wasm_bindgen(js_name = suggestImage)]
pub fn suggest_image(name: &str, options: &JsOptions) -> Result<String, JsValue> {
    Ok(json(&plimsoll_core::suggest_image(name, &read_options(options)?)))
}

/// The edit that ignores a finding of `rule` at a line and UTF-16 character of a file, with a reason, as JSON; `null` where the file
/// can have no comment.
#[wasm_bindgen(js_name = ignoreEdit)]
#[must_use]
pub fn ignore(file: &JsFile, rule: &str, line: u32, character: u32, reason: &str) -> String {
    json(&ignore_edit(&read_file(file), rule, Position { line, character }, reason))
}

/// What is known of every rule, as a JSON list sorted as the core lists them.
#[wasm_bindgen]
#[must_use]
pub fn rules() -> String {
    json(&RULES.iter().map(|rule| rule.meta()).collect::<Vec<_>>())
}

/// The versions of the program and of its data, as JSON.
#[wasm_bindgen]
#[must_use]
pub fn info() -> String {
    // The report of no files names its tool like any other; what day it is judged at does not matter to it.
    json(&Date::parse("1970-01-01").map(|date| plimsoll_core::lint(&[], &Options::new(date)).tool))
}

/// The version of the program.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    VERSION.to_owned()
}

fn read_files(files: &[JsFile]) -> Vec<SourceFile> {
    files.iter().map(read_file).collect()
}

fn read_file(file: &JsFile) -> SourceFile {
    let kind = |word: &str| match word {
        "dockerfile" => Some(Kind::Dockerfile),
        "kubernetes" => Some(Kind::Kubernetes),
        _ => None,
    };
    SourceFile::new(file.uri(), file.text()).with_kind(kind(&file.kind())).with_dockerignore(file.dockerignore())
}

fn read_options(given: &JsOptions) -> Result<Options, JsValue> {
    let mut problems = Vec::new();
    let mut problem = |pointer: String, message: &str| problems.push(Problem { pointer, message: message.to_owned() });
    let preset = Preset::named(&given.preset());
    if preset.is_none() {
        problem("/preset".to_owned(), "there is no such preset");
    }
    let as_of = Date::parse(&given.as_of());
    if as_of.is_none() {
        problem("/asOf".to_owned(), "not a date of the form YYYY-MM-DD");
    }
    let pods = pod_security::Version::parse(&given.pod_security_version());
    if pods.is_none() {
        problem("/podSecurityVersion".to_owned(), "neither \"latest\" nor a version of the form v1.N");
    }
    let (select, ignore) = (given.select(), given.ignore());
    for (list, names) in [("select", &select), ("ignore", &ignore)] {
        for (at, name) in names.iter().enumerate() {
            if !RULES.iter().any(|rule| rule.is_named(name)) {
                problem(format!("/{list}/{at}"), "there is no such rule");
            }
        }
    }
    let mut severities = Vec::new();
    for pair in given.severities().chunks_exact(2) {
        match (RULES.iter().any(|rule| rule.is_named(&pair[0])), Severity::ALL.into_iter().find(|severity| severity.word() == pair[1])) {
            (true, Some(severity)) => severities.push((pair[0].clone(), severity)),
            (false, _) => problem(format!("/policy/options/severities/{}", pair[0]), "there is no such rule"),
            (true, None) => problem(format!("/policy/options/severities/{}", pair[0]), "there is no such severity"),
        }
    }
    let images = given.images();
    let images =
        if images.is_empty() { Some(ImagePolicy::of_registries(&given.allowed_registries())) } else { ImagePolicy::from_wire(&images) };
    if images.is_none() {
        problem("/policy/options/images".to_owned(), "not what readPolicy() made");
    }
    let mut vendors = Vec::new();
    for (at, name) in given.vendors().iter().enumerate() {
        match Vendor::named(name) {
            Some(vendor) => vendors.push(vendor),
            None => problem(format!("/vendors/{at}"), "there is no such vendor"),
        }
    }
    match (preset, as_of, pods) {
        (Some(preset), Some(as_of), Some(pod_security_version)) if problems.is_empty() => {
            let inline_ignores = given.inline_ignores();
            let images = images.unwrap_or_default();
            let builds = given.builds().chunks_exact(2).map(|pair| Build { image: pair[0].clone(), dockerfile: pair[1].clone() }).collect();
            let base = Options::new(as_of);
            Ok(Options { preset, select, ignore, inline_ignores, pod_security_version, severities, images, builds, vendors, ..base })
        }
        _ => Err(JsValue::from_str(&json(&problems))),
    }
}

#[derive(Serialize)]
struct Problem {
    pointer: String,
    message: String,
}

#[derive(Serialize)]
struct JsonFixes<'a> {
    files: Vec<JsonFile<'a>>,
    applied: Vec<JsonApplied<'a>>,
    skipped: Vec<JsonSkipped<'a>>,
    report: &'a Report,
}

#[derive(Serialize)]
struct JsonFile<'a> {
    uri: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonApplied<'a> {
    rule_id: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsonSkipped<'a> {
    rule_id: &'a str,
    fix: &'a Fix,
    reason: &'static str,
}

impl<'a> JsonFixes<'a> {
    fn of(result: &'a FixResult) -> JsonFixes<'a> {
        JsonFixes {
            files: result.files.iter().map(|file| JsonFile { uri: &file.uri, text: &file.text }).collect(),
            applied: result.applied.iter().map(|(rule_id, title)| JsonApplied { rule_id, title }).collect(),
            skipped: result
                .skipped
                .iter()
                .map(|skipped| JsonSkipped { rule_id: &skipped.rule_id, fix: &skipped.fix, reason: word(skipped.reason) })
                .collect(),
            report: &result.report,
        }
    }
}

fn word(reason: SkipReason) -> &'static str {
    match reason {
        SkipReason::Overlap => "overlap",
        SkipReason::Unsafe => "unsafe",
    }
}

/// None of our types can fail to become JSON; `null` would be the answer if one did.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}
