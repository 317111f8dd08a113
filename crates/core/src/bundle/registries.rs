//! The registries that a pull secret has credentials for.
//!
//! A Secret is read as the kubelet reads it: `kubernetes.io/dockerconfigjson` holds `.dockerconfigjson`, a JSON object with
//! `auths`; `kubernetes.io/dockercfg` holds `.dockercfg`, that object itself. Matching follows the kubelet's credential provider
//! (`pkg/credentialprovider/keyring.go`): the host label by label with `*` within a label, the port exactly, the path as a prefix.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_yaml::{Node, Value};

use super::facts::{Credentials, SecretFacts, Word};
use crate::model::{Object, node_at};

/// The types of Secrets that hold credentials for registries, with their keys.
pub const TYPES: [(&str, &str); 2] = [("kubernetes.io/dockerconfigjson", ".dockerconfigjson"), ("kubernetes.io/dockercfg", ".dockercfg")];

/// What a Secret tells.
#[must_use]
pub(crate) fn secret(object: &Object<'_>) -> SecretFacts {
    let root = object.root;
    let kind = match node_at(Some(root), &["type"]) {
        None => Some(Word { text: "Opaque".to_string(), span: object.headline(), own: false }),
        Some(node) => node.as_str().map(|text| Word { text: text.to_string(), span: node.span, own: !node.shared }),
    };
    let key = kind.as_ref().and_then(|kind| TYPES.iter().find(|(name, _)| *name == kind.text)).map(|(_, key)| *key);
    let credentials = match key {
        None => Credentials::Unknown,
        Some(_) if object.template => Credentials::Unknown,
        Some(key) => credentials(root, key),
    };
    SecretFacts { kind, credentials }
}

fn credentials(root: &Node<'_>, key: &str) -> Credentials {
    let value = |map: &str| node_at(Some(root), &[map]).and_then(|map| map.get(key));
    // `stringData` beats `data`.
    if let Some(node) = value("stringData") {
        return node.as_str().map_or(Credentials::Unknown, |text| config(text, key, node));
    }
    let Some(node) = value("data") else { return Credentials::Missing };
    let Some(text) = node.as_str() else { return Credentials::Unknown };
    if text.trim().is_empty() || is_placeholder(text) {
        return Credentials::Unknown;
    }
    match decode_base64(text) {
        None => Credentials::Broken("is not base64", node.span),
        Some(bytes) => match String::from_utf8(bytes) {
            Ok(text) => config(&text, key, node),
            Err(_) => Credentials::Broken("does not hold JSON", node.span),
        },
    }
}

/// Reads the JSON. YAML's reader knows JSON and has its limits.
fn config(text: &str, key: &str, node: &Node<'_>) -> Credentials {
    if text.trim().is_empty() || is_placeholder(text) {
        return Credentials::Unknown;
    }
    const BROKEN: &str = "does not hold JSON";
    if !text.trim_start().starts_with('{') {
        return Credentials::Broken(BROKEN, node.span);
    }
    let stream = plimsoll_yaml::read(text);
    let root = match stream.documents.first().and_then(|document| document.root.as_ref()) {
        Some(root) if stream.errors.is_empty() && root.as_map().is_some() => root,
        _ => return Credentials::Broken(BROKEN, node.span),
    };
    let auths = if key == ".dockercfg" { Some(root) } else { root.get("auths") };
    match auths.map(|auths| &auths.value) {
        Some(Value::Map(auths)) => {
            let hosts: Vec<String> = auths.entries.iter().map(|entry| entry.key.to_string()).collect();
            if hosts.is_empty() { Credentials::Broken("has no entry in `auths`", node.span) } else { Credentials::For(hosts, node.span) }
        }
        _ => Credentials::Broken("has no `auths`", node.span),
    }
}

/// Values that a tool fills in before the Secret is applied.
fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    text.contains(['$', '<']) || text.contains("{{") || text.contains("PLACEHOLDER") || text.starts_with("ENC[") || text.starts_with("ref+")
}

/// Standard base64 with padding; line breaks are passed over, as Go does. `None` for anything else.
fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let value = |byte: u8| {
        Some(match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        })
    };
    let bytes: Vec<u8> = text.bytes().filter(|byte| !matches!(byte, b'\n' | b'\r')).collect();
    let digits = bytes.iter().rposition(|byte| *byte != b'=').map_or(0, |last| last + 1);
    if !bytes.len().is_multiple_of(4) || bytes.len() - digits > 2 {
        return None;
    }
    let mut decoded = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0);
    for byte in bytes.iter().take(digits) {
        held = (held << 6) | u32::from(value(*byte)?);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            decoded.push(u8::try_from((held >> bits) & 0xff).unwrap_or_default());
        }
        held &= (1 << bits) - 1;
    }
    Some(decoded)
}

/// Whether credentials for `entry` (a key of `auths`) are used for an image of this registry and repository.
#[must_use]
pub fn serves(entry: &str, registry: &str, repository: &str) -> bool {
    let entry = entry.strip_prefix("https://").or_else(|| entry.strip_prefix("http://")).unwrap_or(entry);
    let at = entry.find('/').unwrap_or(entry.len());
    let (host, path) = entry.split_at_checked(at).unwrap_or((entry, ""));
    // Docker wrote `/v1/` and `/v2/` behind the host; neither is part of an image's path.
    let path = if path.starts_with("/v1/") || path.starts_with("/v2/") { path.get("/v1".len()..).unwrap_or_default() } else { path };
    let path = path.strip_prefix('/').unwrap_or(path);
    if host == HUB_KEY && path.is_empty() && registry == HUB {
        return true;
    }
    host_matches(host, registry) && repository.starts_with(path)
}

/// Docker Hub, as references name it, and as Docker names it in its settings.
const HUB: &str = "docker.io";
const HUB_KEY: &str = "index.docker.io";

fn host_matches(pattern: &str, registry: &str) -> bool {
    let (pattern, pattern_port) = split_port(pattern);
    let (host, port) = split_port(registry);
    if pattern_port != port || pattern.split('.').count() != host.split('.').count() {
        return false;
    }
    pattern.split('.').zip(host.split('.')).all(|(pattern, label)| label_matches(pattern, label))
}

fn split_port(host: &str) -> (&str, &str) {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => (name, port),
        _ => (host, ""),
    }
}

/// `*` stands for any letters within the label. O(pattern × label).
fn label_matches(pattern: &str, label: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = strip_start(label, first) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    rest.len() >= last.len() && rest.get(rest.len() - last.len()..).is_some_and(|end| end.eq_ignore_ascii_case(last))
}

fn strip_start<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    text.get(..start.len()).filter(|begin| begin.eq_ignore_ascii_case(start)).and_then(|_| text.get(start.len()..))
}

#[cfg(test)]
mod tests {
    use super::{decode_base64, serves};

    #[test]
    fn base64() {
        assert_eq!(decode_base64("eyJhIjoxfQ==").as_deref(), Some(&b"{\"a\":1}"[..]));
        assert_eq!(decode_base64("YWJj\nZGVm").as_deref(), Some(&b"abcdef"[..]));
        assert_eq!(decode_base64("").as_deref(), Some(&b""[..]));
        for broken in ["YWJ", "YW=j", "YWJj====", "a b c d ", "{\"auths\""] {
            assert_eq!(decode_base64(broken), None, "{broken}");
        }
    }

    #[test]
    fn entries_serve_hosts() {
        assert!(serves("https://index.docker.io/v1/", "docker.io", "library/nginx"));
        assert!(serves("docker.io", "docker.io", "team/app"));
        assert!(serves("registry.example.com", "registry.example.com", "a/b"));
        assert!(serves("https://registry.example.com/v2/", "registry.example.com", "a"));
        assert!(serves("*.example.com", "registry.example.com", "a"));
        assert!(serves("re*ry.*.com", "registry.example.com", "a"));
        assert!(serves("registry.example.com:5000/team", "registry.example.com:5000", "team/app"));
        assert!(!serves("*.com", "registry.example.com", "a"), "a star stays within its label");
        assert!(!serves("*.example.com", "example.com", "a"));
        assert!(!serves("registry.example.com", "registry.example.com:5000", "a"));
        assert!(!serves("registry.example.com/team", "registry.example.com", "other/app"));
        assert!(!serves("https://index.docker.io/v1/", "ghcr.io", "a/b"));
        assert!(!serves("re*ry", "registr", "a"));
        assert!(!serves("https://registry-1.docker.io", "docker.io", "library/nginx"), "no image is looked up under that name");
    }
}
