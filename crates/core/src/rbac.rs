//! What roles grant and whom bindings name, for the rules about access.
//!
//! It reads Roles, ClusterRoles and their bindings, and never decides what a cluster makes of them together. Kubernetes' own roles
//! and bindings, whose names begin with `system:`, are left alone.

use alloc::format;
use alloc::string::String;

use plimsoll_yaml::Node;

use crate::findings::{Draft, Findings};
use crate::model::{Object, items_at, str_at};

/// What a rule looks for in a role: any of the verbs on any of the resources.
pub(crate) struct Grant {
    /// The verbs; `*` always counts.
    pub(crate) verbs: &'static [&'static str],
    /// The API group; empty for the core group. `*` always counts.
    pub(crate) group: &'static str,
    /// The resources as written in roles, `pods/exec`. A `*` does not count: the rules about wildcards speak of it.
    pub(crate) resources: &'static [&'static str],
}

/// The verbs that read.
pub(crate) const READ: &[&str] = &["get", "list", "watch"];
/// The verbs that write.
pub(crate) const WRITE: &[&str] = &["create", "update", "patch"];

/// The API groups that come with Kubernetes.
pub(crate) const BUILT_IN: &[&str] = &[
    "",
    "*",
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "apps",
    "authentication.k8s.io",
    "authorization.k8s.io",
    "autoscaling",
    "batch",
    "certificates.k8s.io",
    "coordination.k8s.io",
    "networking.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
    "storage.k8s.io",
];

/// Whether the object is a role that people write.
fn is_role(object: &Object<'_>) -> bool {
    object.group() == "rbac.authorization.k8s.io" && matches!(object.kind, "Role" | "ClusterRole") && !object.name().starts_with("system:")
}

/// Whether the object is a role for the whole cluster.
pub(crate) fn is_cluster_wide(object: &Object<'_>) -> bool {
    object.kind.starts_with("Cluster")
}

/// The entries of a role's `rules`; none for any other object.
pub(crate) fn rules<'a>(object: &Object<'a>) -> &'a [Node<'a>] {
    if is_role(object) { items_at(Some(object.root), &["rules"]) } else { &[] }
}

/// The item of a list of strings that is one of `wanted`.
pub(crate) fn item<'a>(rule: &'a Node<'a>, list: &str, wanted: &[&str]) -> Option<(usize, &'a Node<'a>)> {
    let items = items_at(Some(rule), &[list]);
    items.iter().enumerate().find(|(_, item)| item.as_str().is_some_and(|text| wanted.contains(&text)))
}

/// Reports each resource of a role's rules on which one of the verbs is granted. Rules that are limited to named objects are what
/// least privilege asks for, and are left alone. The message gets the verb and the resource.
pub(crate) fn report(object: &Object<'_>, grant: &Grant, out: &mut Findings<'_>, message: fn(&str, &str) -> String) {
    each(object, grant, |i, j, resource, verb| {
        let name = resource.as_str().unwrap_or_default();
        out.report(resource.span, message(verb, name)).path(format!("rules[{i}].resources[{j}]"));
    });
}

/// Calls `found` with the numbers of rule and resource, the resource's node and the verb.
pub(crate) fn each<'a>(object: &Object<'a>, grant: &Grant, mut found: impl FnMut(usize, usize, &'a Node<'a>, &'a str)) {
    for (i, rule) in rules(object).iter().enumerate() {
        let named = !items_at(Some(rule), &["resourceNames"]).is_empty();
        let verb = item(rule, "verbs", grant.verbs).or_else(|| item(rule, "verbs", &["*"]));
        let Some(verb) = verb.and_then(|(_, verb)| verb.as_str()).filter(|_| !named) else { continue };
        if item(rule, "apiGroups", &[grant.group, "*"]).is_none() {
            continue;
        }
        for (j, resource) in items_at(Some(rule), &["resources"]).iter().enumerate() {
            if resource.as_str().is_some_and(|name| grant.resources.iter().any(|wanted| covers(name, wanted))) {
                found(i, j, resource, verb);
            }
        }
    }
}

/// Whether a resource as roles write it is the wanted one; `*/exec` is that subresource of all.
fn covers(written: &str, wanted: &str) -> bool {
    written == wanted || wanted.split_once('/').is_some_and(|(_, sub)| written.strip_prefix("*/") == Some(sub))
}

/// The kind and name of the role that a binding grants; `None` for any other object, and for Kubernetes' own bindings.
pub(crate) fn role_ref<'a>(object: &Object<'a>) -> Option<(&'a str, &'a Node<'a>)> {
    let is_binding = object.group() == "rbac.authorization.k8s.io" && matches!(object.kind, "RoleBinding" | "ClusterRoleBinding");
    if !is_binding || object.name().starts_with("system:") {
        return None;
    }
    let name = object.root.path(&["roleRef", "name"])?;
    Some((str_at(Some(object.root), &["roleRef", "kind"]).value().unwrap_or_default(), name))
}

/// Reports each subject of a binding that is of the kind and has one of the names.
pub(crate) fn subjects<'f, 'o>(
    object: &Object<'_>,
    kind: &str,
    names: &[&str],
    out: &'f mut Findings<'o>,
    message: fn(&str, &str) -> String,
    mut more: impl FnMut(&mut Draft),
) {
    let Some((_, role)) = role_ref(object) else { return };
    let role = role.as_str().unwrap_or_default();
    for (i, subject) in items_at(Some(object.root), &["subjects"]).iter().enumerate() {
        let text = |key: &str| str_at(Some(subject), &[key]).value().unwrap_or_default();
        if text("kind") == kind
            && names.contains(&text("name"))
            && let Some(name) = subject.get("name")
        {
            let finding = out.report(name.span, message(text("name"), role));
            finding.path(format!("subjects[{i}].name"));
            more(finding);
        }
    }
}
