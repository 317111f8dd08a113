//! Objects that make pods, and their containers.

use alloc::borrow::Cow;
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
    pub spec_path: Cow<'static, str>,
    /// What the pod spec and the pods' metadata stand in: the object itself, or a template in it.
    template: Option<&'a Node<'a>>,
    /// The metadata of the pods: labels and annotations.
    pub metadata: Option<&'a Node<'a>>,
    /// Init containers, containers and ephemeral containers, in this order.
    pub containers: Vec<Container<'a>>,
    /// The service accounts of the same file.
    pub accounts: &'a Accounts<'a>,
}

/// The programs that make a cluster's control plane.
const CONTROL_PLANE: [&str; 4] = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd"];

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
    /// The workloads that `object` is: one for most kinds, one for each of its templates for kinds such as `JobSet`, none for kinds
    /// without pods.
    #[must_use]
    pub fn all(object: &'a Object<'a>, accounts: &'a Accounts<'a>) -> Vec<Workload<'a>> {
        let at = |path: &str| if path.is_empty() { Some(object.root) } else { object.root.path(&path.split('.').collect::<Vec<_>>()) };
        if let Some(template) = template(object.group(), object.kind, object.root) {
            let path = pod_spec(template).into();
            return [Workload::with(object, accounts, path, at(template))].into();
        }
        let mut all = Vec::new();
        for path in templates(object.group(), object.kind) {
            match path.split_once(".*.") {
                Some((list, rest)) => {
                    let keys: Vec<&str> = rest.split('.').collect();
                    for (i, item) in at(list).map_or(&[][..], Node::items).iter().enumerate() {
                        all.push(Workload::with(object, accounts, format!("{list}[{i}].{rest}.spec").into(), item.path(&keys)));
                    }
                }
                None => all.extend(
                    at(path)
                        .filter(|node| !node.is_null())
                        .map(|node| Workload::with(object, accounts, format!("{path}.spec").into(), Some(node))),
                ),
            }
        }
        all
    }

    fn with(
        object: &'a Object<'a>,
        accounts: &'a Accounts<'a>,
        spec_path: Cow<'static, str>,
        template: Option<&'a Node<'a>>,
    ) -> Workload<'a> {
        let spec = node_at(template, &["spec"]).filter(|node| node.as_map().is_some());
        let mut containers = Vec::new();
        for (list, role) in [("initContainers", Role::Init), ("containers", Role::Main), ("ephemeralContainers", Role::Ephemeral)] {
            for (i, node) in items_at(spec, &[list]).iter().enumerate().filter(|(_, node)| node.as_map().is_some()) {
                let sidecar = role == Role::Init && str_at(Some(node), &["restartPolicy"]).value() == Some("Always");
                containers.push(Container {
                    node,
                    role: if sidecar { Role::Sidecar } else { role },
                    path: format!("{spec_path}.{list}[{i}]"),
                    name: node.get("name").and_then(Node::as_str).unwrap_or_default(),
                });
            }
        }
        Workload { object, spec, spec_path, template, metadata: node_at(template, &["metadata"]), containers, accounts }
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
        !matches!(self.object.kind, "Job" | "CronJob" | "JobSet" | "BroadcastJob" | "AdvancedCronJob") && !ends
    }

    /// Whether it is a pod that the kubelet starts from a file to run the cluster itself, as kubeadm writes them: it is on the node's
    /// network and reads the node's keys because that is its work, and a static pod gets no service account. O(words of its commands).
    #[must_use]
    pub fn runs_control_plane(&self) -> bool {
        let is_part = |word: &Node<'_>| {
            let name = word.as_str().and_then(|word| word.rsplit('/').next());
            name.is_some_and(|name| CONTROL_PLANE.contains(&name))
        };
        self.object.kind == "Pod"
            && self.object.namespace() == Some("kube-system")
            && self.containers.iter().any(|container| items_at(Some(container.node), &["command"]).iter().any(is_part))
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
            .or_else(|| self.template.and_then(|template| place(template, &["spec", ""])))
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

/// Where a kind of that API group keeps its pod spec: `spec.template.spec` for a Deployment; `None` for kinds without one, or with several.
/// A core `Service` is no workload, a Knative one is.
#[must_use]
pub fn pod_spec_path(group: &str, kind: &str) -> Option<&'static str> {
    template_of_kind(group, kind).map(pod_spec)
}

const IN_TEMPLATE: &str = "spec.template";
const IN_CRON_JOB: &str = "spec.jobTemplate.spec.template";

/// The pod spec of a template, by its path.
fn pod_spec(template: &'static str) -> &'static str {
    match template {
        IN_TEMPLATE => "spec.template.spec",
        IN_CRON_JOB => "spec.jobTemplate.spec.template.spec",
        "template" => "template.spec",
        _ => "spec",
    }
}

/// The path of what an object's pod spec and pod metadata stand in; empty where that is the object itself.
fn template(group: &str, kind: &str, root: &Node<'_>) -> Option<&'static str> {
    // A Rollout that refers to a Deployment has no pods of its own.
    if (group, kind) == ("argoproj.io", "Rollout") && node_at(Some(root), &["spec", "workloadRef"]).is_some() {
        return None;
    }
    template_of_kind(group, kind).or_else(|| {
        // Kinds of others that hold pods as a Deployment does.
        let foreign = group.contains('.') && templates(group, kind).is_empty();
        let containers = || items_at(Some(root), &["spec", "template", "spec", "containers"]);
        (foreign && containers().iter().any(|container| container.as_map().is_some())).then_some(IN_TEMPLATE)
    })
}

fn template_of_kind(group: &str, kind: &str) -> Option<&'static str> {
    Some(match (group, kind) {
        ("", "Pod") | ("serving.knative.dev", "Revision") => "",
        ("", "PodTemplate") => "template",
        ("", "ReplicationController")
        | ("apps" | "extensions", "Deployment" | "DaemonSet" | "StatefulSet" | "ReplicaSet")
        | ("batch", "Job")
        | ("apps.openshift.io", "DeploymentConfig")
        | ("apps.kruise.io", "CloneSet" | "StatefulSet" | "DaemonSet" | "BroadcastJob")
        | ("serving.knative.dev", "Service" | "Configuration")
        | ("argoproj.io", "Rollout") => IN_TEMPLATE,
        ("batch", "CronJob") => IN_CRON_JOB,
        _ => return None,
    })
}

/// The paths of the templates of kinds that have several; `*` stands for every item of a list.
fn templates(group: &str, kind: &str) -> &'static [&'static str] {
    match (group, kind) {
        ("jobset.x-k8s.io", "JobSet") => &["spec.replicatedJobs.*.template.spec.template"],
        ("leaderworkerset.x-k8s.io", "LeaderWorkerSet") => {
            &["spec.leaderWorkerTemplate.leaderTemplate", "spec.leaderWorkerTemplate.workerTemplate"]
        }
        // Of these templates an object has one.
        ("apps.kruise.io", "AdvancedCronJob") => {
            &["spec.template.jobTemplate.spec.template", "spec.template.broadcastJobTemplate.spec.template"]
        }
        ("apps.kruise.io", "UnitedDeployment") => &[
            "spec.template.statefulSetTemplate.spec.template",
            "spec.template.advancedStatefulSetTemplate.spec.template",
            "spec.template.cloneSetTemplate.spec.template",
            "spec.template.deploymentTemplate.spec.template",
        ],
        _ => &[],
    }
}
