//! Lists of registries that images may come from.
//!
//! An entry names a registry and, behind a `/`, a repository or a folder of repositories on it:
//! - `registry.example.com:5000` is that registry, port and all;
//! - `*` is every registry, `*.example.com` every one whose name ends so, `registry-*` every one whose name begins so;
//! - `docker.io/library/*` and `docker.io/library` are everything in that folder, `registry.example.com/team/app` is that
//!   repository and what is below it. Paths are compared by whole components.
//!
//! `docker.io`, `index.docker.io`, `registry-1.docker.io` and `hub.docker.com` are the same registry, and the one that is meant
//! where none is written. The forms without a path are those of hadolint's `trustedRegistries`. It compares names and never
//! asks a registry.

use alloc::borrow::Cow;
use alloc::string::String;

/// What a list says of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Some entry takes it in.
    Allowed,
    /// None does.
    NotAllowed,
    /// That depends on what is still open.
    Open,
}

/// Whether `list` takes in a repository of a registry, both normalised. O(list).
#[must_use]
pub fn is_allowed(list: &[String], registry: &str, repository: &str) -> bool {
    list.iter().any(|entry| {
        let (host, path) = split(entry);
        is_host(host, registry) && path.is_none_or(|path| is_path(path, registry, repository))
    })
}

/// What `list` says of a reference that a variable or a template leaves open: of its part before that. O(list · text).
#[must_use]
pub fn verdict_of_open(list: &[String], text: &str) -> Verdict {
    let (start, rest) = text.split_at(text.find(['$', '{']).unwrap_or(text.len()));
    // In `app:${TAG}` the variable is a tag; in `${IMAGE}`, `app${X}` and `app:${X}/y` anything may come of it.
    let is_tagged = start.contains([':', '@']) && !rest.contains('/');
    if !start.contains('/') && !is_tagged {
        return if list.iter().any(|entry| entry.trim() == "*") { Verdict::Allowed } else { Verdict::Open };
    }
    let (registry, path) = start.split_once('/').unwrap_or(("", start));
    let is_registry = registry.contains(['.', ':']) || registry == "localhost";
    let (registry, path) = match (is_registry, start.contains('/')) {
        (true, _) => (registry, Cow::Borrowed(path)),
        (false, true) => ("docker.io", Cow::Borrowed(start)),
        (false, false) => ("docker.io", Cow::Owned(["library/", start].concat())),
    };
    let mut verdict = Verdict::NotAllowed;
    for entry in list {
        match split(entry) {
            (host, _) if !is_host(host, registry) => {}
            (_, None) => return Verdict::Allowed,
            // The last component may go on; those before it are known.
            (_, Some(folder)) if path.strip_prefix(folder).is_some_and(|rest| rest.starts_with(['/', ':', '@'])) => {
                return Verdict::Allowed;
            }
            _ => verdict = Verdict::Open,
        }
    }
    verdict
}

/// Host and path of an entry; the path without what says "and everything below".
fn split(entry: &str) -> (&str, Option<&str>) {
    let (host, path) = entry.trim().split_once('/').unwrap_or((entry.trim(), ""));
    let path = path.strip_suffix('*').unwrap_or(path).trim_end_matches('/');
    (host, (!path.is_empty()).then_some(path))
}

fn is_host(entry: &str, registry: &str) -> bool {
    let (entry, registry) = (hub(entry), hub(registry));
    match (entry.strip_prefix('*'), entry.strip_suffix('*')) {
        (Some(end), _) => registry.ends_with(end),
        (None, Some(start)) => registry.starts_with(start),
        (None, None) => registry == entry,
    }
}

/// Docker Hub by one of its names is `docker.io`.
fn hub(registry: &str) -> &str {
    match registry {
        "index.docker.io" | "registry-1.docker.io" | "hub.docker.com" => "docker.io",
        other => other,
    }
}

fn is_path(entry: &str, registry: &str, repository: &str) -> bool {
    let below = |path: &str| path.strip_prefix(entry).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    // On Docker Hub `nginx` is short for `library/nginx`.
    let short = repository.strip_prefix("library/").filter(|_| hub(registry) == "docker.io");
    below(repository) || short.is_some_and(|short| short == entry)
}

#[cfg(test)]
mod tests {
    use super::{Verdict, is_allowed, verdict_of_open};
    use alloc::string::String;
    use alloc::vec::Vec;

    fn list(entries: &[&str]) -> Vec<String> {
        entries.iter().map(|entry| String::from(*entry)).collect()
    }

    #[test]
    fn registries() {
        let allowed = |entry: &str, registry: &str| is_allowed(&list(&[entry]), registry, "team/app");
        assert!(allowed("*", "any.example") && allowed("a.example:5000", "a.example:5000") && allowed(" a.example ", "a.example"));
        assert!(!allowed("a.example", "a.example:5000") && !allowed("a.example", "b.a.example") && !allowed("a.example", "a.example.evil"));
        assert!(allowed("*.a.example", "x.a.example") && !allowed("*.a.example", "a.example") && !allowed("*.a.example", "xa.example"));
        assert!(allowed("registry-*", "registry-2.a.example") && !allowed("registry-*", "my-registry-2"));
        for name in ["docker.io", "index.docker.io", "registry-1.docker.io", "hub.docker.com"] {
            assert!(allowed(name, "docker.io") && allowed("docker.io", name), "{name}");
        }
        assert!(!is_allowed(&[], "docker.io", "library/node"));
    }

    #[test]
    fn paths_are_compared_by_whole_components() {
        let allowed = |entry: &str, repository: &str| is_allowed(&list(&[entry]), "docker.io", repository);
        for entry in ["docker.io/library", "docker.io/library/", "docker.io/library/*", "*/library"] {
            assert!(allowed(entry, "library/node") && !allowed(entry, "libraryx/node") && !allowed(entry, "team/library"), "{entry}");
        }
        assert!(allowed("docker.io/nginx", "library/nginx") && !allowed("docker.io/nginx", "library/nginx/x"));
        assert!(allowed("docker.io/team/app", "team/app") && !allowed("docker.io/team/app", "team/app2"));
    }

    #[test]
    fn what_a_variable_leaves_open() {
        let verdict = |entry: &str, start: &str| verdict_of_open(&list(&[entry]), start);
        assert_eq!(verdict("*", "$A"), Verdict::Allowed);
        assert_eq!(verdict("a.example", "${A}"), Verdict::Open);
        assert_eq!(verdict("docker.io", "node:${A}"), Verdict::Allowed);
        assert_eq!(verdict("a.example", "node:${A}"), Verdict::NotAllowed);
        assert_eq!(verdict("a.example", "host:${PORT}/app"), Verdict::Open);
        assert_eq!(verdict("docker.io", "team/{{ .app }}"), Verdict::Allowed);
        assert_eq!(verdict("a.example", "a.example/$A"), Verdict::Allowed);
        assert_eq!(verdict("a.example", "b.example/app:$A"), Verdict::NotAllowed);
        assert_eq!(verdict("a.example/team", "a.example/team/$A"), Verdict::Allowed);
        assert_eq!(verdict("a.example/team", "a.example/team$A"), Verdict::Open);
        assert_eq!(verdict("a.example/team", "a.example/$A"), Verdict::Open);
        assert_eq!(verdict("docker.io/library", "node:$A"), Verdict::Allowed);
    }
}
