//! The files that kube-apiserver and its clients read, which no OpenAPI description lists; and the types of ImagePolicyWebhook's
//! settings, whose keys count in any case.
//!
//! Go's `encoding/json` decodes those: a value of another type keeps kube-apiserver from starting. It never judges values.

use alloc::format;

use plimsoll_text::Edit;
use plimsoll_yaml::{Node, Value};

use super::retyped;
use crate::findings::{Drafts, Findings, Place};
use crate::model::Object;
use crate::model::admission_config::{Block, FIELDS, image_policy};
use crate::rules::invalid_type;

/// The type lines, as in `fields.txt`; a number behind `@` is one of these lines.
const TYPES: [&str; 13] = [
    "apiVersion:s kind:s plugins:*@1",
    "name:s path:s configuration:c",
    "apiVersion:s kind:s preferences:a clusters:*@3 users:*@5 contexts:*@7 current-context:s extensions:a",
    "name:s cluster:@4",
    "server:s tls-server-name:s insecure-skip-tls-verify:b certificate-authority:s certificate-authority-data:s proxy-url:s \
     disable-compression:b extensions:a",
    "name:s user:@6",
    "client-certificate:s client-certificate-data:s client-key:s client-key-data:s token:s tokenFile:s as:s as-uid:s as-groups:*s \
     as-user-extra:a username:s password:s auth-provider:a exec:a extensions:a",
    "name:s context:@8",
    "cluster:s user:s namespace:s extensions:a",
    "apiVersion:s kind:s defaults:@10 exemptions:@11",
    "enforce:s enforce-version:s audit:s audit-version:s warn:s warn-version:s",
    "usernames:*s namespaces:*s runtimeClasses:*s",
    "apiVersion:s kind:s kubeConfigFile:s",
];

/// The type line of a kind.
pub(super) fn kind(api_version: &str, kind: &str) -> Option<&'static str> {
    type_line(match (api_version, kind) {
        ("apiserver.config.k8s.io/v1" | "apiserver.k8s.io/v1alpha1", "AdmissionConfiguration") => "0",
        ("v1", "Config") => "2",
        _ => return None,
    })
}

/// The type line of a plugin's configuration that says what it is. The settings of ImagePolicyWebhook do not, and have a way of their own.
pub(super) fn configuration(node: &Node<'_>) -> Option<&'static str> {
    type_line(match node.get("kind").and_then(Node::as_str)? {
        "PodSecurityConfiguration" => "9",
        "WebhookAdmissionConfiguration" => "12",
        _ => return None,
    })
}

/// What becomes of an object of that kind with a value of a wrong type.
pub(super) fn outcome(kind: &str) -> &'static str {
    match kind {
        "AdmissionConfiguration" => "kube-apiserver does not start",
        "Config" => "no client reads the file",
        _ => "the API server refuses the object",
    }
}

/// The type line of a number.
pub(super) fn type_line(number: &str) -> Option<&'static str> {
    TYPES.get(number.parse::<usize>().ok()?).copied()
}

/// Reports the settings of a wrong type.
pub(super) fn check(object: &Object<'_>, source: &str, drafts: &mut Drafts) {
    let Block::Settings(policy) = image_policy(object, source) else { return };
    for name in FIELDS {
        let Some(entry) = policy.field(name) else { continue };
        let node = &entry.value;
        let Some(wanted) = wanted(name, node, policy.json, source) else { continue };
        let place = Place { object: Some(object.index), ..Place::default() };
        let mut out = Findings::new(&invalid_type::RULE, drafts, place);
        let message = format!(
            "`{}` takes {wanted}, and this is {}: kube-apiserver does not start",
            entry.key,
            what(node, wanted.contains("whole"), source)
        );
        let finding = out.report(node.span, message);
        finding.path(policy.path_of(&entry.key));
        if let Some(text) = retyped(node, wanted, source) {
            finding.unsafe_fix(
                if wanted == "a string" { "Put quotes around it" } else { "Take the quotes away" },
                [Edit { span: node.span, text }].into(),
            );
        }
    }
}

/// What the field takes, where the value is none.
fn wanted(name: &str, node: &Node<'_>, json: bool, source: &str) -> Option<&'static str> {
    let fits = match (name, &node.value) {
        (_, Value::Null | Value::Template(_)) | ("kubeConfigFile", Value::String(_)) | ("defaultAllow", Value::Bool(_)) => true,
        ("kubeConfigFile" | "defaultAllow", _) => false,
        // A number made of a float's text is whole in YAML, whose way here goes through a float; in JSON the text itself counts.
        (_, Value::Int(_) | Value::UInt(_)) => !json || !node.span.of(source).contains(['.', 'e', 'E']),
        _ => false,
    };
    let wanted = match name {
        "kubeConfigFile" => "a string",
        "defaultAllow" => "a boolean",
        "retryBackoff" => "a whole number of milliseconds",
        _ => "a whole number of seconds",
    };
    (!fits).then_some(wanted)
}

fn what(node: &Node<'_>, is_number: bool, source: &str) -> &'static str {
    match node.value {
        Value::Float(_) if is_number && !node.span.of(source).contains(['.', 'e', 'E']) => "too large a number",
        Value::Float(_) if is_number => "a fraction",
        Value::Int(_) | Value::UInt(_) if is_number => "a number with a fraction or an exponent",
        _ => node.kind_name(),
    }
}
