//! A policy as Rego, for plain OPA (the language's version 1) and for Gatekeeper (version 0, which its templates default to).

use plimsoll_core::policy::Scope;

use super::kinds::Kinds;
use super::regex::{Compiled, INVALID, LONG_SHORT, Matcher, Rule, SHORT, VALID};

/// Which Rego, and where the engine puts the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `input` is an AdmissionReview; `deny` collects messages.
    Opa,
    /// `input.review` is the request; `violation` collects objects.
    Gatekeeper,
}

/// Writes rules: what differs between the versions is their heads.
struct Writer {
    dialect: Dialect,
    text: String,
}

impl Writer {
    /// A rule that holds where all lines of its body do.
    fn rule(&mut self, head: &str, body: &[String]) {
        let is_new = self.dialect == Dialect::Opa;
        let head = match head.split_once('[').filter(|_| is_new) {
            Some((set, item)) => format!("{set} contains {}", item.trim_end_matches(']')),
            None => head.to_owned(),
        };
        let lines: String = body.iter().map(|line| format!("\t{line}\n")).collect();
        self.text.push_str(&format!("{head}{} {{\n{lines}}}\n\n", if is_new { " if" } else { "" }));
    }

    /// The rules of a function that holds where an image is among `images`.
    fn matcher(&mut self, name: &str, images: &Matcher) {
        let head = format!("{name}(image)");
        let body = |rule: &Rule, start: Option<String>| {
            let mut body: Vec<String> = start.into_iter().collect();
            body.push(matches(&rule.yes));
            body.extend(rule.no.as_ref().map(|no| format!("not {}", matches(no))));
            body
        };
        for rule in &images.named {
            self.rule(&head, &body(rule, None));
        }
        for rule in &images.short {
            self.rule(&head, &body(rule, Some(NOT_LOCALHOST.into())));
        }
        if images.is_empty() {
            // Rego wants a function to be there; this one never holds.
            self.rule(&head, &["image != image".into()]);
        }
    }
}

const NOT_LOCALHOST: &str = "not startswith(image, \"localhost/\")";

/// The expressions hold no backticks: a raw string takes them as they are.
fn matches(pattern: &str) -> String {
    format!("regex.match(`{pattern}`, image)")
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The module. `name` is the policy's, `header` a comment.
pub(super) fn module(
    dialect: Dialect,
    name: &str,
    header: &str,
    compiled: &Compiled,
    scope: &Scope,
    kinds: &Kinds,
    always_pull: bool,
) -> String {
    let mut out = Writer { dialect, text: header.to_owned() };
    let (request, object) = match dialect {
        Dialect::Opa => ("input.request", "input.request.object"),
        Dialect::Gatekeeper => ("input.review", "input.review.object"),
    };
    out.text.push_str(match dialect {
        Dialect::Opa => "package plimsoll.admission\n\nimport rego.v1\n\n",
        Dialect::Gatekeeper => "package plimsollimages\n\n",
    });
    verdicts(&mut out, name, request, always_pull, scope, kinds);
    pods(&mut out, object, scope, kinds);
    decision(&mut out, compiled, request);
    format!("{}\n", out.text.trim_end())
}

fn verdicts(out: &mut Writer, name: &str, request: &str, always_pull: bool, scope: &Scope, kinds: &Kinds) {
    let head = if out.dialect == Dialect::Opa { "deny[message]" } else { "violation[{\"msg\": message}]" };
    let mut verdict = |lines: &[String], message: String| {
        let mut body = vec!["judged".to_owned()];
        body.extend_from_slice(lines);
        body.push(message);
        out.rule(head, &body);
    };
    verdict(
        &["image := images[_]".into(), "not allowed(image)".into()],
        format!("message := sprintf(\"%v is not allowed by the policy %v\", [image, {}])", quoted(name)),
    );
    verdict(&["not has_containers".into()], "message := \"no pod spec with containers was found\"".into());
    if always_pull {
        verdict(
            &["use := uses[_]".into(), "not pulls_always(use)".into()],
            "message := sprintf(\"%v must be pulled always, because it has no digest\", [use.image])".into(),
        );
        out.rule("pulls_always(use)", &["contains(use.image, \"@\")".into()]);
        out.rule("pulls_always(use)", &["use.policy == \"Always\"".into()]);
        out.rule("pulls_always(use)", &["use.policy == \"\"".into(), "regex.match(`^(?:.*/)?[^/:@]+(?::latest)?$`, use.image)".into()]);
    }
    let mut body = vec!["true".to_owned()];
    if out.dialect == Dialect::Opa {
        // OPA may be asked about anything; Gatekeeper's constraint says for what it is asked.
        let names: Vec<String> = kinds.names().map(quoted).collect();
        out.text.push_str(&format!("kinds := {{{}}}\n\n", names.join(", ")));
        body.push("kinds[input.request.object.kind]".into());
    }
    let exempt: Vec<String> = scope.exempt_namespaces.iter().map(|name| quoted(name)).collect();
    let not_exempt = format!("not exempt[object.get({request}, \"namespace\", \"\")]");
    if !exempt.is_empty() {
        out.text.push_str(&format!("exempt := {{{}}}\n\n", exempt.join(", ")));
        body.push(not_exempt);
    }
    out.rule("judged", &body);
}

fn pods(out: &mut Writer, object: &str, scope: &Scope, kinds: &Kinds) {
    let special: Vec<(&str, &str)> = kinds.paths().collect();
    for (kind, path) in &special {
        out.rule(&format!("pod_spec = {object}.{path}"), &[format!("{object}.kind == \"{kind}\"")]);
    }
    let mut body: Vec<String> = special.iter().map(|(kind, _)| format!("{object}.kind != \"{kind}\"")).collect();
    body.push("true".into());
    out.rule(&format!("pod_spec = {object}.spec.template.spec"), &body);
    out.rule("has_containers", &["count(pod_spec.containers) > 0".into()]);
    let lists = [
        (scope.containers, "\"containers\""),
        (scope.init_containers, "\"initContainers\""),
        (scope.ephemeral_containers, "\"ephemeralContainers\""),
    ];
    let lists: Vec<&str> = lists.into_iter().filter(|(is_there, _)| *is_there).map(|(_, name)| name).collect();
    out.text.push_str(&format!("lists := [{}]\n\n", lists.join(", ")));
    out.rule("images[image]", &["use := uses[_]".into(), "image := use.image".into()]);
    let container =
        "use := {\"image\": object.get(container, \"image\", \"\"), \"policy\": object.get(container, \"imagePullPolicy\", \"\")}";
    out.rule("uses[use]", &["container := pod_spec[lists[_]][_]".into(), container.into()]);
    if scope.image_volumes {
        let volume = "use := {\"image\": object.get(volume, \"reference\", \"\"), \"policy\": object.get(volume, \"pullPolicy\", \"\")}";
        out.rule("uses[use]", &["volume := pod_spec.volumes[_].image".into(), volume.into()]);
    }
}

fn decision(out: &mut Writer, compiled: &Compiled, request: &str) {
    let mut body = vec![matches(VALID), "not invalid(image)".into()];
    if !compiled.deny.is_empty() {
        body.push("not denied(image)".into());
    }
    body.extend(["from_allowed(image)".into(), "tagged_well(image)".into()]);
    out.rule("allowed(image)", &body);
    for pattern in INVALID {
        out.rule("invalid(image)", &[matches(pattern)]);
    }
    let [short, long] = LONG_SHORT.map(matches);
    out.rule("invalid(image)", &[NOT_LOCALHOST.into(), short, long]);
    if !compiled.deny.is_empty() {
        out.matcher("denied", &compiled.deny);
    }
    let mut origin: Vec<String> = Vec::new();
    if compiled.is_short_forbidden {
        origin.push("not short(image)".into());
        out.rule("short(image)", &[NOT_LOCALHOST.into(), matches(SHORT)]);
    }
    if let Some(allow) = &compiled.allow {
        origin.push("listed(image)".into());
        out.matcher("listed", allow);
    }
    // Rego wants a function to use its argument.
    origin.push("image == image".into());
    out.rule("from_allowed(image)", &origin);
    exceptions(out, "from_allowed", "origin_exception", &compiled.origin_exceptions, request);
    let mut rest: Vec<String> = Vec::new();
    rest.extend(compiled.forbidden_tags.as_ref().map(|tags| format!("not {}", matches(tags))));
    if let Some(except) = &compiled.digest_except {
        rest.push("has_digest(image)".into());
        out.rule("has_digest(image)", &["contains(image, \"@\")".into()]);
        out.matcher("needs_none", except);
        out.rule("has_digest(image)", &["needs_none(image)".into()]);
    }
    rest.push("image == image".into());
    out.rule("tagged_well(image)", &rest);
    exceptions(out, "tagged_well", "tag_exception", &compiled.rest_exceptions, request);
}

fn exceptions(out: &mut Writer, function: &str, name: &str, list: &[(Option<String>, Matcher)], request: &str) {
    for (number, (namespace, images)) in list.iter().enumerate() {
        let one = format!("{name}_{number}");
        let mut body: Vec<String> = namespace.iter().map(|only| format!("{request}.namespace == {}", quoted(only))).collect();
        body.push(format!("{one}(image)"));
        out.rule(&format!("{function}(image)"), &body);
        out.matcher(&one, images);
    }
}
