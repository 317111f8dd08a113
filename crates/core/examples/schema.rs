//! Writes `src/schema/fields.txt` from Kubernetes' own description of its API.
//!
//! ```text
//! curl -LO https://raw.githubusercontent.com/kubernetes/kubernetes/v1.37.0/api/openapi-spec/swagger.json
//! cargo run -p plimsoll-core --example schema -- swagger.json 1.37 > crates/core/src/schema/fields.txt
//! ```
//! What a `status` and `managedFields` hold is left out: nobody writes them by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use plimsoll_yaml::Node;

/// Kinds that are answers or requests, not manifests.
const NOT_WRITTEN: [&str; 8] = ["APIGroup", "APIVersions", "DeleteOptions", "Status", "WatchEvent", "ComponentStatus", "Scale", "Binding"];

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let (Some(path), Some(version)) = (args.next(), args.next()) else {
        eprintln!("usage: schema SWAGGER.JSON VERSION");
        return ExitCode::from(2);
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{path}: {error}");
            return ExitCode::from(2);
        }
    };
    let stream = plimsoll_yaml::read(&text);
    let Some(definitions) = stream.documents.first().and_then(|document| document.root.as_ref()?.get("definitions")) else {
        eprintln!("{path}: no definitions");
        return ExitCode::from(2);
    };
    print!("{}", table(definitions, &version));
    ExitCode::SUCCESS
}

fn table(definitions: &Node<'_>, version: &str) -> String {
    let mut kinds: BTreeMap<String, &str> = BTreeMap::new();
    for entry in definitions.entries() {
        for gvk in entry.value.get("x-kubernetes-group-version-kind").map_or(&[][..], Node::items) {
            let part = |key: &str| gvk.get(key).and_then(Node::as_str).unwrap_or_default();
            let (group, version, kind) = (part("group"), part("version"), part("kind"));
            if !kind.ends_with("List") && !kind.ends_with("Review") && !NOT_WRITTEN.contains(&kind) {
                let group = if group.is_empty() { String::new() } else { format!("{group}/") };
                kinds.insert(format!("{group}{version}/{kind}"), &entry.key);
            }
        }
    }
    let roots: BTreeSet<&str> = kinds.values().copied().collect();
    let mut found: BTreeMap<&str, Vec<(&str, String, bool)>> = BTreeMap::new();
    let mut open: Vec<&str> = roots.iter().copied().collect();
    while let Some(name) = open.pop() {
        if found.contains_key(name) {
            continue;
        }
        let definition = definitions.get(name);
        let required: Vec<&str> =
            definition.and_then(|d| d.get("required")).map_or(&[][..], Node::items).iter().filter_map(Node::as_str).collect();
        let mut fields = Vec::new();
        for property in definition.and_then(|d| d.get("properties")).map_or(&[][..], Node::entries) {
            let unread = (property.key == "status" && roots.contains(name)) || property.key == "managedFields";
            let code = if unread { "a".into() } else { code(&property.value, definitions, &mut open) };
            fields.push((property.key.as_ref(), code, required.contains(&property.key.as_ref())));
        }
        found.insert(name, fields);
    }
    let id = |name: &str| found.keys().position(|known| *known == name).unwrap_or_default().to_string();
    let mut out = format!("Kubernetes {version}\n");
    for (kind, name) in &kinds {
        out.push_str(&format!("{kind} {}\n", id(name)));
    }
    out.push('\n');
    for fields in found.values() {
        let words: Vec<String> = fields
            .iter()
            .map(|(name, code, required)| {
                let code = match code.split_once('=') {
                    Some((before, name)) => format!("{before}{}", id(name)),
                    None => code.clone(),
                };
                format!("{name}:{code}{}", if *required { "!" } else { "" })
            })
            .collect();
        out.push_str(&words.join(" "));
        out.push('\n');
    }
    out
}

/// The code of a property's type; `=name` for a definition that is a line of its own, which is then open.
fn code<'a>(property: &'a Node<'a>, definitions: &'a Node<'a>, open: &mut Vec<&'a str>) -> String {
    let text = |key: &str| property.get(key).and_then(Node::as_str);
    if let Some(name) = text("$ref").and_then(|reference| reference.strip_prefix("#/definitions/")) {
        let definition = definitions.get(name);
        if definition.is_some_and(|definition| definition.get("properties").is_some()) {
            open.push(name);
            return format!("={name}");
        }
        return match (name.rsplit('.').next(), definition.and_then(|d| d.get("type")).and_then(Node::as_str)) {
            (Some("Quantity"), _) => "q".into(),
            (Some("IntOrString"), _) => "x".into(),
            (_, Some("string")) => "s".into(),
            (_, Some("object")) => "o".into(),
            _ => "a".into(),
        };
    }
    match text("type") {
        Some("string") => "s".into(),
        Some("boolean") => "b".into(),
        Some("integer") => "i".into(),
        Some("number") => "n".into(),
        Some("array") => format!("*{}", property.get("items").map_or("a".into(), |items| code(items, definitions, open))),
        Some("object") => match property.get("additionalProperties") {
            Some(values) => format!("%{}", code(values, definitions, open)),
            None => "o".into(),
        },
        _ => "a".into(),
    }
}
