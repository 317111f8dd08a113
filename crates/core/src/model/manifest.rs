//! A manifest file: its objects, workloads and images.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use plimsoll_reference::Reference;
use plimsoll_report::ImageOrigin;
use plimsoll_text::Span;
use plimsoll_yaml::{Node, Stream, Style, Value};

use super::accounts::Accounts;
use super::admission_config::{IMAGE_POLICY, looks_like_configuration, looks_like_settings};
use super::containers_policy::{CONTAINERS_POLICY, looks_like_containers_policy};
use super::image_use::{ImageUse, Reading};
use super::kubeconfig::looks_like_kubeconfig;
use super::object::{Field, Object, items_at, node_at, str_at};
use super::workload::{Role, Workload};
use crate::foreign;

/// The objects of a manifest file, in file order, Lists flattened.
#[derive(Debug)]
pub struct Manifest<'a> {
    /// The objects.
    pub objects: Vec<Object<'a>>,
    /// Its service accounts.
    pub accounts: Accounts<'a>,
    /// Some of the text is a template or could not be read.
    pub incomplete: bool,
}

impl<'a> Manifest<'a> {
    /// Finds the objects of a stream. A document without `kind` and `apiVersion` is no object.
    #[must_use]
    pub fn of(stream: &'a Stream<'a>) -> Manifest<'a> {
        let mut objects = Vec::new();
        for document in &stream.documents {
            if document.dropped {
                continue;
            }
            if let Some(root) = &document.root {
                collect(root, ("", ""), MAX_LISTS, document.span, document.template || !document.complete, &mut objects);
            }
        }
        for (index, object) in objects.iter_mut().enumerate() {
            object.index = index;
        }
        let accounts = Accounts::of(&objects);
        Manifest { objects, accounts, incomplete: stream.documents.iter().any(|document| document.template || !document.complete) }
    }
}

/// How deep Lists in Lists are followed. No API makes such a thing; tools that put manifests together do.
const MAX_LISTS: u8 = 8;

/// Adds the object at `root`, or the items of a List; `lent` are the API version and kind that a list lends it.
fn collect<'a>(root: &'a Node<'a>, lent: (&'a str, &'a str), lists: u8, span: Span, template: bool, objects: &mut Vec<Object<'a>>) {
    let own = |key: &str| root.get(key).and_then(Node::as_str);
    let api_version = own("apiVersion").unwrap_or(lent.0);
    let kind = own("kind").unwrap_or(lent.1);
    let list = kind.strip_suffix("List").filter(|_| matches!(root.get("items").map(|items| &items.value), Some(Value::Seq(_))));
    if kind == "AdmissionReview"
        && let Some(object) = root.path(&["request", "object"]).filter(|object| object.as_map().is_some())
    {
        if let Some(left) = lists.checked_sub(1) {
            collect(object, ("", ""), left, object.span, template, objects);
        }
        return;
    }
    match list {
        Some(item_kind) => {
            // A typed list lends its items its version and the kind it lists; a plain List lends nothing.
            let lent = if item_kind.is_empty() { ("", "") } else { (api_version, item_kind) };
            for item in root.get("items").map_or(&[][..], Node::items) {
                if let Some(left) = lists.checked_sub(1).filter(|_| item.as_map().is_some()) {
                    collect(item, lent, left, item.span, template, objects);
                }
            }
        }
        None if foreign::is_chart(root) => {}
        None if kind.is_empty() => {
            if let Some((api_version, kind)) = set_up(root, api_version) {
                objects.push(Object { index: 0, root, api_version, kind, span, template });
            }
        }
        None => objects.push(Object { index: 0, root, api_version, kind, span, template: template || is_patch(api_version, kind, root) }),
    }
}

/// What a document without `kind` is taken for: the parts of an admission set-up need none, or lack it by mistake.
fn set_up<'a>(root: &Node<'_>, api_version: &'a str) -> Option<(&'a str, &'a str)> {
    if looks_like_settings(root) {
        Some(("", IMAGE_POLICY))
    } else if looks_like_kubeconfig(root) {
        Some(("v1", "Config"))
    } else if looks_like_containers_policy(root) {
        Some(("", CONTAINERS_POLICY))
    } else if looks_like_configuration(root) {
        Some((api_version, "AdmissionConfiguration"))
    } else {
        // An object that only lacks its kind.
        (!api_version.is_empty()).then_some((api_version, ""))
    }
}

/// A piece that is merged into a whole manifest (a Kustomize patch, a Helm overlay): a workload of the `apps` group without a
/// selector, which the API requires, and without containers or with some that have no image; or a definition of a kind that does not say
/// which.
fn is_patch(api_version: &str, kind: &str, root: &Node<'_>) -> bool {
    // The patches that kubebuilder writes for a definition hold its conversion or its annotations alone.
    if kind == "CustomResourceDefinition" && api_version.starts_with("apiextensions.k8s.io/") {
        return ["group", "names", "versions"].iter().all(|key| node_at(Some(root), &["spec", key]).is_none());
    }
    let containers = || items_at(Some(root), &["spec", "template", "spec", "containers"]);
    api_version.starts_with("apps/")
        && matches!(kind, "Deployment" | "DaemonSet" | "StatefulSet" | "ReplicaSet")
        && node_at(Some(root), &["spec", "selector"]).is_none()
        && (containers().is_empty() || containers().iter().any(|container| container.get("image").is_none()))
}

/// The images of a workload, containers first, then image volumes.
#[must_use]
pub fn images<'a>(workload: &Workload<'a>, source: &'a str) -> Vec<ImageUse<'a>> {
    let mut images = Vec::new();
    for container in &workload.containers {
        let origin = match container.role {
            Role::Init | Role::Sidecar => ImageOrigin::InitContainer,
            Role::Main => ImageOrigin::Container,
            Role::Ephemeral => ImageOrigin::EphemeralContainer,
        };
        if let Some(node) = container.node.get("image") {
            let path = format!("{}.image", container.path);
            let image = image(node, source, origin, workload.object, Some(container.name), path);
            images.extend(image.map(|image| ImageUse { pull: pull(container.node, "imagePullPolicy", workload), ..image }));
        }
    }
    for (i, volume) in workload.volumes().iter().enumerate() {
        if let Some(node) = volume.path(&["image", "reference"]) {
            let path = format!("{}.volumes[{i}].image.reference", workload.spec_path);
            let image = image(node, source, ImageOrigin::ImageVolume, workload.object, str_at(Some(volume), &["name"]).value(), path);
            let pull = volume.get("image").and_then(|node| pull(node, "pullPolicy", workload));
            images.extend(image.map(|image| ImageUse { pull, ..image }));
        }
    }
    images
}

/// What a field says on pulling, where what is missing is known to be missing.
fn pull<'a>(node: &'a Node<'a>, key: &str, workload: &Workload<'a>) -> Option<Field<'a, &'a str>> {
    Some(str_at(Some(node), &[key])).filter(|field| !field.is_unset() || workload.is_complete())
}

/// Where kinds that are no workloads name images: group and kinds, then the path to each container, in which `*` stands for every
/// item of a list. Tekton's and Argo's steps are no containers of a pod that is written here, but their images are pulled all the same.
const ELSEWHERE: [(&str, &[&str], &[&str]); 5] = [
    (
        "argoproj.io",
        &["Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate"],
        &[
            "spec.templates.*.container",
            "spec.templates.*.script",
            "spec.templates.*.initContainers.*",
            "spec.templates.*.sidecars.*",
            "spec.templates.*.containerSet.containers.*",
        ],
    ),
    (
        "argoproj.io",
        &["CronWorkflow"],
        &[
            "spec.workflowSpec.templates.*.container",
            "spec.workflowSpec.templates.*.script",
            "spec.workflowSpec.templates.*.initContainers.*",
            "spec.workflowSpec.templates.*.sidecars.*",
            "spec.workflowSpec.templates.*.containerSet.containers.*",
        ],
    ),
    (
        "tekton.dev",
        &["Task", "ClusterTask", "Pipeline"],
        &[
            "spec.steps.*",
            "spec.sidecars.*",
            "spec.tasks.*.taskSpec.steps.*",
            "spec.tasks.*.taskSpec.sidecars.*",
            "spec.finally.*.taskSpec.steps.*",
            "spec.finally.*.taskSpec.sidecars.*",
        ],
    ),
    ("tekton.dev", &["TaskRun"], &["spec.taskSpec.steps.*", "spec.taskSpec.sidecars.*"]),
    (
        "tekton.dev",
        &["PipelineRun"],
        &[
            "spec.pipelineSpec.tasks.*.taskSpec.steps.*",
            "spec.pipelineSpec.tasks.*.taskSpec.sidecars.*",
            "spec.pipelineSpec.finally.*.taskSpec.steps.*",
            "spec.pipelineSpec.finally.*.taskSpec.sidecars.*",
        ],
    ),
];

/// The images of an object that is no workload, in the order in which they are written.
#[must_use]
pub fn images_elsewhere<'a>(object: &Object<'a>, source: &'a str) -> Vec<ImageUse<'a>> {
    let mut images = Vec::new();
    for (group, kinds, paths) in &ELSEWHERE {
        if object.group() != *group || !kinds.contains(&object.kind) {
            continue;
        }
        for path in *paths {
            collect_images(object.root, path, String::new(), object, source, &mut images);
        }
    }
    plimsoll_text::sort_by_key(&mut images, |image| image.span.start);
    images
}

/// Follows the path below `node`. Recursion ends with the path, which has some ten words.
fn collect_images<'a>(node: &'a Node<'a>, path: &str, at: String, object: &Object<'a>, source: &'a str, images: &mut Vec<ImageUse<'a>>) {
    let (word, rest) = path.split_once('.').unwrap_or((path, ""));
    if word == "*" {
        for (i, item) in node.items().iter().enumerate() {
            collect_images(item, rest, format!("{at}[{i}]"), object, source, images);
        }
    } else if !word.is_empty() {
        if let Some(child) = node.get(word) {
            let at = if at.is_empty() { word.to_string() } else { format!("{at}.{word}") };
            collect_images(child, rest, at, object, source, images);
        }
    } else if let Some(written) = node.get("image") {
        let origin = if at.contains(".initContainers[") { ImageOrigin::InitContainer } else { ImageOrigin::Container };
        let name = str_at(Some(node), &["name"]).value();
        images.extend(image(written, source, origin, object, name, format!("{at}.image")));
    }
}

fn image<'a>(
    node: &'a Node<'a>,
    source: &'a str,
    origin: ImageOrigin,
    object: &Object<'a>,
    name: Option<&str>,
    path: String,
) -> Option<ImageUse<'a>> {
    let (text, reading): (Cow<'a, str>, Reading) = match &node.value {
        Value::String(text) => {
            let text: Cow<'a, str> = match text {
                Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
                Cow::Owned(text) => Cow::Owned(text.trim().to_string()),
            };
            let reading = read(&text);
            (text, reading)
        }
        Value::Template(text) => (text.clone(), Reading::Open(Vec::new())),
        _ => return None,
    };
    let quote = usize::from(matches!(node.style, Style::Single | Style::Double));
    let inner = Span::new(node.span.start + quote, node.span.end.saturating_sub(quote));
    let lead = inner.of(source).len() - inner.of(source).trim_start().len();
    let span = Span::new(inner.start + lead, inner.start + lead + text.len());
    let verbatim = span.of(source) == text;
    Some(ImageUse {
        number: 0,
        expanded: text.clone(),
        text,
        span: if verbatim { span } else { node.span },
        verbatim,
        reading,
        origin,
        stage: None,
        object: Some(object.index),
        kind: object.kind,
        namespace: object.namespace(),
        container: name.filter(|name| !name.is_empty()).map(ToString::to_string),
        path: Some(path),
        pull: None,
        is_result: true,
        shared: node.shared,
    })
}

/// Reads the text of an `image:`; `$VAR` and `$(VAR)` are left-overs of a template, and `ko://` names a Go package that the
/// build tool ko replaces by the image it makes of it.
fn read(text: &str) -> Reading {
    if text.is_empty() {
        return Reading::Empty;
    }
    match Reference::parse_normalized_with_spans(text) {
        _ if text.starts_with("ko://") => Reading::Open(Vec::new()),
        Ok((reference, parts)) => Reading::Image(reference, parts),
        Err(_) if text.contains('$') || text.contains("{{") => Reading::Open(variables(text)),
        Err(error) => Reading::Invalid(error),
    }
}

/// The names behind `$`: `$TAG`, `${TAG}`, `$(TAG)`.
fn variables(text: &str) -> Vec<String> {
    text.split('$')
        .skip(1)
        .map(|rest| rest.trim_start_matches(['{', '(']))
        .map(|rest| rest.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or_default())
        .filter(|name| !name.is_empty())
        .map(ToString::to_string)
        .collect()
}
