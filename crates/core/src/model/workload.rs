//! Objects that make pods, and their containers.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use plimsoll_text::{Edit, Span};
use plimsoll_yaml::Node;

use super::accounts::Accounts;
use super::object::{Field, Object, bool_at, items_at, node_at, str_at};
use crate::yaml_edit::{self, New};

/// An object that holds a pod spec.
#[derive(Clone, Debug)]
pub struct Workload<'a> {
    /// The object.
    pub object: &'a Object<'a>,
    /// The pod spec, where it is a map.
    pub spec: Option<&'a Node<'a>>,
    /// Where the pod spec is: `spec.template.spec`.
    pub spec_path: &'static str,
    /// The metadata of the pods: labels and annotations.
    pub metadata: Option<&'a Node<'a>>,
    /// Init containers, containers and ephemeral containers, in this order.
    pub containers: Vec<Container<'a>>,
    /// The service accounts of the same file.
    pub accounts: &'a Accounts<'a>,
}

/// In which list a container stands, and what that makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Runs to its end before the others start.
    Init,
    /// An init container with `restartPolicy: Always`: runs beside the others.
    Sidecar,
    /// One of `containers`.
    Main,
    /// Added to a running pod to debug it.
    Ephemeral,
}

/// A container of a workload.
#[derive(Clone, Debug)]
pub struct Container<'a> {
    /// Its item.
    pub node: &'a Node<'a>,
    /// What it is.
    pub role: Role,
    /// `spec.template.spec.containers[0]`.
    pub path: String,
    /// Its name; empty where missing.
    pub name: &'a str,
}

impl<'a> Container<'a> {
    /// How messages call it: its name, else its place.
    #[must_use]
    pub fn label(&self) -> &str {
        if self.name.is_empty() { &self.path } else { self.name }
    }

    /// The best place for a finding about a field of the container: the field itself, else the nearest parent that is
    /// written. A map that is missing a key is pointed at by its own key or, for the container item, by its name.
    #[must_use]
    pub fn place(&self, path: &[&str]) -> Span {
        place(self.node, path).unwrap_or_else(|| self.headline())
    }

    /// Where a finding about the container as a whole points: its `name:` entry, else its first entry.
    #[must_use]
    pub fn headline(&self) -> Span {
        match (self.node.entry("name"), self.node.entries().first()) {
            (Some(entry), _) | (None, Some(entry)) => entry.key_span.to(entry.value.span),
            (None, None) => self.node.span,
        }
    }

    /// An edit that gives a field below the container its value, where one can be made.
    #[must_use]
    pub fn set(&self, source: &str, path: &[&str], new: New<'_>) -> Option<Vec<Edit>> {
        yaml_edit::set(source, self.node, path, new, "")
    }
}

/// The span of the deepest entry of `path` that is written below `node`: the value where the whole path is there, else
/// the key of the last parent. `None` if not even the first key is there.
#[must_use]
pub fn place<'a>(node: &'a Node<'a>, path: &[&str]) -> Option<Span> {
    let mut found = None;
    let mut node = node;
    for (depth, key) in path.iter().enumerate() {
        let Some(entry) = node.entry(key) else { break };
        let last = depth + 1 == path.len();
        found = Some(if last && !entry.value.is_null() { entry.value.span } else { entry.key_span });
        node = &entry.value;
    }
    found
}

impl<'a> Workload<'a> {
    /// The workload that `object` is, if it is one.
    #[must_use]
    pub fn of(object: &'a Object<'a>, accounts: &'a Accounts<'a>) -> Option<Workload<'a>> {
        let home = home(object.group(), object.kind, object.root)?;
        let at = |path: &str| if path.is_empty() { Some(object.root) } else { object.root.path(&path.split('.').collect::<Vec<_>>()) };
        let spec = at(home.spec).filter(|node| node.as_map().is_some());
        let mut containers = Vec::new();
        for (list, role) in [("initContainers", Role::Init), ("containers", Role::Main), ("ephemeralContainers", Role::Ephemeral)] {
            for (i, node) in items_at(spec, &[list]).iter().enumerate().filter(|(_, node)| node.as_map().is_some()) {
                let sidecar = role == Role::Init && str_at(Some(node), &["restartPolicy"]).value() == Some("Always");
                containers.push(Container {
                    node,
                    role: if sidecar { Role::Sidecar } else { role },
                    path: format!("{}.{list}[{i}]", home.spec),
                    name: node.get("name").and_then(Node::as_str).unwrap_or_default(),
                });
            }
        }
        Some(Workload { object, spec, spec_path: home.spec, metadata: at(home.metadata), containers, accounts })
    }

    /// Whether its pods run Windows, so that Linux settings mean nothing.
    #[must_use]
    pub fn is_windows(&self) -> bool {
        str_at(self.spec, &["os", "name"]).value() == Some("windows")
            || str_at(self.spec, &["nodeSelector", "kubernetes.io/os"]).value() == Some("windows")
    }

    /// Whether its pods are meant to run on until someone stops them.
    #[must_use]
    pub fn runs_on(&self) -> bool {
        let ends = matches!(str_at(self.spec, &["restartPolicy"]).value(), Some("Never" | "OnFailure"));
        !matches!(self.object.kind, "Job" | "CronJob") && !ends
    }

    /// Whether a field that is not in the tree is not in the manifest either: a template may add any.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.object.template
    }

    /// The name of its service account; `default` where none is set. Wrong types are no name.
    #[must_use]
    pub fn service_account(&self) -> Field<'a, &'a str> {
        str_at(self.spec, &["serviceAccountName"]).or(str_at(self.spec, &["serviceAccount"]))
    }

    /// The pod's volumes.
    #[must_use]
    pub fn volumes(&self) -> &'a [Node<'a>] {
        items_at(self.spec, &["volumes"])
    }

    /// The place of a pod-level field, else of its nearest written parent, else of the pod spec's key.
    #[must_use]
    pub fn place(&self, path: &[&str]) -> Span {
        self.spec
            .and_then(|spec| place(spec, path))
            .or_else(|| place(self.object.root, &self.spec_path.split('.').chain([""]).collect::<Vec<_>>()))
            .unwrap_or_else(|| self.object.headline())
    }

    /// `spec.template.spec.hostPID`.
    #[must_use]
    pub fn field_path(&self, field: &str) -> String {
        format!("{}.{field}", self.spec_path)
    }

    /// A boolean of the pod spec.
    #[must_use]
    pub fn bool_at(&self, path: &[&str]) -> Field<'a, bool> {
        bool_at(self.spec, path)
    }

    /// The value of a `securityContext` field that a container sets or its pod does, as `read` reads it at either.
    #[must_use]
    pub fn security<T: Copy + PartialEq>(
        &self,
        container: &Container<'a>,
        field: &[&str],
        read: fn(Option<&'a Node<'a>>, &[&str]) -> Field<'a, T>,
    ) -> Field<'a, T> {
        let own = node_at(Some(container.node), &["securityContext"]);
        let pod = node_at(self.spec, &["securityContext"]);
        read(own, field).or(read(pod, field))
    }

    /// The seccomp profile's type that holds for a container. A container's own profile replaces the pod's as a whole.
    #[must_use]
    pub fn seccomp(&self, container: &Container<'a>) -> Field<'a, &'a str> {
        const PROFILE: [&str; 2] = ["securityContext", "seccompProfile"];
        const TYPE: [&str; 3] = ["securityContext", "seccompProfile", "type"];
        let own = node_at(Some(container.node), &PROFILE).is_some();
        str_at(if own { Some(container.node) } else { self.spec }, &TYPE)
    }

    /// An edit that gives a field of the pod spec its value, where one can be made. A new field goes above the containers.
    #[must_use]
    pub fn set(&self, source: &str, path: &[&str], new: New<'_>) -> Option<Vec<Edit>> {
        yaml_edit::set(source, self.spec?, path, new, "containers")
    }
}

/// Where a kind keeps its pods.
struct Home {
    spec: &'static str,
    metadata: &'static str,
}

/// Where a kind of that API group keeps its pod spec: `spec.template.spec` for a Deployment; `None` for kinds without one. A core
/// `Service` is no workload, a Knative one is.
#[must_use]
pub fn pod_spec_path(group: &str, kind: &str) -> Option<&'static str> {
    home_of_kind(group, kind).map(|home| home.spec)
}

fn home(group: &str, kind: &str, root: &Node<'_>) -> Option<Home> {
    // A Rollout that refers to a Deployment has no pods of its own.
    let refers = (group, kind) == ("argoproj.io", "Rollout") && node_at(Some(root), &["spec", "workloadRef"]).is_some();
    if refers { None } else { home_of_kind(group, kind) }
}

fn home_of_kind(group: &str, kind: &str) -> Option<Home> {
    const POD: Home = Home { spec: "spec", metadata: "metadata" };
    const TEMPLATE: Home = Home { spec: "spec.template.spec", metadata: "spec.template.metadata" };
    Some(match (group, kind) {
        ("", "Pod") => POD,
        ("", "PodTemplate") => Home { spec: "template.spec", metadata: "template.metadata" },
        ("", "ReplicationController")
        | ("apps" | "extensions", "Deployment" | "DaemonSet" | "StatefulSet" | "ReplicaSet")
        | ("batch", "Job")
        | ("apps.openshift.io", "DeploymentConfig")
        | ("apps.kruise.io", "CloneSet" | "StatefulSet" | "DaemonSet")
        | ("serving.knative.dev", "Service" | "Configuration")
        | ("argoproj.io", "Rollout") => TEMPLATE,
        ("serving.knative.dev", "Revision") => POD,
        ("batch", "CronJob") => Home { spec: "spec.jobTemplate.spec.template.spec", metadata: "spec.jobTemplate.spec.template.metadata" },
        _ => return None,
    })
}
