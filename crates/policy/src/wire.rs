//! What a policy says of a run, as JSON for a core that does not carry the reader of policy files: `plimsoll_core` takes the images
//! part with `ImagePolicy::from_wire`. It writes what was read and checked, and is no format for people.

use plimsoll_core::policy::{Below, Entry, Host, ImagePolicy, Mode, Path, Pattern, Tags, Unqualified};
use serde_json::{Value, json};

use crate::{FailOn, Policy, RuleSetting};

/// The options: `preset`, `select`, `ignore`, `severities` (rule to severity), `minScore`, `failOn`, and `images`.
#[must_use]
pub fn options(policy: &Policy) -> Value {
    let of = |is_wanted: fn(RuleSetting) -> bool| -> Vec<&str> {
        policy.rules.iter().filter(|(_, setting)| is_wanted(*setting)).map(|(name, _)| name.as_str()).collect()
    };
    let severities = policy.rules.iter().filter_map(|(name, setting)| match setting {
        RuleSetting::Severity(severity) => Some((name.clone(), severity.word().into())),
        RuleSetting::Off | RuleSetting::On => None,
    });
    json!({
        "preset": policy.preset.map(|preset| preset.word()),
        "select": of(|setting| setting != RuleSetting::Off),
        "ignore": of(|setting| setting == RuleSetting::Off),
        "severities": severities.collect::<serde_json::Map<String, Value>>(),
        "minScore": policy.min_score,
        "failOn": policy.fail_on.map(|fail_on| match fail_on {
            FailOn::Never => "never",
            FailOn::Severity(severity) => severity.word(),
        }),
        // A text, which the core reads by itself.
        "images": images(&policy.images).to_string(),
    })
}

/// What it says of images.
#[must_use]
pub fn images(policy: &ImagePolicy) -> Value {
    let entries = |list: &[Entry]| list.iter().map(entry).collect::<Vec<_>>();
    let scope = &policy.scope;
    let fields = [
        (scope.containers, "containers"),
        (scope.init_containers, "initContainers"),
        (scope.ephemeral_containers, "ephemeralContainers"),
        (scope.image_volumes, "imageVolumes"),
    ];
    let bases = policy.trusted_bases.iter().map(|base| json!({"entry": entry(&base.entry), "all": base.in_all_stages}));
    let exceptions = policy.exceptions.iter().map(|exception| {
        json!({
            "id": exception.id,
            "pattern": pattern(&exception.pattern),
            "namespace": exception.namespace,
            "rules": exception.rules,
            "reason": exception.reason,
            "owner": exception.owner,
            "expires": exception.expires.to_string(),
        })
    });
    json!({
        "name": policy.name,
        "warn": policy.mode == Mode::Warn,
        "unqualified": match &policy.unqualified {
            Unqualified::DockerHub => None,
            Unqualified::Forbidden => Some("forbid"),
            Unqualified::Registry(registry) => Some(registry.as_str()),
        },
        "allow": policy.allow.as_deref().map(entries),
        "deny": entries(&policy.deny),
        "digests": {
            "kubernetes": policy.digests.in_kubernetes,
            "dockerfiles": policy.digests.in_dockerfiles,
            "except": policy.digests.except.iter().map(pattern).collect::<Vec<_>>(),
        },
        "forbidTags": policy.forbidden_tags,
        "bases": bases.collect::<Vec<_>>(),
        "alwaysPull": policy.always_pull,
        "scope": {
            "kinds": scope.kinds,
            "fields": fields.into_iter().filter(|(has, _)| *has).map(|(_, name)| name).collect::<Vec<_>>(),
            "exempt": scope.exempt_namespaces,
        },
        "exceptions": exceptions.collect::<Vec<_>>(),
    })
}

fn entry(entry: &Entry) -> Value {
    json!({"at": entry.at, "reason": entry.reason, "pattern": pattern(&entry.pattern)})
}

fn pattern(pattern: &Pattern) -> Value {
    let (host, name) = match &pattern.host {
        Host::Any => ("any", ""),
        Host::Is(name) => ("is", name.as_str()),
        Host::Hub => ("hub", ""),
        Host::Below(name) => ("below", name.as_str()),
        Host::EndsWith(name) => ("ends", name.as_str()),
        Host::StartsWith(name) => ("starts", name.as_str()),
    };
    let path = match &pattern.path {
        Path::Any => Value::Null,
        Path::Components(components, below) => {
            let below = match below {
                Below::Nothing => "nothing",
                Below::Something => "something",
                Below::Anything => "anything",
            };
            json!({"components": components, "below": below})
        }
    };
    let tags = match &pattern.tags {
        Tags::Any => Value::Null,
        Tags::Exactly(tag) => json!(tag),
        Tags::Globs(some, none) => json!([some, none]),
    };
    json!({"text": pattern.text, "host": [host, name], "path": path, "tags": tags, "digest": pattern.digest})
}

#[cfg(test)]
mod tests {
    use super::{images, options};
    use crate::{ImagePolicy, Policy};

    #[test]
    fn what_is_written_is_read_as_the_same() {
        for text in [
            "kind: Policy\n",
            "mode: warn\ndefaults: {registry: forbid}\nimages: {allow: []}\n",
            "metadata: {name: \"a: #b\\n\\\"é\"}\ndefaults: {registry: mirror.example}\nimages:\n  allow:\n  - registry: '*.example.com'\n    \
             reason: why\n  - {repository: 'docker.io/library/{nginx,redis}', tags: ['1.*', '!*-rc*']}\n  - image: quay.io/a/b:v1\n  - image: \
             quay.io/a/b@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n  - repository: ghcr.io/acme/**\n  \
             deny:\n  - registry: '*'\n  - registry: 'k8s.*'\n  requireDigest: {in: [dockerfile], except: ['ghcr.io/acme/*']}\n  \
             forbidTags: [latest]\n  trustedBaseImages:\n  - {repository: gcr.io/distroless/**, stages: all}\n  pullPolicy: \
             {requireAlwaysUnlessDigest: true}\nscope: {kinds: [Pod], fields: [containers], namespaces: {exempt: [x]}}\nexceptions:\n- \
             {match: {image: 'docker.io/legacy/**', namespace: n, rule: [image-against-policy]}, reason: r, owner: o, expires: 2027-01-31}\n",
        ] {
            let policy = Policy::parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).images;
            let json = images(&policy).to_string();
            assert_eq!(ImagePolicy::from_wire(&json), Some(policy), "{json}");
        }
        for text in ["", "{}", "[]", "null", "{\"name\": 1}"] {
            assert_eq!(ImagePolicy::from_wire(text), None, "{text}");
        }
    }

    #[test]
    fn options_of_a_run() {
        let policy = Policy::parse(
            "preset: strict\nrules: {no-sudo: off, pipefail: on, image-tag-latest: high}\ngate: {minScore: 70, failOn: never}\n",
        );
        let options = options(&policy.unwrap());
        assert_eq!(options["preset"], "strict");
        assert_eq!(options["ignore"].to_string(), "[\"no-sudo\"]");
        assert_eq!(options["select"].to_string(), "[\"image-tag-latest\",\"pipefail\"]");
        assert_eq!(options["severities"].to_string(), "{\"image-tag-latest\":\"high\"}");
        assert_eq!((options["minScore"].to_string(), options["failOn"].to_string()), ("70".into(), "\"never\"".into()));
    }
}
