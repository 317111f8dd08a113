//! Findings for single checks of the Pod Security Standards: the places that [`pod_security`] names, as spans.
//!
//! What fails is decided there alone, by the newest version of the standards.

use alloc::format;
use alloc::string::{String, ToString};

use plimsoll_yaml::{Entry, Node, Value};

use crate::findings::{Draft, Findings};
use crate::model::Workload;
use crate::pod_security;

/// A place where a check fails.
pub(crate) struct Spot<'a> {
    /// The field's map.
    pub(crate) map: &'a Node<'a>,
    /// The field, where it is an entry of the map.
    pub(crate) entry: &'a Entry<'a>,
    /// `container `app`` or `the pod`.
    pub(crate) who: String,
    /// The last part of the path.
    pub(crate) key: String,
    /// The value, where it is a string.
    pub(crate) value: &'a str,
}

/// Reports each place where the pods fail a check. `message` may say nothing for a place that another rule reports; `more` adds to
/// what is reported.
pub(crate) fn report<'a>(
    check: &str,
    workload: &Workload<'a>,
    out: &mut Findings<'_>,
    message: &dyn Fn(&Spot<'_>) -> Option<String>,
    mut more: impl FnMut(&Spot<'a>, &mut Draft),
) {
    for path in pod_security::failures(workload, check) {
        let Some((map, entry)) = find(workload.object.root, &path) else { continue };
        let container = workload.containers.iter().find(|container| path.starts_with(&format!("{}.", container.path)));
        let spot = Spot {
            map,
            entry,
            who: container.map_or("the pod".to_string(), |container| format!("container `{}`", container.label())),
            key: entry.key.to_string(),
            value: entry.value.as_str().unwrap_or_default(),
        };
        let Some(text) = message(&spot) else { continue };
        let span = if matches!(entry.value.value, Value::Map(_) | Value::Seq(_)) { entry.key_span } else { entry.value.span };
        let finding = out.report(span, text);
        finding.path(path);
        if let Some(container) = container.filter(|container| !container.name.is_empty()) {
            finding.container = Some(container.name.to_string());
        }
        more(&spot, finding);
    }
}

/// The entry at a path such as `spec.containers[0].securityContext` or `metadata.annotations[a.b/c]`, with its map.
fn find<'a>(root: &'a Node<'a>, path: &str) -> Option<(&'a Node<'a>, &'a Entry<'a>)> {
    let mut node = root;
    let mut found = None;
    let mut rest = path;
    while !rest.is_empty() {
        let (word, behind) = match rest.strip_prefix('[') {
            Some(inner) => inner.split_once(']')?,
            None => {
                rest = rest.trim_start_matches('.');
                rest.split_at(rest.find(['.', '[']).unwrap_or(rest.len()))
            }
        };
        node = match &node.value {
            Value::Seq(items) => items.get(word.parse::<usize>().ok()?)?,
            _ => {
                let entry = node.entry(word)?;
                found = Some((node, entry));
                &entry.value
            }
        };
        rest = behind;
    }
    found
}
