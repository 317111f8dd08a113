//! Policies of other engines as a policy file: Gatekeeper's constraints, Kyverno's patterns, Kubewarden's trusted-repos, and the
//! `policy.json` of containers/image.
//!
//! An entry that took in more than it looks is written as what was meant, with a note that names an image which slipped through. What
//! cannot be said in a policy file is told and left out; nothing is made broader than it was.

use plimsoll_core::Date;
use plimsoll_core::leaks::{self, Language, calls, missed, slip};
use serde::Deserialize;
use serde_json::Value;

use crate::pattern;
use crate::read::FileError;
use crate::{Policy, file};

/// What an import comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The policy file.
    pub text: String,
    /// What was broader than it looked, and what could not be taken along.
    pub notes: Vec<String>,
}

/// What is collected.
#[derive(Debug, Default)]
struct Draft {
    name: String,
    /// `None` until something is said of what may be used.
    allow: Option<Vec<(&'static str, String)>>,
    deny: Vec<(&'static str, String)>,
    forbidden_tags: Vec<String>,
    exempt: Vec<String>,
    is_digest_required: bool,
    is_warning: bool,
    notes: Vec<String>,
}

/// How other engines read an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// The image's text begins with it.
    Prefix,
    /// A glob over the image's text, whose `*` crosses `/`.
    Glob,
    /// As a glob, and again without the image's registry.
    Loose,
}

impl From<Form> for leaks::Form {
    fn from(form: Form) -> Self {
        match form {
            Form::Prefix => leaks::Form::Prefix,
            Form::Glob => leaks::Form::Glob,
            Form::Loose => leaks::Form::Loose,
        }
    }
}

/// Makes a policy file of the YAML or JSON of another engine; exempt images become exceptions that end a year after `as_of`. O(n).
///
/// # Errors
/// Where the text is none of those that are known, or says what cannot be an image.
pub fn import(text: &str, as_of: Date) -> Result<Imported, FileError> {
    let mut draft = Draft::default();
    let mut is_known = false;
    for document in serde_yaml::Deserializer::from_str(text) {
        let value = Value::deserialize(document).map_err(|error| {
            let place = error.location().map(|place| (place.line(), place.column()));
            FileError::of(&error.to_string(), place)
        })?;
        is_known |= draft.take(&value).map_err(|message| FileError { message, place: None })?;
    }
    if !is_known {
        let message = "this is none of: a constraint of Gatekeeper's library on repositories or tags, a Kyverno policy on `image`, a Kubewarden \
                       policy with the settings of trusted-repos, a `policy.json` of containers/image";
        return Err(FileError { message: message.into(), place: None });
    }
    let text = draft.text(as_of);
    // Whatever was imported is a policy: names that are none are found here.
    Policy::parse(&text).map_err(|error| FileError { place: None, ..error })?;
    Ok(Imported { text, notes: draft.notes })
}

fn texts<'v>(value: &'v Value, path: &str) -> Vec<&'v str> {
    let list = value.pointer(path).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).collect()
}

impl Draft {
    /// Takes one object along; whether it is one that is known.
    fn take(&mut self, value: &Value) -> Result<bool, String> {
        let text = |path: &str| value.pointer(path).and_then(Value::as_str).unwrap_or_default();
        if self.name.is_empty() {
            self.name = text("/metadata/name").to_owned();
        }
        if matches!(text("/spec/enforcementAction"), "dryrun" | "warn") {
            self.is_warning = true;
        }
        for namespace in texts(value, "/spec/match/excludedNamespaces") {
            self.note(format!("the namespace `{namespace}` was left out; here it is looked at, unless `scope.namespaces.exempt` names it"));
        }
        let parameters = value.pointer("/spec/parameters").unwrap_or(&Value::Null);
        match text("/kind") {
            "K8sAllowedRepos" => self.allow_all(&texts(parameters, "/repos"), Form::Prefix)?,
            "K8sAllowedReposv2" => self.allow_all(&texts(parameters, "/allowedImages"), Form::Glob)?,
            "K8sDisallowedRepos" => texts(parameters, "/repos").into_iter().try_for_each(|repo| self.deny_one(repo, Form::Prefix))?,
            "K8sDisallowedTags" => {
                self.forbidden_tags.extend(texts(parameters, "/tags").into_iter().map(str::to_owned));
                for image in texts(parameters, "/exemptImages") {
                    let made = self.entries(image, Form::Glob, false)?;
                    let whole = |(kind, name): (&str, String)| if kind == "registry" { format!("{name}/**") } else { name };
                    self.exempt.extend(made.into_iter().map(whole));
                }
            }
            "K8sImageDigests" => self.is_digest_required = true,
            "ClusterPolicy" | "Policy" if text("/apiVersion").starts_with("kyverno.io/") => return self.kyverno(value),
            "ClusterAdmissionPolicy" | "AdmissionPolicy" => {
                self.is_warning |= text("/spec/mode") == "monitor";
                return self.trusted_repos(value.pointer("/spec/settings").unwrap_or(&Value::Null));
            }
            "" if value.get("transports").is_some() || value.get("default").is_some_and(Value::is_array) => {
                self.containers_policy(value)?
            }
            "" => return self.trusted_repos(value),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn allow_all(&mut self, entries: &[&str], form: Form) -> Result<(), String> {
        self.allow.get_or_insert_default();
        entries.iter().try_for_each(|entry| self.allow_one(entry, form))
    }

    fn allow_one(&mut self, entry: &str, form: Form) -> Result<(), String> {
        let made = self.entries(entry, form, false)?;
        self.allow.get_or_insert_default().extend(made);
        Ok(())
    }

    fn deny_one(&mut self, entry: &str, form: Form) -> Result<(), String> {
        let made = self.entries(entry, form, true)?;
        self.deny.extend(made);
        Ok(())
    }

    fn note(&mut self, text: String) {
        if !self.notes.contains(&text) {
            self.notes.push(text);
        }
    }

    /// What an entry means here.
    fn entries(&mut self, entry: &str, form: Form, is_deny: bool) -> Result<Vec<(&'static str, String)>, String> {
        let (start, is_open) = match form {
            Form::Prefix => (entry, true),
            Form::Glob | Form::Loose => (entry.strip_suffix('*').unwrap_or(entry), entry.ends_with('*')),
        };
        if start.trim().is_empty() {
            let verb = if is_deny { "refused" } else { "let in" };
            self.note(format!("`{entry}` {verb} every image there is, `evil.example/x:1` too; it is left out"));
            return Ok(Vec::new());
        }
        if start.contains('*') && is_deny {
            return Err(format!("`{entry}` cannot be said in a policy file, and without it more would be let in"));
        }
        if start.contains('*') {
            return Ok(self.inner_star(entry, start, form));
        }
        let name = start.trim_end_matches('/');
        let (first, rest) = name.split_once('/').unwrap_or((name, ""));
        let has_host = first.contains('.') || first == "localhost" || (first.contains(':') && (!rest.is_empty() || start.ends_with('/')));
        if is_deny {
            if let Some(image) = missed(start) {
                self.note(format!("`{entry}` did not stop `{image}`, which names the same; here it is stopped"));
            }
        } else if !has_host {
            self.note(format!("`{entry}` names no registry; it is taken as Docker Hub's, and `docker.io/{name}` now is the same"));
        }
        let full = if has_host { name.to_ascii_lowercase() } else { format!("docker.io/{name}") };
        if is_open && start.ends_with('/') {
            return Ok(vec![if has_host && rest.is_empty() { ("registry", full) } else { ("repository", format!("{full}/**")) }]);
        }
        if !is_open {
            return Ok(vec![one(&exact(start))]);
        }
        self.open_end(entry, start, form, is_deny);
        if has_host && rest.is_empty() {
            return Ok(vec![("registry", full)]);
        }
        if name.rsplit('/').next().unwrap_or_default().contains([':', '@']) {
            return Ok(vec![one(&exact(name))]);
        }
        Ok(vec![("repository", exact(name)), ("repository", format!("{full}/**"))])
    }

    /// Tells of an entry behind which the image's name may go on.
    fn open_end(&mut self, entry: &str, start: &str, form: Form, is_deny: bool) {
        let image = slip(entry, form.into()).map_or_else(|| format!("{start}x"), |slip| slip.image);
        // Behind a whole digest nothing can follow.
        if start.contains('@') {
            return;
        }
        let verb = if is_deny { "refused" } else { "let in" };
        self.note(format!("`{entry}` is compared as text: `{image}` was {verb} as well; it is taken by whole components"));
    }

    /// An entry that lets in with a `*` before its end.
    fn inner_star(&mut self, entry: &str, start: &str, form: Form) -> Vec<(&'static str, String)> {
        if let Some(slip) = slip(entry, form.into()) {
            self.note(format!(
                "`{entry}`: `*` crosses `/` and `.`, so that `{}` was let in; it is left out: name the registry",
                slip.image
            ));
            return Vec::new();
        }
        let text = if start.ends_with('/') { format!("{start}**") } else { start.to_owned() };
        match pattern::repository(&text, false) {
            Ok(_) => {
                let image = start.replacen('*', "x/y", 1).replace('*', "x");
                self.note(format!("`{entry}`: `*` crosses `/`, so that `{image}` was let in as well; here it is one component"));
                vec![("repository", text)]
            }
            Err(why) => {
                self.note(format!("{why}; it is left out"));
                Vec::new()
            }
        }
    }

    /// `pattern` and `foreach` with an `image`, and CEL's `startsWith`.
    fn kyverno(&mut self, value: &Value) -> Result<bool, String> {
        let actions = ["/spec/validationFailureAction", "/spec/rules/0/validate/failureAction"];
        let action = actions.into_iter().find_map(|path| value.pointer(path).and_then(Value::as_str));
        if !action.is_some_and(|action| action.eq_ignore_ascii_case("enforce")) {
            self.is_warning = true;
            self.note("the Kyverno policy audits and refuses nothing; `mode: warn` says the same".into());
        }
        let mut is_known = false;
        let mut patterns = Vec::new();
        collect(value.pointer("/spec/rules").unwrap_or(&Value::Null), &mut patterns);
        for found in patterns {
            is_known = true;
            match found {
                Found::Pattern(text) => self.kyverno_pattern(text)?,
                Found::Cel(call) => self.cel(&call)?,
            }
        }
        let text = value.to_string();
        for list in ["initContainers", "ephemeralContainers"] {
            if is_known && !["images.", "allContainers", list].iter().any(|word| text.contains(word)) {
                self.note(format!("the images of `{list}` were not looked at: `evil.example/x:1` was let in there; here they are"));
            }
        }
        Ok(is_known)
    }

    /// A comparison in CEL.
    fn cel(&mut self, call: &leaks::Call) -> Result<(), String> {
        match (call.form, call.is_deny) {
            (leaks::Form::Prefix, false) => self.allow_one(&call.entry, Form::Prefix),
            (leaks::Form::Prefix, true) => self.deny_one(&call.entry, Form::Prefix),
            (_, true) => Err(format!("`{}` cannot be said in a policy file, and without it more would be let in", call.entry)),
            (form, false) => {
                let slip = slip(&call.entry, form).map(|slip| format!(" `{}` {}: `{}` was let in.", call.entry, slip.how, slip.image));
                self.note(format!("`{}` is no prefix and cannot be taken along.{}", call.entry, slip.unwrap_or_default()));
                self.allow.get_or_insert_default();
                Ok(())
            }
        }
    }

    fn kyverno_pattern(&mut self, text: &str) -> Result<(), String> {
        for one in text.split(['|', '&']).map(str::trim) {
            match one {
                "*:*" | "!*:latest" => self.forbidden_tags.push("latest".into()),
                "*@*" | "*@sha256:*" => self.is_digest_required = true,
                _ => match one.strip_prefix('!') {
                    Some(denied) => self.deny_one(denied.trim(), Form::Glob)?,
                    None => self.allow_one(one, Form::Glob)?,
                },
            }
        }
        self.forbidden_tags.dedup();
        Ok(())
    }

    fn trusted_repos(&mut self, settings: &Value) -> Result<bool, String> {
        let is_known = ["registries", "images", "tags"].iter().any(|key| settings.get(key).is_some_and(Value::is_object));
        for tag in texts(settings, "/tags/reject") {
            self.forbidden_tags.push(tag.to_owned());
        }
        for (path, is_deny) in [("/registries/allow", false), ("/registries/reject", true)] {
            let list = texts(settings, path);
            if !is_deny && !list.is_empty() {
                self.allow.get_or_insert_default();
            }
            for host in list {
                if let Err(why) = pattern::registry(host, is_deny) {
                    if is_deny {
                        return Err(why);
                    }
                    self.note(format!("{why}; it is left out"));
                    continue;
                }
                let entry = ("registry", host.to_owned());
                if is_deny { self.deny.push(entry) } else { self.allow.get_or_insert_default().push(entry) }
            }
        }
        let is_both = self.allow.is_some() && !texts(settings, "/images/allow").is_empty();
        if is_both {
            self.note(
                "`registries.allow` and `images.allow` both had to hold; here `images.allow` alone is taken, which is narrower".into(),
            );
            self.allow = Some(Vec::new());
        }
        for (path, is_deny) in [("/images/allow", false), ("/images/reject", true)] {
            let list = texts(settings, path);
            if !is_deny && !list.is_empty() {
                self.allow.get_or_insert_default();
            }
            for image in list {
                let slip = slip(image, leaks::Form::Loose).filter(|_| !is_deny);
                if let Some(slip) = slip {
                    self.note(format!("`{image}` {}: `{}` was let in", slip.how, slip.image));
                }
                if is_deny { self.deny_one(image, Form::Loose)? } else { self.allow_one(image, Form::Loose)? }
            }
        }
        Ok(is_known)
    }

    /// containers-policy.json(5): the most specific scope of the transport `docker` wins, `default` is for the rest.
    fn containers_policy(&mut self, value: &Value) -> Result<(), String> {
        let is_reject = |rules: &Value| rules.as_array().is_some_and(|rules| rules.iter().any(|rule| rule["type"] == "reject"));
        if value.get("default").is_some_and(is_reject) {
            self.allow.get_or_insert_default();
        } else {
            self.note("`default` accepts everything: what no scope names, such as `evil.example/x:1`, was let in, and is here".into());
        }
        let scopes = value.pointer("/transports/docker").and_then(Value::as_object);
        let accepted: Vec<&str> =
            scopes.into_iter().flatten().filter(|(_, rules)| !is_reject(rules)).map(|(scope, _)| scope.as_str()).collect();
        for (scope, rules) in scopes.into_iter().flatten() {
            if scope.is_empty() {
                if !is_reject(rules) {
                    self.note("the scope `\"\"` accepts every image of the transport docker; it is left out".into());
                }
                continue;
            }
            let is_signed = rules
                .as_array()
                .is_some_and(|rules| rules.iter().any(|rule| matches!(rule["type"].as_str(), Some("signedBy" | "sigstoreSigned"))));
            if is_signed {
                self.note(format!("`{scope}` asks for signatures, which a policy file does not check: keep that in policy.json"));
            }
            let last = scope.rsplit('/').next().unwrap_or_default();
            let is_whole = !scope.contains('/');
            let made = match (is_whole, scope.contains('@') || (!is_whole && last.contains(':'))) {
                (true, _) => vec![("registry", scope.clone())],
                (false, true) => vec![("image", scope.clone())],
                (false, false) => vec![("repository", scope.clone()), ("repository", format!("{scope}/**"))],
            };
            if is_reject(rules) {
                self.reject(scope, made, &accepted);
            } else if let Some(allow) = &mut self.allow {
                allow.extend(made)
            }
        }
        Ok(())
    }

    /// A scope that is refused. There the nearest scope counts; here what is refused is, whatever else is said.
    fn reject(&mut self, scope: &str, made: Vec<(&'static str, String)>, accepted: &[&str]) {
        let is_below = |inner: &str, outer: &str| inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with(['/', ':', '@']));
        let is_refused_anyway = self.allow.is_some() && !accepted.iter().any(|outer| is_below(scope, outer));
        if is_refused_anyway {
            // What is on no list is refused, and scopes inside of this one keep what they say.
            return;
        }
        for inner in accepted.iter().filter(|inner| is_below(inner, scope)) {
            self.note(format!("`{inner}` was accepted inside of `{scope}`; here all of `{scope}` is refused, which is narrower"));
        }
        self.deny.extend(made);
    }

    fn text(&self, as_of: Date) -> String {
        let quoted = |text: &str| Value::from(text).to_string();
        let name = if self.name.is_empty() { "imported" } else { &self.name };
        let mut out = format!("apiVersion: plimsoll.dev/v1\nkind: Policy\nmetadata:\n  name: {}\n", quoted(name));
        if self.is_warning {
            out.push_str("mode: warn\n");
        }
        let list = |key: &str, entries: &[(&str, String)]| {
            let mut lines: Vec<String> = Vec::new();
            for (kind, text) in entries {
                let line = format!("    - {kind}: {}\n", quoted(text));
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
            if lines.is_empty() { format!("  {key}: []\n") } else { format!("  {key}:\n{}", lines.concat()) }
        };
        let mut images = String::new();
        images.extend(self.allow.as_ref().map(|allow| list("allow", allow)));
        if !self.deny.is_empty() {
            images.push_str(&list("deny", &self.deny));
        }
        if self.is_digest_required {
            images.push_str("  requireDigest: {in: [kubernetes]}\n");
        }
        if !self.forbidden_tags.is_empty() {
            let tags: Vec<String> = self.forbidden_tags.iter().map(|tag| quoted(tag)).collect();
            images.push_str(&format!("  forbidTags: [{}]\n", tags.join(", ")));
        }
        out.push_str(&if images.is_empty() { "images: {}\n".to_owned() } else { format!("images:\n{images}") });
        if !self.exempt.is_empty() {
            out.push_str("exceptions:\n");
        }
        let day = if as_of.month == 2 { as_of.day.min(28) } else { as_of.day };
        let end = Date { year: as_of.year + 1, day, ..as_of };
        for image in &self.exempt {
            out.push_str(&format!(
                "  - match: {{image: {}, rule: [{}]}}\n    reason: exempt where it was imported from, without an end\n    expires: {end}\n",
                quoted(image),
                file::TAG_RULE
            ));
        }
        out
    }
}

/// An image's name with its registry.
fn exact(image: &str) -> String {
    let (first, rest) = image.split_once('/').unwrap_or((image, ""));
    if !rest.is_empty() && (first.contains(['.', ':']) || first == "localhost") {
        return image.to_owned();
    }
    if rest.is_empty() { format!("docker.io/library/{image}") } else { format!("docker.io/{image}") }
}

/// The entry of one image, or of one repository where neither tag nor digest is named.
fn one(name: &str) -> (&'static str, String) {
    let has_version = name.rsplit('/').next().unwrap_or_default().contains([':', '@']);
    (if has_version { "image" } else { "repository" }, name.to_owned())
}

enum Found<'v> {
    Pattern(&'v str),
    Cel(leaks::Call),
}

/// The patterns of `image` below a value, and what CEL compares images with.
fn collect<'v>(value: &'v Value, found: &mut Vec<Found<'v>>) {
    match value {
        Value::Object(map) => {
            for (key, child) in map {
                match child {
                    // In brackets alone it is a condition.
                    Value::String(text) if matches!(key.as_str(), "image" | "=(image)") => found.push(Found::Pattern(text)),
                    Value::String(text) if key == "expression" => found.extend(calls(text, Language::Cel).into_iter().map(Found::Cel)),
                    _ => collect(child, found),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|child| collect(child, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Date, import};
    use crate::Policy;

    const DAY: Date = Date { year: 2026, month: 11, day: 23 };

    /// The notes, after checking that the result is a policy that holds the lines.
    fn imported(text: &str, lines: &[&str]) -> String {
        let imported = import(text, DAY).unwrap_or_else(|error| panic!("{text}: {error}"));
        Policy::parse(&imported.text).unwrap();
        for line in lines {
            assert!(imported.text.contains(line), "{line} in\n{}", imported.text);
        }
        imported.notes.join("\n")
    }

    #[test]
    fn prefixes_are_read_as_what_was_meant() {
        let notes = imported(
            "kind: K8sAllowedRepos\nmetadata: {name: repos}\nspec: {parameters: {repos: [acme, 'ghcr.io/acme/', registry.corp, '']}}\n",
            &["docker.io/library/acme\"", "docker.io/acme/**", "\"ghcr.io/acme/**\"", "registry: \"registry.corp\"", "name: \"repos\""],
        );
        for needle in ["`acme.evil.example/x:1`", "`registry.corp.evil.example/x:1`", "every image", "names no registry"] {
            assert!(notes.contains(needle), "{needle}: {notes}");
        }
        let notes = imported("kind: K8sDisallowedRepos\nspec: {parameters: {repos: [centos]}}\n", &["deny:", "docker.io/library/centos"]);
        assert!(notes.contains("did not stop `docker.io/centos`"), "{notes}");
    }

    #[test]
    fn globs_and_settings() {
        let kyverno = "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nspec:\n  validationFailureAction: Enforce\n  rules:\n  - validate:\n      \
                       pattern:\n        spec:\n          =(initContainers): [{image: 'a.io/* | registry.corp* | */x/* | !b.io/*'}]\n";
        let notes = imported(kyverno, &["registry: \"a.io\"", "registry: \"registry.corp\"", "deny:\n    - registry: \"b.io\""]);
        for needle in ["`registry.corp.evil.example/x`", "`evil.example/x/x`", "`B.IO/x:1`", "ephemeralContainers"] {
            assert!(notes.contains(needle), "{needle}: {notes}");
        }
        let inner = kyverno.replace("a.io/*", "a.io/*/app | a.io/*/*");
        let notes = imported(&inner, &["repository: \"a.io/*/app\"", "repository: \"a.io/*/**\""]);
        assert!(notes.contains("`a.io/x/y/app`"), "{notes}");
        let notes = imported("images: {allow: [nginx, 'bitnami/*']}\n", &["docker.io/library/nginx", "docker.io/bitnami/**"]);
        assert!(notes.contains("`evil.example/nginx:1`") && notes.contains("`evil.example/bitnami/x:1`"), "{notes}");
        let notes = imported("registries: {allow: [ghcr.io, '*.io']}\n", &["registry: \"ghcr.io\""]);
        assert!(notes.contains("evil.io"), "{notes}");
        let tags = "kind: K8sDisallowedTags\nspec: {parameters: {tags: [latest], exemptImages: ['acme/app:latest', 'ghcr.io/acme*']}}\n";
        let notes =
            imported(tags, &["forbidTags: [\"latest\"]", "docker.io/acme/app:latest", "\"ghcr.io/acme/**\"", "expires: 2027-11-23"]);
        assert!(notes.contains("`ghcr.io/acmeevil/x`"), "{notes}");
        let cel = "apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nspec:\n  rules:\n  - validate:\n      cel:\n        expressions:\n        - \
                   expression: object.spec.containers.all(c, c.image.startsWith('a.io') || c.image.contains('b.io'))\n        - expression: \
                   object.metadata.name.startsWith('x')\n";
        let notes = imported(cel, &["mode: warn", "registry: \"a.io\""]);
        assert!(notes.contains("`a.io.evil.example/x:1`") && notes.contains("`evil.example/b.io/x:1`"), "{notes}");
    }

    #[test]
    fn scopes_of_containers_image() {
        let text = r#"{"default": [{"type": "reject"}], "transports": {"docker": {"quay.io": [{"type": "reject"}],
            "ghcr.io/acme": [{"type": "insecureAcceptAnything"}], "a.io/b": [{"type": "signedBy", "keyPath": "k"}]}}}"#;
        let notes = imported(text, &["\"ghcr.io/acme/**\""]);
        assert!(notes.contains("signatures"), "{notes}");
        let nested = r#"{"default": [{"type": "insecureAcceptAnything"}], "transports": {"docker": {"quay.io": [{"type": "reject"}],
            "quay.io/acme": [{"type": "insecureAcceptAnything"}]}}}"#;
        let notes = imported(nested, &["deny:\n    - registry: \"quay.io\""]);
        assert!(notes.contains("`evil.example/x:1`") && notes.contains("`quay.io/acme` was accepted inside"), "{notes}");
        let inside = r#"{"default": [{"type": "reject"}], "transports": {"docker": {"quay.io": [{"type": "reject"}],
            "quay.io/acme": [{"type": "insecureAcceptAnything"}], "quay.io/acme/old": [{"type": "reject"}]}}}"#;
        let text = import(inside, DAY).unwrap().text;
        assert!(text.contains("quay.io/acme/old") && !text.contains("registry: \"quay.io\""), "{text}");
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for text in ["kind: Pod\n", "a: [\n", "images: {allow: ['UPPER/x:1']}\n", "images: {allow: ['app:1.0.0+rc1']}\n"] {
            assert!(import(text, DAY).is_err(), "{text}");
        }
    }
}
