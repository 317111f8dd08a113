//! The `policy.json` of containers/image, by which podman, CRI-O and skopeo let images in: containers-policy.json(5).
//!
//! It says what the file holds, and never whether that is good.

use plimsoll_yaml::{Entry, Node, Value};

use super::object::{Object, str_at};

/// How the object of such a file is called, which has no kind.
pub const CONTAINERS_POLICY: &str = "policy.json";

/// What an image must satisfy, by name.
pub const TYPES: [&str; 5] = [ACCEPT, "reject", "signedBaseLayer", "signedBy", "sigstoreSigned"];

const ACCEPT: &str = "insecureAcceptAnything";

/// The transports that containers/image has.
pub const TRANSPORTS: [&str; 11] =
    ["atomic", "containers-storage", "dir", "docker", "docker-archive", "docker-daemon", "oci", "oci-archive", "ostree", "sif", "tarball"];

/// Whether a document without `kind` is such a file: its requirements have the shape that nothing else has.
#[must_use]
pub fn looks_like_containers_policy(root: &Node<'_>) -> bool {
    if root.get("kind").is_some() || root.get("apiVersion").is_some() {
        return false;
    }
    let typed =
        |list: &Node<'_>| list.items().iter().any(|item| str_at(Some(item), &["type"]).value().is_some_and(|kind| TYPES.contains(&kind)));
    let scoped = |transport: &Entry<'_>| transport.value.entries().iter().any(|scope| typed(&scope.value));
    root.get("default").is_some_and(typed) || root.get("transports").is_some_and(|all| all.entries().iter().any(scoped))
}

/// The root of such a file, if the object is one.
#[must_use]
pub fn containers_policy<'a>(object: &Object<'a>) -> Option<&'a Node<'a>> {
    (object.kind == CONTAINERS_POLICY && object.api_version.is_empty()).then_some(object.root)
}

/// The word that accepts every image, where nothing else is required. All requirements of a list must hold.
#[must_use]
pub fn acceptance<'a>(requirements: &'a Node<'a>) -> Option<&'a Node<'a>> {
    let Value::Seq(items) = &requirements.value else { return None };
    let accepts = |item: &Node<'_>| str_at(Some(item), &["type"]).value() == Some(ACCEPT);
    items.first().filter(|_| items.iter().all(accepts))?.get("type")
}
