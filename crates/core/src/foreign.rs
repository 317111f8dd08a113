//! Names the YAML and JSON files that people keep beside their manifests: what they are and what to check instead.
//!
//! It looks at the first document's first two levels, and only where the text is no Kubernetes object.

use plimsoll_yaml::{Node, Stream, Value};

use crate::model::{Manifest, node_at};

/// Keys that a file of a kind has, all of them, as `parent.child`; the first row that fits names the file. `on` is read as `true`.
const FILES: [(&[&str], &str); 14] = [
    (&["apiVersion", "name", "version"], CHART),
    (&["services"], COMPOSE),
    (&["true", "jobs"], "a GitHub Actions workflow: no Kubernetes object; actionlint and zizmor check such files"),
    (&["stages"], GITLAB),
    (&["resources"], KUSTOMIZATION),
    (&["bases"], KUSTOMIZATION),
    (&["configMapGenerator"], KUSTOMIZATION),
    (&["secretGenerator"], KUSTOMIZATION),
    (&["patchesStrategicMerge"], KUSTOMIZATION),
    (&["openapi", "paths"], "an OpenAPI description: no Kubernetes object"),
    (&["swagger", "paths"], "an OpenAPI description: no Kubernetes object"),
    (&["AWSTemplateFormatVersion"], "an AWS CloudFormation template: no Kubernetes object"),
    (&["replicaCount"], VALUES),
    (&["image.repository"], VALUES),
];

const CHART: &str = "a Helm chart's Chart.yaml: render the chart with `helm template` and check what comes out";
const VALUES: &str = "values for a Helm chart: render the chart with `helm template --values` and check what comes out";
const COMPOSE: &str =
    "a Docker Compose file: no Kubernetes object; check the Dockerfiles that it builds, or what `kompose convert` makes of it";
const GITLAB: &str = "a GitLab CI pipeline: no Kubernetes object";
const KUSTOMIZATION: &str = "a Kustomization: run `kustomize build` (or `kubectl kustomize`) and check what comes out";
const TEMPLATE: &str = "a template, graded on what is visible: render it (`helm template`, `kustomize build`) to have the rest checked too";
const NOTHING: &str = "YAML or JSON without a Kubernetes object";

/// What a text without any object is.
pub(crate) fn name(stream: &Stream<'_>) -> &'static str {
    let root = stream.documents.iter().find_map(|document| document.root.as_ref());
    let Some(root) = root else { return NOTHING };
    if let Value::Seq(plays) = &root.value {
        let is_play = plays.iter().any(|play| play.get("hosts").is_some() && (play.get("tasks").is_some() || play.get("roles").is_some()));
        return if is_play { "an Ansible playbook: no Kubernetes object" } else { NOTHING };
    }
    let is_list = |keys: &[&str]| keys.iter().all(|key| matches!(root.get(key).map(|node| &node.value), Some(Value::Seq(_))));
    let found = FILES.iter().find(|(keys, name)| {
        keys.iter().all(|key| has(root, key))
            && match *name {
                COMPOSE => has_services(root),
                KUSTOMIZATION | GITLAB => is_list(keys),
                _ => true,
            }
    });
    found.map_or(NOTHING, |(_, name)| name)
}

/// What else there is to know of a text with objects: it holds Kustomizations, or templates.
pub(crate) fn note(manifest: &Manifest<'_>, stream: &Stream<'_>) -> Option<&'static str> {
    if !manifest.objects.is_empty() && manifest.objects.iter().all(|object| object.group() == "kustomize.config.k8s.io") {
        return Some(KUSTOMIZATION);
    }
    stream.documents.iter().any(|document| document.template).then_some(TEMPLATE)
}

/// A Chart.yaml has an `apiVersion` and no `kind`, which no object lacks.
pub(crate) fn is_chart(root: &Node<'_>) -> bool {
    root.get("kind").is_none()
        && root.get("apiVersion").and_then(Node::as_str).is_some_and(|version| matches!(version, "v1" | "v2"))
        && has(root, "name")
        && has(root, "version")
}

fn has(root: &Node<'_>, key: &str) -> bool {
    match key.split_once('.') {
        Some((parent, child)) => node_at(Some(root), &[parent, child]).is_some(),
        None => root.entry(key).is_some(),
    }
}

/// Whether `services` are those of Compose: maps with an image or something to build.
fn has_services(root: &Node<'_>) -> bool {
    let services = root.get("services").map_or(&[][..], Node::entries);
    services.iter().any(|service| ["image", "build", "extends"].iter().any(|key| service.value.get(key).is_some()))
}

#[cfg(test)]
mod tests {
    use super::{name, note};
    use crate::model::Manifest;

    fn named(text: &str) -> &'static str {
        let stream = plimsoll_yaml::read(text);
        let manifest = Manifest::of(&stream);
        if manifest.objects.is_empty() { name(&stream) } else { note(&manifest, &stream).unwrap_or("objects") }
    }

    #[test]
    fn files_beside_manifests_are_named() {
        for (text, start) in [
            ("services:\n  web:\n    build: .\n", "a Docker Compose file"),
            ("version: '3'\nservices:\n  db: {image: postgres}\n", "a Docker Compose file"),
            ("apiVersion: v2\nname: shop\nversion: 1.2.3\n", "a Helm chart's Chart.yaml"),
            ("replicaCount: 2\nimage:\n  repository: shop/web\n", "values for a Helm chart"),
            ("image: {repository: shop/web, tag: '1'}\n", "values for a Helm chart"),
            ("on: push\njobs:\n  test: {runs-on: ubuntu-latest}\n", "a GitHub Actions workflow"),
            ("resources:\n  - deployment.yaml\n", "a Kustomization"),
            ("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n", "a Kustomization"),
            ("- hosts: all\n  tasks: []\n", "an Ansible playbook"),
            ("openapi: 3.1.0\npaths: {}\n", "an OpenAPI description"),
            ("stages: [build]\n", "a GitLab CI pipeline"),
            ("resources: {}\n", "YAML or JSON without"),
            ("services: 3\n", "YAML or JSON without"),
            ("a: 1\n", "YAML or JSON without"),
            ("- 1\n", "YAML or JSON without"),
            ("", "YAML or JSON without"),
            ("apiVersion: v1\nkind: Pod\nspec: {}\n", "objects"),
            ("apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Values.name }}\n", "a template"),
        ] {
            assert!(named(text).starts_with(start), "{text}: {}", named(text));
        }
    }
}
