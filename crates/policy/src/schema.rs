//! The JSON Schema of policy files, for editors. It says which keys there are and what they hold; what is too broad only reading says.

use plimsoll_core::policy::{ORIGIN_RULE, REST_RULE};
use plimsoll_core::report::Severity;
use plimsoll_core::rule::Preset;
use plimsoll_core::rules::RULES;
use serde_json::{Map, Value, json};

/// The schema (draft 2020-12).
#[must_use]
pub fn schema() -> Value {
    let text = |what: &str| json!({"type": "string", "minLength": 1, "description": what});
    let list = |items: Value, what: &str| json!({"type": "array", "items": items, "description": what});
    let one_of = |words: &[&str], what: &str| json!({"enum": words, "description": what});
    let severities: Vec<&str> = Severity::ALL.iter().map(|severity| severity.word()).collect();
    let presets = Preset::NAMES.map(|(name, _)| name);
    let fail_on: Vec<&str> = severities.iter().copied().chain(["never"]).collect();
    let settings: Vec<&str> = ["off", "on"].into_iter().chain(severities.iter().copied()).collect();
    let day = json!({"type": "string", "format": "date", "description": "The last day on which it holds, in UTC"});
    let setting = json!({"oneOf": [
        {"enum": settings},
        {"type": "boolean"},
        object(&[("severity", json!({"enum": severities}))], &["severity"], "Runs, and its findings have this severity"),
    ]});
    let rules: Map<String, Value> = RULES.iter().map(|rule| (rule.id.to_owned(), setting.clone())).collect();
    let matched = object(
        &[
            ("image", text("One image, or a repository with wildcards: docker.io/legacy/**")),
            ("namespace", text("Only there; left out, everywhere")),
            ("rule", list(json!({"enum": [ORIGIN_RULE, REST_RULE]}), "The rules it holds for; left out, both")),
        ],
        &["image"],
        "What it lets in",
    );
    let exception = object(
        &[
            ("id", text("Its name in messages and in the audit log")),
            ("match", matched),
            ("reason", text("Why")),
            ("owner", text("Who answers for it")),
            ("expires", day),
            ("ticket", text("Where it is followed up")),
        ],
        &["match", "reason", "expires"],
        "Lets an image in until a day, the deny list aside",
    );
    let schema = object(
        &[
            ("apiVersion", json!({"const": "plimsoll.dev/v1"})),
            ("kind", json!({"const": "Policy"})),
            ("metadata", object(&[("name", text("The policy's name"))], &["name"], "About the policy")),
            ("mode", one_of(&["enforce", "warn"], "Refuse, or let in with a warning; default enforce")),
            ("preset", one_of(&presets, "The rules to start from")),
            ("defaults", defaults(&one_of, &text)),
            ("images", images(&list, &one_of)),
            ("scope", scope(&list, &text)),
            ("rules", json!({"type": "object", "properties": rules, "description": "Single rules: off, on or a severity"})),
            ("exceptions", list(exception, "What is let in for a while")),
            (
                "gate",
                object(
                    &[
                        (
                            "minScore",
                            json!({"type": "integer", "minimum": 0, "maximum": 100, "description": "The lowest score that passes"}),
                        ),
                        ("failOn", one_of(&fail_on, "The lowest severity that fails")),
                    ],
                    &[],
                    "When a run fails",
                ),
            ),
        ],
        &[],
        "A policy of Plimsoll",
    );
    let schema = with(schema, "$schema", "https://json-schema.org/draft/2020-12/schema".into());
    let schema = with(schema, "$id", "https://plimsoll.dev/schema/policy.json".into());
    with(schema, "title", "plimsoll.yaml".into())
}

/// The object with one more key.
fn with(mut value: Value, key: &str, more: Value) -> Value {
    if let Some(map) = value.as_object_mut() {
        map.insert(key.to_owned(), more);
    }
    value
}

/// A list that must not be empty.
fn filled(list: Value) -> Value {
    with(list, "minItems", 1.into())
}

type OneOf<'f> = dyn Fn(&[&str], &str) -> Value + 'f;
type List<'f> = dyn Fn(Value, &str) -> Value + 'f;
type Text<'f> = dyn Fn(&str) -> Value + 'f;

fn object(properties: &[(&str, Value)], required: &[&str], what: &str) -> Value {
    let properties: Map<String, Value> = properties.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
    json!({"type": "object", "additionalProperties": false, "properties": properties, "required": required, "description": what})
}

fn defaults(one_of: &OneOf<'_>, text: &Text<'_>) -> Value {
    object(
        &[
            ("registry", text("What a name without a registry means: docker.io, another registry, or forbid")),
            ("unparseable", one_of(&["deny"], "What is no image reference is always denied")),
        ],
        &[],
        "What is meant where nothing is written",
    )
}

/// An entry of a list; exactly one of the first three keys.
fn entry(more: &[(&str, Value)], what: &str) -> Value {
    let text = |what: &str| json!({"type": "string", "minLength": 1, "description": what});
    let mut properties = vec![
        ("registry", text("A whole registry: ghcr.io, registry.example.com:5000, *.example.com")),
        ("repository", text("A repository with its registry; * is one component, ** at the end any depth, {a,b} either")),
        ("image", text("Exactly one image, with its registry and its tag or digest")),
        (
            "tags",
            json!({"type": "array", "minItems": 1, "items": {"type": "string"}, "description": "Globs of tags; with ! those left out"}),
        ),
        ("reason", text("Why, for messages")),
    ];
    properties.extend_from_slice(more);
    let one_of = ["registry", "repository", "image"].map(|key| json!({"required": [key]}));
    with(object(&properties, &[], what), "oneOf", one_of.to_vec().into())
}

fn images(list: &List<'_>, one_of: &OneOf<'_>) -> Value {
    let texts = |what: &str| list(json!({"type": "string", "minLength": 1}), what);
    let stages = ("stages", one_of(&["final", "all"], "Trusted as the base of the final stage only, or of every stage"));
    object(
        &[
            ("allow", list(entry(&[], "Images that may be used"), "What may be used; left out: everything, empty: nothing")),
            ("deny", list(entry(&[], "Images that may not be used"), "What may not be used, whatever else is said")),
            (
                "requireDigest",
                object(
                    &[
                        ("in", filled(list(json!({"enum": ["kubernetes", "dockerfile"]}), "Where; default kubernetes"))),
                        ("except", texts("Repositories that need none")),
                    ],
                    &[],
                    "Images must have a digest",
                ),
            ),
            ("forbidTags", texts("Globs of tags; latest also is the tag of an image without tag and digest")),
            ("trustedBaseImages", list(entry(&[stages], "An image that stages may be based on"), "What Dockerfiles may be based on")),
            (
                "pullPolicy",
                object(
                    &[("requireAlwaysUnlessDigest", json!({"type": "boolean"}))],
                    &["requireAlwaysUnlessDigest"],
                    "How containers must pull; an ImageReview does not say",
                ),
            ),
        ],
        &[],
        "Which images may be used",
    )
}

fn scope(list: &List<'_>, text: &Text<'_>) -> Value {
    let fields = json!({"enum": ["containers", "initContainers", "ephemeralContainers", "imageVolumes"]});
    object(
        &[
            ("kinds", filled(list(text("A kind: Pod, Deployment, …"), "The kinds that are looked at; default all"))),
            ("fields", filled(list(fields, "The lists that are looked at; default all"))),
            ("namespaces", object(&[("exempt", list(text("A namespace"), "Namespaces that are not looked at"))], &[], "Namespaces")),
        ],
        &[],
        "What of Kubernetes is looked at",
    )
}

#[cfg(test)]
mod tests {
    use super::schema;
    use crate::Settings;

    /// The keys that reading knows at a place, from what it says of one that it does not.
    fn known(before: &str, after: &str) -> Vec<String> {
        let message = Settings::parse_json(&format!("{before}{{\"zzzzzz\": 1}}{after}")).unwrap_err().message;
        let (_, keys) = message.split_once("the keys are ").unwrap_or_else(|| panic!("{message}"));
        let mut keys: Vec<String> = keys.split(", ").map(str::to_owned).collect();
        keys.sort();
        keys
    }

    #[test]
    fn it_has_the_keys_that_reading_knows() {
        let schema = schema();
        for (pointer, before, after) in [
            ("", "", ""),
            ("/properties/metadata", "{\"metadata\":", "}"),
            ("/properties/defaults", "{\"defaults\":", "}"),
            ("/properties/gate", "{\"gate\":", "}"),
            ("/properties/scope", "{\"scope\":", "}"),
            ("/properties/scope/properties/namespaces", "{\"scope\":{\"namespaces\":", "}}"),
            ("/properties/images", "{\"images\":", "}"),
            ("/properties/images/properties/allow/items", "{\"images\":{\"allow\":[", "]}}"),
            ("/properties/images/properties/deny/items", "{\"images\":{\"deny\":[", "]}}"),
            ("/properties/images/properties/trustedBaseImages/items", "{\"images\":{\"trustedBaseImages\":[", "]}}"),
            ("/properties/images/properties/requireDigest", "{\"images\":{\"requireDigest\":", "}}"),
            ("/properties/exceptions/items", "{\"exceptions\":[", "]}"),
            ("/properties/exceptions/items/properties/match", "{\"exceptions\":[{\"match\":", "}]}"),
        ] {
            let mut keys: Vec<String> = schema.pointer(pointer).unwrap()["properties"].as_object().unwrap().keys().cloned().collect();
            keys.sort();
            assert_eq!(keys, known(before, after), "{pointer}");
        }
    }
}
