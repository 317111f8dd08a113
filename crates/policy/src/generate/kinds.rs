//! The kinds of Kubernetes that make pods, for the rules of webhooks and policies.

use plimsoll_core::model::pod_spec_path;
use plimsoll_core::policy::Scope;

/// Kind, API group and resource.
const ALL: [(&str, &str, &str); 9] = [
    ("Pod", "", "pods"),
    ("PodTemplate", "", "podtemplates"),
    ("ReplicationController", "", "replicationcontrollers"),
    ("Deployment", "apps", "deployments"),
    ("DaemonSet", "apps", "daemonsets"),
    ("StatefulSet", "apps", "statefulsets"),
    ("ReplicaSet", "apps", "replicasets"),
    ("Job", "batch", "jobs"),
    ("CronJob", "batch", "cronjobs"),
];

/// The names of the kinds that make pods.
pub(crate) fn all() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|(kind, _, _)| *kind)
}

/// Those of a policy's scope.
#[derive(Debug)]
pub(super) struct Kinds(Vec<(&'static str, &'static str, &'static str)>);

impl Kinds {
    pub(super) fn of(scope: &Scope) -> Kinds {
        Kinds(ALL.into_iter().filter(|(kind, _, _)| scope.has_kind(kind)).collect())
    }

    /// The kinds whose pod spec is not at `spec.template.spec`, and where it is.
    pub(super) fn paths(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let path = |(kind, group, _): &(&'static str, &'static str, &'static str)| Some((*kind, pod_spec_path(group, kind)?));
        self.0.iter().filter_map(path).filter(|(_, path)| *path != "spec.template.spec")
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(kind, _, _)| *kind)
    }

    /// By API group, the kinds.
    pub(super) fn kinds_by_group(&self) -> Vec<(&'static str, Vec<&'static str>)> {
        self.by_group(|(kind, _, _)| vec![kind])
    }

    /// By API group, the resources, subresources of pods that change images with them.
    pub(super) fn resources_by_group(&self) -> Vec<(&'static str, Vec<&'static str>)> {
        self.by_group(|(_, _, resource)| if resource == "pods" { vec![resource, "pods/ephemeralcontainers"] } else { vec![resource] })
    }

    fn by_group(
        &self,
        of: impl Fn((&'static str, &'static str, &'static str)) -> Vec<&'static str>,
    ) -> Vec<(&'static str, Vec<&'static str>)> {
        let mut groups: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
        for kind in &self.0 {
            match groups.last_mut().filter(|(group, _)| *group == kind.1) {
                Some((_, names)) => names.extend(of(*kind)),
                None => groups.push((kind.1, of(*kind))),
            }
        }
        groups
    }
}

/// `apiGroups`, `apiVersions`, `operations` and `resources` of admission rules, indented.
pub(super) fn rules(kinds: &Kinds, indent: &str) -> String {
    let rule = |(group, resources): (&str, Vec<&str>)| {
        format!(
            "{indent}- apiGroups: [\"{group}\"]\n{indent}  apiVersions: [\"v1\"]\n{indent}  operations: [\"CREATE\", \"UPDATE\"]\n\
             {indent}  resources: [{}]\n",
            resources.iter().map(|resource| format!("\"{resource}\"")).collect::<Vec<_>>().join(", ")
        )
    };
    kinds.resources_by_group().into_iter().map(rule).collect()
}
