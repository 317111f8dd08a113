//! Where an object keeps images.
//!
//! Kinds that are known to make pods have one place for their pod spec; in all others every map that looks like a pod spec counts.
//! What should be a container and is none is told as one without an image, never left out.

use plimsoll_core::model::pod_spec_path;
use plimsoll_core::report::ImageOrigin;
use serde_json::{Map, Value};

/// One use of an image.
#[derive(Debug)]
pub(crate) struct Use<'a> {
    /// `spec.containers[0].image`.
    pub(crate) path: String,
    pub(crate) origin: ImageOrigin,
    /// The image as written; `None` where there is none, or something that is no text.
    pub(crate) image: Option<&'a str>,
    /// The pull policy, where one is written.
    pub(crate) pull_policy: Option<&'a str>,
}

const LISTS: [(&str, ImageOrigin); 3] = [
    ("containers", ImageOrigin::Container),
    ("initContainers", ImageOrigin::InitContainer),
    ("ephemeralContainers", ImageOrigin::EphemeralContainer),
];

/// Lists of containers that custom resources have besides: Tekton's.
const MORE_LISTS: [(&str, ImageOrigin); 2] = [("steps", ImageOrigin::Container), ("sidecars", ImageOrigin::Container)];

/// Single containers of custom resources: Argo Workflows'.
const SINGLE: [&str; 2] = ["container", "script"];

/// The images of an object; `None` where it has no pod spec. O(object).
pub(crate) fn images<'a>(group: &str, kind: &str, object: &'a Value) -> Option<Vec<Use<'a>>> {
    let mut uses = Vec::new();
    match pod_spec_path(group, kind) {
        Some(path) => {
            let spec = path.split('.').try_fold(object, |value, key| value.get(key))?.as_object()?;
            // A pod without containers is none.
            spec.get("containers").and_then(Value::as_array).filter(|list| !list.is_empty())?;
            of_pod_spec(spec, path, &mut uses);
        }
        // What older servers send for the subresource: the list and no pod around it.
        None if kind == "EphemeralContainers" => of_pod_spec(object.as_object()?, "", &mut uses),
        None => search(object, String::new(), &mut uses),
    }
    (!uses.is_empty()).then_some(uses)
}

fn of_pod_spec<'a>(spec: &'a Map<String, Value>, path: &str, uses: &mut Vec<Use<'a>>) {
    for (key, origin) in LISTS {
        of_list(spec, key, origin, path, uses);
    }
    of_volumes(spec, path, uses);
}

fn of_list<'a>(spec: &'a Map<String, Value>, key: &str, origin: ImageOrigin, path: &str, uses: &mut Vec<Use<'a>>) {
    match spec.get(key) {
        None | Some(Value::Null) => {}
        Some(Value::Array(list)) => {
            for (number, container) in list.iter().enumerate() {
                uses.push(of_container(container, origin, join(path, &format!("{key}[{number}]"))));
            }
        }
        // No list of containers can be read out of it, and nothing is let in unread.
        Some(_) => uses.push(Use { path: join(path, key), origin, image: None, pull_policy: None }),
    }
}

fn of_container(container: &Value, origin: ImageOrigin, path: String) -> Use<'_> {
    let text = |key: &str| container.get(key).and_then(Value::as_str);
    Use { path: format!("{path}.image"), origin, image: text("image"), pull_policy: text("imagePullPolicy") }
}

fn of_volumes<'a>(spec: &'a Map<String, Value>, path: &str, uses: &mut Vec<Use<'a>>) {
    for (number, volume) in spec.get("volumes").and_then(Value::as_array).into_iter().flatten().enumerate() {
        let Some(image) = volume.get("image").filter(|image| !image.is_null()) else { continue };
        let text = |key: &str| image.get(key).and_then(Value::as_str);
        uses.push(Use {
            path: join(path, &format!("volumes[{number}].image.reference")),
            origin: ImageOrigin::ImageVolume,
            image: text("reference"),
            pull_policy: text("pullPolicy"),
        });
    }
}

/// Every map below `value` that has containers. The reader of JSON bounds the depth.
fn search<'a>(value: &'a Value, path: String, uses: &mut Vec<Use<'a>>) {
    match value {
        Value::Object(map) => {
            let has_containers = LISTS.iter().any(|(key, _)| is_containers(map.get(*key)));
            if has_containers {
                of_pod_spec(map, &path, uses);
            }
            for (key, origin) in MORE_LISTS {
                if is_containers(map.get(key)) {
                    of_list(map, key, origin, &path, uses);
                }
            }
            for key in SINGLE {
                if let Some(container) = map.get(key).filter(|container| container.get("image").is_some()) {
                    uses.push(of_container(container, ImageOrigin::Container, join(&path, key)));
                }
            }
            for (key, child) in map {
                let is_done = has_containers && (key == "volumes" || LISTS.iter().any(|(list, _)| list == key));
                if !is_done {
                    search(child, join(&path, key), uses);
                }
            }
        }
        Value::Array(list) => {
            for (number, child) in list.iter().enumerate() {
                search(child, format!("{path}[{number}]"), uses);
            }
        }
        _ => {}
    }
}

/// A list in which something has an image.
fn is_containers(value: Option<&Value>) -> bool {
    value.and_then(Value::as_array).is_some_and(|list| list.iter().any(|item| item.get("image").is_some()))
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
