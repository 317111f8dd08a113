//! Annotations that work as ignores, on an object or on its pods.
//!
//! ```text
//! plimsoll.dev/ignore-<rule>: "reason"                    or "container[,container]: reason"
//! ignore-check.kube-linter.io/<check>: "reason"
//! kube-linter.io/ignore-all: "reason"
//! kube-score/ignore: "check,check"
//! polaris.fairwinds.com/<check>-exempt: "true"            polaris.fairwinds.com/exempt for all
//! checkov.io/skip1: "CKV_K8S_20=reason"
//! ```

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_report::SuppressedBy;
use plimsoll_yaml::{Entry, Node};

use super::{Dialect, Ignore, Placed, Scope};
use crate::model::{Object, Workload, node_at};

/// The ignores among the annotations of an object and, where it makes pods, of those.
pub(crate) fn read(object: &Object<'_>, workloads: &[Workload<'_>], placed: &mut Vec<Placed>) {
    let own = node_at(Some(object.root), &["metadata", "annotations"]);
    let pods = workloads.iter().filter_map(|workload| node_at(workload.metadata, &["annotations"]));
    let containers: Vec<&str> = workloads.iter().flat_map(|workload| &workload.containers).map(|container| container.name).collect();
    for (i, annotations) in own.into_iter().chain(pods).enumerate() {
        // The metadata of a Pod are its pods'.
        if i > 0 && own.is_some_and(|own| own.span == annotations.span) {
            continue;
        }
        for entry in annotations.entries() {
            if let Some((ignore, containers)) = ignore(entry, &containers) {
                placed.push(Placed { ignore, reach: object.span, by: SuppressedBy::Annotation, containers });
            }
        }
    }
}

/// One annotation, with the containers it is limited to.
fn ignore(entry: &Entry<'_>, known: &[&str]) -> Option<(Ignore, Vec<String>)> {
    let key: &str = &entry.key;
    let value = entry.value.as_str().unwrap_or_default();
    let span = entry.key_span.to(entry.value.span);
    let make = |dialect, names: &[&str], reason: &str| Ignore {
        span,
        dialect,
        scope: Scope::Next,
        names: names.iter().map(|name| ((*name).to_owned(), entry.key_span)).collect(),
        reason: Some(reason.trim()).filter(|reason| !reason.is_empty()).map(ToOwned::to_owned),
        until: None,
    };
    if let Some(rule) = key.strip_prefix("plimsoll.dev/ignore-") {
        let (containers, reason) = limited(value, known);
        return Some((make(Dialect::Plimsoll, &[rule], reason), containers));
    }
    let ignore = if let Some(check) = key.strip_prefix("ignore-check.kube-linter.io/") {
        make(Dialect::KubeLinter, &[check], value)
    } else if key == "kube-linter.io/ignore-all" {
        make(Dialect::KubeLinter, &["all"], value)
    } else if key == "kube-score/ignore" {
        let checks: Vec<&str> = value.split(',').map(str::trim).filter(|check| !check.is_empty()).collect();
        make(Dialect::KubeScore, &checks, "")
    } else if let Some(check) = key.strip_prefix("polaris.fairwinds.com/").filter(|_| is_true(&entry.value)) {
        match check.strip_suffix("-exempt") {
            Some(check) => make(Dialect::Polaris, &[check], ""),
            None if check == "exempt" => make(Dialect::Polaris, &["all"], ""),
            None => return None,
        }
    } else if key.strip_prefix("checkov.io/skip").is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit())) {
        let (check, reason) = value.split_once('=').unwrap_or((value, ""));
        make(Dialect::Checkov, &[check.trim()], reason)
    } else {
        return None;
    };
    Some((ignore, Vec::new()))
}

fn is_true(node: &Node<'_>) -> bool {
    node.as_str() == Some("true") || node.as_bool() == Some(true)
}

/// `app,proxy: reason` where every name before the colon is a container's; else all of it is the reason.
fn limited<'v>(value: &'v str, known: &[&str]) -> (Vec<String>, &'v str) {
    if let Some((names, reason)) = value.split_once(':') {
        let names: Vec<&str> = names.split(',').map(str::trim).collect();
        if names.iter().all(|name| known.contains(name)) {
            return (names.into_iter().map(ToOwned::to_owned).collect(), reason);
        }
    }
    (Vec::new(), value)
}

#[cfg(test)]
mod tests {
    use super::limited;

    #[test]
    fn containers_before_the_colon_limit_the_ignore() {
        assert_eq!(limited("app, proxy: needs it", &["app", "proxy"]), (["app".into(), "proxy".into()].into(), " needs it"));
        assert_eq!(limited("see: issue 7", &["app"]), ([].into(), "see: issue 7"));
    }
}
