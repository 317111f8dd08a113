//! A policy as CEL expressions over an image and over an object, for ValidatingAdmissionPolicy and Kyverno.
//!
//! Only what every Kubernetes since 1.26 has: `has()`, macros, `matches`. No optional types.

use super::kinds::Kinds;
use super::regex::{Compiled, INVALID, LONG_SHORT, Matcher, SHORT, VALID};

const FIELDS: [&str; 3] = ["containers", "initContainers", "ephemeralContainers"];

/// Whether the image `i` is let in; `namespace` is an expression.
pub(super) fn allowed(compiled: &Compiled, namespace: &str) -> String {
    let mut all = vec![matches(VALID)];
    all.extend(INVALID.iter().map(|pattern| format!("!{}", matches(pattern))));
    let [short, long] = LONG_SHORT;
    all.push(format!("!({} && {} && !{LOCALHOST})", matches(short), matches(long)));
    if !compiled.deny.is_empty() {
        all.push(format!("!({})", matcher(&compiled.deny)));
    }
    let mut origin = Vec::new();
    if compiled.is_short_forbidden {
        origin.push(format!("!({} && !{LOCALHOST})", matches(SHORT)));
    }
    origin.extend(compiled.allow.as_ref().map(|allow| format!("({})", matcher(allow))));
    all.extend(with_exceptions(&origin, &compiled.origin_exceptions, namespace));
    let mut rest = Vec::new();
    rest.extend(compiled.forbidden_tags.as_ref().map(|tags| format!("!{}", matches(tags))));
    rest.extend(compiled.digest_except.as_ref().map(|except| format!("(i.contains('@') || {})", matcher(except))));
    all.extend(with_exceptions(&rest, &compiled.rest_exceptions, namespace));
    all.join(" &&\n")
}

const LOCALHOST: &str = "i.startsWith('localhost/')";

fn with_exceptions(all: &[String], exceptions: &[(Option<String>, Matcher)], namespace: &str) -> Option<String> {
    if all.is_empty() {
        return None;
    }
    let mut any = vec![format!("({})", all.join(" && "))];
    any.extend(exceptions.iter().map(|(only, images)| match only {
        Some(name) => format!("({namespace} == {} && ({}))", quoted(name), matcher(images)),
        None => format!("({})", matcher(images)),
    }));
    Some(format!("({})", any.join(" || ")))
}

fn matcher(images: &Matcher) -> String {
    let one = |rule: &super::regex::Rule| match &rule.no {
        Some(no) => format!("({} && !{})", matches(&rule.yes), matches(no)),
        None => matches(&rule.yes),
    };
    let mut any: Vec<String> = images.named.iter().map(one).collect();
    if !images.short.is_empty() {
        let short: Vec<String> = images.short.iter().map(one).collect();
        any.push(format!("(!{LOCALHOST} && ({}))", short.join(" || ")));
    }
    if any.is_empty() { "false".into() } else { any.join(" || ") }
}

/// The expressions hold no quotes: a raw string takes them as they are.
fn matches(pattern: &str) -> String {
    format!("i.matches(r'{pattern}')")
}

pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}

/// The pod spec of `object`.
pub(super) fn pod_spec(kinds: &Kinds) -> String {
    let mut text = String::new();
    for (kind, path) in kinds.paths() {
        text.push_str(&format!("object.kind == '{kind}' ? object.{path} :\n"));
    }
    text.push_str("object.spec.template.spec");
    text
}

/// The images of `variables.podSpec`; what is missing is an empty text, which is no image.
pub(super) fn images(scope: &plimsoll_core::policy::Scope) -> String {
    let lists = [scope.containers, scope.init_containers, scope.ephemeral_containers];
    let mut parts: Vec<String> = FIELDS
        .iter()
        .zip(lists)
        .filter(|(_, is_there)| *is_there)
        .map(|(list, _)| format!("(has(variables.podSpec.{list}) ? variables.podSpec.{list}.map(c, has(c.image) ? c.image : '') : [])"))
        .collect();
    if scope.image_volumes {
        parts.push(
            "(has(variables.podSpec.volumes) ? variables.podSpec.volumes.filter(v, has(v.image))\
             .map(v, has(v.image.reference) ? v.image.reference : '') : [])"
                .into(),
        );
    }
    if parts.is_empty() { "[]".into() } else { parts.join(" +\n") }
}

/// Whether every container pulls always, or names a digest.
pub(super) fn pulls() -> String {
    let one = |list: &str, item: &str, image: &str, policy: &str| {
        format!(
            "(!has(variables.podSpec.{list}) || variables.podSpec.{list}.all(c, !has({item}) || \
             (has({image}) && ({image}.contains('@') || (has({policy}) ? {policy} == 'Always' : \
             {image}.matches(r'^(?:.*/)?[^/:@]+(?::latest)?$'))))))"
        )
    };
    let mut all: Vec<String> = FIELDS.iter().map(|list| one(list, "c.image", "c.image", "c.imagePullPolicy")).collect();
    all.push(one("volumes", "c.image", "c.image.reference", "c.image.pullPolicy"));
    all.join(" &&\n")
}
