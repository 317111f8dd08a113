//! Kubewarden: the manifest that has its policy servers run Plimsoll's module, and what the module tells of itself.
//!
//! The settings are the policy file as it stands, so that what is decided is what the file says and its comments stay. Kubernetes reads
//! some plain words as other things than texts, `1.10` as the number 1.1: those are put in quotes.

use plimsoll_core::Date;
use plimsoll_core::policy::Scope;
use plimsoll_text::{Edit, Span, apply, sort_by_key};
use plimsoll_yaml::{Node, Style, Value};

use super::kinds::{self, Kinds};
use super::{Made, indented, json};

/// The keys of a policy file whose values are no texts.
const NO_TEXTS: [&str; 2] = ["minScore", "requireAlwaysUnlessDigest"];

/// The ClusterAdmissionPolicy; `source` is the text of the policy file.
pub(super) fn manifest(made: &Made<'_>, source: &str) -> String {
    let selector = made.namespace_selector("    ");
    let selector = if selector.is_empty() { String::new() } else { format!("  namespaceSelector:\n{selector}") };
    let mut header = "The settings are the policy file itself, and `asOf`: the day this was made.".to_owned();
    if !made.policy.images.exceptions.is_empty() {
        header.push_str(
            "\nExceptions end by the day that the object was made on, as far as that is later than `asOf`: make this file anew, or move \
             `asOf` on,\nwhen objects that have been there for long are to be judged by today.",
        );
    }
    format!(
        "{}apiVersion: policies.kubewarden.io/v1\nkind: ClusterAdmissionPolicy\nmetadata:\n  name: {name}\nspec:\n  # Where you have pushed the module \
         to with `kwctl push`; name it by its digest.\n  module: registry://REGISTRY/plimsoll-kubewarden:VERSION\n  mode: {mode}\n  mutating: false\n{selector}  \
         rules:\n{rules}  settings:\n{settings}",
        made.titled(&header),
        name = made.name,
        mode = if made.is_enforced() { "protect" } else { "monitor" },
        rules = kinds::rules(&made.kinds, "    "),
        settings = indented(&settings(source, made.as_of), 4),
    )
}

/// What the module tells of itself in its section `io.kubewarden.metadata`, and `kwctl annotate` reads from a file.
///
/// Fields: docs.kubewarden.io, "Policy metadata".
#[must_use]
pub fn metadata() -> serde_json::Value {
    let rule = |(group, resources): (&str, Vec<&str>)| serde_json::json!({"apiGroups": [group], "apiVersions": ["v1"], "operations": ["CREATE", "UPDATE"], "resources": resources});
    let kinds = Kinds::of(&Scope::default());
    let rules: Vec<serde_json::Value> = kinds.resources_by_group().into_iter().map(rule).collect();
    serde_json::json!({
        "annotations": {
            "io.artifacthub.displayName": "Plimsoll images",
            "io.artifacthub.keywords": "image, registry, allow-list, tag, digest",
            "io.artifacthub.resources": kinds.names().collect::<Vec<_>>().join(", "),
            "io.kubewarden.policy.author": "the authors of Plimsoll",
            "io.kubewarden.policy.category": "Resource validation",
            "io.kubewarden.policy.description": "Lets in what a Plimsoll policy file allows: images by registry, repository, tag and digest, in every list of containers and in image volumes",
            "io.kubewarden.policy.license": "MIT OR Apache-2.0",
            "io.kubewarden.policy.severity": "high",
            "io.kubewarden.policy.title": "plimsoll-images",
            "io.kubewarden.policy.version": env!("CARGO_PKG_VERSION"),
        },
        "backgroundAudit": true,
        "contextAwareResources": [],
        "executionMode": "kubewarden-wapc",
        "mutating": false,
        "policyType": "kubernetes",
        "protocolVersion": "v1",
        "rules": rules,
    })
}

/// The policy file as settings.
fn settings(source: &str, as_of: Date) -> String {
    let stream = plimsoll_yaml::read(source);
    let Some((document, root)) = stream.documents.first().and_then(|document| Some((document, document.root.as_ref()?))) else {
        return source.to_owned();
    };
    let start = root.span.start;
    let (at, as_of) = if root.style == Style::Flow {
        (start + 1, format!("\"asOf\": \"{as_of}\", "))
    } else {
        // The first key's indentation is that of all.
        let indent: String = source.get(..start).unwrap_or_default().chars().rev().take_while(|c| *c == ' ').collect();
        (start, format!("asOf: \"{as_of}\"\n{indent}"))
    };
    let end = source.get(root.span.end..document.span.end).and_then(|rest| rest.find("\n..."));
    let end = end.map_or(document.span.end, |rest| root.span.end + rest + 1);
    let gone = |start, end| Edit { span: Span::new(start, end), text: String::new() };
    // What separates documents does not belong inside of one.
    let mut edits = vec![gone(0, document.span.start), gone(end, source.len()), Edit { span: Span::at(at), text: as_of }];
    quote(root, source, &mut edits);
    sort_by_key(&mut edits, |edit| edit.span);
    // What an alias stands for is met more than once.
    edits.dedup();
    let text = apply(source, &edits).unwrap_or_else(|_| source.to_owned());
    text.trim_start_matches(['\r', '\n']).to_owned()
}

fn quote(node: &Node<'_>, source: &str, edits: &mut Vec<Edit>) {
    match &node.value {
        Value::Map(map) => {
            let texts = map.entries.iter().filter(|entry| !NO_TEXTS.contains(&entry.key.as_ref()));
            texts.for_each(|entry| quote(&entry.value, source, edits));
        }
        Value::Seq(items) => items.iter().for_each(|item| quote(item, source, edits)),
        Value::Null | Value::String(_) | Value::Template(_) => {}
        Value::Bool(_) | Value::Int(_) | Value::UInt(_) | Value::Float(_) => {
            let text = node.span.of(source);
            if !text.starts_with('*') {
                edits.push(Edit { span: node.span, text: json(text) });
            }
        }
    }
}

#[cfg(all(test, feature = "yaml"))]
mod tests {
    use super::{metadata, settings};
    use crate::{Date, Policy, Settings};
    use plimsoll_yaml::{Node, Value};
    use serde_json::{Map, Value as Json};

    const DAY: Date = Date { year: 2026, month: 11, day: 23 };

    /// What the API server makes of it.
    fn as_kubernetes_reads(node: &Node<'_>) -> Json {
        match &node.value {
            Value::Null | Value::Template(_) => Json::Null,
            Value::Bool(value) => (*value).into(),
            Value::Int(value) => (*value).into(),
            Value::UInt(value) => (*value).into(),
            Value::Float(value) => (*value).into(),
            Value::String(text) => text.as_ref().into(),
            Value::Seq(items) => items.iter().map(as_kubernetes_reads).collect(),
            Value::Map(map) => {
                let entries = map.entries.iter().map(|entry| (entry.key.clone().into_owned(), as_kubernetes_reads(&entry.value)));
                Json::Object(entries.collect::<Map<_, _>>())
            }
        }
    }

    #[test]
    fn the_settings_are_the_policy_however_it_is_written() {
        for source in [
            "kind: Policy\nimages:\n  allow:\n    - {repository: docker.io/library/nginx, tags: [1.10, 1, '2.*', 010]}\n",
            "# A comment.\n---\nkind: Policy # of ours\nmetadata: {name: yes}\n...\n",
            "  kind: Policy\n  mode: warn\n  gate: {minScore: 80, failOn: high}\n",
            "{kind: Policy, images: {allow: [], pullPolicy: {requireAlwaysUnlessDigest: true}}}",
            "{\n  \"kind\": \"Policy\",\n  \"images\": {\"forbidTags\": [\"latest\"]}\n}\n",
            "images:\n  forbidTags: &tags [1.10]\n  allow:\n    - {registry: ghcr.io, tags: *tags}\nrules: {no-from: off, root-user: on}\n",
            "metadata:\n  name: |\n    several\n\n    lines\nexceptions:\n  - match: {image: docker.io/a/**}\n    reason: x\n    expires: 2027-01-01\n",
        ] {
            let policy = Policy::parse(source).unwrap_or_else(|error| panic!("{source}: {error}"));
            let manifest = format!("spec:\n  settings:\n{}", super::indented(&settings(source, DAY), 4));
            let stream = plimsoll_yaml::read(&manifest);
            assert!(stream.errors.is_empty() && stream.documents.len() == 1, "{manifest}: {:?}", stream.errors);
            let root = stream.documents[0].root.as_ref().unwrap();
            let json = as_kubernetes_reads(root.path(&["spec", "settings"]).unwrap());
            assert_eq!(Settings::parse_json(&json.to_string()), Ok(Settings { policy, as_of: Some(DAY) }), "{manifest}");
        }
        assert!(settings("# Of ours.\nkind: Policy # and yours\n", DAY).contains("# Of ours.\n"));
    }

    #[test]
    fn the_metadata_asks_for_nothing_but_requests() {
        let metadata = metadata();
        assert_eq!((&metadata["mutating"], &metadata["contextAwareResources"]), (&false.into(), &Json::Array(Vec::new())));
        assert_eq!(metadata["rules"].as_array().map(Vec::len), Some(3));
    }
}
